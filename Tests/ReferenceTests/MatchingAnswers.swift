import DataFrames
import Matching
import Statistics
import TestSupport

/// The total distance of an optimal matching.
struct OptimalAnswer {
  let fields: JSONValue
  let expected: JSONValue

  init(_ item: JSONValue, in folder: ReferenceFolder) throws {
    let options = MatchOptions(item["spec"])
    try options.requireUnderstood()
    let sample = try options.sample(of: MatchingData(item, in: folder))
    fields = [
      "total_distance": .init(sample.totalDistance), "n_pairs": .init(Double(sample.pairs.count)),
      "caliper_raw": .init(sample.caliperWidth),
    ]
    expected = .object(
      (item.object ?? [:]).filter {
        ["total_distance", "n_pairs", "caliper_raw"].contains($0.key)
      })
  }
}

/// Rosenbaum's bounds from the pairs of another case.
struct RosenbaumAnswer {
  let fields: JSONValue
  let expected: JSONValue

  init(_ item: JSONValue, in folder: ReferenceFolder) throws {
    guard let stated = item["differences"].array?.compactMap(\.double) else {
      throw ReferenceFailure("needs differences")
    }
    let gammas = item["normal_approx"].array?.compactMap { $0["Gamma"].double } ?? []
    let bounds = try RosenbaumBounds(
      differences: stated, test: .normalSignedRank, gammas: gammas)
    let first = try RosenbaumBounds(
      differences: Array(stated.prefix(25)), test: .exactSignedRank, gammas: gammas)
    var fields: [String: JSONValue] = [
      "n_pairs": .init(Double(bounds.pairCount)), "n_zero_dropped": .init(Double(bounds.zeroCount)),
      "T": .init(bounds.statistic), "normal_approx": Self.probabilities(bounds),
      "tipping_gamma_alpha_0_05": .init(bounds.tippingGamma),
      "exact_first_25_pairs": ["bounds": Self.probabilities(first)],
    ]
    if item["hodges_lehmann"].array != nil {
      fields["hodges_lehmann"] = .array(
        bounds.rows.map {
          [
            "Gamma": .init($0.gamma), "estimate_lower": .init($0.lowerEstimate),
            "estimate_upper": .init($0.upperEstimate),
          ]
        })
    }
    // The pairs themselves, where their case is at hand.
    if let name = item["pairs_from"].string, folder.files.contains("\(name).json"),
      let outcome = item["outcome"].string
    {
      let source = try MatchAnswer(folder.read("\(name).json"), in: folder)
      let values = try source.data.frame.completeNumbers(of: outcome)
      fields["differences"] = .init(
        source.sample.pairs.map { values[$0.treated] - values[$0.control] })
      if let other = item["binary_mcnemar"]["outcome"].string {
        let found = try source.sample.rosenbaumBounds(
          on: other, in: source.data.frame, gammas: gammas)
        fields["binary_mcnemar"] = ["bounds": Self.probabilities(found, isDiscordant: true)]
      }
    }
    self.fields = .object(fields)
    let words: Set = ["id", "kind", "dataset", "pairs_from", "outcome"]
    expected = .object((item.object ?? [:]).filter { !words.contains($0.key) })
  }

  private static func probabilities(
    _ bounds: RosenbaumBounds, isDiscordant: Bool = false
  ) -> JSONValue {
    .array(
      bounds.rows.map { row in
        var fields: [String: JSONValue] = [
          "Gamma": .init(row.gamma), "p_lower": .init(row.lowerPValue),
          "p_upper": .init(row.upperPValue),
        ]
        if isDiscordant {
          fields["discordant"] = .init(Double(bounds.pairCount - bounds.zeroCount))
          fields["treated_only"] = .init(bounds.statistic)
        }
        return .object(fields)
      })
  }
}

/// Nearest neighbours with replacement, with Abadie and Imbens's errors.
struct AbadieImbensAnswer {
  let fields: JSONValue
  let expected: JSONValue

  init(_ item: JSONValue, in folder: ReferenceFolder) throws {
    let data = try MatchingData(item, in: folder)
    let outcome = MatchingFolder.outcome(of: item["dataset"].string ?? "")
    var fields: [String: JSONValue] = [:]
    for (name, entry) in item["cases"].object ?? [:] {
      fields[name] = try Self.answer(entry["spec"], data, outcome)
    }
    self.fields = ["cases": .object(fields)]
    expected = ["cases": item["cases"]]
  }

  private static func answer(
    _ spec: JSONValue, _ data: MatchingData, _ outcome: String
  ) throws -> JSONValue {
    let isScore = spec["X"].string?.hasPrefix("propensity") ?? false
    let covariates =
      isScore
      ? data.covariates : (spec["X"].string ?? "").split(separator: ",").map(String.init)
    let metric: NearestNeighborEffect.Metric
    switch (isScore, spec["metric"].string ?? "") {
    case (true, _): metric = .propensityScore
    case (_, let words) where words.hasPrefix("inverse variance"): metric = .inverseVariance
    case (_, let words) where words.hasPrefix("mahalanobis"): metric = .mahalanobis
    default: throw UnsupportedOption(name: "metric")
    }
    guard let neighbors = spec["M"].int, let calculation = spec["Var.calc"].int,
      let target = ["ATT": TargetPopulation.treated, "ATC": .control, "ATE": .all][
        spec["estimand"].string ?? ""]
    else { throw ReferenceFailure("the estimator \(spec) is not understood") }
    func effect(isAdjusted: Bool) throws -> NearestNeighborEffect {
      try NearestNeighborEffect(
        data.frame, treatment: data.treatment, outcome: outcome, covariates: covariates,
        neighbors: neighbors, metric: metric, target: target,
        variance: calculation == 0 ? .homoscedastic : .robust(neighbors: calculation),
        adjustsBias: isAdjusted)
    }
    let isAdjusted = spec["BiasAdjust"].bool ?? false
    let found = try effect(isAdjusted: isAdjusted)
    let plain = isAdjusted ? try effect(isAdjusted: false) : found
    return [
      "est": .init(found.effect.value), "se_AI": .init(found.effect.standardError),
      "est_no_adjust": .init(plain.effect.value),
      "n_matched_rows": .init(Double(found.partnerCount)),
    ]
  }
}
