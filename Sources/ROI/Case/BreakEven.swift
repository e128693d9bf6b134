import Statistics

/// What each input alone would have to be for the case to end at an ROI of exactly 0.
///
/// A figure is nil where no value of that input could do it (another factor is zero). Negative ones
/// are reported as they come out and are not feasible.
public struct BreakEven: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The share credited: cost / (delta x unit value).
  public let attribution: ExactRatio?
  /// The improvement: cost / (attribution x unit value).
  public let delta: ExactRatio?
  /// The value of a unit in major units of the currency: cost / (delta x attribution).
  public let unitValue: ExactRatio?
  /// The cost, which is the value attributed.
  public let maximumCost: MoneyFigure

  init(
    delta: ExactRatio, attribution: ExactRatio, unitValue: ExactRatio, cost: ExactRatio,
    attributableValue: MoneyFigure
  ) {
    self.attribution = cost.divided(by: delta * unitValue)
    self.delta = cost.divided(by: attribution * unitValue)
    self.unitValue = cost.divided(by: delta * attribution)
    maximumCost = attributableValue
  }

  /// Whether a share between 0 and 1 breaks even.
  public var attributionIsFeasible: Bool {
    guard let attribution else { return false }
    return attribution >= 0 && attribution <= 1
  }

  /// Each break-even in a line.
  public var description: String {
    let figures: [(String, String?)] = [
      ("attribution", attribution.map { percentage($0) }),
      ("delta", delta.map { figure($0) }),
      ("value of a unit", unitValue.map { figure($0) }),
      ("cost", maximumCost.description),
    ]
    return "breaks even at "
      + figures.map { "\($0.0) \($0.1 ?? "none")" }.joined(separator: ", or ")
  }
}
