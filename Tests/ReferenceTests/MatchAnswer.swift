import DataFrames
import Matching
import TestSupport

/// A matched cohort, its balance and its effect, held against a case of kind `match`.
struct MatchAnswer {
  let item: JSONValue
  let data: MatchingData
  let sample: MatchedSample
  let identifiers: [String]
  private let effect: JSONValue

  init(_ item: JSONValue, in folder: ReferenceFolder) throws {
    self.item = item
    let options = MatchOptions(item["spec"])
    try options.requireUnderstood()
    data = try MatchingData(item, in: folder)
    identifiers = try data.identifiers()
    sample = try options.sample(of: data)
    if let outcome = item["effect"]["outcome"].string {
      effect = try MatchedOutcome(sample, data, outcome: outcome).fields()
    } else {
      effect = [:]
    }
  }

  // MARK: Comparing

  /// Compares by the folder's rule: where ties decide, sizes and the total distance, and
  /// pairs and estimate only with those of the lowest-row rule.
  func compare(
    in report: inout ReferenceReport, tolerance: ReferenceTolerance, place: String
  ) {
    let isTieSensitive = item["check"]["tie_sensitive"].bool ?? false
    let reference = item["reference_pairs_lowest_row_tie_rule"]
    // Without pairs of its own, the lowest-row rule gives the pairs of the case.
    let hangsOnTies = isTieSensitive && !reference.isNull
    let kind = hangsOnTies ? "match:tie-sensitive" : "match"
    if sample.subclasses.isEmpty {
      comparePairs(with: hangsOnTies ? reference : item["pairs"], in: &report, place: place)
    }

    var balance = self.balance
    let isPaired = sample.subclasses.isEmpty
    var answer: [String: JSONValue] = [
      "sampleSizes": sampleSizes, "total_abs_distance": .init(totalScoreDistance),
      "caliper_raw": caliperWidths, "discarded_ids": [],
      "q_cut": isPaired ? .null : .init(sample.subclassLimits),
      "check": ["total_matching_distance": isPaired ? .init(sample.totalDistance) : .null],
    ]
    var expected: [String: JSONValue] = [
      "check": ["total_matching_distance": item["check"]["total_matching_distance"]]
    ]
    for field in [
      "sampleSizes", "caliper_raw", "discarded_ids", "weights", "balance", "effect",
      "total_abs_distance", "q_cut",
    ] {
      expected[field] = item[field]
    }
    if hangsOnTies {
      balance["after"] = nil
      balance["after_pooledSD"] = nil
      answer["reference_estimate_lowest_row_tie_rule"] = effect["estimate"]
      expected["reference_estimate_lowest_row_tie_rule"] =
        item["reference_estimate_lowest_row_tie_rule"]
    } else {
      answer["weights"] = .init(sample.weights)
      answer["effect"] = effect
      compareSubclasses(in: &report, place: place)
    }
    if hangsOnTies, sample.method.replacement != .none {
      // How many different partners are used hangs on ties too.
      answer["sampleSizes"] = .object(
        (sampleSizes.object ?? [:]).filter { $0.key.hasPrefix("All") || $0.key == "Discarded" })
    }
    answer["balance"] = .object(balance)
    report.compare(
      .object(answer), with: .object(expected), tolerance: tolerance, kind: kind, place: place)
  }

  private func comparePairs(
    with expected: JSONValue, in report: inout ReferenceReport, place: String
  ) {
    var partners: [String: JSONValue] = [:]
    for set in sample.sets {
      let (own, others) =
        sample.target == .control ? (set.controls, set.treated) : (set.treated, set.controls)
      partners[identifiers[own[0]]] = .array(others.map { .string(identifiers[$0]) })
    }
    for row in sample.unmatched { partners[identifiers[row.row]] = [] }
    guard let wanted = expected.object, wanted != partners else {
      if expected.object == nil { report.fail(place, "the case has no pairs") }
      return
    }
    let differing = Set(wanted.keys).union(partners.keys).filter { wanted[$0] != partners[$0] }
    report.fail(place, "pairs: \(differing.count) treated rows differ: \(differing.sorted())")
  }

  /// The labels are arbitrary: rows that share one must be our pairs.
  private func compareSubclasses(in report: inout ReferenceReport, place: String) {
    guard let labels = item["subclass"].array else { return }
    var sets: [JSONValue: Set<Int>] = [:]
    for (row, label) in labels.enumerated() where !label.isNull {
      sets[label, default: []].insert(row)
    }
    let ours = Set(sample.sets.map { Set($0.treated + $0.controls) })
    if ours != Set(sets.values) { report.fail(place, "subclass: other sets of rows") }
  }

  // MARK: Figures

  private var sampleSizes: JSONValue {
    func sizes(_ figure: (CohortSizes.Group) -> Double) -> JSONValue {
      [
        "Control": .init(figure(sample.sizes.control)),
        "Treated": .init(figure(sample.sizes.treated)),
      ]
    }
    let all = sizes { Double($0.available) }
    return [
      "All": all, "All (ESS)": all, "Matched": sizes { Double($0.matched) },
      "Matched (ESS)": sizes(\.effective), "Unmatched": sizes { Double($0.unmatched) },
      "Discarded": sizes { _ in 0 },
    ]
  }

  /// The sum of the pairs' distances on the score, whatever they were chosen by.
  private var totalScoreDistance: Double? {
    guard !sample.scores.isEmpty, sample.subclasses.isEmpty else { return nil }
    return sample.pairs.reduce(0) {
      $0 + abs(sample.scores[$1.treated] - sample.scores[$1.control])
    }
  }

  private var caliperWidths: JSONValue {
    var widths: [String: JSONValue] = [:]
    if let width = sample.caliperWidth { widths["distance"] = .init(width) }
    for limit in sample.constraints.calipers where limit.caliper.scale == .raw {
      widths[limit.column] = .init(limit.caliper.width)
    }
    return widths.isEmpty ? .null : .object(widths)
  }

  private var balance: [String: JSONValue] {
    let table = sample.balance
    func figures(after: Bool) -> JSONValue {
      .object(
        Dictionary(
          table.rows.map { row in
            let figures = after ? row.after : row.before
            return (
              row.variable,
              [
                "meanTreated": .init(figures.treatedMean),
                "meanControl": .init(figures.controlMean),
                "smd": .init(table.standardizedDifference(row, after: after)),
                "varRatio": .init(figures.varianceRatio),
                "eCDFMean": .init(figures.distributionMeanDifference),
                "eCDFMax": .init(figures.distributionMaximumDifference),
                "pairDist": .init(figures.pairDistance),
              ]
            )
          }
        ) { $1 })
    }
    func pooled(after: Bool) -> JSONValue {
      .object(
        Dictionary(
          table.rows.map { row in
            let difference = table.standardizedDifference(
              row, after: after, denominator: .pooled)
            return (row.variable, .init(difference))
          }
        ) { $1 })
    }
    return [
      "denominator_default": .string(table.denominator.rawValue), "before": figures(after: false),
      "after": figures(after: true), "before_pooledSD": pooled(after: false),
      "after_pooledSD": pooled(after: true),
    ]
  }
}
