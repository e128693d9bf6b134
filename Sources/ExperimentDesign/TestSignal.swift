public import Statistics

/// What a design makes of an effect: the distribution of its test statistic.
///
/// The statistic is (estimate) / (standard error under no effect). In standard errors under the
/// effect it is centred at ``shift``, and its critical value is multiplied by ``criticalFactor``.
public struct TestSignal: Sendable, Hashable, CustomStringConvertible {
  /// The effect over the standard error of its estimate.
  public let shift: Double
  /// The standard error without the effect over the one with it; 1 for means.
  public let criticalFactor: Double
  /// The degrees of freedom of a t statistic, or nil for a normal one.
  public let degreesOfFreedom: Double?

  /// A statistic; a shift beyond 1e90 in size counts as 1e90.
  ///
  /// - Throws: `undefined` for NaN, for a factor outside 0 to 1e12, and for degrees of freedom below
  ///   0.1, which no t distribution of use has.
  public init(
    shift: Double, criticalFactor: Double = 1, degreesOfFreedom: Double? = nil
  ) throws(EvaluationError) {
    guard !shift.isNaN, criticalFactor >= 0, criticalFactor <= 1e12 else {
      throw .undefined(
        what: "the power", needed: "an effect and a size with a finite standard error",
        found: "a signal of \(shift)")
    }
    if let degreesOfFreedom, !(degreesOfFreedom >= 0.1) {
      throw .undefined(
        what: "the power", needed: "people or clusters beyond those the model uses up",
        found: "\(formatted(degreesOfFreedom)) degrees of freedom")
    }
    self.shift = min(max(shift, -1e90), 1e90)
    self.criticalFactor = criticalFactor
    self.degreesOfFreedom = degreesOfFreedom.map { min($0, 1e99) }
  }

  /// Shift and reference distribution.
  public var description: String {
    let reference =
      degreesOfFreedom.map { "t with \(formatted($0)) degrees of freedom" } ?? "normal"
    return "signal of \(formatted(shift)) standard errors, \(reference)"
  }
}
