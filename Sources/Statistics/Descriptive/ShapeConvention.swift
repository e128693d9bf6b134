/// Which of three definitions of skewness and excess kurtosis is meant.
///
/// With central moments m2, m3 and m4 (divisor n), g1 = m3 / m2^(3/2) and g2 = m4 / m2^2 - 3.
///
/// **Reference:** Joanes and Gill (1998), doi:10.1111/1467-9884.00122.
public enum ShapeConvention: Int, Sendable, Hashable, Codable, CaseIterable {
  /// g1 and g2 themselves.
  ///
  /// **Same as:** R e1071 `skewness(x, type = 1)`; SciPy `skew(x)`, `kurtosis(x)`; Stata, save that
  /// its kurtosis is not in excess of 3.
  case moments = 1
  /// g1 sqrt(n (n - 1)) / (n - 2) and ((n + 1) g2 + 6) (n - 1) / ((n - 2) (n - 3)), the default:
  /// without bias for normal values.
  ///
  /// **Same as:** `SKEW` and `KURT` in a spreadsheet; pandas; SAS; SPSS; SciPy with `bias=False`; R
  /// e1071 with `type = 2`.
  case adjusted = 2
  /// g1 ((n - 1) / n)^(3/2) and (g2 + 3) (1 - 1/n)^2 - 3: m3 and m4 over powers of the sample
  /// standard deviation.
  ///
  /// **Same as:** R e1071's default, `type = 3`; Minitab.
  case sampleDeviation = 3
}
