/// Values in ascending order with weights, for quantiles of weighted samples.
///
/// The quantile of p is the smallest value up to which a share of more than p of the weight lies;
/// where a value completes the share exactly, the mean of it and its follower. Equal weights give
/// type 2 of ``QuantileType``, and a weight of k counts as k equal values.
///
/// **Same as:** statsmodels `DescrStatsW(x, weights).quantile(p)`; SAS `PROC UNIVARIATE` with
/// `WEIGHT`.
public struct WeightedOrderStatistics: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The values in ascending order, those without weight left out.
  public let values: [Double]
  /// The weight of each.
  public let weights: [Double]

  /// Sorts values with their weights.
  ///
  /// - Throws: `lengthMismatch` for lists of different lengths; `nonFinite`; `invalidValues` for a
  ///   negative weight; `tooFew` when no value has weight; `overflow` when the weights' sum does.
  /// - Complexity: O(*n* log *n*).
  public init(_ values: [Double], weights: [Double]) throws(EvaluationError) {
    guard values.count == weights.count else {
      throw .lengthMismatch(what: "weights", needed: values.count, found: weights.count)
    }
    try values.requireFinite(column: "values")
    try weights.requireFinite(column: "weights")
    let negative = weights.indices.filter { weights[$0] < 0 }
    guard negative.isEmpty else {
      throw .invalidValues(
        column: "weights", rows: AffectedRows(negative.map { $0 + 1 }),
        needed: "numbers from 0 on", found: "negative numbers")
    }
    let order = values.indices.filter { weights[$0] > 0 }
      .sorted { (values[$0], $0) < (values[$1], $1) }
    guard !order.isEmpty else { throw .tooFew(what: "values with weight", needed: 1, found: 0) }
    self.values = order.map { values[$0] }
    self.weights = order.map { weights[$0] }
    guard total.isFinite else {
      throw .overflow(what: "the sum of weights", needed: "the range of Double", found: "infinity")
    }
  }

  private enum CodingKeys: String, CodingKey { case values, weights }

  /// Decodes values, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Double].self, forKey: .values),
      weights: fields.decode([Double].self, forKey: .weights))
  }

  /// The sum of the weights, added in ascending order of the values.
  public var total: Double { weights.reduce(0, +) }

  /// The value below which a share of the weight lies.
  ///
  /// - Returns: nil when the share is outside [0, 1].
  /// - Complexity: O(*n*).
  public func quantile(_ p: Double) -> Double? {
    guard p >= 0, p <= 1 else { return nil }
    let wanted = p * total
    let slack = 4 * Double.ulpOfOne * total
    var sum = 0.0
    for (place, weight) in weights.enumerated() {
      sum += weight
      if sum > wanted + slack { return values[place] }
      if sum >= wanted - slack {
        return midpoint(values[place], values[min(place + 1, values.count - 1)])
      }
    }
    return values.last
  }

  /// The value that halves the weight.
  public var median: Double { quantile(0.5) ?? values[0] }

  /// Count, total weight and median.
  public var description: String {
    "n \(values.count), weight \(formatted(total)), median \(formatted(median))"
  }
}
