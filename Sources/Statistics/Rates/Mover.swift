/// The method of variance estimates recovery: limits of a difference from limits of its two parts.
///
/// **Reference:** Donner and Zou (2012), Statistical Methods in Medical Research 21, 347-359.
package enum Mover {
  /// A figure with its own limits.
  package typealias Part = (value: Double, limits: (lower: Double, upper: Double))

  /// Limits of the first part less the second.
  ///
  /// Where the limits of a part lie beyond the part itself (a tail above one half) signed squares
  /// keep the bound monotone.
  package static func difference(_ first: Part, _ second: Part) -> (lower: Double, upper: Double) {
    let difference = first.value - second.value
    let below = signedLength(
      first.value - first.limits.lower, second.limits.upper - second.value)
    let above = signedLength(
      first.limits.upper - first.value, second.value - second.limits.lower)
    return (difference - below, difference + above)
  }

  /// The root of the sum of signed squares, scaled so that neither tiny nor huge parts leave the
  /// range.
  private static func signedLength(_ first: Double, _ second: Double) -> Double {
    let scale = max(abs(first), abs(second))
    guard scale > 0, scale.isFinite else { return scale }
    let (a, b) = (first / scale, second / scale)
    let sum = a * abs(a) + b * abs(b)
    return sum < 0 ? -scale * (-sum).squareRoot() : scale * sum.squareRoot()
  }
}
