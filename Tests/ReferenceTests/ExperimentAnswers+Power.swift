import ExperimentDesign
import Statistics
import TestSupport

/// Planning: power, sizes, detectable effects, and requests that have no answer.
extension ExperimentAnswers {
  /// The answer, or nil for a kind that is not of planning.
  func planning(_ kind: String) throws -> JSONValue? {
    switch kind {
    case "power_t.two_sample": return try power(of: twoMeans())
    case "power_t.welch": return try welchPower()
    case "power_t.one_sample": return try power(of: oneMean(.people))
    case "power_t.paired": return try power(of: oneMean(.pairs))
    case "power_prop.two_sample": return try proportions()
    case "power_prop.arcsine": return try arcsine()
    case "power_curve_two_sample_t": return try curve()
    case "infeasible.solve_n_two_sample_t", "infeasible.power_two_sample_t",
      "infeasible.solve_ratio_two_sample_t", "infeasible.solve_p2_two_proportions":
      return try infeasible(kind)
    case "design_effect", "design_effect_sizes", "cluster_power_means", "cluster_power_props":
      return try clusters(kind)
    default: return try baseline(kind)
    }
  }

  // MARK: The test

  private func test(tails: SignificanceTest.Tails = .both) throws -> SignificanceTest {
    let alternative: SignificanceTest.Alternative =
      switch inputs["alternative"].string ?? "two-sided" {
      case "two-sided": .twoSided
      case "greater": .greater
      case "less": .less
      case let other: throw ReferenceFailure("the alternative \(other) is not known")
      }
    // A solved level starts from any.
    return try SignificanceTest(
      alpha: inputs["alpha"].double ?? 0.05, alternative: alternative, tails: tails)
  }

  private var wantedPower: Double { get throws { try inputs.number("power") } }

  // MARK: Means

  private func twoMeans() throws -> TwoMeans {
    try TwoMeans(.common(1), controlsPerTreated: inputs["ratio"].double ?? 1, test: test())
  }

  private func oneMean(_ sample: OneMean.Sample) throws -> OneMean {
    _ = inputs["ratio"]
    return try OneMean(sample, standardDeviation: 1, test: test())
  }

  private func power(of design: some PowerDesign) throws -> JSONValue {
    switch try inputs.text("solve") {
    case "power":
      return .init(
        try design.power(effect: inputs.number("effect"), size: inputs.number("n")))
    case "n":
      return .init(
        try design.sampleSize(effect: inputs.number("effect"), power: wantedPower).exact)
    case "effect":
      return .init(
        try design.minimumDetectableEffect(size: inputs.number("n"), power: wantedPower))
    case "alpha":
      return .init(
        try design.significanceLevel(
          effect: inputs.number("effect"), size: inputs.number("n"), power: wantedPower))
    case "ratio":
      guard let means = design as? TwoMeans else { throw UnsupportedOption(name: "ratio") }
      return .init(
        try means.controlsPerTreated(
          effect: inputs.number("effect"), treated: inputs.number("n"), power: wantedPower))
    case let other: throw UnsupportedOption(name: other)
    }
  }

  private func welchPower() throws -> JSONValue {
    let design = try TwoMeans(
      .separate(treated: inputs.number("sd1"), control: inputs.number("sd2")),
      controlsPerTreated: inputs["ratio"].double ?? 1, test: test())
    func arms() throws -> ArmSizes {
      ArmSizes(treated: try inputs.number("n1"), control: try inputs.number("n2"))
    }
    switch try inputs.text("solve") {
    case "power":
      return .init(try design.power(effect: inputs.number("delta"), arms: arms()))
    case "n":
      return .init(
        try design.sampleSize(effect: inputs.number("delta"), power: wantedPower).exact)
    case "delta":
      return .init(try design.minimumDetectableEffect(arms: arms(), power: wantedPower))
    case let other: throw UnsupportedOption(name: other)
    }
  }

  private func curve() throws -> JSONValue {
    let design = try twoMeans()
    let curve =
      if let effects = inputs["effects"].array {
        try PowerCurve(
          design, size: inputs.number("n_per_arm"), effects: effects.compactMap(\.double))
      } else {
        try PowerCurve(
          design, effect: inputs.number("effect"),
          sizes: (inputs["n_per_arm"].array ?? []).compactMap(\.double))
      }
    return .init(curve.points.map(\.power))
  }

  // MARK: Proportions

  /// The first proportion is the control's.
  private func proportions() throws -> JSONValue {
    let method: TwoProportions.Variance =
      switch try inputs.text("method") {
      case "pooled": .pooled
      case "unpooled": .unpooled
      case "baseline_null": .atBaseline
      case let other: throw UnsupportedOption(name: other)
      }
    let control = try inputs.number("p1")
    let ratio = inputs["ratio"].double ?? 1
    let design = try TwoProportions(
      controlProportion: control, controlsPerTreated: 1 / ratio, variance: method,
      test: test(tails: inputs["strict"].bool == true ? .both : .ofTheEffect))
    func arms() throws -> ArmSizes {
      ArmSizes(treated: try inputs.number("n2"), control: try inputs.number("n1"))
    }
    switch try inputs.text("solve") {
    case "power":
      return .init(try design.power(effect: inputs.number("p2") - control, arms: arms()))
    case "n1":
      let plan = try design.sampleSize(
        effect: inputs.number("p2") - control, power: wantedPower)
      return .init(plan.exact.map { $0 / ratio })
    case "p2":
      let effect = try design.minimumDetectableEffect(
        arms: arms(), power: wantedPower, direction: direction())
      return .init(control + effect)
    case let other: throw UnsupportedOption(name: other)
    }
  }

  private func direction() throws -> EffectDirection {
    switch inputs["direction"].string {
    case "up", nil: .increase
    case "down": .decrease
    case let other?: throw ReferenceFailure("the direction \(other) is not known")
    }
  }

  /// The first proportion minus the second, as in pwr.
  private func arcsine() throws -> JSONValue {
    let other = try inputs.number("p2")
    let design = try TwoProportions(
      controlProportion: other, controlsPerTreated: inputs["ratio"].double ?? 1,
      variance: .arcsine, test: test())
    let effect = try inputs.number("p1") - other
    switch try inputs.text("solve") {
    case "power":
      return .init(
        try design.power(
          effect: effect,
          arms: ArmSizes(treated: inputs.number("n1"), control: inputs.number("n2"))))
    case "n": return .init(try design.sampleSize(effect: effect, power: wantedPower).exact)
    case let option: throw UnsupportedOption(name: option)
    }
  }

  // MARK: Requests without an answer

  private func infeasible(_ kind: String) throws -> JSONValue {
    do {
      switch kind {
      case "infeasible.solve_n_two_sample_t":
        _ = try twoMeans().sampleSize(effect: inputs.number("effect"), power: wantedPower)
      case "infeasible.solve_ratio_two_sample_t":
        _ = try twoMeans().controlsPerTreated(
          effect: inputs.number("effect"), treated: inputs.number("n"), power: wantedPower)
      case "infeasible.power_two_sample_t":
        let (effect, size) = (try inputs.number("effect"), try inputs.number("n"))
        _ = try twoMeans().power(effect: effect, size: size)
      default:
        let (treated, control) = (try inputs.number("n2"), try inputs.number("n1"))
        _ = try TwoProportions(controlProportion: inputs.number("p1"), test: test())
          .minimumDetectableEffect(
            arms: ArmSizes(treated: treated, control: control), power: wantedPower,
            direction: direction())
      }
      return ["feasible": true]
    } catch is EvaluationError {
      return ["feasible": false]
    }
  }
}
