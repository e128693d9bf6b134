#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension MantelHaenszel {
  /// Takes two-by-two tables: in each the treated row first, successes before failures.
  ///
  /// A table in which a group has nobody says nothing, and is left out.
  ///
  /// - Throws: `invalidArgument` for a table of another shape or counts that make no ``Proportion``;
  ///   `tooFew` without a table that holds both groups.
  public init(
    tables: [[[Int]]], design: StudyDesign, unit: String = "rate",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    var strata: [Stratum] = []
    for (place, table) in tables.enumerated() {
      guard table.count == 2, table.allSatisfy({ $0.count == 2 }) else {
        throw .invalidArgument(
          name: "table \(place + 1)", needed: "two rows of two counts", found: "another shape")
      }
      var groups: [Proportion] = []
      for row in table where row != [0, 0] {
        let (trials, isOverflow) = row[0].addingReportingOverflow(row[1])
        groups.append(try Proportion(successes: row[0], trials: isOverflow ? -1 : trials))
      }
      if groups.count == 2 { strata.append(Stratum(treated: groups[0], control: groups[1])) }
    }
    try self.init(strata, design: design, unit: unit, direction: direction)
  }

  // MARK: Figures

  /// Whether the crude difference and the stratified one have different signs: Simpson's paradox.
  public var reversesCrudeDifference: Bool {
    Self.sign(crudeDifference) * Self.sign(effect.value) < 0
  }

  private static func sign(_ value: Double) -> Int { value > 0 ? 1 : value < 0 ? -1 : 0 }

  /// The Mantel-Haenszel risk ratio; nil where its logarithm is.
  public var riskRatio: Double? { logRiskRatio.map { exp($0.value) } }

  /// The Mantel-Haenszel odds ratio; nil where its logarithm is.
  public var oddsRatio: Double? { logOddsRatio.map { exp($0.value) } }

  /// The interval of ``riskRatio``; nil without one, or when the level is outside (0, 1).
  public func riskRatioInterval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    Self.exponential(logRiskRatio, level, sides)
  }

  /// The interval of ``oddsRatio`` with Robins, Breslow and Greenland's standard error; nil without one,
  /// or when the level is outside (0, 1).
  public func oddsRatioInterval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    Self.exponential(logOddsRatio, level, sides)
  }

  private static func exponential(_ estimate: Estimate?, _ level: Double, _ sides: Sides)
    -> Interval?
  {
    guard let estimate, let interval = estimate.interval(level: level, sides: sides) else {
      return nil
    }
    return Interval(
      level: level, sides: sides, lower: interval.lower.map { exp($0) },
      upper: interval.upper.map { exp($0) }, method: estimate.method)
  }

  /// The difference with its interval, the odds ratio and the test.
  public var description: String {
    var text = "\(effect)"
    if let oddsRatio { text += "\nodds ratio \(formatted(oddsRatio))" }
    if let test { text += "\nCochran-Mantel-Haenszel \(test)" }
    if reversesCrudeDifference {
      text += "\nin all the difference is \(formatted(crudeDifference)): Simpson's paradox"
    }
    return text
  }
}
