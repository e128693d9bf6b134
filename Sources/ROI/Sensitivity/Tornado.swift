public import Statistics

/// What each input of a case does alone, from its low to its high end, the widest swing first; exact, and
/// annualised.
///
/// ```swift
/// let tornado = try Tornado(exits, ranges: [
///   Tornado.Range(.attribution, from: 0.15, to: 0.50), Tornado.Range(.cost, from: 27_000, to: 45_000),
/// ])
/// ```
public struct Tornado: Sendable, Hashable {
  /// The range of one input.
  public struct Range: Sendable, Hashable, Codable {
    /// What the range is of, such as `value of a unit, ±20 %`.
    public let name: String
    /// The input.
    public let input: CaseInput
    /// Its low end; nil when unbounded, as a limit of an improvement can be.
    public let low: ExactRatio?
    /// Its high end; nil when unbounded.
    public let high: ExactRatio?

    /// States a range.
    ///
    /// - Throws: `invalidArgument` for a high end below the low one, an input other than the improvement
    ///   without an end, or a blank name.
    public init(
      _ input: CaseInput, name: String? = nil, low: ExactRatio?, high: ExactRatio?
    ) throws(EvaluationError) {
      self.name = try stated(name ?? input.description, as: "the name of a range")
      guard input == .delta || (low != nil && high != nil) else {
        throw .invalidArgument(
          name: "the range of the \(input)", needed: "two ends", found: "an open one")
      }
      if let low, let high, low > high {
        throw .invalidArgument(
          name: "the range of the \(input)", needed: "low to high",
          found: "\(figure(low)) to \(figure(high))")
      }
      self.input = input
      self.low = low
      self.high = high
    }

    /// States a range of decimals.
    ///
    /// - Throws: `invalidArgument` for a high end below the low one.
    public init(
      _ input: CaseInput, from low: ExactDecimal, to high: ExactDecimal
    ) throws(EvaluationError) {
      try self.init(input, low: ExactRatio(low), high: ExactRatio(high))
    }

    /// Decodes a range, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(CaseInput.self, forKey: .input),
        name: fields.decode(String.self, forKey: .name),
        low: fields.decodeIfPresent(ExactRatio.self, forKey: .low),
        high: fields.decodeIfPresent(ExactRatio.self, forKey: .high))
    }
  }

  /// One input with what its ends lead to.
  public struct Row: Sendable, Hashable {
    /// The input and its ends.
    public let range: Range
    /// The result at the low end; nil when unbounded.
    public let resultAtLow: ExactRatio?
    /// The result at the high end; nil when unbounded.
    public let resultAtHigh: ExactRatio?
    /// How far both lie apart; nil when one is unbounded.
    public let swing: ExactRatio?
    /// Whether the input alone, at an end or as stated, moves ROI across the hurdle.
    ///
    /// To touch it is not to cross it.
    public let changesDecision: Bool
  }

  /// The case.
  public let businessCase: BusinessCase
  /// What the results are measured in.
  public let measure: CaseMeasure
  /// The ROI to be exceeded.
  public let hurdle: ExactDecimal
  /// The result with every input as stated.
  public let base: ExactRatio
  /// The inputs, the widest swing first; unbounded ones before all, equals as given.
  public let rows: [Row]

  /// Moves one input at a time over its range.
  ///
  /// - Parameters:
  ///   - businessCase: the case.
  ///   - ranges: at least one and at most 60.
  ///   - measure: ROI, or net benefit.
  ///   - hurdle: the ROI to be exceeded, for ``Row/changesDecision``.
  /// - Throws: `tooFew` without a range; `invalidArgument` for more than 60, or an end that the input cannot
  ///   have; `undefined` for the ROI of a programme that costs nothing, here or at an end of the cost, and for
  ///   the levels of a delta that has none.
  public init(
    _ businessCase: BusinessCase, ranges: [Range], measure: CaseMeasure = .roi,
    hurdle: ExactDecimal = 0
  ) throws(EvaluationError) {
    guard !ranges.isEmpty else { throw .tooFew(what: "ranges", needed: 1, found: 0) }
    guard ranges.count <= 60 else {
      throw .invalidArgument(name: "the ranges", needed: "at most 60", found: "\(ranges.count)")
    }
    let chain = CaseChain(businessCase)
    guard let base = chain.result([:], measure) else { throw Self.noCost }
    var rows: [Row] = []
    for range in ranges { rows.append(try Self.row(range, chain, measure, hurdle)) }
    self.businessCase = businessCase
    self.measure = measure
    self.hurdle = hurdle
    self.base = base
    let order = rows.indices.sorted { first, second in
      guard let one = rows[first].swing else { return rows[second].swing != nil || first < second }
      guard let other = rows[second].swing else { return false }
      return one == other ? first < second : one > other
    }
    self.rows = order.map { rows[$0] }
  }

  private static let noCost = EvaluationError.undefined(
    what: "ROI", needed: "a programme that costs something", found: "a cost of 0")

  private static func row(
    _ range: Range, _ chain: CaseChain, _ measure: CaseMeasure, _ hurdle: ExactDecimal
  ) throws(EvaluationError) -> Row {
    var results: [ExactRatio?] = []
    var margins = [chain.margin([:], over: hurdle)]
    for end in [range.low, range.high] {
      guard let end else {
        results.append(nil)
        continue
      }
      try chain.validate(end, for: range.input)
      guard let result = chain.result([range.input: end], measure) else { throw noCost }
      results.append(result)
      margins.append(chain.margin([range.input: end], over: hurdle))
    }
    // An improvement without a limit passes every hurdle, or fails it, unless it is worth nothing.
    let isWorth = !(chain.share * chain.unitValue).isZero
    let fails = margins.contains(where: \.isNegative) || (range.low == nil && isWorth)
    let passes = margins.contains { $0 > 0 } || (range.high == nil && isWorth)
    let swing = results[0].flatMap { low in results[1].map { $0 - low } }
    return Row(
      range: range, resultAtLow: results[0], resultAtHigh: results[1],
      swing: swing.map { $0.isNegative ? -$0 : $0 }, changesDecision: fails && passes)
  }
}

