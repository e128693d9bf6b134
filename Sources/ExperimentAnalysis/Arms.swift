import Statistics

/// The moments of an outcome in both arms.
struct Arms: Sendable {
  let treated: Moments
  let control: Moments

  init(treated: Moments, control: Moments) {
    self.treated = treated
    self.control = control
  }

  /// Divides outcomes by arm.
  ///
  /// - Throws: what `Moments` throws.
  init(
    _ outcomes: [Double], _ treated: [Bool], column: String = "outcome"
  ) throws(EvaluationError) {
    let parts = Self.divided(outcomes, treated)
    self.treated = try Moments(parts.treated, column: column)
    control = try Moments(parts.control, column: column)
  }

  /// The values of the treated and of the controls, each in order.
  static func divided<Value>(
    _ values: [Value], _ treated: [Bool]
  ) -> (treated: [Value], control: [Value]) {
    var parts = (treated: [Value](), control: [Value]())
    for (value, isTreated) in zip(values, treated) {
      if isTreated { parts.treated.append(value) } else { parts.control.append(value) }
    }
    return parts
  }
}
