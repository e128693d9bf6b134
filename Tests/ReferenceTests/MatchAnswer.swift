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
    let method = try Self.method(item["spec"])
    data = try MatchingData(item, in: folder)
    identifiers = try data.identifiers()
    sample = try MatchedSample(
      data.frame, treatment: data.treatment, covariates: data.covariates, method: method)
    if let outcome = item["effect"]["outcome"].string {
      effect = try MatchedOutcome(sample, data, outcome: outcome).fields()
    } else {
      effect = [:]
    }
  }

  // MARK: Options

  private static let understood: Set = [
    "method", "distance", "order", "ratio", "replace", "caliper", "std_caliper", "estimand",
    "discard", "note", "formula", "link",
  ]

  /// The method that the options ask for; an option for later is thrown, one unheard of fails.
  private static func method(_ spec: JSONValue) throws -> MatchingMethod {
    guard let name = spec["method"].string else { throw ReferenceFailure("needs spec.method") }
    guard name == "nearest" else { throw UnsupportedOption(name: "method=\(name)") }
    try requirePropensity((spec["distance"].string ?? "propensity").lowercased())
    for later in ["exact", "antiexact", "mahvars"] where !spec[later].isNull {
      throw UnsupportedOption(name: later)
    }
    if let link = spec["link"].string, link != "logit" { throw UnsupportedOption(name: link) }
    if let discard = spec["discard"].string, discard != "none" {
      throw UnsupportedOption(name: "discard")
    }
    if let estimand = spec["estimand"].string, estimand != "ATT" {
      throw UnsupportedOption(name: "estimand")
    }
    if !spec["min_controls"].isNull || !spec["max_controls"].isNull {
      throw UnsupportedOption(name: "variable ratio")
    }
    if let ratio = spec["ratio"].double, ratio != 1 { throw UnsupportedOption(name: "ratio") }
    switch spec["replace"] {
    case .null, .bool(false): break
    case .bool(true): throw UnsupportedOption(name: "replace")
    default: throw UnsupportedOption(name: "reuse")
    }
    let unread = Set((spec.object ?? [:]).filter { !$0.value.isNull }.keys).subtracting(understood)
    guard unread.isEmpty else {
      throw ReferenceFailure("options that are not understood: \(unread.sorted())")
    }
    return .nearestNeighbor(order: try order(spec["order"]), caliper: try caliper(spec))
  }

  /// Refuses every distance but the propensity score on the probability scale.
  private static func requirePropensity(_ distance: String) throws {
    for later in [
      "robust_mahalanobis", "mahvars", "mahalanobis", "euclidean", "linear predictor", "probit",
    ] where distance.contains(later) { throw UnsupportedOption(name: later) }
    guard distance.hasPrefix("propensity") else {
      throw ReferenceFailure("the distance \(distance) is not understood")
    }
  }

  private static func order(_ option: JSONValue) throws -> MatchingMethod.Order {
    // The first word counts: "smallest (default for ATC)".
    let word = option.string.map { $0.prefix { $0 != " " } } ?? "largest"
    if let order = MatchingMethod.Order(rawValue: String(word)) { return order }
    guard ["closest", "random"].contains(word) else {
      throw ReferenceFailure("the order \(word) is not understood")
    }
    throw UnsupportedOption(name: "order=\(word)")
  }

  private static func caliper(_ spec: JSONValue) throws -> Caliper? {
    guard !spec["caliper"].isNull else { return nil }
    guard let width = spec["caliper"].double, spec["std_caliper"].string == nil else {
      throw UnsupportedOption(name: "covariate caliper")
    }
    guard width >= 0 else { throw UnsupportedOption(name: "anti-caliper") }
    let isStandardised = spec["std_caliper"].bool ?? true
    return try Caliper(width, scale: isStandardised ? .overallStandardDeviation : .raw)
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
    comparePairs(with: hangsOnTies ? reference : item["pairs"], in: &report, place: place)

    var balance = self.balance
    var answer: [String: JSONValue] = [
      "sampleSizes": sampleSizes, "total_abs_distance": .init(sample.totalDistance),
      "caliper_raw": sample.caliperWidth.map { ["distance": .init($0)] } ?? .null,
      "discarded_ids": [],
      "check": ["total_matching_distance": .init(sample.totalDistance)],
    ]
    var expected: [String: JSONValue] = [
      "check": ["total_matching_distance": item["check"]["total_matching_distance"]]
    ]
    for field in [
      "sampleSizes", "caliper_raw", "discarded_ids", "weights", "balance", "effect",
      "total_abs_distance",
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
    answer["balance"] = .object(balance)
    report.compare(
      .object(answer), with: .object(expected), tolerance: tolerance, kind: kind, place: place)
  }

  private func comparePairs(
    with expected: JSONValue, in report: inout ReferenceReport, place: String
  ) {
    var partners: [String: JSONValue] = [:]
    for pair in sample.pairs {
      partners[identifiers[pair.treated]] = [.string(identifiers[pair.control])]
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
    let ours = Set(sample.pairs.map { Set([$0.treated, $0.control]) })
    if ours != Set(sets.values) { report.fail(place, "subclass: other sets of rows") }
  }

  // MARK: Figures

  private var sampleSizes: JSONValue {
    func sizes(_ control: Int, _ treated: Int) -> JSONValue {
      ["Control": .init(Double(control)), "Treated": .init(Double(treated))]
    }
    let pairs = sample.pairs.count
    let all = sizes(sample.controlCount, sample.treatedCount)
    return [
      "All": all, "All (ESS)": all, "Matched": sizes(pairs, pairs),
      "Matched (ESS)": sizes(pairs, pairs),
      "Unmatched": sizes(sample.controlCount - pairs, sample.unmatched.count),
      "Discarded": sizes(0, 0),
    ]
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
      "denominator_default": "treated", "before": figures(after: false),
      "after": figures(after: true), "before_pooledSD": pooled(after: false),
      "after_pooledSD": pooled(after: true),
    ]
  }
}
