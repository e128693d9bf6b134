import ROI
import Reporting
import Statistics

/// One chart of each kind, from figures that are known elsewhere or made up by formulas.
enum SampleCharts {
  /// Each chart by the name of its file.
  static func all() throws -> [(name: String, chart: any Chart)] {
    [
      ("effect", try effect()), ("love-plot", try lovePlot()), ("power", try power()),
      ("series", try series()), ("event-study", try eventStudy()), ("forest", try forest()),
      ("waterfall", try waterfall()), ("tornado", try tornado()), ("delta", try delta()),
      ("distribution", try distribution()), ("monitor", try monitor()),
      ("break-even", try breakEven()),
    ]
  }

  /// Each chart as a part of a report.
  static func figures() throws -> [Report.Block] {
    [
      .figure(.effect(try effect())), .figure(.love(try lovePlot())),
      .figure(.power(try power())), .figure(.series(try series())),
      .figure(.eventStudy(try eventStudy())), .figure(.forest(try forest())),
      .figure(.waterfall(try waterfall())), .figure(.tornado(try tornado())),
      .figure(.delta(try delta())), .figure(.distribution(try distribution())),
      .figure(.monitor(try monitor())), .figure(.breakEven(try breakEven())),
    ]
  }

  /// The job training study: naive, matched and known.
  static func effect() throws -> EffectChart {
    try EffectChart(
      rows: [
        .init(
          "naive difference", value: -15_204.8,
          limits: Limits(lower: -16_497.8, upper: -13_911.8)),
        .init(
          "matched cohort", value: -112.827, limits: Limits(lower: -1_589.42, upper: 1_363.77)),
        .init(
          "randomised trial", value: 1_794.34, limits: Limits(lower: 479.204, upper: 3_109.48)),
      ], headline: 1,
      references: [.noDifference, ReferenceLine("break-even", at: 6_800, kind: .breakEven)],
      unit: "USD per participant")
  }

  /// The job training study's balance.
  static func lovePlot() throws -> LovePlot {
    let figures: [(String, Double, Double)] = [
      ("age", -1.263, -0.652), ("education", -0.881, -0.016), ("black", 1.630, 0.238),
      ("hispanic", 0.114, -0.023), ("married", -1.729, -0.690), ("nodegree", 0.886, 0.190),
      ("earnings 1974", -3.547, -0.492), ("earnings 1975", -5.446, -0.519),
    ]
    return try LovePlot(rows: figures.map { try .init($0.0, before: $0.1, after: $0.2) })
  }

  static func power() throws -> PowerChart {
    func curve(_ label: String, _ rate: Double) throws -> PowerChart.Curve {
      try .init(
        label,
        stride(from: 20.0, through: 400, by: 20).map { size in
          let x = size / rate
          return try .init(x: size, power: 0.05 + 0.95 * x * x / (1 + x * x))
        })
    }
    return try PowerChart(
      title: "64 a group reach 80 % power for half a standard deviation",
      curves: [curve("people alone", 34), curve("teams, ICC 0.05", 90)],
      plans: [.init("as planned", .init(x: 64, power: 0.801))], xTitle: "people a group")
  }

  static func series() throws -> SeriesChart {
    try SeriesChart(
      points: (0..<24).map { month in
        let trend = 42.0 + 0.35 * Double(month)
        let wave = [1.2, -0.8, 0.3, -1.1, 0.6, 0.9, -0.4][month % 7]
        let effect = month >= 12 ? -4.5 - 0.2 * Double(month - 12) : 0
        let width = 1.4 + 0.12 * Double(month - 12)
        return try .init(
          time: Double(month),
          label: "\(2024 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)",
          observed: month == 17 ? nil : trend + effect + wave, fitted: trend + effect,
          counterfactual: month >= 12 ? trend : nil,
          band: month >= 12 ? Limits(lower: trend - width, upper: trend + width) : nil)
      }, start: 11.5, unit: "tickets closed in a week, per person", timeTitle: "month")
  }

  static func eventStudy() throws -> EventStudyChart {
    let figures: [(Int, Double, Double)] = [
      (-4, 0.004, 0.021), (-3, -0.011, 0.019), (-2, 0.008, 0.016), (0, -0.021, 0.018),
      (1, -0.048, 0.022), (2, -0.061, 0.027), (3, -0.089, 0.041),
    ]
    return try EventStudyChart(
      points: [.init(time: -1, value: 0)]
        + figures.map {
          try .init(time: $0.0, value: $0.1, limits: Limits(lower: $0.1 - $0.2, upper: $0.1 + $0.2))
        }, unit: "log employment", period: "year")
  }

