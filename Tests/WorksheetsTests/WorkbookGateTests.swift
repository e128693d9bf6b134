import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookGateTests {
  private static func issued(
    _ change: (inout GateInputs) throws -> Void = { _ in }
  ) throws -> (gate: Gate, workbook: Workbook) {
    let dossier = try Dossiers.full(change)
    return (try #require(dossier.gate), try Workbook(dossier))
  }

  private static func code(_ verdict: Gate.Verdict?) -> ExactRatio? {
    switch verdict {
    case .go: 1
    case .reconfigure: 0
    case .noGo: -1
    case nil: nil
    }
  }

  /// What is changed in the gate's inputs, and the same as edits of cells.
  private struct Change: Sendable {
    let name: String
    let cells: [String: ExactDecimal]
    let inputs: @Sendable (inout GateInputs) throws -> Void
  }

  private static let changes: [Change] = [
    Change(name: "nothing", cells: [:]) { _ in },
    Change(name: "primary missed", cells: ["target_1_count": 20]) {
      $0.targets[0] = try KPITarget(
        "weekly active", role: .primary, .atLeast, 0.7, byWeek: 6,
        reading: .share(count: 20, of: 30, week: 6))
    },
    Change(name: "secondary missed", cells: ["target_2_value": 2.51]) {
      $0.targets[1] = try KPITarget(
        "escalations", role: .secondary, .atMost, 2.5, reading: .value(2.51, week: nil))
    },
    Change(name: "a trigger fires", cells: ["trigger_1_count_1": 6]) {
      $0.triggers = [
        try RollbackTrigger(
          "nudges flagged", moreThan: 0.05, action: "stop nudges",
          readings: [
            .init("week 1", count: 6, of: 100), .init("week 2", count: 0, of: 0),
            .init("week 3", count: 3, of: 61),
          ])
      ]
    },
    Change(name: "governance is open", cells: ["governance_2": 0]) {
      $0.governance[1] = .init("audit", isComplete: false)
    },
    Change(name: "two streams", cells: ["evidence_streams": 2]) { $0.evidenceStreams = 2 },
    Change(name: "below the hurdle", cells: ["gate_hurdle": 0.26]) {
      $0.roi = .init(lowerBound: ExactRatio(0.25 as ExactDecimal), hurdle: 0.26)
    },
    Change(name: "at the hurdle", cells: ["gate_hurdle": 0.25]) {
      $0.roi = .init(lowerBound: ExactRatio(0.25 as ExactDecimal), hurdle: 0.25)
    },
    Change(name: "incidents", cells: ["open_incidents": 1]) { $0.openCriticalIncidents = 1 },
    Change(name: "law", cells: ["legal_showstopper": 1]) { $0.legalShowstopper = true },
    Change(name: "not to be put right", cells: ["fairness_open": 1, "issues_remediable": 0]) {
      $0.waivers = []
      $0.issuesAreRemediable = false
    },
    Change(name: "fairness fails", cells: ["fairness_open": 1]) {
      $0.fairness[0] = Check("four fifths", verdict: .failed, sentence: "no")
    },
  ]

  @Test func `each edit of a cell gives the verdict of the gate with that input`() throws {
    let issued = try Self.issued().workbook
    for change in Self.changes {
      let gate = try Dossiers.gate(
        Cases.make(.init(delta: Cases.counts())), change.inputs)
      let verdict = try #require(Self.code(gate.verdict))
      let edited = try issued.editing(change.cells).recalculated()
      #expect(edited.figure("gate_verdict") == verdict, "\(change.name)")
    }
  }

  @Test func `each gate's workbook holds its verdict`() throws {
    for change in Self.changes where change.cells.count < 2 {
      let (gate, workbook) = try Self.issued(change.inputs)
      #expect(workbook.figure("gate_verdict") == Self.code(gate.verdict), "\(change.name)")
      let texts = try workbook.sheet("Gate").cells.compactMap(\.cell.text)
      #expect(gate.reasons.allSatisfy { texts.contains($0.description) }, "\(change.name)")
    }
  }

  /// 5 of 100 keeps to a limit of 5 %, 6 of 100 does not, and nobody exposed fires nothing.
  @Test func `triggers are compared in whole numbers`() throws {
    let workbook = try Self.issued().workbook
    #expect((1...3).map { workbook.figure("trigger_1_\($0).H") } == [0, 0, 0])
    let edited = try workbook.editing(["trigger_1_count_1": 6, "trigger_1_count_3": 4])
      .recalculated()
    #expect((1...3).map { edited.figure("trigger_1_\($0).H") } == [1, 0, 1])
    #expect(edited.figure("gate_verdict") == -1)
  }

  @Test func `a missing input leaves no verdict and says what is missing`() throws {
    let (gate, workbook) = try Self.issued {
      $0.fairness = []
      $0.issuesAreRemediable = nil
    }
    #expect(gate.verdict == nil && workbook.figure("gate_verdict") == nil)
    let texts = try workbook.sheet("Gate").cells.compactMap(\.cell.text)
    #expect(texts.contains { $0.contains("the fairness audit") })
    let summary = try workbook.sheet("Summary").cells.compactMap(\.cell.text)
    #expect(summary.contains("no verdict"))
  }

  @Test func `the bound of the case is linked, not copied`() throws {
    let businessCase = try Cases.make(.init(delta: Cases.counts()))
    var dossier = Dossier(businessCase)
    dossier.gate = try Dossiers.gate(businessCase) { $0.roi = .init(businessCase, hurdle: 0) }
    let workbook = try Workbook(dossier)
    #expect(workbook.place(of: "gate_roi_bound") == nil)
    #expect(workbook.figure("gate_roi.D") == workbook.figure("headline_lower_roi"))
    #expect(workbook.figure("gate_verdict") == 0)
  }

  @Test func `a late or unread target and a bare point are told apart`() throws {
    let (gate, workbook) = try Self.issued {
      $0.targets[0] = try KPITarget(
        "weekly active", role: .primary, .atLeast, 0.7, byWeek: 6,
        reading: .share(count: 30, of: 30, week: 7))
      $0.targets[2] = try KPITarget(
        "behaviour", role: .secondary, .atLeast, 0.35,
        reading: .estimate(
          Estimate(
            value: 0.4, uncertainty: .normal(standardError: 0.1), method: "normal",
            direction: .higherIsBetter), level: 0.9))
    }
    #expect(gate.verdict == .noGo)
    #expect(workbook.figure("gate_verdict") == -1)
    #expect(workbook.figure("gate_verdict.H") == 1 && workbook.figure("gate_verdict.I") == 1)
  }

  /// One coach to fifteen people: 2 to 30 reaches it exactly, 2 to 31 does not.
  @Test func `a ratio is compared without dividing`() throws {
    func target(_ other: Int) throws -> KPITarget {
      try KPITarget(
        "coaches", role: .secondary, .atLeast, 1, per: 15, reading: .ratio(2, to: other, week: nil))
    }
    let (gate, workbook) = try Self.issued { $0.targets[1] = try target(30) }
    #expect(gate.verdict == .go && workbook.figure("gate_verdict") == 1)
    #expect(workbook.figure("target_2.G") == 1)
    let edited = try workbook.editing(["target_2_total": 31]).recalculated()
    #expect(edited.figure("target_2.G") == 0 && edited.figure("gate_verdict") == 0)
    let (missed, other) = try Self.issued { $0.targets[1] = try target(31) }
    #expect(missed.verdict == .reconfigure && other.figure("gate_verdict") == 0)
  }

  @Test func `a tampered count, formula or verdict is found`() throws {
    let workbook = try Self.issued().workbook
    let verdict = try #require(workbook.place(of: "gate_verdict"))
    let touched = try workbook.forged("Gate") {
      $0.replacing("<f>limit", with: "").replacing("<v>61</v>", with: "<v>60</v>")
    }
    #expect(!touched.differences().isEmpty)
    let formula = try workbook.forged("Gate") {
      $0.replacing("<f>IF(0&lt;H", with: "<f>IF(1&lt;H")
    }
    #expect(formula.differences().contains { $0.place.sheet == "Ledger" }, "\(verdict)")
    let reason = try workbook.forged("Gate") { $0.replacing("Met: weekly", with: "Met: daily") }
    #expect(reason.differences() == [])
    #expect(try reason.differences(from: Dossiers.full()).count == 1)
    let missing = try Workbook(Dossiers.full().businessCase)
    #expect(
      try missing.differences(from: Dossiers.full()).contains { $0.stated == "no such sheet" })
  }
}
