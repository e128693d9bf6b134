/// Root finders that keep the root bracketed and stop only when it is found.
package enum RootFinding {
  /// A function of `log x` at some x: its value, its first derivative, and its second over its
  /// first.
  typealias LogarithmicPoint = (value: Double, slope: Double, bend: Double)

  /// The positive x at which an increasing function of `log x` is zero, from a guess.
  ///
  /// Halley's method in log x; a step that leaves the bracket, or comes late, becomes a
  /// bisection of the logarithm. The value must be measured in units in which 1e-5 is small (a
  /// difference of log probabilities), since the last step is taken, unchecked, from there. An x
  /// below or above the range of finite numbers gives the nearest of them. NaN where the function
  /// gives NaN.
  static func positiveRoot(near guess: Double, _ function: (Double) -> LogarithmicPoint) -> Double {
    var lower = Double.leastNonzeroMagnitude
    var upper = Double.greatestFiniteMagnitude
    var x = min(max(guess, 1e-300), 1e300)
    var count = 0
    while true {
      count += 1
      let (value, slope, bend) = function(x)
      if value.isNaN || x.isNaN { return .nan }
      if value == 0 { return x }
      if value < 0 { lower = x } else { upper = x }
      let newton = -value / slope
      let damping = 1 + 0.5 * newton * bend
      let step = damping > 0.5 && damping < 2 ? newton / damping : newton
      var next = x * exp(step)
      if abs(value) < 1e-5, abs(step) < 1e-3 { return min(max(next, lower), upper) }
      if !(next > lower && next < upper) || count > 30 {
        next = lower.squareRoot() * upper.squareRoot()
        if !(next > lower && next < upper) { return x }
      }
      x = next
    }
  }

  /// The root of a continuous function between two points at which its signs differ, to the last
  /// bit or so.
  ///
  /// Returns nil when an end is not finite, the signs agree, or the function is NaN somewhere on
  /// the way. The bracket never grows, and is at least halved every second step.
  ///
  /// **Reference:** Chandrupatla, T. R. (1997), *Advances in Engineering Software* 28, 145-149
  /// (doi:10.1016/S0965-9978(96)00051-8).
  package static func bracketed(
    between first: Double, and second: Double, tolerance: Double = 0,
    _ function: (Double) -> Double
  ) -> Double? {
    guard first.isFinite, second.isFinite, (second - first).isFinite, tolerance >= 0 else {
      return nil
    }
    // `a` is the newest point, `b` the other end of the bracket, `c` the point left behind.
    var (b, a) = (first, second)
    var (valueB, valueA) = (function(b), function(a))
    if valueA == 0 { return a }
    if valueB == 0 { return b }
    guard (valueA < 0) != (valueB < 0), !valueA.isNaN, !valueB.isNaN else { return nil }
    var (c, valueC) = (b, valueB)
    var fraction = 0.5
    var sizeBefore = abs(b - a)
    var bisectNext = false
    while true {
      let point = a + fraction * (b - a)
      let value = function(point)
      if value.isNaN { return nil }
      if (value < 0) == (valueA < 0) {
        (c, valueC) = (a, valueA)
      } else {
        (c, valueC, b, valueB) = (b, valueB, a, valueA)
      }
      (a, valueA) = (point, value)
      let best = abs(valueA) < abs(valueB) ? a : b
      let width = abs(b - a)
      let least = 0.5 * tolerance + 2 * best.ulp
      if valueA == 0 || width <= 2 * least { return best }
      bisectNext = width > 0.5 * sizeBefore && !bisectNext
      sizeBefore = width
      let xi = (a - b) / (c - b)
      let phi = (valueA - valueB) / (valueC - valueB)
      if !bisectNext, phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi {
        fraction =
          valueA / (valueB - valueA) * valueC / (valueB - valueC)
          + (c - a) / (b - a) * valueA / (valueC - valueA) * valueB / (valueC - valueB)
      } else {
        fraction = 0.5
      }
      let margin = least / width
      fraction = fraction.isNaN ? 0.5 : min(max(fraction, margin), 1 - margin)
    }
  }

  /// The smallest integer of `0...limit` for which a condition that holds from some integer on is
  /// true.
  ///
  /// Doubles the distance from the guess until the answer is enclosed, then bisects. Nil where the
  /// condition never holds.
  ///
  /// - Complexity: O(log of the guess's distance) conditions.
  static func smallestInteger(
    near guess: Double, limit: Int, where condition: (Int) -> Bool
  ) -> Int? {
    var start = 0
    if guess >= Double(limit) {
      start = limit
    } else if guess > 0 {
      start = min(Int(exactly: guess.rounded(.down)) ?? 0, limit)
    }
    // Invariant: the condition fails at `below` (-1 fails by convention), and holds at `above`.
    var below = -1
    var above = start
    var distance = 1
    if condition(start) {
      while above > 0 {
        let probe = max(above - distance, 0)
        guard condition(probe) else {
          below = probe
          break
        }
        above = probe
        distance = distance > Int.max / 2 ? distance : distance * 2
      }
    } else {
      below = start
      while true {
        if below == limit { return nil }
        let (sum, overflow) = below.addingReportingOverflow(distance)
        above = overflow ? limit : min(sum, limit)
        if condition(above) { break }
        below = above
        distance = distance > Int.max / 2 ? distance : distance * 2
      }
    }
    while above - below > 1 {
      let middle = below + (above - below) / 2
      if condition(middle) { above = middle } else { below = middle }
    }
    return above
  }
}
