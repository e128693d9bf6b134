import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Everything that a sensitivity follows from, and all of it that is coded.
struct ConfoundingInputs: Sendable, Hashable, Codable {
  let estimate: Double
  let standardError: Double
  let degreesOfFreedom: Double
  let worthOfUnit: ExactRatio
  let cost: Money
  let confounders: [ConfoundingSensitivity.Confounder]
  let alpha: Double

  func validate() throws(EvaluationError) {
    guard estimate.isFinite, standardError > 0, standardError.isFinite,
      (estimate / standardError).isFinite
    else {
      throw .invalidArgument(
        name: "estimate and standard error",
        needed: "finite, the error above 0, and so their ratio",
        found: "\(estimate) and \(standardError)")
    }
    guard degreesOfFreedom > 1, degreesOfFreedom <= 1e15 else {
      throw .invalidArgument(
        name: "the degrees of freedom", needed: "above 1, at most 1e15",
        found: "\(degreesOfFreedom)")
    }
    guard alpha > 0, alpha < 1 else {
      throw .invalidArgument(name: "alpha", needed: "above 0 and below 1", found: "\(alpha)")
    }
    guard !worthOfUnit.isNegative, worthOfUnit.value.isFinite, !cost.isNegative else {
      throw .invalidArgument(
        name: "the worth of a unit and the cost", needed: "not negative",
        found: "\(figure(worthOfUnit)) and \(cost)")
    }
    guard confounders.count <= 100 else {
      throw .invalidArgument(
        name: "the confounders", needed: "at most 100", found: "\(confounders.count)")
    }
  }
}

extension ConfoundingSensitivity {
  /// What one confounder would leave of estimate and return.
  public struct Scenario: Sendable, Hashable, CustomStringConvertible {
    /// The confounder.
    public let confounder: Confounder
    /// By how much it shifts the estimate, not negative.
    public let bias: Double
    /// The estimate without it: the sign of the estimate times its size less the bias, or plus the bias where
    /// the effect was hidden.
    public let adjustedEstimate: Double
    /// The standard error with the confounder in the model.
    public let adjustedStandardError: Double
    /// The value attributed then.
    public let attributableValue: MoneyFigure
    /// Value less cost.
    public let netBenefit: MoneyFigure
    /// Net benefit over cost; nil when the programme costs nothing.
    public let roi: ExactRatio?

    init(_ confounder: Confounder, _ inputs: ConfoundingInputs) throws(EvaluationError) {
      let (outcome, treatment) = (confounder.outcomeR2, confounder.treatmentR2)
      let freedom = inputs.degreesOfFreedom
      let bias =
        (outcome * treatment / (1 - treatment)).squareRoot() * inputs.standardError
        * freedom.squareRoot()
      let size = abs(inputs.estimate) + (confounder.hidesEffect ? bias : -bias)
      let adjusted = inputs.estimate < 0 ? -size : inputs.estimate > 0 ? size : 0
      let error =
        ((1 - outcome) / (1 - treatment)).squareRoot() * inputs.standardError
        * (freedom / (freedom - 1)).squareRoot()
      guard bias.isFinite, adjusted.isFinite, error.isFinite else {
        throw .overflow(
          what: "an adjusted estimate", needed: "the range of Double", found: "\(adjusted)")
      }
      let value = ExactRatio(try ExactDecimal(adjusted)) * inputs.worthOfUnit
      let figure = try MoneyFigure(value, in: inputs.cost.currency)
      let net = value - inputs.cost.exact
      self.confounder = confounder
      self.bias = bias
      adjustedEstimate = adjusted
      adjustedStandardError = error
      attributableValue = figure
      netBenefit = MoneyFigure(exact: net, posted: try figure.posted - inputs.cost)
      roi = net.divided(by: inputs.cost.exact)
    }

    /// Confounder, estimate and ROI.
    public var description: String {
      "\(excerpt(confounder.name)) (R2 \(formatted(confounder.outcomeR2)) with the outcome, "
        + "\(formatted(confounder.treatmentR2)) with the treatment): estimate "
        + "\(formatted(adjustedEstimate)), ROI \(figure(roi))"
    }
  }

  // MARK: Inputs

  /// The improvement, positive when good.
  public var estimate: Double { inputs.estimate }
  /// Its standard error.
  public var standardError: Double { inputs.standardError }
  /// The degrees of freedom of the residuals.
  public var degreesOfFreedom: Double { inputs.degreesOfFreedom }
  /// What a unit of the estimate is worth, attribution included, in major units.
  public var worthOfUnit: ExactRatio { inputs.worthOfUnit }
  /// What the programme costs.
  public var cost: Money { inputs.cost }
  /// The confounders that could be there.
  public var confounders: [Confounder] { inputs.confounders }
  /// The level of the two-sided test.
  public var alpha: Double { inputs.alpha }
}

// MARK: - Text and coding

extension ConfoundingSensitivity: CustomStringConvertible, Codable {
  /// Robustness values in words, and the first scenarios, in at most ten lines.
  public var description: String {
    func share(_ value: Double) -> String { "\(formatted(value * 100, significantDigits: 3)) %" }
    var lines = [
      "estimate \(formatted(estimate)), t \(formatted(tStatistic)), partial R2 "
        + "\(formatted(partialR2)), Cohen's f \(formatted(cohensF))",
      "a confounder that explains \(share(robustnessValue)) of what remains of both treatment and outcome "
        + "takes the effect to 0; \(share(robustnessValueAtAlpha)) makes it insignificant at "
        + formatted(alpha),
    ]
    if let value = robustnessValueToBreakEven {
      lines.append(
        value > 0
          ? "\(share(value)) takes ROI to 0 (robustness value to break-even)"
          : "ROI is not above 0 as it stands, so no confounder is needed")
    } else {
      lines.append("no break-even: a unit of the effect is worth nothing")
    }
    lines += scenarios.prefix(6).map(\.description)
    if scenarios.count > 6 { lines.append("and \(scenarios.count - 6) more scenarios") }
    return lines.joined(separator: "\n")
  }

  /// Decodes the inputs and computes everything anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws { try self.init(ConfoundingInputs(from: decoder)) }

  /// Encodes the inputs; the figures follow from them.
  public func encode(to encoder: any Encoder) throws { try inputs.encode(to: encoder) }
}
