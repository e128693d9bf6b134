import Distributions
public import Statistics

/// What a ratio audit of two groups can tell before there are any data.
///
/// The gate passes where the lower limit of the Miettinen-Nurminen interval of the ratio is at least
/// the floor, and fails where the upper one is below it. Chances are exact: sums over all tables that
/// two binomial counts can give.
///
/// **Reference:** Miettinen and Nurminen (1985), doi:10.1002/sim.4780040211; Farrington and Manning
/// (1990), doi:10.1002/sim.4780091208, for the needed size.
public struct AuditPower: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The chances of each verdict at given true rates; they sum to 1.
  public struct Chances: Sendable, Hashable, Codable {
    /// The chance that the audit passes.
    public let pass: Double
    /// The chance that it fails.
    public let fail: Double
    /// The chance that it cannot tell.
    public let inconclusive: Double
    /// The chance that the ratio observed is below the floor: what a gate on it alone would fail.
    public let ratioBelowFloor: Double
  }

  /// How many the focal group has.
  public let focalSize: Int
  /// How many the reference has.
  public let referenceSize: Int
  /// The least ratio accepted.
  public let floor: ExactShare
  /// The level of the interval.
  public let level: Double

  /// The largest group that is enumerated.
  public static let largestSize = 20_000

  /// Describes an audit to come.
  ///
  /// - Throws: `invalidArgument` for a size outside 1 to 20,000 or a level outside (0, 1).
  public init(
    focalSize: Int, referenceSize: Int, floor: ExactShare = .fourFifths, level: Double = 0.95
  ) throws(EvaluationError) {
    for size in [focalSize, referenceSize] where size < 1 || size > Self.largestSize {
      throw .invalidArgument(
        name: "the size of a group", needed: "between 1 and \(Self.largestSize)", found: "\(size)")
    }
    try Self.validate(level, name: "the level")
    self.focalSize = focalSize
    self.referenceSize = referenceSize
    self.floor = floor
    self.level = level
  }

  /// Decodes an audit to come, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      focalSize: fields.decode(Int.self, forKey: .focalSize),
      referenceSize: fields.decode(Int.self, forKey: .referenceSize),
      floor: fields.decode(ExactShare.self, forKey: .floor),
      level: fields.decode(Double.self, forKey: .level))
  }

  private static func validate(_ value: Double, name: String) throws(EvaluationError) {
    guard value > 0, value < 1 else {
      throw .invalidArgument(name: name, needed: "between 0 and 1", found: "\(value)")
    }
  }

  // MARK: Chances

  /// The chances of each verdict at true rates.
  ///
  /// - Throws: `invalidArgument` for a rate outside [0, 1].
  /// - Complexity: O(*n* log *n*) score statistics.
  public func chances(
    focalRate: Double, referenceRate: Double
  ) throws(EvaluationError) -> Chances {
    guard let focal = Binomial(trials: focalSize, probability: focalRate),
      let reference = Binomial(trials: referenceSize, probability: referenceRate)
    else {
      throw .invalidArgument(
        name: "a true rate", needed: "between 0 and 1", found: "\(focalRate), \(referenceRate)")
    }
    return try gate().chances(focal, reference)
  }

  /// The chance that Fisher's exact test finds no difference at 5 %: what a gate that takes "not
  /// significant" for fair would pass.
  ///
  /// - Throws: `invalidArgument` for a rate outside [0, 1]; `overflow` for more than a million tables.
  public func chanceOfNoSignificance(
    focalRate: Double, referenceRate: Double
  ) throws(EvaluationError) -> Double {
    guard (focalSize + 1) * (referenceSize + 1) <= 1_000_000 else {
      throw .overflow(
        what: "the number of tables", needed: "at most a million", found: "more")
    }
    guard let focal = Binomial(trials: focalSize, probability: focalRate),
      let reference = Binomial(trials: referenceSize, probability: referenceRate)
    else {
      throw .invalidArgument(
        name: "a true rate", needed: "between 0 and 1", found: "\(focalRate), \(referenceRate)")
    }
    let masses = (0...referenceSize).map { reference.pmf($0) }
    var chance = 0.0
    for selected in 0...focalSize {
      let first = try Proportion(successes: selected, trials: focalSize)
      let mass = focal.pmf(selected)
      for other in 0...referenceSize {
        let second = try Proportion(successes: other, trials: referenceSize)
        if FisherExactTest(first, second).pValue >= 0.05 { chance += mass * masses[other] }
      }
    }
    return min(1, chance)
  }

  /// The largest true ratio, in steps of 0.01, that the audit fails with the power asked for; nil where
  /// not even a ratio of 0 would be.
  ///
  /// - Throws: `invalidArgument` for a rate or power outside (0, 1).
  public func largestDetectableRatio(
    referenceRate: Double, power: Double = 0.8
  ) throws(EvaluationError) -> Double? {
    try Self.validate(referenceRate, name: "the reference's rate")
    try Self.validate(power, name: "the power")
    let gate = try gate()
    guard let reference = Binomial(trials: referenceSize, probability: referenceRate) else {
      return nil
    }
    for step in stride(from: 100, through: 0, by: -1) {
      let ratio = Double(step) / 100
      guard let focal = Binomial(trials: focalSize, probability: ratio * referenceRate) else {
        continue
      }
      if gate.chances(focal, reference).fail >= power { return ratio }
    }
    return nil
  }

  private func gate() throws(EvaluationError) -> RatioGate {
    try RatioGate(
      focalSize: focalSize, referenceSize: referenceSize, floor: floor, level: level)
  }

  // MARK: Needed size

  /// How many people each of two equal groups needs for a chance of one verdict: a pass where the true
  /// ratio is above the floor, a fail where it is below.
  ///
  /// The normal formula of Farrington and Manning, rounded up; the exact chance at that size is near
  /// the power, not above it by design.
  ///
  /// - Throws: `invalidArgument` for rates or power outside (0, 1); `undefined` where the true ratio is
  ///   the floor.
  public static func neededSize(
    focalRate: Double, referenceRate: Double, floor: ExactShare = .fourFifths,
    level: Double = 0.95, power: Double = 0.8
  ) throws(EvaluationError) -> Int {
    try validate(focalRate, name: "the focal group's rate")
    try validate(referenceRate, name: "the reference's rate")
    try validate(level, name: "the level")
    try validate(power, name: "the power")
    let ratio = floor.value
    let distance = abs(focalRate - ratio * referenceRate)
    func spread(_ first: Double, _ second: Double) -> Double {
      (first * (1 - first) + ratio * ratio * second * (1 - second)).squareRoot()
    }
    let under = ScoreFunction.constrained(
      ratio: ratio, treated: (focalRate, 1 - focalRate),
      control: (referenceRate, 1 - referenceRate))
    let reach =
      Normal.standard.quantile(survival: (1 - level) / 2) * spread(under.treated, under.control)
      + Normal.standard.quantile(power) * spread(focalRate, referenceRate)
    let size = max(1, (reach / distance * (reach / distance)).rounded(.up))
    guard distance > 0, size < 1e9 else {
      throw .undefined(
        what: "the needed size", needed: "a true ratio away from the floor of \(floor)",
        found: "a ratio of \(formatted(focalRate / referenceRate))")
    }
    return Int(size)
  }

  /// The sizes, the floor and the level.
  public var description: String {
    "\(focalSize) against \(referenceSize) people, ratio at least \(floor), "
      + "\(formatted(level * 100)) % interval"
  }
}
