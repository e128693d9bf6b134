#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// All tables of two groups of fixed sizes, seen from one that was observed.
///
/// Given s successes in all, the treated successes are hypergeometric whatever the common rate; so the
/// probability of a set of tables is the mean, over a binomial s, of its share given s.
struct TableFamily {
  /// For each number of successes in all, the share of the tables that are as extreme.
  typealias Shares = [Double]

  private let first: Int
  private let second: Int
  private let observed: Int
  private let total: Int

  init(_ treated: Proportion, _ control: Proportion) {
    (first, second) = (treated.trials, control.trials)
    observed = treated.successes
    total = treated.successes + control.successes
  }

  private var size: Int { first + second }

  // MARK: Given all successes

  /// The treated successes that are possible with s successes in all.
  private func possible(_ s: Int) -> ClosedRange<Int> { max(0, s - second)...min(first, s) }

  /// Their probabilities: from the mode outwards, each from its neighbour, then divided by their sum.
  private func masses(_ s: Int) -> [Double] {
    let range = possible(s)
    var masses = [Double](repeating: 1, count: range.count)
    let middle = Int(Double(first + 1) * Double(s + 1) / Double(size + 2))
    let mode = min(range.upperBound, max(range.lowerBound, middle)) - range.lowerBound
    func growth(_ place: Int) -> Double {
      let i = range.lowerBound + place
      return Double(first - i) * Double(s - i) / (Double(i + 1) * Double(second - s + i + 1))
    }
    for place in mode..<(masses.count - 1) { masses[place + 1] = masses[place] * growth(place) }
    for place in (0..<mode).reversed() { masses[place] = masses[place + 1] / growth(place) }
    let sum = masses.reduce(0, +)
    return masses.map { $0 / sum }
  }

  // MARK: Barnard

  /// x1 n0 - x0 n1, which has the sign of the difference of the rates.
  private func distance(_ i: Int, _ s: Int) -> Int { i * second - (s - i) * first }

  /// Shares of tables whose pooled z is at most, at least, and at least as far from 0 as the one
  /// observed.
  func scoreWeights() -> (fewer: Shares, more: Shares, both: Shares) {
    var (fewer, more, both) = (Shares(), Shares(), Shares())
    let own = distance(observed, total)
    let ownSpread = max(1, total * (size - total))
    for s in 0...size {
      let masses = masses(s)
      let least = possible(s).lowerBound
      let spread = max(1, s * (size - s))
      var sums = (0.0, 0.0, 0.0)
      for (place, mass) in masses.enumerated() {
        // z^2 is distance^2 / spread times a constant: compared as products of integers.
        let other = distance(least + place, s)
        let mine = (own * own).multipliedFullWidth(by: spread)
        let theirs = (other * other).multipliedFullWidth(by: ownSpread)
        let order =
          theirs.high != mine.high
          ? (theirs.high > mine.high ? 1 : -1)
          : (theirs.low == mine.low ? 0 : theirs.low > mine.low ? 1 : -1)
        if order >= 0 { sums.2 += mass }
        if Self.compare(other, own, order) >= 0 { sums.1 += mass }
        if Self.compare(other, own, order) <= 0 { sums.0 += mass }
      }
      fewer.append(sums.0)
      more.append(sums.1)
      both.append(sums.2)
    }
    return (fewer, more, both)
  }

  /// The order of two signed numbers from their signs and the order of their sizes.
  private static func compare(_ first: Int, _ second: Int, _ sizes: Int) -> Int {
    if first.signum() != second.signum() { return first.signum() - second.signum() }
    return first < 0 ? -sizes : sizes
  }

  // MARK: Boschloo

  /// Shares of tables whose one-sided p-value of Fisher is at most the one observed: few successes, and
  /// many.
  func fisherWeights() -> (fewer: Shares, more: Shares) {
    let own = masses(total)
    let place = observed - possible(total).lowerBound
    let limits = (
      own[...place].reduce(0, +) * (1 + 1e-10), own[place...].reversed().reduce(0, +) * (1 + 1e-10)
    )
    var (fewer, more) = (Shares(), Shares())
    for s in 0...size {
      let masses = masses(s)
      fewer.append(Self.largestSum(masses, upTo: limits.0))
      more.append(Self.largestSum(masses.reversed(), upTo: limits.1))
    }
    return (fewer, more)
  }

  /// The largest running sum that does not exceed a limit.
  private static func largestSum(_ masses: some Sequence<Double>, upTo limit: Double) -> Double {
    var sum = 0.0
    for mass in masses {
      guard sum + mass <= limit else { break }
      sum += mass
    }
    return min(1, sum)
  }

  // MARK: The common rate

  /// The largest probability over all common rates.
  func supremum(_ shares: Shares) -> Double {
    // In the angle whose sine is the root of the rate all standard errors are alike.
    let steps = max(24, Int((6 * Double.pi * Double(size).squareRoot()).rounded(.up)))
    let step = Double.pi / 2 / Double(steps)
    let grid = (0...steps).map { probability(shares, angle: Double($0) * step) }
    var largest = max(shares[0], shares[size])
    for place in 0...steps {
      largest = max(largest, grid[place])
      guard place > 0, place < steps, grid[place] >= grid[place - 1], grid[place] >= grid[place + 1]
      else { continue }
      let centre = Double(place) * step
      largest = max(largest, climb(shares, from: centre - step, to: centre + step))
    }
    return min(1, largest)
  }

  /// The peak inside a bracket by golden sections.
  private func climb(_ shares: Shares, from start: Double, to end: Double) -> Double {
    let golden = (5.0.squareRoot() - 1) / 2
    var (low, high) = (start, end)
    var (left, right) = (high - golden * (high - low), low + golden * (high - low))
    var values = (probability(shares, angle: left), probability(shares, angle: right))
    // 40 sections leave 4e-9 of the bracket, at which a smooth peak is flat to the last digit.
    for _ in 0..<40 {
      if values.0 > values.1 {
        (high, right, values.1) = (right, left, values.0)
        left = high - golden * (high - low)
        values.0 = probability(shares, angle: left)
      } else {
        (low, left, values.0) = (left, right, values.1)
        right = low + golden * (high - low)
        values.1 = probability(shares, angle: right)
      }
    }
    return max(values.0, values.1)
  }

  /// The mean of the shares over a binomial number of successes, at the rate sin(angle)^2.
  func probability(_ shares: Shares, angle: Double) -> Double {
    let sine = sin(angle)
    let cosine = cos(angle)
    let (rate, rest) = (sine * sine, cosine * cosine)
    guard rate > 0 else { return shares[0] }
    guard rest > 0 else { return shares[size] }
    let odds = rate / rest
    let mode = min(size, Int(Double(size + 1) * rate))
    var (sum, mean) = (1.0, shares[mode])
    var (mass, s) = (1.0, mode)
    while s < size, mass > 1e-18 {
      mass *= Double(size - s) / Double(s + 1) * odds
      s += 1
      sum += mass
      mean += mass * shares[s]
    }
    (mass, s) = (1.0, mode)
    while s > 0, mass > 1e-18 {
      mass *= Double(s) / Double(size - s + 1) / odds
      s -= 1
      sum += mass
      mean += mass * shares[s]
    }
    return mean / sum
  }
}