  static func forest() throws -> ForestPlot {
    try ForestPlot(
      rows: [
        .init("women", value: 0.97, limits: Limits(lower: 0.88, upper: 1.07), verdict: .pass),
        .init(
          "people over 50", value: 0.71, limits: Limits(lower: 0.62, upper: 0.79), verdict: .fail),
        .init(
          "part-time staff", value: 0.83, limits: Limits(lower: 0.66, upper: 1.04),
          verdict: .inconclusive),
        .init(
          "night shift", value: 0.9, limits: Limits(lower: 0, upper: 1.9), verdict: .inconclusive),
        .suppressed("people with a disability"),
        .init("contractors", value: nil, verdict: .notEvaluable),
      ], references: [.noRatio, ReferenceLine("four fifths", at: 0.8, kind: .limit)],
      isRatio: true, unit: "selection rate, ratio to the largest group")
  }

  static func waterfall() throws -> WaterfallChart {
    try WaterfallChart(
      title: "USD 42,000 a year remain if 30 % is credited",
      steps: [
        .init("before", .words, text: "10 exits a year"),
        .init("improvement", .words, text: "2 exits a year, USD 120,000 each"),
        .init("value of the improvement", .total(240_000), text: "USD 240,000"),
        .init("not credited, 70 %", .change(-168_000), text: "USD -168,000"),
        .init("credited, 30 %", .total(72_000), text: "USD 72,000"),
        .init("cost", .change(-30_000), text: "USD -30,000"),
        .init(
          "net benefit", .total(42_000), text: "USD 42,000",
          limits: Limits(lower: -598_140, upper: 386_829)),
      ], unit: "USD a year", limitsName: "90 % interval of net benefit")
  }

  static func tornado() throws -> TornadoChart {
    try TornadoChart(
      bars: [
        .init(
          "cost, 20 % either way", low: .init("USD 24,000", result: 48_000),
          high: .init("USD 36,000", result: 36_000)),
        .init(
          "improvement, 90 % interval", low: .init("-15.8", result: -598_140),
          high: .init("11.6", result: 386_829)),
        .init(
          "share credited, band", low: .init("15 %", result: 6_000),
          high: .init("30 %", result: 42_000)),
        .init(
          "value of a unit, 20 % either way", low: .init("USD 96,000", result: 27_600),
          high: .init("USD 144,000", result: 56_400)),
      ], base: 42_000, baseText: "USD 42,000",
      unit: "net benefit in USD a year",
      references: [ReferenceLine("break-even", at: 0, kind: .breakEven)])
  }

  /// 10 exits in ten manager-years, 2 in two and a half; Garwood and MOVER limits at 90 %.
  static func delta() throws -> DeltaChart {
    try DeltaChart(
      indicator: "avoidable exits", unit: "exits a year", direction: .lowerIsBetter,
      baseline: .init("the year before", 10, limits: Limits(lower: 5.425, upper: 16.962)),
      observed: .init("with coaching", 8, limits: Limits(lower: 1.421, upper: 25.183)),
      improvementLimits: Limits(lower: -15.782, upper: 11.578), target: 7, level: 0.9)
  }

  /// Bars of a triangle from -2 to 4 with its top at 1.
  static func distribution() throws -> ROIDistributionChart {
    func below(_ x: Double) -> Double {
      x <= 1 ? (x + 2) * (x + 2) / 18 : 1 - (4 - x) * (4 - x) / 18
    }
    let edges = (0...24).map { -2 + Double($0) / 4 }
    return try ROIDistributionChart(
      histogram: .init(
        edges: edges, shares: zip(edges, edges.dropFirst()).map { below($1) - below($0) }),
      source: .draws(100_000), hurdle: 0.1, shareAbove: 1 - below(0.1), point: 1.4, bound: -0.66,
      boundName: "90 % lower bound", unit: "ROI (net / cost), annualised")
  }

  /// Flagged nudges: a week without any, one exactly at the limit, and two above it.
  static func monitor() throws -> MonitorChart {
    let counts = [
      (1, 80), (2, 96), (0, 0), (5, 100), (3, 104), (4, 98), (6, 100), (4, 101), (9, 99),
    ]
    return try MonitorChart(
      name: "nudges flagged as inappropriate",
      weeks: counts.enumerated().map { index, week in
        try .init(
          "week \(index + 1)", count: week.0, of: week.1, boundary: week.1 > 0 ? 0.0875 : nil)
      }, limit: 0.05, action: "pause the nudges and review the last release",
      warning: "rising from week to week (Cochran-Armitage, one-sided p = 0.011)")
  }

  /// 30,000 over twice the value of a unit: the share that pays.
  static func breakEven() throws -> BreakEvenChart {
    try BreakEvenChart(
      title: "Half the value of a unit still pays at 25 %",
      curve: (2...8).map { try .init(x: Double($0) * 30_000, y: 0.5 / Double($0)) },
      stated: .init(x: 120_000, y: 0.3), xTitle: "value of a unit (USD)",
      yTitle: "share credited", isShare: true)
  }
}
