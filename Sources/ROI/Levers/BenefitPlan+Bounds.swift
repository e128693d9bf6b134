public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension BenefitPlan {
  // MARK: Types

  /// The figures at one limit of the total.
  public struct Bound: Sendable, Hashable, Codable {
    /// The value of all levers together.
    public let value: MoneyFigure
    /// Value less cost.
    public let netBenefit: MoneyFigure
    /// Net benefit over cost; nil when the programme costs nothing.
    public let roi: ExactRatio?
  }

  /// Limits of the total, and how the levers' errors were taken to hang together.
  public struct Limits: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The confidence level.
    public let level: Double
    /// Which sides are closed.
    public let sides: Sides
    /// How the errors hang together.
    public let dependence: Dependence
    /// The figures at the lower limit; nil when unbounded or open.
    public let lower: Bound?
    /// The figures at the upper limit; nil when unbounded or open.
    public let upper: Bound?

    /// Level, dependence and the limits of ROI.
    public var description: String {
      let words =
        "\(formatted(level * 100)) % \(sides == .two ? "two-sided" : "one-sided"), \(dependence)"
      let low = lower.map { "value at least \($0.value), ROI at least \(figure($0.roi))" }
      let high = upper.map { "value at most \($0.value), ROI at most \(figure($0.roi))" }
      return "\([low, high].compactMap { $0 }.joined(separator: "; ")) (\(words))"
    }
  }

  // MARK: Limits

  /// The levers whose interval the total's rests on, with what overlaps leave of each.
  private var measured: [(estimate: Estimate, kept: Double)] {
    zip(levers, values).compactMap { lever, value in
      guard let estimate = lever.estimate, lever.hasInterval else { return nil }
      let kept = deductions.filter { $0.overlap.removedFrom == lever.name }
        .reduce(ExactRatio(1)) { $0 - ExactRatio($1.overlap.share) }
      return (estimate, kept.value)
    }
  }

  /// What levers without an interval add to a bound: nothing where they are good, all of it where they
  /// are not.
  private var unmeasured: Double {
    zip(levers, values).reduce(0) { sum, pair in
      pair.0.hasInterval ? sum : sum + min(0, pair.1.value)
    }
  }

  /// The lower or upper limit of the total in major units; nil when one of the levers is unbounded.
  private func limit(tail: Double, isLower: Bool, _ dependence: Dependence) -> Double? {
    let measured = measured
    guard !measured.isEmpty else { return nil }
    let own = dependence.tail(tail, of: measured.count)
    var centre = unmeasured
    var distances: [Double] = []
    for (estimate, kept) in measured {
      let interval = estimate.interval(level: 1 - own, sides: isLower ? .lower : .upper)
      guard let limit = isLower ? interval?.lower : interval?.upper else { return nil }
      centre += kept * estimate.value
      distances.append(kept * (isLower ? estimate.value - limit : limit - estimate.value))
    }
    let distance = dependence.joined(distances)
    return isLower ? centre - distance : centre + distance
  }

  /// The limits of the total at a level.
  ///
  /// A lever without an interval counts nothing where it is good and all of it where it is not, so that no
  /// declared figure lifts a bound.
  ///
  /// - Parameters:
  ///   - level: the confidence level inside (0, 1).
  ///   - sides: both limits, or one.
  ///   - dependence: how the levers' errors hang together.
  /// - Returns: nil when no lever has an interval or the level is outside (0, 1).
  /// - Throws: `invalidArgument` for a correlation outside 0 to 1; `overflow` when money does not fit.
  public func limits(
    level: Double = 0.90, sides: Sides = .two, dependence: Dependence = .unknown
  ) throws(EvaluationError) -> Limits? {
    try dependence.validate()
    guard level > 0, level < 1, !measured.isEmpty else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    let lower = sides == .upper ? nil : limit(tail: tail, isLower: true, dependence)
    let upper = sides == .lower ? nil : limit(tail: tail, isLower: false, dependence)
    return Limits(
      level: level, sides: sides, dependence: dependence, lower: try bound(lower),
      upper: try bound(upper))
  }

  private func bound(_ limit: Double?) throws(EvaluationError) -> Bound? {
    guard let limit, limit.isFinite else { return nil }
    let value = try MoneyFigure(ExactRatio(ExactDecimal(limit)), in: costs.currency)
    let net = value.exact - costs.total.exact
    return Bound(
      value: value,
      netBenefit: MoneyFigure(exact: net, posted: try value.posted - costs.total),
      roi: net.divided(by: costs.total.exact))
  }

  /// The one-sided lower bound that heads the plan, for levers of unknown dependence; nil when no lever
  /// has an interval.
  public var headline: Limits? { try? limits(level: headlineLevel, sides: .lower) }

  // MARK: Confidence

  /// The confidence that ROI exceeds a hurdle: the one-sided level whose lower bound equals it.
  ///
  /// - Returns: a number in [0, 1]; nil when no lever has an interval, the correlation is outside 0 to 1, or
  ///   the programme costs nothing.
  /// - Complexity: some sixty limits of each lever.
  public func confidence(
    thatROIExceeds hurdle: ExactDecimal, dependence: Dependence = .unknown
  ) -> Double? {
    guard (try? dependence.validate()) != nil, !costs.total.isZero, !measured.isEmpty else {
      return nil
    }
    let threshold = (costs.total.exact * (ExactRatio(hurdle) + 1)).value
    // By the logit of the tail: the lower bound rises with it.
    func lower(_ logit: Double) -> Double? {
      limit(tail: 1 / (1 + exp(-logit)), isLower: true, dependence)
    }
    var (low, high) = (-34.0, 34.0)
    guard let least = lower(low), let most = lower(high) else { return nil }
    if least >= threshold { return 1 }
    if most < threshold { return 0 }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle == low || middle == high { break }
      guard let found = lower(middle) else { return nil }
      if found < threshold { low = middle } else { high = middle }
    }
    return 1 / (1 + exp((low + high) / 2))
  }
}
