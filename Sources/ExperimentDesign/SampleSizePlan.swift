import Statistics

/// A sample size that was solved for, rounded up, with the power that it attains.
public struct SampleSizePlan: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The treated units that have exactly the power asked for, to 1e-10; nil where the smallest
  /// study has more.
  public let exact: Double?
  /// The treated units, rounded up.
  public let treated: Int
  /// The control units, rounded up; zero where the design has none.
  public let control: Int
  /// What is counted, such as `people`.
  public let unitName: String
  /// The effect to be found.
  public let effect: Double
  /// The power asked for.
  public let requestedPower: Double
  /// The power of the rounded sizes.
  public let attainedPower: Double

  /// All units.
  public var total: Int { treated + control }

  init<Design: PowerDesign>(
    _ design: Design, exact: Double?, effect: Double, power: Double
  ) throws(EvaluationError) {
    let least = max(design.sizeRange.lowerBound, exact ?? 0)
    // What exceeds a whole number by the solver's tolerance alone is that number.
    var treated = max((least * (1 - 1e-11)).rounded(.up), 1)
    var control = (least * design.controlsPerTreated * (1 - 1e-11)).rounded(.up)
    if design.controlsPerTreated > 0 { control = max(control, 1) }
    func attained() throws(EvaluationError) -> Double {
      try design.power(
        effect: effect, arms: ArmSizes(treated: treated, control: control))
    }
    // The smallest real sizes may round to whole ones without a degree of freedom.
    var reached = try? attained()
    while reached ?? 0 < power * (1 - 1e-9), treated < design.sizeRange.upperBound {
      treated += 1
      if design.controlsPerTreated > 0 {
        control = max(control, (treated * design.controlsPerTreated).rounded(.up))
      }
      reached = try? attained()
      if treated > least + 4 { break }
    }
    self.exact = exact
    self.treated = Int(exactly: treated) ?? 0
    self.control = Int(exactly: control) ?? 0
    self.unitName = design.unitName
    self.effect = effect
    requestedPower = power
    attainedPower = try attained()
  }

  /// Decodes a plan, refusing sizes and figures that no design gives.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    exact = try fields.decodeIfPresent(Double.self, forKey: .exact)
    treated = try fields.decode(Int.self, forKey: .treated)
    control = try fields.decode(Int.self, forKey: .control)
    unitName = try fields.decode(String.self, forKey: .unitName)
    effect = try fields.decode(Double.self, forKey: .effect)
    requestedPower = try fields.decode(Double.self, forKey: .requestedPower)
    attainedPower = try fields.decode(Double.self, forKey: .attainedPower)
    let limit = Int(largestSize)
    guard (1...limit).contains(treated), (0...limit).contains(control), effect.isFinite,
      exact ?? 1 > 0, exact ?? 1 <= largestSize, requestedPower > 0, requestedPower < 1,
      (0...1).contains(attainedPower)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .treated, in: fields, debugDescription: "needs sizes and powers in range")
    }
  }

  /// Sizes and power in one or two lines.
  public var description: String {
    let count = TextTable.grouped("\(treated)")
    let sizes =
      control > 0
      ? "\(count) treated and \(TextTable.grouped("\(control)")) control \(unitName)"
      : "\(count) \(unitName)"
    return
      "\(sizes) find an effect of \(formatted(effect)) with power \(formatted(attainedPower, significantDigits: 4)) "
      + "(\(formatted(requestedPower)) asked for)"
  }
}
