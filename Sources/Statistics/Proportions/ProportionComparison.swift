/// Two proportions compared: their difference, ratio and odds ratio, and exact tests.
///
/// With rates p1 (treated) and p0 (control) and their Wilson limits l and u, Newcombe's interval of
/// the difference d = p1 - p0 runs from d - sqrt((p1 - l1)^2 + (u0 - p0)^2) to d + sqrt((u1 - p1)^2
/// + (p0 - l0)^2). In fairness the focal group stands as treated and the reference as control.
///
/// Newcombe's interval is no exact one: see ``DifferenceMethod`` for what it covers.
///
/// **Reference:** Newcombe (1998), Statistics in Medicine 17, 873-890.
/// **Same as:** statsmodels `confint_proportions_2indep(x1, n1, x0, n0, method="newcomb")`; R
/// `DescTools::BinomDiffCI(x1, n1, x0, n0, method = "score")`.
public struct ProportionComparison: Evidence, Hashable, Codable, CustomStringConvertible {
  /// The proportion under treatment, or of the focal group.
  public let treated: Proportion
  /// The proportion without treatment, or of the reference group.
  public let control: Proportion
  /// How the comparison was made.
  public let design: StudyDesign
  /// The difference, treated minus control, times the number that it is stated for.
  public let effect: Estimate
  /// What was asked of the counts.
  public let checks: [Check]

  /// Compares two proportions.
  ///
  /// - Parameters:
  ///   - treated: successes and trials under treatment.
  ///   - control: successes and trials without.
  ///   - perTrials: the number that the difference is stated for, such as 100 people.
  ///   - design: how the comparison was made.
  ///   - unit: what the difference is measured in, such as `people in 100`.
  ///   - direction: which way more successes are good.
  /// - Throws: `invalidArgument` when the number stated is not positive and finite, or so large that
  ///   a figure leaves the range of `Double`.
  public init(
    treated: Proportion, control: Proportion, perTrials: Double = 1, design: StudyDesign,
    unit: String = "rate", direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    guard perTrials > 0, perTrials <= 1e300 else {
      throw .invalidArgument(
        name: "the number that the difference is stated for", needed: "positive, at most 1e300",
        found: "\(perTrials)")
    }
    self.treated = treated
    self.control = control
    self.design = design
    effect = try Estimate(
      value: (treated.rate - control.rate) * perTrials,
      uncertainty: .proportions(treated: treated, control: control, factor: perTrials),
      method: DifferenceMethod.newcombe.name, unit: unit, direction: direction,
      sampleSizes: [.init("treated", treated.trials), .init("control", control.trials)])
    let fewest = min(treated.successes, treated.failures, control.successes, control.failures)
    checks = [
      Check(
        "smallest count", figure: Double(fewest), threshold: 5,
        verdict: fewest >= 5 ? .passed : .inconclusive,
        sentence: fewest >= 5
          ? "Both groups have at least five successes and five failures."
          : "The smallest count of successes or failures is \(fewest); the interval is wide and says so."
      )
    ]
  }

  private enum CodingKeys: String, CodingKey { case treated, control, design, effect, checks }

  /// Decodes a comparison, refusing an effect that its counts do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .effect)
    guard case .proportions(_, _, let perTrials) = stored.uncertainty else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of two proportions")
    }
    try self.init(
      treated: fields.decode(Proportion.self, forKey: .treated),
      control: fields.decode(Proportion.self, forKey: .control), perTrials: perTrials,
      design: fields.decode(StudyDesign.self, forKey: .design), unit: stored.unit,
      direction: stored.direction)
    guard effect == stored else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of the proportions")
    }
  }

  // MARK: Figures

  /// Treated minus control, as rates.
  public var difference: Double { treated.rate - control.rate }

  /// Treated over control; nil without a control success.
  public var ratio: Double? {
    control.successes > 0 ? treated.rate / control.rate : nil
  }

  /// The odds ratio x1 y0 / (x0 y1) of the counts; nil when the divisor is 0.
  public var oddsRatio: Double? {
    guard control.successes > 0, treated.failures > 0 else { return nil }
    return Double(treated.successes) * Double(control.failures)
      / (Double(control.successes) * Double(treated.failures))
  }

  /// Both proportions and their difference with its interval.
  public var description: String { "treated: \(treated)\ncontrol: \(control)\n\(effect)" }
}
