/// Which of the nine definitions of a sample quantile is meant.
///
/// With ascending values x(1) to x(n), a position j + g (j whole, 0 <= g < 1) gives (1 - h) x(j) +
/// h x(j + 1), where h is g for the continuous types and 0, 1/2 or 1 for the first three. Below
/// x(1) and above x(n) the end value is taken. The numbers are those of Hyndman and Fan.
///
/// **Reference:** Hyndman and Fan (1996), doi:10.1080/00031305.1996.10473566.
/// **Same as:** R `quantile(x, p, type = 1...9)`; numpy `quantile(x, p, method=)`.
public enum QuantileType: Int, Sendable, Hashable, Codable, CaseIterable {
  /// Position n p, the next value up: the inverse of the empirical distribution function.
  ///
  /// **Same as:** numpy `inverted_cdf`; SAS `PCTLDEF=3`.
  case inverseDistribution = 1
  /// Position n p, the next value up, averaged with its follower where n p is whole.
  ///
  /// **Same as:** numpy `averaged_inverted_cdf`; SAS default (`PCTLDEF=5`); Stata `summarize`.
  case averagedInverse = 2
  /// Position n p, the nearest value; of two equally near that of even rank.
  ///
  /// **Same as:** SAS `PCTLDEF=2`.
  case nearestEven = 3
  /// Position n p.
  ///
  /// **Same as:** numpy `interpolated_inverted_cdf`.
  case interpolatedInverse = 4
  /// Position n p + 1/2, popular in hydrology.
  ///
  /// **Same as:** numpy `hazen`; MATLAB `prctile`.
  case hazen = 5
  /// Position (n + 1) p.
  ///
  /// **Same as:** numpy `weibull`; `PERCENTILE.EXC` in a spreadsheet; Minitab and SPSS.
  case weibull = 6
  /// Position (n - 1) p + 1, the default.
  ///
  /// **Same as:** numpy `linear`; `PERCENTILE.INC` in a spreadsheet; the default of R and pandas.
  case linear = 7
  /// Position (n + 1/3) p + 1/3: the median of the quantile's estimates is right for nearly any
  /// distribution. Hyndman and Fan's own choice.
  ///
  /// **Same as:** numpy `median_unbiased`.
  case medianUnbiased = 8
  /// Position (n + 1/4) p + 3/8: the mean is nearly right for normal values.
  ///
  /// **Same as:** numpy `normal_unbiased`.
  case normalUnbiased = 9

  /// The rank below the quantile, from 0 to n, and the weight of the rank above.
  ///
  /// In types 4 to 9, save the default, a position within 4 machine epsilons of a whole number
  /// counts as that number, as in R. In types 1 to 3, where a jump hangs on it, the allowance is
  /// relative: 100 times 0.07 comes out above 7 by rounding alone, and R 4.2 then gives
  /// `quantile(1:100, 0.07, type = 1)` as 8.
  func place(_ p: Double, of count: Int) -> (rank: Int, weight: Double) {
    let n = Double(count)
    // The whole part, and what is left of it: zero within the allowance.
    func split(_ position: Double, fuzz: Double) -> (rank: Int, weight: Double) {
      let whole = (position + fuzz).rounded(.down)
      let rest = position - whole
      return (Int(min(max(whole, 0), n)), abs(rest) < fuzz ? 0 : rest)
    }
    func continuous(_ a: Double, _ b: Double) -> (rank: Int, weight: Double) {
      split(a + p * (n + 1 - a - b), fuzz: 4 * .ulpOfOne)
    }
    let relative = 4 * Double.ulpOfOne * max(1, n * p)
    switch self {
    case .inverseDistribution, .averagedInverse:
      let (rank, rest) = split(n * p, fuzz: relative)
      return (rank, rest > 0 ? 1 : self == .averagedInverse ? 0.5 : 0)
    case .nearestEven:
      let (rank, rest) = split(n * p - 0.5, fuzz: relative)
      return (rank, rest > 0 || rank % 2 == 1 ? 1 : 0)
    case .interpolatedInverse: return continuous(0, 1)
    case .hazen: return continuous(0.5, 0.5)
    case .weibull: return continuous(0, 0)
    case .linear: return split((n - 1) * p + 1, fuzz: 0)
    case .medianUnbiased: return continuous(1.0 / 3, 1.0 / 3)
    case .normalUnbiased: return continuous(0.375, 0.375)
    }
  }
}
