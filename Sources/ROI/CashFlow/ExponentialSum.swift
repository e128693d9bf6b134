#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Statistics

/// A net present value in floating point as a function of u = ln(1 + r): sum of a_i exp(-t_i u).
///
/// Terms are scaled by their largest, so that no power overflows; the sum's sign is what counts.
struct ExponentialSum {
  /// The amounts over the largest of them.
  let amounts: [Double]
  /// The times, ascending.
  let times: [Double]
  /// The sum of the amounts at u = 0 where it is known without rounding, on the same scale.
  let atZero: Double?

  private let logarithms: [Double]

  /// Takes amounts that are not zero, with ascending times.
  init(_ terms: [(Double, Double)], atZero: Double?) {
    let largest = terms.reduce(0) { max($0, abs($1.0)) }
    amounts = terms.map { $0.0 / largest }
    times = terms.map(\.1)
    logarithms = amounts.map { log(abs($0)) }
    self.atZero = largest > 0 ? atZero.map { $0 / largest } : nil
  }

  /// The logarithms of 1 + r that matter: -1 to 1e300 for r, short of both.
  static let range = -36.7...690.0

  var signChanges: Int {
    zip(amounts, amounts.dropFirst()).count { ($0 < 0) != ($1 < 0) }
  }

  // MARK: Values

  /// The terms at u, each over the largest.
  private func terms(at point: Double) -> (values: [Double], largest: Double) {
    var largest = -Double.infinity
    for index in times.indices {
      largest = max(largest, logarithms[index] - times[index] * point)
    }
    return (
      times.indices.map { amounts[$0] * exp(-times[$0] * point - largest) }, largest
    )
  }

  /// The sum at u up to a positive factor, and a bound of its rounding error.
  func value(at point: Double) -> (sum: Double, error: Double) {
    // Near u = 0 the exact sum and what is added to it keep the digits that cancel.
    if let atZero, let last = times.last, abs(last * point) < 0.5 {
      var (sum, size) = (CompensatedSum(), 0.0)
      for index in times.indices {
        let term = amounts[index] * expm1(-times[index] * point)
        sum.add(term)
        size += abs(term)
      }
      sum.add(atZero)
      return (sum.value, (size + abs(atZero)) * 0x1p-51)
    }
    let (values, largest) = terms(at: point)
    return total(of: values, at: point, largest: largest)
  }

  private func total(
    of values: [Double], at point: Double, largest: Double
  ) -> (sum: Double, error: Double) {
    var (sum, error) = (CompensatedSum(), 0.0)
    for index in values.indices {
      sum.add(values[index])
      error += abs(values[index]) * (4 + abs(times[index] * point) + abs(largest)) * 0x1p-52
    }
    return (sum.value, error)
  }

