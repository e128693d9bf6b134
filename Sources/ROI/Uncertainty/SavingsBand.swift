public import Statistics

/// The uncertainty of savings against a modelled baseline, with the number of points deflated by the
/// autocorrelation of the baseline's residuals: fractional savings uncertainty.
///
/// With n' = n (1 - rho) / (1 + rho) for n baseline points, m points after, a total of the baseline B and a
/// polynomial a M² + b M + c in the months M after:
/// band = B t (a M² + b M + c) (rmse / mean) sqrt(n / n' (1 + 2 / n') / m).
/// The coefficients were fitted to buildings' energy: use the pattern for other series, and say so.
///
/// **Reference:** ASHRAE Guideline 14-2014, section 4.2.11; Sun and Baltazar (2013) for the polynomials;
/// Reddy and Claridge (2000) for the constant 1.26 of hourly data.
/// **Same as:** the `_compute_fsu_error` of OpenEEmeter 2 (daily and billing data); nmecr for hourly data.
public struct SavingsBand: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How often the series is measured, which decides the coefficients.
  public enum Frequency: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every hour: 1.26, whatever the length.
    case hourly
    /// Every day: -0.00024 M² + 0.03535 M + 1.00286, with M the days over 30.
    case daily
    /// Every month: -0.00022 M² + 0.03306 M + 0.94054.
    case monthly
  }

  /// How often the series is measured.
  public let frequency: Frequency
  /// The t quantile of the level, such as 1.65.
  public let tStatistic: Double
  /// How many points lie after the start.
  public let reportingCount: Int
  /// The baseline carried over the time after: what would have been used.
  public let baselineTotal: Double
  /// The root mean squared error of the baseline's model.
  public let rootMeanSquaredError: Double
  /// The mean of the baseline.
  public let baselineMean: Double
  /// How many points the baseline has.
  public let baselineCount: Int
  /// The correlation of neighbouring residuals.
  public let autocorrelation: Double
  /// How many independent points the baseline is worth, n'.
  public let effectiveCount: Double
  /// Half the width of the interval of the savings, in the unit of the total.
  public let band: Double

  /// Computes the band.
  ///
  /// - Parameters:
  ///   - frequency: how often the series is measured.
  ///   - tStatistic: the t quantile of the level, not negative.
  ///   - reportingCount: how many points lie after the start, from 1.
  ///   - baselineTotal: what would have been used after the start, not negative.
  ///   - rootMeanSquaredError: of the baseline's model, not negative.
  ///   - baselineMean: above 0.
  ///   - baselineCount: how many points the baseline has, from 1.
  ///   - autocorrelation: of neighbouring residuals, inside (-1, 1).
  /// - Throws: `invalidArgument` for a figure outside its limits; `undefined` where the polynomial, which was
  ///   fitted to a few years, has fallen to 0 or below; `overflow` beyond the range of `Double`.
  public init(
    frequency: Frequency, tStatistic: Double, reportingCount: Int, baselineTotal: Double,
    rootMeanSquaredError: Double, baselineMean: Double, baselineCount: Int, autocorrelation: Double
  ) throws(EvaluationError) {
    for (name, figure) in [
      ("the t quantile", tStatistic), ("the total of the baseline", baselineTotal),
      ("the root mean squared error", rootMeanSquaredError),
    ] where !(figure >= 0 && figure.isFinite) {
      throw .invalidArgument(name: name, needed: "finite and not negative", found: "\(figure)")
    }
    guard baselineMean > 0, baselineMean.isFinite else {
      throw .invalidArgument(
        name: "the mean of the baseline", needed: "above 0 and finite", found: "\(baselineMean)")
    }
    guard reportingCount >= 1, baselineCount >= 1 else {
      throw .invalidArgument(
        name: "the points before and after", needed: "1 or more each",
        found: "\(baselineCount) and \(reportingCount)")
    }
    guard autocorrelation > -1, autocorrelation < 1 else {
      throw .invalidArgument(
        name: "the autocorrelation", needed: "inside -1 to 1", found: "\(autocorrelation)")
    }
    let growth = Self.growth(frequency, Double(reportingCount))
    guard growth > 0 else {
      throw .undefined(
        what: "the band of savings", needed: "a time after the start that the polynomial covers",
        found: "\(reportingCount) \(frequency.rawValue) points")
    }
    let count = Double(baselineCount)
    let effective = count * (1 - autocorrelation) / (1 + autocorrelation)
    let variation = rootMeanSquaredError / baselineMean
    let spread = (count / effective * (1 + 2 / effective) / Double(reportingCount)).squareRoot()
    let band = baselineTotal * (tStatistic * growth * variation * spread)
    guard band.isFinite else {
      throw .overflow(what: "the band of savings", needed: "the range of Double", found: "\(band)")
    }
    self.frequency = frequency
    self.tStatistic = tStatistic
    self.reportingCount = reportingCount
    self.baselineTotal = baselineTotal
    self.rootMeanSquaredError = rootMeanSquaredError
    self.baselineMean = baselineMean
    self.baselineCount = baselineCount
    self.autocorrelation = autocorrelation
    effectiveCount = effective
    self.band = band
  }

  private static func growth(_ frequency: Frequency, _ points: Double) -> Double {
    switch frequency {
    case .hourly: return 1.26
    case .daily:
      let months = points / 30
      return (-0.00024 * months + 0.03535) * months + 1.00286
    case .monthly: return (-0.00022 * points + 0.03306) * points + 0.94054
    }
  }

  private enum CodingKeys: String, CodingKey {
    case frequency, tStatistic, reportingCount, baselineTotal, rootMeanSquaredError, baselineMean
    case baselineCount, autocorrelation
  }

  /// Decodes the inputs and computes the band anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      frequency: fields.decode(Frequency.self, forKey: .frequency),
      tStatistic: fields.decode(Double.self, forKey: .tStatistic),
      reportingCount: fields.decode(Int.self, forKey: .reportingCount),
      baselineTotal: fields.decode(Double.self, forKey: .baselineTotal),
      rootMeanSquaredError: fields.decode(Double.self, forKey: .rootMeanSquaredError),
      baselineMean: fields.decode(Double.self, forKey: .baselineMean),
      baselineCount: fields.decode(Int.self, forKey: .baselineCount),
      autocorrelation: fields.decode(Double.self, forKey: .autocorrelation))
  }

  /// The band as a share of savings; nil for savings that are not positive.
  public func fractionalUncertainty(ofSavings savings: Double) -> Double? {
    guard savings > 0, (band / savings).isFinite else { return nil }
    return band / savings
  }

  /// Band and effective count in a line.
  public var description: String {
    "savings give or take \(formatted(band)) (\(frequency.rawValue), t \(formatted(tStatistic)); "
      + "\(baselineCount) points are worth \(formatted(effectiveCount)) at an autocorrelation of "
      + "\(formatted(autocorrelation)))"
  }
}
