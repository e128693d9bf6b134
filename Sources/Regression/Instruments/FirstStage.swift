import Statistics

/// How strongly instruments move one endogenous column, beside the covariates.
public struct FirstStage: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The endogenous column.
  public let name: String
  /// The share of its variance, covariates taken out, that the instruments explain.
  public let partialRSquared: Double
  /// The F test of the instruments as if errors had one variance.
  ///
  /// **Same as:** `Weak instruments` of R `summary(ivreg, diagnostics = TRUE)`, with one endogenous
  /// column.
  public let classical: ModelTest
  /// The F test of the instruments by the model's covariance.
  ///
  /// It equals ``classical`` under the classical one. With one endogenous column this is Kleibergen
  /// and Paap's rank F. Nil when there are too few clusters.
  ///
  /// **Reference:** Kleibergen and Paap (2006), doi:10.1016/j.jeconom.2005.02.011.
  public let robust: ModelTest?
  /// Montiel Olea and Pflueger's effective F by the model's covariance.
  ///
  /// With one instrument it is the robust F. Nil when the instruments explain the column exactly.
  ///
  /// **Reference:** Montiel Olea and Pflueger (2013), doi:10.1080/00401706.2013.806694.
  /// **Same as:** Stata `weakivtest`; R `ivDiag::eff_F`.
  public let effectiveF: Double?

  init(
    name: String, partialRSquared: Double, classical: ModelTest, robust: ModelTest?,
    effectiveF: Double?
  ) {
    self.name = name
    self.partialRSquared = partialRSquared
    self.classical = classical
    self.robust = robust
    self.effectiveF = effectiveF
  }

  /// Decodes a stage, refusing figures out of range.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      name: fields.decode(String.self, forKey: .name),
      partialRSquared: fields.decode(Double.self, forKey: .partialRSquared),
      classical: fields.decode(ModelTest.self, forKey: .classical),
      robust: fields.decodeIfPresent(ModelTest.self, forKey: .robust),
      effectiveF: fields.decodeIfPresent(Double.self, forKey: .effectiveF))
    guard (0...1).contains(partialRSquared), effectiveF.map({ $0 >= 0 && $0.isFinite }) ?? true
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .partialRSquared, in: fields, debugDescription: "needs figures in range")
    }
  }

  /// One line: the column, its F and the share explained.
  public var description: String {
    let figure = robust ?? classical
    return "instruments of \(excerpt(name)): F \(formatted(figure.statistic)), partial R-squared "
      + formatted(partialRSquared)
  }
}
