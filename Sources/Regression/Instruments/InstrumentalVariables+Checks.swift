public import Statistics

extension InstrumentalVariables {
  // MARK: Sets that weak instruments cannot break

  /// The effects of the endogenous column that Anderson and Rubin's test does not reject.
  ///
  /// By the model's covariance; the reference is F with the number of instruments and n less the
  /// columns of the first stage, or the number of clusters less one.
  ///
  /// - Parameter level: the confidence level, inside (0, 1).
  /// - Returns: nil with several endogenous columns, with several instruments under a robust
  ///   covariance, for a level outside (0, 1), and beyond the range of `Double`.
  public func andersonRubinSet(level: Double = 0.95) -> AndersonRubinSet? {
    andersonRubin?.set(level: level)
  }

  /// Anderson and Rubin's test of one supposed effect of the endogenous column, zero by default.
  ///
  /// - Parameter effect: a finite number.
  /// - Returns: nil where ``andersonRubinSet(level:)`` is nil.
  public func andersonRubinTest(of effect: Double = 0) -> ModelTest? {
    andersonRubin?.test(effect)
  }

  // MARK: Checks

  /// The F below which instruments count as weak.
  ///
  /// **Reference:** Staiger and Stock (1997), doi:10.2307/2171753.
  public static let weakInstrumentThreshold = 10.0

  /// The F that holds a nominal 5 % test of one endogenous column below 10 %, by the number of
  /// instruments from one on, as if errors had one variance.
  ///
  /// **Reference:** Stock and Yogo (2005), doi:10.1017/CBO9780511614491.006, table 5.2.
  static let stockYogo = [16.38, 19.93, 22.30, 24.58]

  /// What must hold before the effect is believed: strong instruments, which agree with each other.
  public var checks: [Check] { [strength, agreement] }

  private var strength: Check {
    let name = "instrument strength"
    let limit = Self.weakInstrumentThreshold
    let single = firstStages.count == 1 ? firstStages.first : nil
    guard let figure = single.map({ $0.robust?.statistic ?? $0.classical.statistic }) ?? craggDonald
    else {
      return Check(
        name, threshold: limit, verdict: .inconclusive,
        sentence: "The strength of the instruments has no figure.")
    }
    let isStrong = figure >= limit
    let label = single == nil ? "the least F (Cragg and Donald)" : "the first-stage F"
    var words =
      "With \(label) at \(formatted(figure, significantDigits: 3)), instruments are "
      + (isStrong
        ? "not weak by the rule of 10 (Staiger and Stock 1997)."
        : "weak: the rule asks for 10 (Staiger and Stock 1997); read Anderson and Rubin's set, not the interval.")
    if case .classical = estimator, single != nil, instrumentNames.count <= Self.stockYogo.count {
      let asked = Self.stockYogo[instrumentNames.count - 1]
      words +=
        " A 5 % test that rejects at most 10 % asks for \(formatted(asked)) (Stock and Yogo 2005)."
    }
    return Check(
      name, figure: figure, threshold: limit, verdict: isStrong ? .passed : .failed,
      sentence: words)
  }

  private var agreement: Check {
    let name = "agreement of instruments"
    guard let test = overidentification else {
      return Check(
        name, threshold: 0.05, verdict: .inconclusive,
        sentence: "With as many instruments as endogenous columns, the data cannot tell whether an "
          + "instrument acts through them alone.")
    }
    let agrees = test.pValue >= 0.05
    return Check(
      name, figure: test.pValue, threshold: 0.05, verdict: agrees ? .passed : .failed,
      sentence: agrees
        ? "The instruments agree on the effect (Sargan, p \(formatted(test.pValue, significantDigits: 3)))."
        : "The instruments contradict each other (Sargan, p \(formatted(test.pValue, significantDigits: 3))): one of them acts otherwise than through the endogenous columns, or effects differ."
    )
  }
}
