import ExperimentDesign
import Statistics
import TestSupport

/// Clusters, baseline measurements and finite staffs in plans.
extension ExperimentAnswers {
  // MARK: Clusters

  func clusters(_ kind: String) throws -> JSONValue? {
    switch kind {
    case "design_effect":
      func effect(_ variation: Double, _ weighting: Clustering.Weighting) throws -> JSONValue {
        .init(
          try Clustering(
            meanSize: inputs.number("m"), sizeVariation: variation,
            intraclassCorrelation: inputs.number("icc"), weighting: weighting
          ).designEffect)
      }
      let variation = try inputs.number("cv")
      return [
        "equal": try effect(0, .bySize), "size_weighted_eldridge": try effect(variation, .bySize),
        "taylor_van_breukelen": try effect(variation, .optimal),
      ]
    case "design_effect_sizes":
      let known = try Clustering.KnownSizes(
        (inputs["sizes"].array ?? []).compactMap(\.int),
        intraclassCorrelation: inputs.number("icc"))
      return [
        "size_weighted": .init(known.designEffect),
        "optimal_weights": .init(known.optimalDesignEffect), "mean_size": .init(known.meanSize),
        "cv_population": .init(known.variation),
      ]
    case "cluster_power_means": return try clusterMeans()
    case "cluster_power_props": return try clusterProportions()
    default: return nil
    }
  }

  private func clustering() throws -> Clustering {
    let weighting: Clustering.Weighting =
      switch inputs["deff"].string ?? "weighted" {
      case "weighted": .bySize
      case "taylor": .optimal
      case let other: throw UnsupportedOption(name: other)
      }
    // A solved size starts from any.
    return try Clustering(
      meanSize: inputs["m"].double ?? 1, sizeVariation: inputs["cv"].double ?? 0,
      intraclassCorrelation: inputs.number("icc"), weighting: weighting)
  }

  private func clusterTest() throws -> SignificanceTest {
    try SignificanceTest(
      alpha: inputs.number("alpha"),
      tails: inputs["tails"].string == "both" ? .both : .ofTheEffect)
  }

  private func clusterMeans() throws -> JSONValue {
    let design = try ClusteredMeans(
      standardDeviation: inputs.number("sd"), clustering: clustering(), test: clusterTest())
    switch try inputs.text("solve") {
    case "power":
      return .init(try design.power(effect: inputs.number("delta"), size: inputs.number("k")))
    case "k":
      return .init(
        try design.sampleSize(effect: inputs.number("delta"), power: inputs.number("power")).exact)
    case "delta":
      return .init(
        try design.minimumDetectableEffect(size: inputs.number("k"), power: inputs.number("power")))
    case "m":
      do {
        return .init(
          try design.clusterSize(
            effect: inputs.number("delta"), treatedClusters: inputs.number("k"),
            power: inputs.number("power")))
      } catch EvaluationError.unreachable(_, .ceiling, _, let attainable) {
        return ["feasible": false, "power_ceiling": .init(attainable)]
      }
    case let other: throw UnsupportedOption(name: other)
    }
  }

  private func clusterProportions() throws -> JSONValue {
    let control = try inputs.number("p1")
    let design = try ClusteredProportions(
      controlProportion: control, clustering: clustering(),
      isPooled: inputs["pooled"].bool == true,
      reference: inputs["t_dist"].bool == true ? .t : .normal, test: clusterTest())
    let effect = { try inputs.number("p2") - control }
    switch try inputs.text("solve") {
    case "power": return .init(try design.power(effect: effect(), size: inputs.number("k")))
    case "k":
      return .init(try design.sampleSize(effect: effect(), power: inputs.number("power")).exact)
    case let other: throw UnsupportedOption(name: other)
    }
  }

  // MARK: Baselines and finite staffs

  func baseline(_ kind: String) throws -> JSONValue? {
    switch kind {
    case "frison_pocock_factor":
      let measures = try RepeatedMeasures(
        before: inputs.integer("pre"), after: inputs.integer("post"),
        correlation: inputs.number("rho"))
      return byAnalysis { measures.factor($0) }
    case "n_per_arm_normal": return try normalSizes()
    case "ancova_power_t":
      let design = try TwoMeans(
        .common(inputs.number("sd")), baseline: .ancova(correlation: inputs.number("rho")),
        test: SignificanceTest(alpha: inputs.number("alpha"), alternative: alternative()))
      return .init(
        try design.power(effect: inputs.number("delta"), size: inputs.number("n_per_arm")))
    case "fpc_sample_size":
      return .init(
        try FinitePopulation(of: inputs.integer("population"))
          .sampleSize(forUnlimited: inputs.number("n_infinite")))
    case "fpc_se_factor":
      return .init(
        try FinitePopulation(of: inputs.integer("population"))
          .standardErrorFactor(sample: inputs.number("n")))
    case "mde_composed_normal": return try product()
    default: return nil
    }
  }

  private func alternative() throws -> SignificanceTest.Alternative {
    switch inputs["alternative"].string {
    case "two-sided": .twoSided
    case "greater": .greater
    case "less": .less
    case let other: throw ReferenceFailure("the alternative \(other ?? "") is not known")
    }
  }

  private func byAnalysis(
    _ value: (RepeatedMeasures.Analysis) throws -> Double?
  ) rethrows -> JSONValue {
    [
      "post": .init(try value(.after)), "change": .init(try value(.change)),
      "ancova": .init(try value(.covariance)),
    ]
  }

  private func normalSizes() throws -> JSONValue {
    let measures = try RepeatedMeasures(before: 1, after: 1, correlation: inputs.number("rho"))
    let test = try SignificanceTest(
      alpha: inputs.number("alpha"), alternative: alternative(), tails: .ofTheEffect)
    return try byAnalysis { analysis in
      try TwoMeans(
        .common(inputs.number("sd")), baseline: .repeated(measures, analysis), reference: .normal,
        test: test
      ).sampleSize(effect: inputs.number("delta"), power: inputs.number("power")).exact
    }
  }

  private func product() throws -> JSONValue {
    let clustering = try Clustering(
      meanSize: inputs.number("cluster_size"), sizeVariation: inputs.number("cv"),
      intraclassCorrelation: inputs.number("icc"))
    let product = try ProductApproximation(
      standardDeviation: inputs.number("sd"), treated: inputs.number("n1"),
      control: inputs.number("n2"), baselineCorrelation: inputs.number("baseline_rho"),
      clustering: clustering, tests: inputs.integer("bonferroni_tests"),
      inflation: inputs.number("sequential_inflation"), alpha: inputs.number("alpha"),
      power: inputs.number("power"))
    let worth = try ProgramWorth(baseline: inputs.number("mean"))
    return [
      "design_effect": .init(product.designEffect), "se": .init(product.standardError),
      "mde": .init(product.effect),
      "mde_relative": .init(worth.percent(product.effect).map { $0 / 100 }),
    ]
  }
}
