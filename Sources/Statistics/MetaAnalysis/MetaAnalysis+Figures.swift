import Distributions

extension MetaAnalysis {
  // MARK: Heterogeneity

  /// One less than the studies.
  public var degreesOfFreedom: Int { studies.count - 1 }

  /// The p-value of ``cochranQ``: whether the effects differ by more than chance; nil for one study.
  public var heterogeneityPValue: Double? {
    ChiSquared(degreesOfFreedom: Double(degreesOfFreedom))?.survival(cochranQ)
  }

  /// The share of the variation that lies between studies, from 0 to 1; nil for one study.
  ///
  /// Random effects: tau^2 / (tau^2 + s^2) with the typical variance s^2 within studies; fixed effect:
  /// (Q - (k - 1)) / Q, or 0. DerSimonian and Laird's tau^2 gives the same in both ways.
  ///
  /// **Reference:** Higgins and Thompson (2002), doi:10.1002/sim.1186.
  /// **Same as:** `rma(...)$I2 / 100` in metafor.
  public var iSquared: Double? {
    guard studies.count > 1 else { return nil }
    if case .fixedEffect = model {
      return cochranQ > 0 ? max(0, 1 - Double(degreesOfFreedom) / cochranQ) : 0
    }
    return share(tauSquared)
  }

  /// tau^2 / (tau^2 + s^2).
  private func share(_ tauSquared: Double) -> Double {
    let sums = Heterogeneity(studies)
    let within = sums.freedom / sums.contrast * (sums.unit * sums.unit)
    return tauSquared / (tauSquared + within)
  }

  /// The share of each study in the pooled effect, in the order given; they add up to 1.
  public var weights: [Double] {
    let sums = Heterogeneity(studies)
    let weights = sums.weights(tauSquared / (sums.unit * sums.unit))
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  // MARK: Intervals

  /// The confidence interval of tau^2 by the profile of Q: where the weighted squares equal quantiles of
  /// the chi-squared distribution with k - 1 degrees of freedom.
  ///
  /// Where the studies agree better than chance both limits are 0.
  ///
  /// - Returns: nil when the level is outside (0, 1), or for one study.
  ///
  /// **Reference:** Viechtbauer (2007), doi:10.1002/sim.2514.
  /// **Same as:** R `confint(rma(...))` in metafor.
  public func tauSquaredInterval(level: Double = 0.95) -> Interval? {
    guard level > 0, level < 1, studies.count > 1,
      let reference = ChiSquared(degreesOfFreedom: Double(degreesOfFreedom))
    else { return nil }
    let tail = (1 - level) / 2
    let sums = Heterogeneity(studies)
    let square = sums.unit * sums.unit
    return Interval(
      level: level, lower: sums.variance(squares: reference.quantile(survival: tail)) * square,
      upper: sums.variance(squares: reference.quantile(tail)) * square, method: "Q profile")
  }

  /// The confidence interval of the share between studies that the limits of tau^2 give.
  ///
  /// - Returns: nil when the level is outside (0, 1), or for one study.
  ///
  /// **Same as:** R `confint(rma(...))` in metafor, over 100.
  public func iSquaredInterval(level: Double = 0.95) -> Interval? {
    guard let limits = tauSquaredInterval(level: level), let lower = limits.lower else {
      return nil
    }
    return Interval(
      level: level, lower: share(lower), upper: limits.upper.map { share($0) }, method: "Q profile")
  }

  /// Which distribution a prediction interval takes.
  public enum PredictionReference: String, Sendable, Hashable, Codable, CaseIterable {
    /// That of the pooled effect, as metafor does, the default: normal for Wald, t with k - 1 degrees of
    /// freedom for Hartung and Knapp.
    case effect
    /// t with k - 2 degrees of freedom, as Higgins, Thompson and Spiegelhalter proposed; three studies or
    /// more.
    case twoFewer
  }

  /// Where the true effect of a further study like these is expected: mean -+ quantile sqrt(tau^2 +
  /// SE^2).
  ///
  /// - Returns: nil when the level is outside (0, 1), for a fixed effect, for one study, and for two with
  ///   k - 2 degrees of freedom.
  ///
  /// **Reference:** Higgins, Thompson and Spiegelhalter (2009), doi:10.1111/j.1467-985X.2008.00552.x.
  /// **Same as:** R `predict(rma(...))` in metafor; `meta::metagen(..., method.predict = "HTS")` for k - 2.
  public func predictionInterval(
    level: Double = 0.95, reference: PredictionReference = .effect
  ) -> Interval? {
    guard level > 0, level < 1, case .randomEffects = model, studies.count > 1,
      let error = effect.standardError
    else { return nil }
    let tail = (1 - level) / 2
    let freedom = reference == .twoFewer ? Double(studies.count - 2) : effect.degreesOfFreedom
    let quantile: Double
    if let freedom {
      guard let student = StudentT(degreesOfFreedom: freedom) else { return nil }
      quantile = student.quantile(survival: tail)
    } else {
      quantile = Normal.standard.quantile(survival: tail)
    }
    let reach = quantile * (tauSquared + error * error).squareRoot()
    return Interval(
      level: level, lower: effect.value - reach, upper: effect.value + reach,
      method: "prediction")
  }

  /// The pooled effect, how far the studies differ, and the prediction interval.
  public var description: String {
    var text = "\(effect)\ntau^2 \(formatted(tauSquared)), Q \(formatted(cochranQ))"
    if let pValue = heterogeneityPValue { text += " (p = \(formatted(pValue)))" }
    if let share = iSquared { text += ", I^2 \(formatted(share * 100)) %" }
    if let next = predictionInterval(), let low = next.lower, let high = next.upper {
      text += "\na further study: 95 % between \(formatted(low)) and \(formatted(high))"
    }
    return text
  }
}
