public import Statistics

/// The values of a delta that a policy accepts: from a lower end to an upper one, ends included.
public struct AcceptableBand: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The least value accepted, or nil when there is no lower end.
  public let lower: Double?
  /// The largest value accepted, or nil when there is no upper end.
  public let upper: Double?

  private init(lower: Double?, upper: Double?) {
    self.lower = lower
    self.upper = upper
  }

  /// Ratios of at least a floor, and with two sides of at most its inverse.
  public static func ratio(floor: ExactShare, twoSided: Bool) -> AcceptableBand {
    AcceptableBand(lower: floor.value, upper: twoSided ? 1 / floor.value : nil)
  }

  /// Differences no further from 0 than a margin, or with one side no further below it.
  ///
  /// - Throws: `invalidArgument` unless the margin is finite and at least 0.
  public static func difference(
    margin: Double, twoSided: Bool = true
  ) throws(EvaluationError) -> AcceptableBand {
    guard margin >= 0, margin.isFinite else {
      throw .invalidArgument(
        name: "the margin", needed: "finite and not negative", found: "\(margin)")
    }
    return AcceptableBand(lower: -margin, upper: twoSided ? margin : nil)
  }

  /// Decodes a band, refusing ends that are not finite or in the wrong order.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    lower = try fields.decodeIfPresent(Double.self, forKey: .lower)
    upper = try fields.decodeIfPresent(Double.self, forKey: .upper)
    let (low, high) = (lower ?? -.infinity, upper ?? .infinity)
    guard lower?.isFinite ?? true, upper?.isFinite ?? true, low <= high else {
      throw DecodingError.dataCorruptedError(
        forKey: .lower, in: fields, debugDescription: "needs finite ends, lower <= upper")
    }
  }

  // MARK: Verdict

  /// The one place where an interval becomes a verdict: pass when it lies inside, fail when it lies
  /// wholly outside, else inconclusive.
  ///
  /// An end of the interval that is nil is unbounded, and so never inside an end of the band.
  public func verdict(of interval: Interval) -> FairnessVerdict {
    let (low, high) = (interval.lower ?? -.infinity, interval.upper ?? .infinity)
    let (least, most) = (lower ?? -.infinity, upper ?? .infinity)
    if low >= least, high <= most { return .pass }
    return high < least || low > most ? .fail : .inconclusive
  }

  /// The band in words, such as `at least 0.8` or `between -0.1 and 0.1`.
  public var description: String {
    switch (lower, upper) {
    case (let low?, let high?): "between \(formatted(low)) and \(formatted(high))"
    case (let low?, nil): "at least \(formatted(low))"
    case (nil, let high?): "at most \(formatted(high))"
    case (nil, nil): "any value"
    }
  }
}
