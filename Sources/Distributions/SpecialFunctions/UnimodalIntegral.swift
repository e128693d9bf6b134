/// The logarithm of the integral of `exp(exponent(x))` over all real x, for an analytic exponent
/// with one hill that falls to minus infinity on both sides.
///
/// The trapezoidal rule, whose error falls faster than any power of the step for such integrands:
/// outward from `start` until a term is a relative 1e-17, then halved until two sums agree to 1e-8,
/// for the error of the second is then at most the square of that. Nothing cancels, so that the
/// result keeps its relative accuracy however small it is.
///
/// - Parameters:
///   - start: a point near the top; a poor one costs time, not accuracy.
///   - step: about the standard deviation of the hill.
///   - exponent: the logarithm of the integrand.
/// - Returns: the exponent at the start itself where that is below -1e16, or NaN.
///
/// **Reference:** Trefethen and Weideman (2014), doi:10.1137/130932132.
func logUnimodalIntegral(
  from start: Double, step: Double, _ exponent: (Double) -> Double
) -> Double {
  var top = exponent(start)
  // Beyond that the integral has no digit of its own beside the exponent.
  if !(top > -1e16) { return top }
  var sum = 1.0
  var reach = (left: 0, right: 0)
  func walk(_ direction: Double) -> Int {
    var count = 0
    var before = exponent(start)
    while count < longestWalk {
      count += 1
      let value = exponent(start + direction * Double(count) * step)
      if value > top {
        sum = sum * exp(top - value) + 1
        top = value
      } else {
        sum += exp(value - top)
      }
      // A slope that still rises towards the top goes on, however low it is.
      if !(value > top - negligibleDepth), !(value > before) { break }
      before = value
    }
    return count
  }
  reach.right = walk(1)
  reach.left = walk(-1)

  var width = step
  let leftmost = start - Double(reach.left) * step
  var panels = reach.left + reach.right
  for _ in 0..<mostHalvings {
    var between = 0.0
    for panel in 0..<panels {
      between += exp(exponent(leftmost + (Double(panel) + 0.5) * width) - top)
    }
    let change = abs(between - sum)
    sum += between
    width *= 0.5
    panels *= 2
    // No closer than the rounding of the exponents allows.
    if change <= max(1e-8, abs(top) * 4e-16) * sum { break }
  }
  return top + log(sum * width)
}

/// Terms that far below the top do not count.
private let negligibleDepth = 39.0
private let longestWalk = 20_000
private let mostHalvings = 8
