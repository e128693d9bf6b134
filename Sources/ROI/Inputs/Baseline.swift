public import Statistics

/// The level of one indicator before the programme: the first of the four steps from data to money.
///
/// It says of whom, when, from how many observations, and where it comes from. Whether its window can stand
/// beside the observed one is asked by the case (``BusinessCase/checks``): a window of another length or
/// season, or one shorter than six weeks, is a named warning.
public struct Baseline: Sendable, Hashable, Codable {
  /// The indicator's identifier or name, as the source has it.
  public let kpi: String
  /// The average over the window, in ``unit``.
  public let value: ExactDecimal
  /// What it is measured in; that of the case's indicator.
  public let unit: String
  /// Which way it is good; that of the case's indicator.
  public let direction: Estimate.Direction
  /// The days that it covers.
  public let window: ObservationWindow
  /// How many observations stand behind it.
  public let sampleSize: Int
  /// How many people it is about.
  public let headcount: Int
  /// Where the figure comes from.
  public let source: String
  /// How often the source delivers.
  public let cadence: DataCadence
  /// The validation of the signal.
  public let validation: SignalValidation
  /// The weeks below which the window is called short.
  public let minimumWeeks: Int

  // MARK: Building

  /// Records a baseline.
  ///
  /// - Parameters:
  ///   - kpi: the indicator's identifier or name.
  ///   - value: the average over the window.
  ///   - unit: what it is measured in.
  ///   - direction: which way it is good.
  ///   - window: the days that it covers.
  ///   - sampleSize: how many observations stand behind it, 1 or more.
  ///   - headcount: how many people it is about, 2 or more: no figure is made of one person.
  ///   - source: where the figure comes from.
  ///   - cadence: how often the source delivers.
  ///   - validation: the validation of the signal.
  ///   - minimumWeeks: the weeks below which the window is called short, from 1 to 520.
  /// - Throws: `invalidArgument` for blank words or a number outside its limits.
  public init(
    _ kpi: String, value: ExactDecimal, unit: String, direction: Estimate.Direction,
    window: ObservationWindow, sampleSize: Int, headcount: Int, source: String,
    cadence: DataCadence, validation: SignalValidation, minimumWeeks: Int = 6
  ) throws(EvaluationError) {
    self.kpi = try stated(kpi, as: "the baseline's indicator")
    self.unit = try stated(unit, as: "the baseline's unit")
    self.source = try stated(source, as: "the baseline's source")
    let limits = [
      ("the observations of a baseline", sampleSize, 1...Int.max),
      ("the headcount of a baseline", headcount, 2...Int.max),
      ("the shortest baseline, in weeks", minimumWeeks, 1...520),
    ]
    for (name, number, range) in limits where !range.contains(number) {
      throw .invalidArgument(
        name: name,
        needed: range.upperBound == .max
          ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)",
        found: "\(number)")
    }
    self.value = value
    self.direction = direction
    self.window = window
    self.sampleSize = sampleSize
    self.headcount = headcount
    self.cadence = cadence
    self.validation = validation
    self.minimumWeeks = minimumWeeks
  }

  /// Decodes a baseline, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .kpi),
      value: fields.decode(ExactDecimal.self, forKey: .value),
      unit: fields.decode(String.self, forKey: .unit),
      direction: fields.decode(Estimate.Direction.self, forKey: .direction),
      window: fields.decode(ObservationWindow.self, forKey: .window),
      sampleSize: fields.decode(Int.self, forKey: .sampleSize),
      headcount: fields.decode(Int.self, forKey: .headcount),
      source: fields.decode(String.self, forKey: .source),
      cadence: fields.decode(DataCadence.self, forKey: .cadence),
      validation: fields.decode(SignalValidation.self, forKey: .validation),
      minimumWeeks: fields.decode(Int.self, forKey: .minimumWeeks))
  }

  // MARK: Properties

  /// Whether it was observed before a day, as an indicator must be that a gate reads.
  public func precedes(_ start: RecordDate) -> Bool { window.to < start }

  /// Refuses an indicator of another unit or direction.
  func validate(for indicator: Indicator) throws(EvaluationError) {
    guard unit == indicator.unit else {
      throw .invalidArgument(
        name: "the baseline's unit", needed: "that of the indicator, \(excerpt(indicator.unit))",
        found: excerpt(unit))
    }
    guard direction == indicator.direction else {
      throw .invalidArgument(
        name: "the baseline's direction",
        needed: "that of the indicator, \(indicator.direction.rawValue)",
        found: direction.rawValue)
    }
  }
}

// MARK: - Description

extension Baseline: CustomStringConvertible {
  /// Indicator, value, window, sizes and source.
  public var description: String {
    "\(excerpt(kpi)): \(value) \(excerpt(unit)), \(window), \(sampleSize) observations of "
      + "\(headcount) people; \(excerpt(source)), \(cadence)"
  }
}
