public import Statistics

/// What was to be measured, written down before it was seen: hypothesis, primary indicator, power.
///
/// A plan registered after the first outcome is post-hoc. The primary indicator is locked: a case about
/// another one is exploratory.
public struct MeasurementPlan: Sendable, Hashable, Codable {
  /// When the plan was registered.
  public let registered: RecordTime
  /// The one hypothesis.
  public let hypothesis: String
  /// The one indicator that the hypothesis is about.
  public let primaryKPI: Indicator
  /// The day on which an outcome could first be seen.
  public let firstOutcome: RecordDate
  /// What the study was planned to see; nil when that was not planned.
  public let power: PowerPlan?
  /// The fingerprint of the primary indicator as it was locked.
  public let lock: SHA256.Digest

  // MARK: Building

  /// Registers a plan.
  ///
  /// - Parameters:
  ///   - registered: when the plan was registered.
  ///   - hypothesis: the one hypothesis.
  ///   - primaryKPI: the one indicator that it is about.
  ///   - firstOutcome: the day on which an outcome could first be seen.
  ///   - power: what the study was planned to see.
  ///   - lock: the fingerprint taken when the indicator was locked; that of `primaryKPI` when nil. With a
  ///     fingerprint of another indicator every case of this plan is exploratory.
  /// - Throws: `invalidArgument` for a blank hypothesis, or an indicator of engagement.
  public init(
    registered: RecordTime, hypothesis: String, primaryKPI: Indicator, firstOutcome: RecordDate,
    power: PowerPlan? = nil, lock: SHA256.Digest? = nil
  ) throws(EvaluationError) {
    try primaryKPI.requireMonetizable()
    self.registered = registered
    self.hypothesis = try stated(hypothesis, as: "the hypothesis")
    self.primaryKPI = primaryKPI
    self.firstOutcome = firstOutcome
    self.power = power
    self.lock = lock ?? Self.fingerprint(of: primaryKPI)
  }

  /// Decodes a plan, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      registered: fields.decode(RecordTime.self, forKey: .registered),
      hypothesis: fields.decode(String.self, forKey: .hypothesis),
      primaryKPI: fields.decode(Indicator.self, forKey: .primaryKPI),
      firstOutcome: fields.decode(RecordDate.self, forKey: .firstOutcome),
      power: fields.decodeIfPresent(PowerPlan.self, forKey: .power),
      lock: fields.decode(SHA256.Digest.self, forKey: .lock))
  }

  // MARK: Properties

  /// The fingerprint of an indicator: the SHA-256 of its name, unit and direction, a line each, the free
  /// texts after the number of their bytes so that no two indicators share a text.
  public static func fingerprint(of indicator: Indicator) -> SHA256.Digest {
    let lines = [indicator.name, indicator.unit].map { "\($0.utf8.count) \($0)" }
    return SHA256.digest(
      of: (lines + [indicator.direction.rawValue]).joined(separator: "\n"))
  }

  /// Whether the plan was registered after the day of the first outcome.
  public var isPostHoc: Bool { registered.date > firstOutcome }

  /// Whether an indicator is another than the one locked, or the plan's own was changed since.
  public func isExploratory(for indicator: Indicator) -> Bool {
    lock != Self.fingerprint(of: indicator) || lock != Self.fingerprint(of: primaryKPI)
  }
}

// MARK: - Description

extension MeasurementPlan: CustomStringConvertible {
  /// Time, hypothesis, indicator and power.
  public var description: String {
    let planned = power.map { "; \($0)" } ?? ""
    return "registered \(registered)\(isPostHoc ? " (post-hoc)" : ""): "
      + "\(excerpt(hypothesis, limit: 200)); primary indicator \(excerpt(primaryKPI.name))\(planned)"
  }
}
