public import ROI
public import Statistics

extension ROIDistributionChart {
  /// The confidence distribution of annualised ROI: that of the delta, with attribution, value of a unit
  /// and cost held as stated.
  ///
  /// The share above the hurdle is the case's own confidence. Bars reach from the 1st to the 99th percent
  /// of the distribution. The limits of counts do not meet at the point even at a level of 0, which shows as a
  /// dip beside it.
  ///
  /// - Parameters:
  ///   - businessCase: what is drawn.
  ///   - hurdle: the ROI to exceed.
  /// - Throws: `undefined` for a declared delta, a programme that costs nothing or a distribution
  ///   without spread; `invalidArgument` for figures beyond 1e300.
  /// - Complexity: some 200 intervals of the delta.
  public init(
    _ businessCase: BusinessCase, hurdle: ExactDecimal = 0
  ) throws(EvaluationError) {
    let cost = businessCase.costs.total.value
    guard let value = businessCase.valueEstimate, cost > 0,
      let share = businessCase.confidence(thatROIExceeds: hurdle)
    else {
      throw .undefined(
        what: "the distribution of ROI", needed: "a delta with uncertainty and a cost above 0",
        found: "\(businessCase.delta), cost \(businessCase.costs.total)")
    }
    var points: [(place: Double, share: Double)] = []
    for step in 2...198 {
      let below = Double(step) / 200
      let bound = value.interval(level: 1 - below, sides: .lower)?.lower
      guard let place = bound.map({ $0 / cost - 1 }), place.isFinite else { continue }
      if let last = points.last, place <= last.place {
        points[points.count - 1].share = below
      } else {
        points.append((place, below))
      }
    }
    let figures = businessCase.annualised
    try self.init(
      histogram: Histogram(through: points, bars: 36), source: .confidence, hurdle: hurdle,
      shareAbove: share, point: figures.roi?.value, bound: figures.headline?.lower?.roi?.value,
      boundName: "\(formatted(businessCase.headlineLevel * 100)) % lower bound",
      unit: "ROI (net / cost), \(businessCase.label(of: .annualised))")
  }
}

extension ROIDistributionChart.Histogram {
  /// Bars of equal width between the ends of a cumulative curve, straight between its points.
  init(
    through points: [(place: Double, share: Double)], bars: Int
  ) throws(EvaluationError) {
    guard let first = points.first, let last = points.last, last.place > first.place else {
      throw .undefined(
        what: "the distribution of ROI", needed: "places that differ",
        found: points.first.map { charted($0.place) } ?? "none")
    }
    var edges: [Double] = []
    var cumulated: [Double] = []
    var index = 0
    for bar in 0...bars {
      let part = Double(bar) / Double(bars)
      let edge = bar == bars ? last.place : first.place * (1 - part) + last.place * part
      while index + 2 < points.count, points[index + 1].place < edge { index += 1 }
      let (from, to) = (points[index], points[index + 1])
      let way = min(1, max(0, (edge - from.place) / (to.place - from.place)))
      edges.append(edge)
      cumulated.append(from.share + way * (to.share - from.share))
    }
    try self.init(
      edges: edges, shares: zip(cumulated, cumulated.dropFirst()).map { max(0, $1 - $0) },
      below: first.share)
  }
}
