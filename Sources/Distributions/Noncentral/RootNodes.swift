/// The root R of a mean square as a few weighted points, for tails of (Z + shift) / R that are not
/// small.
///
/// The trapezoidal rule over log R, whose weights depend on the degrees of freedom alone, so that
/// many shifts cost one normal tail a point each. The absolute error is about 1e-16.
package struct RootNodes: Sendable {
  /// Tails from here on are accurate to about 13 digits.
  package static let smallestTail = 1e-3
  private var nodes: [(root: Double, weight: Double)] = []
  private var smallest = 1.0
  private var largest = 1.0

  /// Points for a critical value, or nil where R varies too much beside Z / critical for a few to
  /// do.
  package init?(degreesOfFreedom: Double, critical: Double) {
    guard degreesOfFreedom >= 8, degreesOfFreedom <= 1e100 else { return nil }
    let ratio = abs(critical) / (2 * degreesOfFreedom).squareRoot()
    guard ratio <= 1 else { return nil }
    // The density of log R is less normal, and needs closer points, the fewer the degrees.
    let spacing = degreesOfFreedom >= 60 ? 0.6 : degreesOfFreedom >= 20 ? 0.5 : 0.4
    let step = spacing / (2 * degreesOfFreedom * (1 + ratio * ratio)).squareRoot()
    nodes.reserveCapacity(64)
    nodes.append((1, 1))
    var sum = 1.0
    for direction in [-1.0, 1] {
      var v = direction * step
      while true {
        let depth = degreesOfFreedom * halfExpMinus(v)
        if depth > 37 { break }
        let weight = exp(-depth)
        let root = exp(v)
        nodes.append((root, weight))
        smallest = min(smallest, root)
        largest = max(largest, root)
        sum += weight
        v += direction * step
      }
    }
    for index in nodes.indices { nodes[index].weight /= sum }
  }

  /// The probability that Z + shift exceeds a value times R.
  package func upper(_ value: Double, shift: Double) -> Double {
    // Certain, without the rounding of the weights.
    if value * (value > 0 ? largest : smallest) - shift < -8.5 { return 1 }
    var sum = 0.0
    for node in nodes {
      sum += node.weight * SpecialFunctions.normalTail(value * node.root - shift)
    }
    return min(sum, 1)
  }

  /// What ``upper(_:shift:)`` rises by for a unit of shift.
  package func slope(_ value: Double, shift: Double) -> Double {
    var sum = 0.0
    for node in nodes { sum += node.weight * gaussian(value * node.root - shift) }
    return sum * inverseSquareRootOfPi * squareRootOfHalf
  }
}

/// `expm1(2 v) / 2 - v` without cancellation.
func halfExpMinus(_ v: Double) -> Double {
  let x = 2 * v
  guard abs(x) < 0.4 else { return 0.5 * expm1(x) - v }
  var sum = 0.0
  for coefficient in halfReciprocalFactorials { sum = sum * x + coefficient }
  return sum * x * x
}

/// Half of 1/15!, 1/14!, ..., 1/2!.
private let halfReciprocalFactorials: [Double] = {
  var value = 0.5
  var result: [Double] = []
  for k in 2...15 {
    value /= Double(k)
    result.insert(value, at: 0)
  }
  return result
}()
