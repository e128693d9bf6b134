/// Integrates `exp(E(s))` from 0 to where it is negligible, for a concave exponent.
///
///     E(s) = -slope s + sum of size (log(1 + rate s) - rate s) over the terms.
///
/// This is the tail of a gamma or beta distribution over its density at the edge. The integrand is
/// positive and, for sizes of about 100 or more, so smooth that 24 Gauss-Legendre points give full
/// precision for any size and however far in the tail, at a cost that does not grow; a continued
/// fraction needs thousands of terms near the centre. Terms with a negative rate end the support at
/// -1/rate.
func tailIntegral(
  slope: Double, first: (size: Double, rate: Double), second: (size: Double, rate: Double) = (0, 0)
) -> Double {
  func exponent(_ s: Double) -> Double {
    var sum = -slope * s + first.size * log1pMinus(first.rate * s)
    if second.size != 0 { sum += second.size * log1pMinus(second.rate * s) }
    return sum
  }
  func derivative(_ s: Double) -> Double {
    -slope - first.size * first.rate * first.rate * s / (1 + first.rate * s)
      - second.size * second.rate * second.rate * s / (1 + second.rate * s)
  }

  // Where the exponent has fallen to -depth: from its quadratic part, then Newton steps. It is
  // concave, so that each step ends at or beyond the place.
  let curvature =
    first.size * first.rate * first.rate + second.size * second.rate * second.rate
  let descent = max(slope, 0)
  let end = min(
    first.rate < 0 ? -1 / first.rate : .infinity, second.rate < 0 ? -1 / second.rate : .infinity)
  var length = min(
    2 * depth / (descent + (descent * descent + 2 * depth * curvature).squareRoot()), 0.9 * end)
  for _ in 0..<4 {
    let value = exponent(length)
    if value <= 1 - depth, value >= -1.25 * depth { break }
    length = min(length - (value + depth) / derivative(length), 0.5 * (length + end))
  }

  return GaussLegendre.twentyFour.integral(from: 0, to: length) { exp(exponent($0)) }
}

/// What lies beyond is a relative 4e-18.
private let depth = 40.0
