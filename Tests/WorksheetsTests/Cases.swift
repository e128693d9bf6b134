import ROI
import Statistics
import TestSupport

/// Business cases of every kind that a worksheet lays out.
enum Cases {
  /// What a case is made of; each part has a default.
  struct Parts {
    var name = "A pilot"
    var delta: Delta
    var direction = Estimate.Direction.lowerIsBetter
    var weeks: ExactDecimal = 13
    var year: ExactDecimal = 52
    var covers = TimeBasis.Period.year
    var shares: (ExactDecimal, ExactDecimal) = (0.20, 0.20)
    var override = true
    var currency = "USD"
    var value = "120000"
    var costs = ["18000", "8000", "4000"]
    var hurdles: [ExactDecimal] = [0, 0.25]
    var rounding = Rounding.halfAwayFromZero
    var unit = "exits a year"
  }

  static func make(_ parts: Parts) throws -> BusinessCase {
    let currency = try Currency(parts.currency)
    let override = try Attribution.Override(
      reason: "as agreed", author: "the sponsor", date: RecordDate("2026-03-31"))
    return try BusinessCase(
      name: parts.name, perspective: .employer,
      indicator: Indicator("the indicator", unit: parts.unit, direction: parts.direction),
      delta: parts.delta,
      time: TimeBasis(
        observedWeeks: parts.weeks, weeksPerYear: parts.year, deltaCovers: parts.covers,
        horizon: "one year", persistence: "it holds"),
      attribution: Attribution(
        low: parts.shares.0, high: parts.shares.1, rationale: "as seen", author: "the owner",
        date: RecordDate("2026-03-30"), override: parts.override ? override : nil),
      unitValue: UnitValue(Money(parts.value, currency), source: "Finance"),
      costs: CostLedger(
        parts.costs.enumerated().map { index, amount in
          try Cost(
            "cost \(index)", category: .fees, amount: Money(amount, currency), source: "books")
        }, in: currency),
      hurdles: parts.hurdles, rounding: parts.rounding)
  }

  // MARK: Deltas

  static func counts(
    _ direction: Estimate.Direction = .lowerIsBetter, before: Int = 10, after: Int = 2
  ) throws -> Delta {
    .counts(
      try RateComparison(
        treated: EventRate(count: after, exposure: 2.5),
        control: EventRate(count: before, exposure: 10), perExposure: 10, unit: "exits a year",
        direction: direction))
  }

  /// Counted rates inside the evidence of some study.
  static func rates(units: ExactDecimal, factor: Double = 1) throws -> Delta {
    let comparison = try RateComparison(
      treated: EventRate(count: 3, exposure: 2.5), control: EventRate(count: 11, exposure: 10))
    return .evidence(
      effect: try comparison.effect.scaled(by: factor), design: .matchedCohort, checks: [],
      units: units)
  }

  /// Exits among people, in the pilot and in a control group.
  static func proportions(
    pilot: Int = 9, _ direction: Estimate.Direction = .lowerIsBetter, units: ExactDecimal = 118,
    perTrials: Double = 1
  ) throws -> Delta {
    .evidence(
      try ProportionComparison(
        treated: Proportion(successes: pilot, trials: 118),
        control: Proportion(successes: 18, trials: 120), perTrials: perTrials,
        design: .beforeAfter, unit: "exits", direction: direction), units: units)
  }

  static func evidence(
    _ direction: Estimate.Direction, units: ExactDecimal = 185, shift: Double = 3
  ) throws -> Delta {
    .evidence(
      try MeanDifference(
        treated: Moments([4, 6, 9.5, 7].map { $0 + shift }), control: Moments([5, 5.25, 8, 6, 3]),
        design: .randomizedExperiment, unit: "sales", direction: direction), units: units)
  }

  /// An effect with a normal reference, such as a regression's over thousands of rows.
  static func normal(_ direction: Estimate.Direction = .lowerIsBetter) throws -> Delta {
    .evidence(
      effect: try Estimate(
        value: -1.25, uncertainty: .normal(standardError: 0.7), method: "normal reference",
        direction: direction), design: .beforeAfter, checks: [], units: 3)
  }

  static func declared(_ baseline: ExactDecimal = 10, _ observed: ExactDecimal = 8) -> Delta {
    .declared(baseline: baseline, observed: observed)
  }

  // MARK: Collections

