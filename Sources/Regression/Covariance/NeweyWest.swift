import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A covariance that survives autocorrelation, with every convention named.
///
/// With u(t) the influence of period t on the coefficients, the covariance is the sum over pairs of
/// periods of w(l) u(t) u(t - l)', with Bartlett weights w(l) = 1 - l / (L + 1) up to lag L. It is
/// computed as a cross-product of moving sums, so that no variance is negative. Where periods are
/// missing, lags are true distances in time.
///
/// Programs differ in three points, and so in their figures: the factor n / (n - k), the reference
/// distribution, and the lag. ``sandwich(lag:)``, ``stata(lag:)`` and ``statsmodels(lag:)`` name
/// their choices. R's `NeweyWest()` without arguments prewhitens as well, which this does not.
///
/// Rows must stand in the order of time.
///
/// **Reference:** Newey and West (1987), doi:10.2307/1913610; Driscoll and Kraay (1998),
/// doi:10.1162/003465398557825.
public struct NeweyWest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many periods back autocorrelation is taken into account.
  public enum Lag: Sendable, Hashable, Codable {
    /// A number from 0, which leaves heteroskedasticity alone, to one less than the periods.
    case fixed(Int)
    /// The whole part of 4 (n / 100)^(2/9), with n the periods of the longest series.
    case rule
  }

  /// Which distribution tests and intervals refer to.
  public enum Reference: String, Sendable, Hashable, Codable, CaseIterable {
    /// Student's t with n - k degrees of freedom.
    case t
    /// The standard normal.
    case normal
  }

  /// What is taken to be independent when there are several series.
  public enum Dependence: String, Sendable, Hashable, Codable, CaseIterable {
    /// The series among each other. Stata `newey` on panel data; statsmodels `hac-panel`.
    case withinSeries
    /// Nothing: influences are first summed over the series of a period (Driscoll and Kraay).
    case acrossSeries
  }

  /// The lag.
  public let lag: Lag
  /// Whether the covariance is multiplied by n / (n - k).
  public let adjustsForCoefficients: Bool
  /// The reference distribution.
  public let reference: Reference
  /// What is independent of what among several series.
  public let dependence: Dependence

  /// Names every convention; the defaults are Stata's, which are the most cautious of the three.
  public init(
    lag: Lag = .rule, adjustsForCoefficients: Bool = true, reference: Reference = .t,
    dependence: Dependence = .withinSeries
  ) {
    self.lag = lag
    self.adjustsForCoefficients = adjustsForCoefficients
    self.reference = reference
    self.dependence = dependence
  }

  // MARK: Programs

  /// R `lmtest::coeftest(m, sandwich::NeweyWest(m, lag = L, prewhite = FALSE))`: no factor, t.
  public static func sandwich(lag: Lag) -> NeweyWest {
    NeweyWest(lag: lag, adjustsForCoefficients: false, reference: .t)
  }

  /// Stata `newey y x, lag(L)`: factor n / (n - k), t.
  public static func stata(lag: Lag) -> NeweyWest {
    NeweyWest(lag: lag, adjustsForCoefficients: true, reference: .t)
  }

  /// Statsmodels `fit(cov_type="HAC", cov_kwds={"maxlags": L})`: no factor, normal.
  public static func statsmodels(lag: Lag) -> NeweyWest {
    NeweyWest(lag: lag, adjustsForCoefficients: false, reference: .normal)
  }

  /// Lag, factor and reference in words.
  public var description: String {
    let length =
      switch lag {
      case .fixed(let lag): "lag \(lag)"
      case .rule: "lag by rule"
      }
    return (dependence == .withinSeries ? "Newey-West" : "Driscoll-Kraay")
      + " \(length), \(adjustsForCoefficients ? "times n/(n-k)" : "unadjusted"), "
      + (reference == .t ? "t" : "normal")
  }

  // MARK: Lag

  /// The same conventions with the lag as a number.
  ///
  /// - Throws: `invalidArgument` for a lag below zero or not below the periods of the longest series.
  func resolved(_ order: TimeOrder) throws(EvaluationError) -> NeweyWest {
    let periods = order.series.map(\.count).max() ?? 0
    let length =
      switch lag {
      case .fixed(let lag): lag
      case .rule: min(max(0, periods - 1), Int(4 * pow(Double(periods) / 100, 2.0 / 9)))
      }
    guard length >= 0, length < periods else {
      throw .invalidArgument(
        name: "the lag of Newey and West", needed: "from 0 to \(max(0, periods - 1))",
        found: "\(length)")
    }
    return NeweyWest(
      lag: .fixed(length), adjustsForCoefficients: adjustsForCoefficients, reference: reference,
      dependence: dependence)
  }
}

// MARK: - Order

/// Which series and period each row belongs to.
package struct TimeOrder: Sendable, Hashable {
  /// For each series its rows in ascending time.
  package let series: [[Int]]
  /// The period of each row, within 2^40 of zero.
  package let periods: [Int]

  /// Rows of several series; within each, periods must ascend.
  package init(series: [[Int]], periods: [Int]) {
    self.series = series
    self.periods = periods
  }

  /// One series whose rows have these periods.
  package init(periods: [Int]) {
    self.init(series: [Array(periods.indices)], periods: periods)
  }

  /// All rows as one series, in the order of time.
  var joined: TimeOrder {
    TimeOrder(
      series: [periods.indices.sorted { (periods[$0], $0) < (periods[$1], $1) }], periods: periods)
  }
}
