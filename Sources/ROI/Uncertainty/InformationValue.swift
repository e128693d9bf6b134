import Statistics

/// What it is worth to know one uncertain input exactly before deciding: the expected value of partial
/// perfect information (EVPPI).
///
/// With independent inputs the mean net benefit given input X is linear, a X - b, so that the EVPPI is the
/// mean of (a X - b)+ (or of (b - a X)+ where the mean net benefit is positive): exact, without nested
/// draws. It is at most the EVPI of all inputs together.
///
/// **Reference:** Raiffa and Schlaifer (1961); Claxton and Posnett (1996) for the name.
public struct InformationValue: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The input that would be known.
  public let input: Propagation.Input
  /// What that is worth, in major units; nil where another input has no mean.
  public let value: Double?

  /// The values of all uncertain inputs, the largest first and unknown ones last.
  static func all(_ inputs: PropagationInputs) -> [InformationValue] {
    let means = inputs.factors.map(\.mean)
    let product = means.reduce(Optional(inputs.factor.value)) { total, mean in
      total.flatMap { t in mean.map { t * $0 } }
    }
    let found = inputs.uncertain.map { input in
      let value = product.flatMap { value in
        inputs.cost.mean.flatMap { cost in
          SingleInput(inputs, uncertain: input).expectedPart(ofGain: value < cost)
        }
      }
      return InformationValue(input: input, value: value.flatMap { $0.isFinite ? $0 : nil })
    }
    return found.sorted { ($0.value ?? -1) > ($1.value ?? -1) }
  }

  /// Input and value.
  public var description: String {
    "\(input) \(value.map { formatted($0) } ?? "undefined")"
  }
}
