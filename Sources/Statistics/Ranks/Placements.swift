/// Each person's share of the other group whom they exceed, ties by half, and how those shares
/// vary.
struct Placements {
  /// The variance of the treated's shares over their number, and that of the controls.
  private let parts: (treated: Double, control: Double)
  private let counts: (treated: Int, control: Int)

  /// Places two ascending lists; nil below two values in either.
  init?(_ treated: [Double], _ control: [Double]) {
    guard treated.count > 1, control.count > 1 else { return nil }
    parts = (
      Self.variance(of: treated, among: control) / Double(treated.count),
      Self.variance(of: control, among: treated) / Double(control.count)
    )
    counts = (treated.count, control.count)
  }

  /// The variance of the probability of superiority.
  var variance: Double { parts.treated + parts.control }

  /// Satterthwaite's degrees of freedom; nil without variance.
  var degreesOfFreedom: Double? {
    guard variance > 0 else { return nil }
    let (first, second) = (parts.treated / variance, parts.control / variance)
    return 1
      / (first * first / Double(counts.treated - 1) + second * second / Double(counts.control - 1))
  }

  /// The sample variance of the shares of `others` below each value.
  private static func variance(of values: [Double], among others: [Double]) -> Double {
    var (below, atMost) = (0, 0)
    let shares = values.map { value in
      while below < others.count, others[below] < value { below += 1 }
      atMost = max(atMost, below)
      while atMost < others.count, others[atMost] == value { atMost += 1 }
      return Double(below + atMost) / 2 / Double(others.count)
    }
    let moments = CentralMoments(shares, pivot: shares[shares.count / 2])
    let deviation = moments.unscaled(moments.second.squareRoot())
    return deviation * deviation * (moments.count / (moments.count - 1))
  }
}
