public import ExperimentDesign
public import Reporting
public import Statistics

extension PowerChart {
  /// Power curves of one or several designs, with the power that is wanted and plans that stand out.
  ///
  /// - Parameters:
  ///   - curves: one to six curves of one axis, each with a name; their points are drawn in order of
  ///     size or effect, each place once.
  ///   - title: the finding; by default that of the first plan, else where the first curve reaches
  ///     the target.
  ///   - target: the power that is wanted.
  ///   - plans: plans that stand out, such as the smallest effect seen.
  ///   - unit: what an effect is measured in.
  /// - Throws: `tooFew` without a curve, or for a curve of fewer than two places; `invalidArgument`
  ///   for curves of different axes, more than six curves or plans, or a target outside (0, 1).
  public init(
    _ curves: [(label: String, curve: PowerCurve)], title: String? = nil, target: Double = 0.8,
    plans: [Plan] = [], unit: String = ""
  ) throws(EvaluationError) {
    guard let axis = curves.first?.curve.axis else {
      throw .tooFew(what: "power curves", needed: 1, found: 0)
    }
    var drawn: [Curve] = []
    for (label, curve) in curves {
      guard curve.axis == axis else {
        throw .invalidArgument(
          name: "the axis of the power curves", needed: "the same for all",
          found: "\(axis.rawValue) and \(curve.axis.rawValue)")
      }
      drawn.append(try Curve(label, Self.points(curve)))
    }
    let count = "treated \(excerpt(curves[0].curve.unitName))"
    let measure = unit.isEmpty ? "effect" : "effect, \(excerpt(unit))"
    try self.init(
      title: title, curves: drawn, target: target, plans: plans,
      xTitle: axis == .size ? count : measure)
  }

  /// The points in order, each place once.
  private static func points(_ curve: PowerCurve) throws(EvaluationError) -> [Point] {
    var points: [Point] = []
    let places = curve.points.map {
      (x: curve.axis == .size ? $0.size : $0.effect, power: $0.power)
    }
    for place in places.sorted(by: { $0.x < $1.x }) where points.last?.x ?? -.infinity < place.x {
      points.append(try Point(x: place.x, power: place.power))
    }
    return points
  }
}

extension PowerChart.Plan {
  /// The smallest effect that a study sees, on a curve of effects.
  ///
  /// - Throws: `invalidArgument` for an effect beyond 1e300.
  public init(_ effect: DetectableEffect) throws(EvaluationError) {
    self.init(
      "minimum detectable effect", try PowerChart.Point(x: effect.effect, power: effect.power))
  }

  /// The effect that pays for the programme, with the power to see it; nil where it is not known.
  ///
  /// - Throws: `invalidArgument` for an effect beyond 1e300.
  public init?(breakEvenOf effect: DetectableEffect) throws(EvaluationError) {
    guard let place = effect.breakEven, let power = effect.powerAtBreakEven else { return nil }
    self.init("break-even", try PowerChart.Point(x: place, power: power))
  }

  /// The size that was solved for, on a curve of sizes.
  ///
  /// - Throws: `invalidArgument` for a power outside [0, 1].
  public init(_ plan: SampleSizePlan) throws(EvaluationError) {
    self.init(
      "size needed", try PowerChart.Point(x: Double(plan.treated), power: plan.attainedPower))
  }
}
