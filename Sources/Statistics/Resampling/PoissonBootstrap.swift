import Distributions

/// The bootstrap of a mean over rows that pass once, in parts, in any order: each unit counts in each
/// replicate a number of times from the Poisson distribution with mean 1.
///
/// The counts of a unit are a function of the seed and its number, so parts made on different
/// machines merge into what one pass gives. Rows with the same unit number (all rows of a person or
/// of a store) are drawn together: the cluster bootstrap. Give different units different numbers, also
/// across the arms of a comparison.
///
/// ```swift
/// var sales = try PoissonBootstrap(replicates: 1_000, seed: 5)
/// for row in rows { sales.add(row.amount, unit: row.store) }
/// let mean = try sales.mean(unit: "euros")
/// ```
///
/// Memory is two numbers a replicate, however many rows there are. For a hundred rows or fewer prefer
/// ``Bootstrap``: resamples differ in size here, so that draws vary a little more.
///
/// **Reference:** Chamandy, Muralidharan, Najmi and Naidu (2012), *Estimating Uncertainty for Massive
/// Data Streams*, Google; Hanley and MacGibbon (2006), doi:10.1016/j.cmpb.2006.04.006.
/// **Same as:** numpy `weights[:, unit] = np.searchsorted(poisson_cdf, Generator(Philox(key=[seed,
/// unit])).random(replicates), side="right")`, then weighted means.
public struct PoissonBootstrap: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many replicates there are.
  public let replicates: Int
  /// The seed; unit *u* draws its counts from stream *u*.
  public let seed: UInt64
  /// How many rows were added.
  public private(set) var rowCount = 0
  /// The value that sums are taken around: the first.
  public private(set) var shift = 0.0
  /// The sum of value minus shift.
  public private(set) var sum = 0.0
  /// How many rows each replicate has.
  public private(set) var counts: [Double]
  /// Each replicate's sum of value minus shift.
  public private(set) var sums: [Double]

  // MARK: Building

  /// No rows yet.
  ///
  /// - Throws: `invalidArgument` unless the replicates are 99 to 100,000.
  public init(replicates: Int = 999, seed: UInt64 = 1) throws(EvaluationError) {
    guard (99...100_000).contains(replicates) else {
      throw .invalidArgument(
        name: "the number of replicates", needed: "between 99 and 100000", found: "\(replicates)")
    }
    self.replicates = replicates
    self.seed = seed
    counts = [Double](repeating: 0, count: replicates)
    sums = counts
  }

  private enum CodingKeys: String, CodingKey {
    case replicates, seed, rowCount, shift, sum, counts, sums
  }

  /// Decodes sums, refusing lists of another length, counts that are not whole, and numbers that are
  /// not finite.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      replicates: fields.decode(Int.self, forKey: .replicates),
      seed: fields.decode(UInt64.self, forKey: .seed))
    rowCount = try fields.decode(Int.self, forKey: .rowCount)
    shift = try fields.decode(Double.self, forKey: .shift)
    sum = try fields.decode(Double.self, forKey: .sum)
    counts = try fields.decode([Double].self, forKey: .counts)
    sums = try fields.decode([Double].self, forKey: .sums)
    guard (0...(1 << 53)).contains(rowCount), counts.count == replicates, sums.count == replicates,
      (sums + [shift, sum]).allSatisfy(\.isFinite),
      counts.allSatisfy({ $0 >= 0 && $0.isFinite && $0.rounded() == $0 }),
      rowCount > 0 || (counts + sums + [sum]).allSatisfy({ $0 == 0 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: fields, debugDescription: "needs finite sums of each replicate")
    }
  }

  /// Adds one row.
  ///
  /// A value that is not finite makes the mean undefined.
  ///
  /// - Parameters:
  ///   - value: the value of the row.
  ///   - unit: the number of the unit that the row belongs to.
  /// - Complexity: O(replicates).
  public mutating func add(_ value: Double, unit: UInt64) {
    if rowCount == 0 { shift = value }
    let deviation = value - shift
    rowCount &+= 1
    sum += deviation
    var random = Philox(seed: seed, stream: unit)
    for replicate in 0..<replicates {
      let count = Double(PoissonWeights.next(&random))
      counts[replicate] += count
      sums[replicate] += count * deviation
    }
  }

  /// Adds the rows of another part of the data.
  ///
  /// - Throws: `invalidArgument` when the other has another seed or number of replicates; `overflow` beyond
  ///   2^53 rows.
  /// - Complexity: O(replicates).
  public mutating func merge(_ other: PoissonBootstrap) throws(EvaluationError) {
    guard other.seed == seed, other.replicates == replicates else {
      throw .invalidArgument(
        name: "the other bootstrap", needed: "of \(replicates) replicates with seed \(seed)",
        found: "\(other.replicates) with seed \(other.seed)")
    }
    guard other.rowCount > 0 else { return }
    guard rowCount > 0 else {
      self = other
      return
    }
    guard rowCount <= (1 << 53) - other.rowCount else {
      throw .overflow(
        what: "the number of rows", needed: "at most 2^53",
        found: "\(rowCount) and \(other.rowCount)")
    }
    let offset = other.shift - shift
    sum += other.sum + Double(other.rowCount) * offset
    rowCount += other.rowCount
    for replicate in 0..<replicates {
      sums[replicate] += other.sums[replicate] + other.counts[replicate] * offset
      counts[replicate] += other.counts[replicate]
    }
  }

  // MARK: Figures

  /// The mean of all rows with its interval.
  ///
  /// - Parameters:
  ///   - interval: percentile, basic or normal; the others need each row again.
  ///   - convention: whose rules give quantiles.
  ///   - unit: what the values are measured in.
  ///   - direction: which way they are good.
  /// - Returns: the mean with the draws as uncertainty.
  /// - Throws: `tooFew` without rows; `undefined` when more than 5 % of the replicates have no row or
  ///   all draws are equal; `invalidArgument` for another interval; `overflow`.
  public func mean(
    interval: BootstrapMethod.Interval = .percentile,
    convention: BootstrapMethod.Convention = .boot, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) -> Estimate {
    try Self.estimate(
      meanOfAll, means, interval, convention, "\(replicates) replicates, seed \(seed)", unit,
      direction, [.init("rows", rowCount)])
  }

  /// The mean of the treated minus the mean of the controls with its interval; the arms have the same
  /// seed and no unit in common, unless whole clusters have rows in both.
  ///
  /// - Throws: `invalidArgument` when seeds or numbers of replicates differ; what
  ///   ``mean(interval:convention:unit:direction:)`` throws.
  public static func difference(
    treated: PoissonBootstrap, control: PoissonBootstrap,
    interval: BootstrapMethod.Interval = .percentile,
    convention: BootstrapMethod.Convention = .boot, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) -> Estimate {
    guard treated.seed == control.seed, treated.replicates == control.replicates else {
      throw .invalidArgument(
        name: "the arms", needed: "made with one seed and number of replicates",
        found: "\(treated) and \(control)")
    }
    return try estimate(
      treated.meanOfAll - control.meanOfAll, zip(treated.means, control.means).map { $0 - $1 },
      interval, convention, "\(treated.replicates) replicates, seed \(treated.seed)", unit,
      direction, [.init("treated", treated.rowCount), .init("control", control.rowCount)])
  }

  private var meanOfAll: Double { shift + sum / Double(rowCount) }

  private var means: [Double] { zip(sums, counts).map { shift + $0 / $1 } }

  private static func estimate(
    _ value: Double, _ draws: [Double], _ interval: BootstrapMethod.Interval,
    _ convention: BootstrapMethod.Convention, _ words: String, _ unit: String,
    _ direction: Estimate.Direction, _ sizes: [Estimate.SampleSize]
  ) throws(EvaluationError) -> Estimate {
    for size in sizes where size.count < 1 {
      throw .tooFew(what: size.label, needed: 1, found: size.count)
    }
    let reading: BootstrapDraws.Reading
    switch interval {
    case .percentile: reading = .percentile
    case .basic: reading = .basic
    case .normal: reading = .normal
    case .bca, .studentized:
      throw .invalidArgument(
        name: "the interval of a one-pass bootstrap", needed: "percentile, basic or normal",
        found: interval.name)
    }
    let defined = draws.filter(\.isFinite)
    guard value.isFinite, Double(draws.count - defined.count) <= 0.05 * Double(draws.count) else {
      throw .undefined(
        what: "the mean in the replicates", needed: "at most 5 % undefined",
        found: "\(draws.count - defined.count) of \(draws.count)")
    }
    return try Estimate(
      value: value,
      uncertainty: .draws(BootstrapDraws(defined, reading: reading, convention: convention)),
      method: "Poisson bootstrap \(interval.name), \(words)", unit: unit, direction: direction,
      sampleSizes: sizes)
  }

  /// Rows, replicates and seed.
  public var description: String {
    "Poisson bootstrap of \(rowCount) rows, \(replicates) replicates, seed \(seed)"
  }
}
