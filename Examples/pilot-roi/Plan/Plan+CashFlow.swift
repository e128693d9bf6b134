import ProgramEvaluation

/// The case over several years.
extension Plan {
  static func cashFlow(_ object: PlanObject) -> CashFlowProjection.Terms? {
    let years = object.integer("years")
    let rate = object.object("rate", Self.rate)
    let lag = object.has("benefitStartLagWeeks") ? object.decimal("benefitStartLagWeeks") : 0
    let dropOff = object.has("dropOff") ? object.decimal("dropOff") : 0
    let timing: FlowTiming? = object.optionalChoice("timing", default: .endOfYear)
    let hasStart = object.has("start")
    let start = hasStart ? object.day("start") : nil
    let isReinvested = object.has("reinvestment")
    let reinvestment = isReinvested ? object.object("reinvestment", Self.rate) : nil
    guard let years, let rate, let lag, let dropOff, let timing, !hasStart || start != nil,
      !isReinvested || reinvestment != nil
    else { return nil }
    return object.build { () throws(EvaluationError) in
      try CashFlowProjection.Terms(
        years: years, rate: rate, benefitStartLagWeeks: lag, dropOff: dropOff, timing: timing,
        start: start, reinvestment: reinvestment)
    }
  }

  /// A nominal rate with its day and its source; none has a default.
  private static func rate(_ object: PlanObject) -> DiscountRate<Nominal>? {
    let value = object.decimal("value")
    let date = object.day("date")
    let source = object.words("source")
    guard let value, let date, let source else { return nil }
    return object.build { () throws(EvaluationError) in
      try DiscountRate<Nominal>(value, date: date, source: source)
    }
  }

  /// The projection of the case, when the plan asks for one.
  func projection(
    of businessCase: BusinessCase
  ) throws(EvaluationError) -> CashFlowProjection? {
    guard let cashFlow else { return nil }
    do {
      return try CashFlowProjection(businessCase, terms: cashFlow)
    } catch {
      throw .invalidPlan(
        path: "$.cashFlow", needed: "years that can be projected", found: "\(error)")
    }
  }

  // MARK: Costs

  /// When a cost is paid: `once on 2026-01-05`, `years 1 to 3`, or
  /// `every month from 2026-01-05 to 2026-12-05`.
  static func timing(_ text: String) throws(EvaluationError) -> CostTiming {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    if words.count == 3, words[0] == "once", words[1] == "on" {
      return .once(on: try RecordDate(words[2]))
    }
    if words.count == 4, words[0] == "years", words[2] == "to", let first = whole(words[1]),
      let last = whole(words[3])
    {
      return .years(first: first, last: last)
    }
    if words.count == 6, words[0] == "every", words[2] == "from", words[4] == "to",
      let period = CostTiming.Period(rawValue: words[1])
    {
      return .recurring(
        every: period, first: try RecordDate(words[3]), last: try RecordDate(words[5]))
    }
    throw .invalidArgument(name: "a timing", needed: "one of those named", found: excerpt(text))
  }

  private static func whole(_ text: String) -> Int? {
    text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
  }
}