  /// The one point between two others at which the sum changes its sign; nil when it does not.
  func bisected(from lower: Double, to upper: Double) -> Double? {
    if atZero == 0, lower < 0, upper > 0 { return 0 }
    var (low, high) = (max(lower, Self.range.lowerBound), min(upper, Self.range.upperBound))
    let (left, right) = (value(at: low).sum, value(at: high).sum)
    if left == 0 { return low }
    if right == 0 { return high }
    guard (left < 0) != (right < 0) else { return nil }
    // Near 0 halving goes on through ever smaller numbers.
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      let found = value(at: middle).sum
      if found == 0 { return middle }
      if (found < 0) == (left < 0) { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }

  /// The rate of change with u, as a sum of the same kind.
  private var derivative: ExponentialSum {
    let terms = zip(amounts, times).compactMap { amount, time in
      time == 0 ? nil : (-amount * time, time)
    }
    return ExponentialSum(terms, atZero: nil)
  }

  // MARK: All roots

  /// A rate at which the sum is zero.
  struct Root {
    let rate: Double
    /// Whether it comes within rounding error of zero without changing its sign.
    let isTouching: Bool
  }

  /// All rates of interest in ascending order.
  ///
  /// One change of sign has one root. For more, the range is halved until on each part the sum keeps
  /// away from zero or is monotone, by a Taylor bound of second order around the middle; parts where
  /// rounding hides the answer are joined and looked at as one.
  ///
  /// - Throws: `notConverged` after ten million terms.
  func roots() throws(EvaluationError) -> [Root] {
    switch signChanges {
    case 0: return []
    case 1:
      return bisected(from: Self.range.lowerBound, to: Self.range.upperBound)
        .map { [Root(rate: expm1($0), isTouching: false)] } ?? []
    default: break
    }
    var roots: [Root] = []
    var clouded: ClosedRange<Double>?
    // Halves meet at odd places, so that a rate in round numbers is no meeting point.
    var waiting = [(low: Self.range.lowerBound - 0.0137, high: Self.range.upperBound + 0.0171)]
    var work = 0
    while let (low, high) = waiting.popLast() {
      work += times.count
      guard work < 10_000_000 else {
        throw .notConverged(
          method: "The search for internal rates", iterations: work / times.count,
          found: "\(times.count) flows with \(signChanges) changes of sign")
      }
      var found = part(from: low, to: high)
      // Where rounding hides the sign at an end, a crossing there may be none.
      if case .monotone = found, isHidden(at: low) || isHidden(at: high) { found = .clouded }
      switch found {
      case .empty: break
      case .monotone:
        if let point = bisected(from: low, to: high) {
          roots.append(Root(rate: expm1(point), isTouching: false))
        }
      case .clouded:
        if let open = clouded, open.upperBound == low {
          clouded = open.lowerBound...high
        } else {
          clouded.flatMap(settled).map { roots.append($0) }
          clouded = low...high
        }
      case .open:
        let middle = low + (high - low) * 0.4871
        waiting.append((middle, high))
        waiting.append((low, middle))
      }
    }
    clouded.flatMap(settled).map { roots.append($0) }
    return roots.sorted { $0.rate < $1.rate }
  }

  private func isHidden(at point: Double) -> Bool {
    let (sum, error) = value(at: point)
    return abs(sum) <= error
  }

  private enum Part {
    case empty, monotone, clouded, open
  }

  private func part(from low: Double, to high: Double) -> Part {
    let (middle, half) = (low + (high - low) / 2, (high - low) / 2)
    let (values, largest) = terms(at: middle)
    // Around the mean time of the terms the changes are smallest.
    var (size, moment) = (0.0, 0.0)
    for index in values.indices {
      size += abs(values[index])
      moment += abs(values[index]) * times[index]
    }
    let mean = moment / size
    var (slope, bend) = (CompensatedSum(), 0.0)
    for index in values.indices {
      let lag = times[index] - mean
      slope.add(-values[index] * lag)
      let reach = logarithms[index] - times[index] * middle - largest + abs(lag) * half
      bend += lag * lag * exp(reach)
    }
    let (sum, error) = total(of: values, at: middle, largest: largest)
    let variation = abs(slope.value) * half + bend * half * half / 2
    if abs(sum) > variation + error { return .empty }
    if abs(slope.value) > bend * half * (1 + 1e-12), variation > 4 * error { return .monotone }
    if variation <= error || half < 1e-14 * max(1, abs(middle)) { return .clouded }
    return .open
  }

  /// What lies in a part where rounding hides the sum: a crossing when the ends differ, else a touch
  /// where the slope vanishes.
  private func settled(_ part: ClosedRange<Double>) -> Root? {
    if let point = bisected(from: part.lowerBound, to: part.upperBound) {
      return Root(rate: expm1(point), isTouching: false)
    }
    let point =
      derivative.bisected(from: part.lowerBound, to: part.upperBound)
      ?? part.lowerBound + (part.upperBound - part.lowerBound) / 2
    return Root(rate: expm1(point), isTouching: true)
  }
}
