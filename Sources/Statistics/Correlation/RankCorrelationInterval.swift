/// How the interval of a rank correlation is made: tanh(atanh r -+ z error).
public enum RankCorrelationInterval: String, Sendable, Hashable, Codable, CaseIterable {
  /// For Spearman error^2 = (1 + r^2 / 2) / (n - 3); for Kendall as Fieller's. The default.
  ///
  /// **Reference:** Bonett and Wright (2000), doi:10.1007/BF02294183.
  case bonettWright
  /// For Spearman error^2 = 1.06 / (n - 3), for Kendall 0.437 / (n - 4).
  ///
  /// **Reference:** Fieller, Hartley and Pearson (1957), doi:10.1093/biomet/44.3-4.470.
  case fieller

  /// The method's name in words.
  public var name: String {
    switch self {
    case .bonettWright: "Bonett-Wright"
    case .fieller: "Fieller"
    }
  }
}