// MARK: - Ranges of a case

extension Tornado {
  /// Moves each input over the range that the case itself gives.
  ///
  /// The improvement over its interval; the share over the band of the design, widened to what is credited; the
  /// value of a unit and the cost by the changes given; and, where a year is extrapolated, the improvement from
  /// that of the window to that of the year.
  ///
  /// - Parameters:
  ///   - businessCase: the case.
  ///   - measure: ROI, or net benefit.
  ///   - hurdle: the ROI to be exceeded.
  ///   - unitValueChange: how far the value of a unit may be off either way, from 0 to 1.
  ///   - costChange: how far the cost may be off either way, from 0 to below 1.
  /// - Throws: `invalidArgument` for a change outside its range; `undefined` for the ROI of a programme that
  ///   costs nothing; `overflow` when a changed amount does not fit.
  public init(
    _ businessCase: BusinessCase, measure: CaseMeasure = .roi, hurdle: ExactDecimal = 0,
    unitValueChange: ExactDecimal = 0.2, costChange: ExactDecimal = 0.2
  ) throws(EvaluationError) {
    guard unitValueChange >= 0, unitValueChange <= 1, costChange >= 0, costChange < 1 else {
      throw .invalidArgument(
        name: "a change of the tornado", needed: "a share from 0 to 1 (below 1 for the cost)",
        found: "\(unitValueChange) and \(costChange)")
    }
    var ranges: [Range] = []
    if let interval = businessCase.annualised.interval {
      ranges.append(
        try Range(
          .delta, name: "improvement, \(formatted(interval.level * 100)) % interval",
          low: interval.lower?.delta, high: interval.upper?.delta))
    }
    let (band, credited) = (businessCase.band, businessCase.attribution)
    ranges.append(
      try Range(
        .attribution, name: "share credited, band", low: ExactRatio(min(band.low, credited.low)),
        high: ExactRatio(max(band.high, credited.high))))
    for (input, amount, change) in [
      (CaseInput.unitValue, businessCase.unitValue.amount, unitValueChange),
      (.cost, businessCase.costs.total, costChange),
    ] {
      var ends: [ExactRatio] = []
      for factor in [ExactRatio(1) - ExactRatio(change), ExactRatio(1) + ExactRatio(change)] {
        ends.append(try Money(posting: amount.exact * factor, in: amount.currency).exact)
      }
      ranges.append(
        try Range(input, name: "\(input), ±\(percentage(change))", low: ends[0], high: ends[1]))
    }
    if businessCase.time.isExtrapolated {
      let (window, year) = (businessCase.inWindow.delta, businessCase.annualised.delta)
      ranges.append(
        try Range(
          .delta, name: "weeks that it lasts", low: min(window, year), high: max(window, year)))
    }
    try self.init(businessCase, ranges: ranges, measure: measure, hurdle: hurdle)
  }
}

// MARK: - Text and coding

extension Tornado: CustomStringConvertible, Codable {
  /// The verdict, and the first rows, in at most ten lines.
  public var description: String {
    let deciding = rows.filter(\.changesDecision).map(\.range.name)
    let head =
      deciding.isEmpty
      ? "no input alone moves ROI across \(hurdle)"
      : "moved across an ROI of \(hurdle) by \(deciding.joined(separator: "; or "))"
    return "\(head)\n" + TextTable.aligned(Array(table.prefix(9)))
  }

  /// The rows as Markdown.
  public var markdown: String { TextTable.markdown(table) }

  private var table: [[String]] {
    let name = measure == .roi ? "ROI" : "net benefit"
    func words(_ ratio: ExactRatio?) -> String { ratio.map { figure($0) } ?? "unbounded" }
    return [["input", "low", "high", "\(name) at low", "\(name) at high", "decides"]]
      + rows.map { row in
        [
          excerpt(row.range.name), words(row.range.low), words(row.range.high),
          words(row.resultAtLow), words(row.resultAtHigh), row.changesDecision ? "yes" : "no",
        ]
      }
  }

  private enum CodingKeys: String, CodingKey { case businessCase, ranges, measure, hurdle }

  /// Decodes case and ranges and computes the rows anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(BusinessCase.self, forKey: .businessCase),
      ranges: fields.decode([Range].self, forKey: .ranges),
      measure: fields.decode(CaseMeasure.self, forKey: .measure),
      hurdle: fields.decode(ExactDecimal.self, forKey: .hurdle))
  }

  /// Encodes case and ranges; the results follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(businessCase, forKey: .businessCase)
    try fields.encode(rows.map(\.range), forKey: .ranges)
    try fields.encode(measure, forKey: .measure)
    try fields.encode(hurdle, forKey: .hurdle)
  }
}
