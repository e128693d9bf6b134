import Statistics

/// How the errors of several levers hang together, which decides how wide the interval of their sum is.
public enum Dependence: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Not at all: distances to the limits are joined as roots of sums of squares. The narrowest.
  case independent
  /// Every pair with the same correlation, from 0 to 1.
  case correlated(Double)
  /// Nothing is known, so they are taken to err together: limits are added, as with correlation 1.
  case unknown
  /// Whatever it may be: each lever's limit at a level that leaves its part of the error alone
  /// (Bonferroni). It holds for any dependence, and is the widest at high levels.
  case unrestricted

  /// The correlation in words.
  public var description: String {
    switch self {
    case .independent: "independent errors"
    case .correlated(let correlation): "errors correlated \(formatted(correlation))"
    case .unknown: "unknown dependence (errors together, correlation 1)"
    case .unrestricted: "any dependence (Bonferroni)"
    }
  }

  /// Refuses a correlation outside 0 to 1.
  func validate() throws(EvaluationError) {
    guard case .correlated(let correlation) = self, !(0...1).contains(correlation) else { return }
    throw .invalidArgument(
      name: "the correlation of levers", needed: "from 0 to 1", found: "\(correlation)")
  }

  /// The tail that each of some levers gets.
  func tail(_ tail: Double, of levers: Int) -> Double {
    self == .unrestricted ? tail / Double(max(1, levers)) : tail
  }

  /// The distance of the sum from its limit, given each lever's own distance.
  ///
  /// sqrt((1 - r) sum(d²) + r (sum d)²): for normal errors exactly the standard deviation of the sum, for
  /// others MOVER.
  func joined(_ distances: [Double]) -> Double {
    let scale = distances.reduce(0) { max($0, abs($1)) }
    guard scale > 0, scale.isFinite else { return scale }
    let parts = distances.map { $0 / scale }
    let sum = parts.reduce(0, +)
    let correlation: Double
    switch self {
    case .independent: correlation = 0
    case .correlated(let stated): correlation = stated
    case .unknown, .unrestricted: return sum * scale
    }
    // Beyond the middle of a distribution distances turn; squares keep their signs.
    let squares = parts.reduce(0) { $0 + $1 * abs($1) }
    let joined = (1 - correlation) * squares + correlation * sum * abs(sum)
    return joined < 0 ? -scale * (-joined).squareRoot() : scale * joined.squareRoot()
  }
}
