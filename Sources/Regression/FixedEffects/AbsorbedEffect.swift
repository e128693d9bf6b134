import Statistics

/// One absorbed factor as it entered a regression.
public struct AbsorbedEffect: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The factor's column.
  public let column: String
  /// How many levels the rows used have.
  public let levelCount: Int
  /// Whether each level lies within one cluster of the covariance.
  public let isNested: Bool

  /// Column and number of levels.
  public var description: String { "\(excerpt(column)) \(levelCount) levels" }
}

/// Rows that are the only ones of a level: they fit without error whatever the coefficients.
public enum SingletonRows: String, Sendable, Hashable, Codable, CaseIterable {
  /// Leave them out, again and again until none is left, and say how many.
  /// R `feols(fixef.rm = "singletons")`; pyfixest and `reghdfe` by default.
  case drop
  /// Keep them: the coefficients are the same, but they count as rows and their effects as
  /// parameters. R `feols(fixef.rm = "none")`, `lm` with dummy variables.
  case keep
}

/// Which absorbed effects count as parameters in factors for small samples.
public enum EffectCounting: String, Sendable, Hashable, Codable, CaseIterable {
  /// All but those whose levels lie within clusters, of which one counts, for the intercept.
  /// R `fixest::ssc(K.fixef = "nested")`, pyfixest `ssc(k_fixef="nonnested")`, the defaults.
  case nonnested
  /// All. R `ssc(K.fixef = "full")`; Stata `areg`.
  case full
  /// None. R `ssc(K.fixef = "none")`.
  case none
}
