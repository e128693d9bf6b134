/// How the p-value of a rank test and its interval are made.
public enum RankTestMethod: String, Sendable, Hashable, Codable, CaseIterable {
  /// Exact where a table of its size is quick, else normal, the default; each test names its rule.
  ///
  /// R leaves the exact distribution as soon as two values are tied; here ties have their own exact
  /// distribution.
  case automatic
  /// The exact distribution given the values: all rearrangements of the ranks, ties included, are
  /// equally likely. Refused where it would take minutes.
  case exact
  /// A normal reference with the variance of the tied ranks, continuity corrected by one half.
  case normal
  /// A normal reference with the variance of the tied ranks, without the correction.
  case normalUncorrected

  /// The correction for continuity.
  var correction: Double { self == .normalUncorrected ? 0 : 0.5 }

  /// The name of what was used.
  func name(isExact: Bool) -> String {
    isExact ? "exact" : self == .normalUncorrected ? "normal" : "normal, continuity corrected"
  }
}
