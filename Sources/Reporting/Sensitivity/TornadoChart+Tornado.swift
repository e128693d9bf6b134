public import ROI
public import Statistics

extension TornadoChart {
  /// Draws what each input of a case does alone; the title names those that alone move ROI across the
  /// hurdle.
  ///
  /// - Throws: `invalidArgument` for a result beyond 1e300.
  public init(_ tornado: Tornado) throws(EvaluationError) {
    let businessCase = tornado.businessCase
    let code = businessCase.costs.currency.code
    var bars: [Bar] = []
    for row in tornado.rows {
      bars.append(
        Bar(
          row.range.name,
          low: try End(
            row.range.low.map { businessCase.words($0, for: row.range.input) } ?? "unbounded",
            result: row.resultAtLow?.value),
          high: try End(
            row.range.high.map { businessCase.words($0, for: row.range.input) } ?? "unbounded",
            result: row.resultAtHigh?.value)))
    }
    let label = businessCase.label(of: .annualised)
    let isROI = tornado.measure == .roi
    var lines: [ReferenceLine] = []
    if isROI || tornado.hurdle == 0 {
      lines = [
        try ReferenceLine(
          tornado.hurdle == 0 ? "break-even" : "hurdle",
          at: isROI ? ExactRatio(tornado.hurdle).value : 0, kind: .breakEven)
      ]
    }
    try self.init(
      title: Self.finding(tornado), bars: bars, base: tornado.base.value,
      baseText: isROI
        ? digits(tornado.base) : businessCase.annualised.netBenefit.posted.description,
      unit: isROI ? "ROI (net / cost), \(label)" : "net benefit in \(code), \(label)",
      references: lines)
  }

  /// What each input of a case does alone over the ranges that the case gives, annualised.
  ///
  /// - Parameters:
  ///   - businessCase: what is drawn.
  ///   - measure: net benefit, or ROI.
  ///   - unitValueChange: how far the value of a unit may be off either way, from 0 to 1.
  ///   - costChange: how far the cost may be off either way, from 0 to below 1.
  /// - Throws: `invalidArgument` for a change outside its range; `undefined` for the ROI of a
  ///   programme that costs nothing; `overflow` when a changed amount does not fit.
  public init(
    _ businessCase: BusinessCase, measure: CaseMeasure = .netBenefit,
    unitValueChange: ExactDecimal = 0.2, costChange: ExactDecimal = 0.2
  ) throws(EvaluationError) {
    try self.init(
      Tornado(
        businessCase, measure: measure, unitValueChange: unitValueChange, costChange: costChange))
  }

  private static func finding(_ tornado: Tornado) -> String {
    let names = tornado.rows.filter(\.changesDecision).map(\.range.name)
    let place = ROIDistributionChart.name(of: tornado.hurdle)
    guard let first = names.first else { return "No input alone moves ROI across \(place)" }
    return names.count == 1
      ? "\(capitalised(first)) alone moves ROI across \(place)"
      : "\(capitalised(first)) and \(counted(names.count - 1, "other input")) can each move ROI "
        + "across \(place)"
  }
}

extension BusinessCase {
  /// A value of an input for people: a percentage, an amount or a figure.
  func words(_ value: ExactRatio, for input: CaseInput) -> String {
    switch input {
    case .attribution: "\(digits(value * 100)) %"
    case .unitValue, .cost:
      (try? Money(posting: value, in: costs.currency))?.description ?? digits(value)
    case .baseline, .observed, .delta: digits(value)
    }
  }
}
