public import ROI
public import Statistics

extension BreakEvenChart {
  /// Draws what one input of a case must be along the values of another; points that the input cannot have
  /// are left out.
  ///
  /// - Throws: `tooFew` where fewer than two points are feasible; `invalidArgument` for values that do not
  ///   rise or lie beyond 1e300.
  public init(_ curve: BreakEvenCurve) throws(EvaluationError) {
    let businessCase = curve.businessCase
    var points: [Point] = []
    for point in curve.points where point.isFeasible {
      guard let needed = point.needed else { continue }
      points.append(try Point(x: ExactRatio(point.value).value, y: needed.value))
    }
    let stated = try Point(
      x: businessCase.stated(curve.moved).value, y: businessCase.stated(curve.solved).value)
    try self.init(
      title: Self.finding(curve), curve: points, stated: stated, paysAbove: curve.solved != .cost,
      xTitle: businessCase.title(of: curve.moved), yTitle: businessCase.title(of: curve.solved),
      isShare: curve.solved == .attribution)
  }

  /// What is needed with the moved input as stated, by exact arithmetic.
  private static func finding(_ curve: BreakEvenCurve) -> String? {
    let businessCase = curve.businessCase
    let moved = businessCase.stated(curve.moved)
    guard let value = try? ExactDecimal(moved.decimal(significantDigits: 17)),
      let at = try? BreakEvenCurve(
        businessCase, solvingFor: curve.solved, over: curve.moved, values: [value],
        hurdle: curve.hurdle), let point = at.points.first, let needed = point.needed,
      point.isFeasible
    else { return nil }
    let bound = curve.solved == .cost ? "at most" : "at least"
    let place = ROIDistributionChart.name(of: curve.hurdle)
    return "For \(place) the \(curve.solved) must be \(bound) "
      + "\(businessCase.words(needed, for: curve.solved)), at a \(curve.moved) of "
      + "\(businessCase.words(moved, for: curve.moved)); it is "
      + businessCase.words(businessCase.stated(curve.solved), for: curve.solved)
  }
}

extension BusinessCase {
  /// An input of the annualised chain as stated.
  fileprivate func stated(_ input: CaseInput) -> ExactRatio {
    switch input {
    case .attribution: attribution.point
    case .unitValue: unitValue.amount.exact
    case .cost: costs.total.exact
    case .delta, .baseline, .observed: annualised.delta
    }
  }

  /// An input with its unit.
  fileprivate func title(of input: CaseInput) -> String {
    switch input {
    case .attribution: "\(input)"
    case .unitValue, .cost: "\(input) (\(costs.currency.code))"
    case .delta, .baseline, .observed: "\(input) (\(improvementUnit(over: .annualised)))"
    }
  }

  /// The share credited that pays for the programme, from half to twice the value of a unit.
  var breakEvenChart: BreakEvenChart? {
    let worth = unitValue.amount.exact
    let values = (2...8).compactMap { step in
      try? ExactDecimal(
        (worth * ExactRatio(step)).divided(by: 4)?.decimal(significantDigits: 17) ?? "")
    }
    guard
      let curve = try? BreakEvenCurve(
        self, solvingFor: .attribution, over: .unitValue, values: values)
    else { return nil }
    return try? BreakEvenChart(curve)
  }
}
