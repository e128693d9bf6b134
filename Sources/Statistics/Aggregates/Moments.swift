/// Count, shifted sum and shifted sum of squares of one variable: all that means and variances
/// need.
///
/// Sums are taken around a shift that starts at the first value and moves to the mean each time the
/// count has doubled, so that neither a mean far from zero nor a gross outlier at the beginning costs
/// digits. Two values made from separate parts of the data merge into the one that all the data give.
///
/// **Reference:** Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.
/// **Same as:** R `mean`, `var`, `sd`; `AVERAGE`, `VAR.S`, `STDEV.S` in a spreadsheet.
public struct Moments: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many values were added.
  public private(set) var count: Int
  /// The value that the sums are taken around, near the mean.
  public private(set) var shift: Double
  /// The sum of value minus shift.
  public private(set) var sum: Double
  /// The sum of squares of value minus shift.
  public private(set) var sumOfSquares: Double

  // MARK: Building

  /// No values yet.
  public init() {
    count = 0
    shift = 0
    sum = 0
    sumOfSquares = 0
  }

  /// The moments of finite values.
  ///
  /// Two passes: the second takes the sums around the mean of the first, so that a first value
  /// which is a gross outlier costs no digits.
  ///
  /// - Parameters:
  ///   - values: the values; NaN and infinities are refused.
  ///   - column: the name that an error gives them.
  /// - Throws: ``EvaluationError/nonFinite(column:rows:)``;
  ///   ``EvaluationError/overflow(what:needed:found:)`` when the squares exceed the range of
  ///   `Double`; ``EvaluationError/undefined(what:needed:found:)`` when they vanish though the
  ///   values differ.
  /// - Complexity: O(*n*).
  public init(_ values: [Double], column: String = "values") throws(EvaluationError) {
    guard values.allSatisfy(\.isFinite) else {
      throw .nonFinite(
        column: column,
        rows: AffectedRows(values.indices.lazy.filter { !values[$0].isFinite }.map { $0 + 1 }))
    }
    var first = Moments()
    first.add(contentsOf: values)
    var second = Moments()
    second.shift = first.mean ?? 0
    for value in values {
      let deviation = value - second.shift
      second.count += 1
      second.sum += deviation
      second.sumOfSquares += deviation * deviation
    }
    guard second.sum.isFinite, second.sumOfSquares.isFinite else {
      throw .overflow(
        what: "the sum of squares of \(column)", needed: "values below about 1e150",
        found: "an infinite sum")
    }
    // Squares below the normal numbers have lost digits, or are zero though the values differ.
    guard second.sumOfSquares > 1e-290 || values.allSatisfy({ $0 == values[0] }) else {
      throw .undefined(
        what: "the variance of \(column)", needed: "a spread above about 1e-145",
        found: "squares that vanish; give the values in a smaller unit")
    }
    self = second
  }

  /// Restores moments from stored sums.
  ///
  /// - Returns: nil unless the count is between 0 and 2^53, the sums are finite, and the squares
  ///   are what that many values with that sum can have: at least sum^2 / count, and with one value
  ///   or none no more.
  public init?(count: Int, shift: Double, sum: Double, sumOfSquares: Double) {
    guard count >= 0, count <= 1 << 53, shift.isFinite, sum.isFinite, sumOfSquares.isFinite else {
      return nil
    }
    let least = count == 0 ? 0 : sum * (sum / Double(count))
    guard count > 0 || sum == 0, least.isFinite, sumOfSquares >= least * (1 - 1e-9),
      count > 1 || sumOfSquares <= least * (1 + 1e-9)
    else { return nil }
    self.count = count
    self.shift = shift
    self.sum = sum
    self.sumOfSquares = sumOfSquares
  }

  /// The moments that a published mean and sample standard deviation stand for.
  ///
  /// - Returns: nil unless the count is between 1 and 2^53, the mean is finite, and the deviation is
  ///   0 or more with squares that a `Double` holds; a single value has none.
  public init?(count: Int, mean: Double, standardDeviation: Double) {
    guard count > 0, standardDeviation >= 0, count > 1 || standardDeviation == 0 else { return nil }
    self.init(
      count: count, shift: mean, sum: 0,
      sumOfSquares: standardDeviation * standardDeviation * Double(count - 1))
  }

  /// Decodes moments, refusing sums that no values can have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try Moments(
      count: fields.decode(Int.self, forKey: .count),
      shift: fields.decode(Double.self, forKey: .shift),
      sum: fields.decode(Double.self, forKey: .sum),
      sumOfSquares: fields.decode(Double.self, forKey: .sumOfSquares))
    guard let stored else {
      throw DecodingError.dataCorruptedError(
        forKey: .sumOfSquares, in: fields, debugDescription: "needs sums that values can have")
    }
    self = stored
  }

  // MARK: Adding and merging

  /// Adds one value.
  ///
  /// A value that is not finite makes every figure nil from then on, and such moments cannot be coded in JSON;
  /// so does a count beyond 2^53.
  public mutating func add(_ value: Double) {
    if count == 0 { shift = value }
    let deviation = value - shift
    sum += deviation
    sumOfSquares += deviation * deviation
    grow(by: 1)
  }

  /// Adds values, a block of 1,024 at a time, each around a shift of its own.
  ///
  /// The same figures as from ``add(_:)`` up to rounding, several times as fast, and with smaller
  /// rounding errors. What it says of values that are not finite holds here.
  ///
  /// - Complexity: O(*n*).
  public mutating func add(contentsOf values: [Double]) {
    var start = 0
    while start < values.count {
      let end = min(values.count, start + 1024)
      var block = Moments()
      block.shift = values[start]
      var (sum, squares) = (0.0, 0.0)
      for place in start..<end {
        let deviation = values[place] - block.shift
        sum += deviation
        squares += deviation * deviation
      }
      (block.sum, block.sumOfSquares, block.count) = (sum, squares, end - start)
      block.recentre()
      merge(block)
      start = end
    }
  }

  /// Adds the values of another part of the data.
  ///
  /// The sums of the smaller part move to the shift of the larger. Beyond 2^53 values every figure is
  /// nil.
  ///
  /// - Complexity: O(1).
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    var smaller = other
    if smaller.count > count { swap(&self, &smaller) }
    let offset = smaller.shift - shift
    let size = Double(smaller.count)
    sumOfSquares += smaller.sumOfSquares + 2 * offset * smaller.sum + size * offset * offset
    sum += smaller.sum + size * offset
    grow(by: smaller.count)
  }

  /// Counts more values; beyond 2^53 a `Double` no longer tells one count from the next.
  private mutating func grow(by more: Int) {
    let (total, isOverflow) = count.addingReportingOverflow(more)
    let hasDoubled = total.leadingZeroBitCount < count.leadingZeroBitCount
    count = isOverflow || total > 1 << 53 ? .max : total
    if count == .max { sum = .nan } else if hasDoubled { recentre() }
  }

  /// Moves the shift to the mean, as nearly as it can be written; the sums move with it exactly.
  private mutating func recentre() {
    let size = Double(count)
    let moved = shift + sum / size
    let step = moved - shift
    guard step != 0, moved.isFinite else { return }
    sumOfSquares -= step * (2 * sum - size * step)
    sum -= size * step
    shift = moved
    // Rounding must not leave less than the sum demands.
    sumOfSquares = max(sumOfSquares, sum * (sum / size))
  }

  // MARK: Figures

  /// The arithmetic mean; nil without values.
  public var mean: Double? {
    guard count > 0 else { return nil }
    return finite(shift + sum / Double(count))
  }

  /// The sum of squared deviations from the mean, never negative; nil without values.
  public var sumOfSquaredDeviations: Double? {
    guard count > 0 else { return nil }
    guard let squares = finite(sumOfSquares - sum * (sum / Double(count))) else { return nil }
    return max(0, squares)
  }

  /// The sample variance with divisor *n* - 1; nil below two values.
  public var variance: Double? {
    guard count > 1, let squares = sumOfSquaredDeviations else { return nil }
    return squares / Double(count - 1)
  }

  /// The square root of ``variance``; nil below two values.
  public var standardDeviation: Double? { variance?.squareRoot() }

  /// Count, mean and standard deviation.
  public var description: String {
    let centre = mean.map { formatted($0) } ?? "undefined"
    let spread = standardDeviation.map { formatted($0) } ?? "undefined"
    return "n \(count), mean \(centre), standard deviation \(spread)"
  }
}

private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
