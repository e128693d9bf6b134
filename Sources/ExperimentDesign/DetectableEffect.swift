public import Statistics

/// The smallest effect that a study can see, in units, percent and money, beside the effect that
/// the programme needs to pay for itself.
public struct DetectableEffect: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Whether the study can see the effect that pays for the programme.
  public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// It finds the break-even effect with at least the power asked for.
    case sufficient
    /// It needs a larger effect than the break-even one: a programme that pays may go unseen.
    case insufficient
    /// The break-even effect is not known.
    case unknown
  }

  /// The effect, treatment minus control.
  public let effect: Double
  /// What the effect is measured in.
  public let unit: String
  /// The effect in percent of the baseline, or nil.
  public let percent: Double?
  /// The effect in money over the whole headcount, positive for an improvement, or nil.
  public let money: Double?
  /// The effect at which the programme pays for itself, or nil.
  public let breakEven: Double?
  /// The power at the break-even effect, or nil where it is not known or cannot be.
  public let powerAtBreakEven: Double?
  /// The units in the treated arm.
  public let treated: Double
  /// The units in the control arm.
  public let control: Double
  /// What is counted, such as `people`.
  public let unitName: String
  /// The power that the effect is found with.
  public let power: Double
  /// The figures that turn units into percent and money.
  public let worth: ProgramWorth
  /// The design in words.
  public let design: String

  /// The smallest effect that a study of a size sees.
  ///
  /// - Parameters:
  ///   - design: the study to come.
  ///   - size: the units in the treated arm.
  ///   - power: the chance of finding the effect.
  ///   - unit: what the outcome is measured in.
  ///   - worth: what an effect is worth; its direction decides which way the effect is looked for.
  /// - Throws: as ``PowerDesign/minimumDetectableEffect(size:power:direction:)``.
  public init(
    _ design: some PowerDesign, size: Double, power: Double = 0.8, unit: String = "",
    worth: ProgramWorth
  ) throws(EvaluationError) {
    let arms = design.arms(size)
    effect = try design.minimumDetectableEffect(
      arms: arms, power: power, direction: worth.hopedFor)
    self.unit = unit
    percent = worth.percent(effect)
    money = worth.money(effect)
    breakEven = worth.breakEven
    powerAtBreakEven = worth.breakEven.flatMap { try? design.power(effect: $0, arms: arms) }
    treated = arms.treated
    control = arms.control
    unitName = design.unitName
    self.power = power
    self.worth = worth
    self.design = design.description
  }

  /// Decodes a finding, refusing figures that are not finite.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    effect = try fields.decode(Double.self, forKey: .effect)
    unit = try fields.decode(String.self, forKey: .unit)
    percent = try fields.decodeIfPresent(Double.self, forKey: .percent)
    money = try fields.decodeIfPresent(Double.self, forKey: .money)
    breakEven = try fields.decodeIfPresent(Double.self, forKey: .breakEven)
    powerAtBreakEven = try fields.decodeIfPresent(Double.self, forKey: .powerAtBreakEven)
    treated = try fields.decode(Double.self, forKey: .treated)
    control = try fields.decode(Double.self, forKey: .control)
    unitName = try fields.decode(String.self, forKey: .unitName)
    power = try fields.decode(Double.self, forKey: .power)
    worth = try fields.decode(ProgramWorth.self, forKey: .worth)
    design = try fields.decode(String.self, forKey: .design)
    let figures = [effect, percent, money, breakEven].compactMap { $0 }
    guard figures.allSatisfy(\.isFinite), treated > 0, treated <= largestSize, control >= 0,
      control <= largestSize, power > 0, power < 1, (0...1).contains(powerAtBreakEven ?? 0),
      percent == worth.percent(effect), money == worth.money(effect), breakEven == worth.breakEven
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs finite figures that fit one another")
    }
  }

  /// Whether the study can see the effect that pays for the programme.
  public var verdict: Verdict {
    guard let breakEven else { return .unknown }
    return abs(breakEven) >= abs(effect) ? .sufficient : .insufficient
  }

  /// Sizes, effect, break-even and verdict in at most five lines.
  public var description: String {
    let measure = unit.isEmpty ? "" : " \(excerpt(unit))"
    let arms =
      control > 0
      ? "\(formatted(treated)) treated and \(formatted(control)) control \(unitName)"
      : "\(formatted(treated)) \(unitName)"
    var text =
      "With \(arms) the study finds \(figure(effect, measure)) in \(formatted(power * 100)) of 100 cases"
    if let money {
      text +=
        ", worth \(TextTable.grouped(formatted(money, decimals: 0))) \(excerpt(worth.currency))"
    }
    text += ".\n"
    switch (verdict, breakEven) {
    case (.sufficient, let breakEven?):
      text +=
        "The programme pays for itself at \(figure(breakEven, measure)), so that a programme that pays will be seen"
    case (.insufficient, let breakEven?):
      text +=
        "The programme pays for itself at \(figure(breakEven, measure)) already: one that pays may go unseen"
    default: return text + "The effect that pays for the programme is not known."
    }
    if let powerAtBreakEven {
      text += " (power \(formatted(powerAtBreakEven, decimals: 2)) there)"
    }
    return text + "."
  }

  private func figure(_ effect: Double, _ measure: String) -> String {
    let share = worth.percent(effect).map { " (\(formatted($0, significantDigits: 4)) %)" } ?? ""
    return "\(formatted(effect, significantDigits: 4))\(measure)\(share)"
  }
}
