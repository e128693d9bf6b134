import Foundation
import ROI
import Statistics
import Testing

@Suite struct EvidenceAssessmentTests {
  private static let designs: [(StudyDesign, EvidenceGrade)] = [
    (.declared, .directional), (.beforeAfter, .directional),
    (.interruptedTimeSeries(controlled: false), .directional),
    (.interruptedTimeSeries(controlled: true), .controlled), (.matchedCohort, .controlled),
    (.staggeredRollout, .controlled), (.randomizedExperiment, .randomized),
  ]

  private func assess(
    _ design: StudyDesign = .matchedCohort, isMonetized: Bool = true,
    claimed: Attribution.Corroboration = .none, with record: EvidenceRecord? = nil,
    labels: [EvidenceAssessment.Label] = []
  ) -> EvidenceAssessment {
    EvidenceAssessment(
      design: design, isMonetized: isMonetized, claimed: claimed, record: record, labels: labels)
  }

  // MARK: Grade

  @Test func theDesignSetsTheGrade() throws {
    for (design, grade) in Self.designs {
      #expect(EvidenceGrade(of: design) == grade)
      #expect(assess(design).grade == grade)
      #expect(try assess(design, with: Beside.record()).grade == grade)
    }
    #expect(EvidenceGrade.allCases == EvidenceGrade.allCases.sorted())
    #expect(EvidenceGrade.randomized.description == "randomised")
  }

  /// Whatever stands beside the figures, no grade is above its design's and no band reaches higher.
  @Test func nothingRaisesAGrade() throws {
    for (design, grade) in Self.designs {
      for against in [0, 1, 4, 9] {
        for open in [0, 1, 3] {
          for claimed in Attribution.Corroboration.allCases {
            let record = try Beside.record(
              narratives: Beside.narratives(supporting: 4, contradicting: against),
              confounders: Beside.log((0..<open).map { _ in try Beside.entry() }))
            let found = assess(design, claimed: claimed, with: record)
            let steps = (open > 0 ? 1 : 0) + (against > 0 ? 1 : 0) + (against >= 4 ? 1 : 0)
            let order = EvidenceGrade.allCases
            let rank = try #require(order.firstIndex(of: grade))
            #expect(found.grade == order[max(0, rank - steps)])
            let own = AttributionBand(for: design, corroboration: claimed)
            #expect(found.band.high <= own.high)
            #expect(
              found.grade < grade
                || found.band
                  == AttributionBand(
                    for: design, corroboration: found.band.isCorroborated ? claimed : .none)
            )
            if found.grade < grade { #expect(!found.band.admitsEstimateAsItStands) }
          }
        }
      }
    }
  }

