extension BusinessCase {
  /// What the improvement is measured in over a basis, with the factors that were put on the data's
  /// unit, such as `USD per participant x 185` or `exits a year x 13/52`.
  public func improvementUnit(over basis: Basis) -> String {
    var unit = improvementUnit
    if basis != statedBasis, time.windowShare != 1 {
      let weeks = [time.observedWeeks, time.weeksPerYear]
      unit += basis == .inWindow ? " x \(weeks[0])/\(weeks[1])" : " x \(weeks[1])/\(weeks[0])"
    }
    return unit
  }

  /// The indicator's unit, times the number of units that the effect applies to.
  public var improvementUnit: String {
    delta.units == 1 ? indicator.unit : "\(indicator.unit) x \(delta.units)"
  }

  /// The basis that the delta is stated for.
  public var statedBasis: Basis { time.deltaCovers == .year ? .annualised : .inWindow }
}