  /// One case of each kind, by what is special about it.
  static func all() throws -> [(name: String, case: BusinessCase)] {
    var all: [(String, Parts)] = [
      ("counts, lower is better", Parts(delta: try counts())),
      (
        "counts, higher is better",
        Parts(delta: try counts(.higherIsBetter), direction: .higherIsBetter)
      ),
      ("no events in the pilot", Parts(delta: try counts(after: 0))),
      ("rates times units", Parts(delta: try rates(units: 4))),
      (
        "rates turned", Parts(delta: try rates(units: 1, factor: -10), direction: .higherIsBetter)
      ),
      ("proportions", Parts(delta: try proportions())),
      ("proportions, none counted", Parts(delta: try proportions(pilot: 0, units: 1))),
      (
        "proportions, all counted",
        Parts(delta: try proportions(pilot: 118, .higherIsBetter), direction: .higherIsBetter)
      ),
      ("proportions for a number", Parts(delta: try proportions(units: 1, perTrials: 118))),
      ("normal reference", Parts(delta: try normal())),
      (
        "normal reference, higher is better",
        Parts(delta: try normal(.higherIsBetter), direction: .higherIsBetter)
      ),
      ("declared, lower is better", Parts(delta: declared())),
      ("declared, higher is better", Parts(delta: declared(), direction: .higherIsBetter)),
      ("no change", Parts(delta: declared(10, 10))),
    ]
    for direction in Estimate.Direction.allCases {
      for (units, covers) in [
        (ExactDecimal(1), TimeBasis.Period.year), (185, .year), (1, .window), (12.5, .window),
      ] {
        all.append(
          (
            "evidence of \(units) units over a \(covers), \(direction)",
            Parts(
              delta: try evidence(direction, units: units), direction: direction, covers: covers,
              shares: (1, 1))
          ))
      }
    }
    all += [
      ("a range of shares", Parts(delta: try counts(), shares: (0.15, 0.25))),
      ("a range outside the band", Parts(delta: try counts(), shares: (0.3, 0.45))),
      ("in the band", Parts(delta: try counts(), override: false)),
      ("no cost", Parts(delta: try counts(), costs: [])),
      ("a cost of zero", Parts(delta: try counts(), costs: ["0", "0.00"])),
      ("a unit without value", Parts(delta: try counts(), value: "0")),
      ("nothing credited", Parts(delta: try counts(), shares: (0, 0))),
      ("yen", Parts(delta: declared(), currency: "JPY", value: "1234567")),
      ("dinars", Parts(delta: declared(), currency: "KWD", value: "1.235", costs: ["0.001"])),
      (
        "half to even",
        Parts(delta: declared(1, 0), value: "0.50", costs: ["0.01"], rounding: .halfToEven)
      ),
      ("a whole year", Parts(delta: declared(), weeks: 52)),
      ("two years", Parts(delta: declared(), weeks: 104, covers: .window)),
      ("no hurdles", Parts(delta: try counts(), hurdles: [])),
    ]
    return try all.map { ($0.0, try make($0.1)) }
  }

  /// A case drawn at random.
  static func random(_ generator: inout Generator) throws -> BusinessCase {
    func below(_ limit: Int) -> Int { Int(generator.next() % UInt64(limit)) }
    func decimal(_ limit: Int, places: Int) throws -> ExactDecimal {
      let digits = String(below(limit))
      let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
      return try ExactDecimal(
        places == 0 ? padded : padded.dropLast(places) + "." + padded.suffix(places))
    }
    let direction: Estimate.Direction = below(2) == 0 ? .lowerIsBetter : .higherIsBetter
    let delta: Delta
    var covers: TimeBasis.Period = below(2) == 0 ? .year : .window
    switch below(4) {
    case 3:
      delta = try proportions(
        pilot: below(119), direction, units: decimal(9_999, places: 1) + 1,
        perTrials: below(2) == 0 ? 1 : 7.5)
    case 0:
      delta = try counts(direction, before: below(40), after: below(15))
      covers = .year
    case 1:
      delta = try evidence(
        direction, units: decimal(9_999, places: 1) + 1, shift: Double(below(100)) / 7 - 6)
    default: delta = declared(try decimal(100_000, places: 3), try decimal(100_000, places: 3))
    }
    let low = try decimal(1_000, places: 3)
    let high = below(2) == 0 ? low : max(low, try decimal(1_000, places: 3))
    let currencies = ["USD", "JPY", "KWD", "EUR"]
    let currency = currencies[below(currencies.count)]
    let places = try Currency(currency).minorDigits
    return try make(
      Parts(
        delta: delta, direction: direction, weeks: try decimal(104, places: 0) + 1, covers: covers,
        shares: (low, high), currency: currency,
        value: try decimal(10_000_000, places: places).description,
        costs: try (0..<below(5)).map { _ in try decimal(50_000_000, places: places).description },
        hurdles: [try decimal(300, places: 2)],
        rounding: below(2) == 0 ? .halfToEven : .halfAwayFromZero))
  }
}

/// The sum of two decimals.
private func + (left: ExactDecimal, right: Int) throws -> ExactDecimal {
  try ExactDecimal((ExactRatio(left) + ExactRatio(right)).description)
}
