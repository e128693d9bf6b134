public import DifferenceInDifferences
public import Reporting
public import Statistics

extension EventStudyChart {
  /// The effects of a rollout by time since the start.
  ///
  /// - Parameters:
  ///   - rollout: the study.
  ///   - title: the finding; by default it counts the intervals that exclude zero.
  ///   - period: what one period is, such as `year`.
  ///   - level: the level of the limits.
  ///   - isSimultaneous: whether limits hold for all times at once; each alone where there is no
  ///     such band.
  /// - Throws: `tooFew` without an effect by time; `invalidArgument` for a level outside (0, 1), more
  ///   than 400 times, or figures beyond 1e300.
  public init(
    _ rollout: StaggeredAdoption, title: String? = nil, period: String = "period",
    level: Double = 0.95, isSimultaneous: Bool = true
  ) throws(EvaluationError) {
    let average = rollout.average(by: .dynamic)
    let band = isSimultaneous ? average?.band : nil
    let multiple = band?.multiple(level: level)
    var points: [Point] = []
    for part in average?.parts ?? [] {
      guard let time = part.eventTime else { continue }
      var limits: Limits?
      if let multiple, let error = part.effect.standardError {
        let reach = multiple * error
        limits = try Limits(lower: part.effect.value - reach, upper: part.effect.value + reach)
      } else if multiple == nil, let interval = part.effect.interval(level: level) {
        limits = try Limits(interval)
      }
      points.append(try Point(time: time, value: part.effect.value, limits: limits))
    }
    try self.init(
      title: title, points: points, unit: rollout.effect.unit, period: period, level: level,
      isSimultaneous: multiple != nil)
  }
}
