import Distributions
import Regression
public import Statistics

/// The test of Ljung and Box: whether residuals of several lags correlate with each other.
///
/// Q = n (n + 2) times the sum over lags l of r(l)^2 / (n - l), held against chi-squared with as many
/// degrees of freedom as lags less the parameters fitted to the correlation. The correlations are of
/// deviations from the mean; of several series, or with gaps, of pairs that far apart in time.
///
/// **Reference:** Ljung and Box (1978), doi:10.1093/biomet/65.2.297.
/// **Same as:** R `Box.test(x, lag, type = "Ljung-Box", fitdf)`, whose p-value loses its tail.
public struct LjungBox: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The autocorrelation at lags 1, 2 and so on.
  public let autocorrelations: [Double]
  /// How many values were used.
  public let count: Int
  /// The statistic Q.
  public let statistic: Double
  /// Lags less fitted parameters.
  public let degreesOfFreedom: Int
  /// The upper tail of chi-squared.
  public let pValue: Double

  // MARK: Testing

  /// Tests values of one series in consecutive periods.
  ///
  /// - Parameters:
  ///   - values: residuals in the order of time.
  ///   - lags: how many lags are taken together, from 1 to one less than the values.
  ///   - fittedParameters: how many parameters of the correlation were fitted, such as 1 for AR(1).
  /// - Throws: `invalidArgument` for lags out of range; `nonFinite`; `constantColumn` for values that
  ///   do not vary; `overflow` and `undefined` for squares that a `Double` cannot hold.
  /// - Complexity: O(n x lags).
  public init(
    _ values: [Double], lags: Int, fittedParameters: Int = 0
  ) throws(EvaluationError) {
    try self.init(
      values, order: TimeOrder(periods: Array(values.indices)), lags: lags,
      fittedParameters: fittedParameters)
  }

  init(
    _ values: [Double], order: TimeOrder, lags: Int, fittedParameters: Int
  ) throws(EvaluationError) {
    guard lags >= 1, lags < values.count, fittedParameters >= 0, lags > fittedParameters else {
      throw .invalidArgument(
        name: "the lags of Ljung and Box",
        needed:
          "from \(max(1, fittedParameters) + (fittedParameters > 0 ? 1 : 0)) to \(values.count - 1)",
        found: "\(lags)")
    }
    let moments = try Moments(values, column: "residuals")
    guard let mean = moments.mean, let squares = moments.sumOfSquaredDeviations, squares > 0 else {
      throw .constantColumn(
        column: "residuals", rows: values.count, found: formatted(values.first ?? 0))
    }
    var sums = [Double](repeating: 0, count: lags)
    for rows in order.series {
      for (place, row) in rows.enumerated() {
        var other = place + 1
        while other < rows.count, order.periods[rows[other]] - order.periods[row] <= lags {
          let lag = order.periods[rows[other]] - order.periods[row]
          sums[lag - 1] += (values[row] - mean) * (values[rows[other]] - mean)
          other += 1
        }
      }
    }
    let n = Double(values.count)
    autocorrelations = sums.map { $0 / squares }
    count = values.count
    statistic =
      n * (n + 2)
      * autocorrelations.enumerated().reduce(0) {
        $0 + $1.element * $1.element / (n - Double($1.offset + 1))
      }
    degreesOfFreedom = lags - fittedParameters
    pValue =
      ChiSquared(degreesOfFreedom: Double(degreesOfFreedom))?.survival(statistic) ?? 1
  }

  /// Two cycles of the season or 10 lags, and at most a fifth of the longest series.
  static func automaticLags(_ order: TimeOrder, cycle: Int?, fittedParameters: Int) -> Int {
    let wanted = cycle.map { $0 > 50 ? 100 : 2 * $0 } ?? 10
    let longest = order.series.map(\.count).max() ?? 0
    return max(1 + fittedParameters, min(wanted, longest / 5))
  }

  private enum CodingKeys: String, CodingKey {
    case autocorrelations, count, statistic, degreesOfFreedom, pValue
  }

  /// Decodes a test, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    autocorrelations = try fields.decode([Double].self, forKey: .autocorrelations)
    count = try fields.decode(Int.self, forKey: .count)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    degreesOfFreedom = try fields.decode(Int.self, forKey: .degreesOfFreedom)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    guard autocorrelations.allSatisfy({ abs($0) <= 1 }), count > autocorrelations.count,
      statistic >= 0, statistic.isFinite,
      (1...max(1, autocorrelations.count)).contains(degreesOfFreedom),
      (0...1).contains(pValue)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .statistic, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  /// The statistic with its p-value.
  public var description: String {
    "Ljung-Box of \(autocorrelations.count) lags: \(formatted(statistic)), "
      + "\(degreesOfFreedom) degrees of freedom, p \(formatted(pValue, significantDigits: 3))"
  }
}