  @Test func eachLoweredGradeHasItsBand() throws {
    let open = try Beside.record(confounders: Beside.log([Beside.entry()]))
    #expect(assess(.randomizedExperiment, with: open).band.shares == "20 % to 40 %")
    #expect(assess(.matchedCohort, with: open).band.shares == "15 % to 25 %")
    #expect(assess(.beforeAfter, with: open).band.shares == "0 % to 15 %")
    #expect(assess(.beforeAfter, with: open).band.description.contains("lowered to contested"))
    #expect(assess(.beforeAfter).band.shares == "15 % to 25 %")
    // A grade that is not below the design's changes nothing.
    for (design, grade) in Self.designs {
      #expect(
        AttributionBand(for: design, loweredTo: grade) == AttributionBand(for: design))
      #expect(
        AttributionBand(for: design, loweredTo: .randomized) == AttributionBand(for: design))
    }
  }

  @Test func aLoweredBandIsLookedUpAgainWhenDecoded() throws {
    let band = AttributionBand(for: .matchedCohort, loweredTo: .directional)
    try expectCoding(band, refuses: [("directional", "great"), ("matchedCohort", "twins")])
    let text = String(decoding: try JSONEncoder().encode(band), as: UTF8.self)
    let forged = text.replacingOccurrences(of: "0.25", with: "1")
    #expect(forged != text)
    #expect(try JSONDecoder().decode(AttributionBand.self, from: Data(forged.utf8)) == band)
  }

  @Test func contradictionsAreNamedAndConfoundersToo() throws {
    let record = try Beside.record(
      narratives: Beside.narratives(supporting: 1, contradicting: 7),
      confounders: Beside.log([Beside.entry(), Beside.entry("2026-03-03", .policy)]))
    let words = assess(with: record).reasons.joined(separator: "\n")
    for phrase in [
      "7 narratives contradict the figures: C-0, C-1, C-2, C-3, C-4 and more, as many as support them",
      "2 confounders inside the window are not ruled out: 2026-02-02 reorganization, 2026-03-03 policy.",
      "So the grade falls to contested.", "1 narrative supports the figures; three are needed",
      "The sponsor signed on 2026-04-10.",
    ] {
      #expect(words.contains(phrase), "\(phrase) in \(words)")
    }
  }

  // MARK: Streams

  @Test func streamsAreCounted() throws {
    #expect(assess(.declared).streams == 0 && assess(.declared).strength == "no case")
    #expect(assess(.beforeAfter).streams == 1 && assess(.beforeAfter).strength == "a weak case")
    let two = try assess(with: Beside.record(sponsor: .some(nil)))
    #expect(two.agreeing == [.figures, .narratives] && two.streams == 2)
    let full = try assess(with: Beside.record())
    #expect(full.agreeing == EvidenceAssessment.Stream.allCases && full.strength == "a full case")
    #expect(try assess(.declared, with: Beside.record()).agreeing == [.narratives, .sponsor])
    let early = try assess(with: Beside.record(sponsor: Beside.signOff("2026-02-01")))
    #expect(early.streams == 2)
    #expect(early.reasons.contains { $0.contains("when there was nothing to confirm") })
  }

  /// Practice's rule: 30-40 % for a staggered rollout only when both conditions hold.
  @Test func corroborationCountsWhereTheRecordBearsItOut() throws {
    func band(_ claimed: Attribution.Corroboration, _ record: EvidenceRecord?) -> String {
      assess(.interruptedTimeSeries(controlled: false), claimed: claimed, with: record).band.shares
    }
    let silent = try EvidenceRecord(window: Beside.window())
    #expect(band(.surveys, nil) == "20 % to 35 %" && band(.sponsor, nil) == "20 % to 35 %")
    #expect(band(.surveys, silent) == "15 % to 25 %" && band(.sponsor, silent) == "15 % to 25 %")
    let unsigned = try Beside.record(sponsor: .some(nil))
    #expect(
      band(.surveys, unsigned) == "20 % to 35 %" && band(.sponsor, unsigned) == "15 % to 25 %")
    #expect(try band(.none, Beside.record()) == "15 % to 25 %")
    let rollout = assess(.staggeredRollout, claimed: .surveys, with: unsigned)
    #expect(rollout.band.low == 0.30 && rollout.band.high == 0.40)
    let claim = assess(.staggeredRollout, claimed: .sponsor, with: unsigned)
    #expect(claim.band.low == 0.20)
    #expect(claim.reasons.contains { $0.contains("does not bear out the corroboration") })
  }

  // MARK: Title

  @Test func withoutBehaviourMoneyOrTrustItIsAnEngagementReport() throws {
    let full = try Beside.record()
    #expect(assess(with: full).reportKind == .roi && assess(with: full).missing.isEmpty)
    let lacking: [(EvidenceAssessment, [EvidenceAssessment.Element])] = [
      (assess(.declared, with: full), [.behavior]),
      (assess(isMonetized: false, with: full), [.monetization]),
      (try assess(with: Beside.record(trust: [])), [.trust]),
      (try assess(with: Beside.record(trust: [Beside.trust([])])), [.trust]), (assess(), [.trust]),
      (assess(.declared, isMonetized: false), [.behavior, .monetization, .trust]),
    ]
    for (found, missing) in lacking {
      #expect(found.missing == missing)
      #expect(found.reportKind == .engagementReport && !found.isPublishable)
      #expect(found.title(for: "Pilot").hasPrefix("Pilot: engagement report ("))
    }
    #expect(assess(with: full).title(for: "Pilot") == "Pilot: return on investment (controlled)")
    #expect(
      assess(.beforeAfter, with: full, labels: [.provisional, .postHoc]).title(for: "Pilot")
        == "Pilot: return on investment (directional, post-hoc, provisional)")
  }

  @Test func aLatePlanLabelsItself() throws {
    let late = try Beside.record(plan: Beside.plan("2026-03-01T00:00:00Z"))
    #expect(assess(with: late).labels == [.postHoc])
    #expect(assess(with: late).reasons.contains { $0.contains("post-hoc") })
    #expect(
      assess(with: late, labels: [.underpowered, .exploratory]).qualities
        == "controlled, post-hoc, exploratory, underpowered")
  }

  // MARK: Publishing

  @Test func publishingNeedsAllStreamsTrustAndALog() throws {
    #expect(try assess(with: Beside.record()).isPublishable)
    // A contradiction lowers the grade; with a majority of support it does not silence the figures.
    let contradicted = try assess(
      with: Beside.record(narratives: Beside.narratives(supporting: 4, contradicting: 1)))
    #expect(contradicted.isPublishable && contradicted.grade == .directional)
    let refused: [(EvidenceAssessment, String)] = [
      (try assess(with: Beside.record(sponsor: .some(nil))), "sponsor must sign"),
      (
        try assess(with: Beside.record(narratives: Beside.narratives(supporting: 2))),
        "Three narratives"
      ),
      (try assess(with: Beside.record(confounders: .some(nil))), "confounder log"),
      (try assess(with: Beside.record(trust: [])), "signal of trust"),
      (try assess(.declared, with: Beside.record()), "rest on no data"),
      (try assess(isMonetized: false, with: Beside.record()), "turned into money"),
    ]
    for (found, phrase) in refused {
      #expect(found.obstacles.count == 1 && found.obstacles[0].contains(phrase), "\(found)")
      #expect(found.description.contains("not to be published"))
    }
    #expect(assess().obstacles.count == 4)
  }

  // MARK: Coding

  @Test func decodingAssessesAnew() throws {
    let found = try assess(
      .staggeredRollout, claimed: .surveys,
      with: Beside.record(confounders: Beside.log([Beside.entry()])), labels: [.provisional])
    try expectCoding(found, refuses: [("staggeredRollout", "guess"), ("surveys", "rumours")])
    let data = try JSONEncoder().encode(found)
    let text = String(decoding: data, as: UTF8.self)
    let forged = text.replacingOccurrences(
      of: #""grade":"directional""#, with: #""grade":"randomized""#)
    #expect(forged != text)
    #expect(try JSONDecoder().decode(EvidenceAssessment.self, from: Data(forged.utf8)) == found)
  }

  @Test func describesItselfShortly() throws {
    for found in [
      assess(), try assess(with: Beside.record()), assess(.declared, isMonetized: false),
    ] {
      #expect(found.description.split(separator: "\n").count <= 10)
    }
  }
}
