#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The probability that a weighted sum of squared standard normals is below zero.
///
/// Imhof's integral 1/2 - 1/pi x the integral over u > 0 of sin(theta(u)) / (u rho(u)), with theta half
/// the sum of atan(w u) and rho the product of (1 + w^2 u^2)^(1/4), by the trapezoidal rule after a
/// double exponential substitution, halved until it stands still. The error is of the order of 1e-14,
/// absolute: smaller probabilities have no digit.
///
/// **Reference:** Imhof (1961), doi:10.1093/biomet/48.3-4.419.
enum WeightedChiSquared {
  /// - Returns: nil without weights, or when the integral does not stand still.
  /// - Complexity: O(weights) a point, some hundred points.
  static func probabilityBelowZero(_ weights: [Double]) -> Double? {
    let size = (weights.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
    guard size > 0, size.isFinite else { return nil }
    let scaled = weights.map { $0 / size }
    func integrand(_ t: Double) -> Double {
      let u = exp(Double.pi / 2 * sinh(t))
      guard u > 0, u.isFinite else { return 0 }
      var (theta, logRho) = (0.0, 0.0)
      for weight in scaled {
        let x = weight * u
        theta += 0.5 * atan(x)
        logRho += abs(x) > 1e150 ? 0.5 * log(abs(x)) : 0.25 * log1p(x * x)
      }
      // du / u = pi/2 cosh(t) dt.
      return sin(theta) * exp(-logRho) * (Double.pi / 2 * cosh(t))
    }
    let reach = 5.0
    var step = 0.5
    var points = (-10...10).reduce(0.0) { $0 + integrand(Double($1) * step) }
    var before = points * step
    for _ in 0..<8 {
      step /= 2
      var t = -reach + step
      while t < reach {
        points += integrand(t)
        t += 2 * step
      }
      let now = points * step
      if abs(now - before) < 1e-14 {
        return min(1, max(0, 0.5 - now / .pi))
      }
      before = now
    }
    return nil
  }
}
