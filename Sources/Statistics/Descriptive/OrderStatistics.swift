/// Values in ascending order, from which every quantile is read.
///
/// Sorted once; each quantile then costs O(1).
///
/// **Same as:** R `sort(x)` with `quantile`, `median`, `mad`, `IQR`.
public struct OrderStatistics: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The values in ascending order, at least one.
  public let values: [Double]

  /// Sorts finite values.
  ///
  /// - Parameters:
  ///   - values: at least one; NaN and infinities are refused.
  ///   - column: the name that an error gives them.
  /// - Throws: `nonFinite`; `tooFew` without a value.
  /// - Complexity: O(*n* log *n*).
  public init(_ values: [Double], column: String = "values") throws(EvaluationError) {
    guard !values.isEmpty else { throw .tooFew(what: column, needed: 1, found: 0) }
    try values.requireFinite(column: column)
    self.values = values.sorted()
  }

  private enum CodingKeys: String, CodingKey { case values }

  /// Decodes values, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    try self.init(
      decoder.container(keyedBy: CodingKeys.self).decode([Double].self, forKey: .values))
  }

  // MARK: Figures

  /// How many values there are.
  public var count: Int { values.count }
  /// The smallest value.
  public var minimum: Double { values[0] }
  /// The largest value.
  public var maximum: Double { values[values.count - 1] }

  /// The middle value, or the mean of the two middle ones.
  public var median: Double {
    midpoint(values[(values.count - 1) / 2], values[values.count / 2])
  }

  /// The value below which a share of the sample lies.
  ///
  /// A single value is every quantile of itself.
  ///
  /// - Returns: nil when the share is outside [0, 1].
  /// - Complexity: O(1).
  ///
  /// **Same as:** R `quantile(x, p, type =)`.
  public func quantile(_ p: Double, type: QuantileType = .linear) -> Double? {
    guard p >= 0, p <= 1 else { return nil }
    let (rank, weight) = type.place(p, of: count)
    let (low, high) = (values[max(rank, 1) - 1], values[min(rank, count - 1)])
    if weight == 0 || low == high { return low }
    return weight == 1 ? high : (1 - weight) * low + weight * high
  }

  /// The median of the distances from the median.
  ///
  /// Times 1.4826 it estimates the standard deviation of normal values; 0 when more than half of
  /// the values are equal. Nil when a distance leaves the range of `Double`.
  ///
  /// **Same as:** R `mad(x, constant = 1)`; SciPy `median_abs_deviation(x)`.
  /// - Complexity: O(*n* log *n*).
  public var medianAbsoluteDeviation: Double? {
    let centre = median
    let distances = values.map { abs($0 - centre) }.sorted()
    let middle = midpoint(distances[(count - 1) / 2], distances[count / 2])
    return middle.isFinite ? middle : nil
  }

  /// Count, quartiles and extremes.
  public var description: String {
    let (low, high) = (quantile(0.25) ?? minimum, quantile(0.75) ?? maximum)
    return "n \(count), minimum \(formatted(minimum)), quartiles \(formatted(low)), "
      + "\(formatted(median)), \(formatted(high)), maximum \(formatted(maximum))"
  }
}
