import Distributions
public import Statistics

/// The correction for estimating one mean or one rate of a finite staff from a sample of it.
///
/// It does not apply to a comparison of treated and untreated people: what chance put into the arms
/// stays, even when everybody takes part.
///
/// **Reference:** Cochran (1977), *Sampling Techniques*, chapter 4.
public struct FinitePopulation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many people the staff has.
  public let people: Int

  /// A staff.
  ///
  /// - Throws: `invalidArgument` below 2 or above 2^53 people.
  public init(of people: Int) throws(EvaluationError) {
    guard people >= 2, people <= 1 << 53 else {
      throw .invalidArgument(name: "the staff", needed: "between 2 and 2^53", found: "\(people)")
    }
    self.people = people
  }

  /// Decodes a staff, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(of: fields.decode(Int.self, forKey: .people))
  }

  /// What the standard error of a sample's mean or rate is multiplied by: sqrt((N - n)/(N - 1)).
  ///
  /// Zero when everybody is asked.
  ///
  /// - Throws: `invalidArgument` for a sample that is not positive or larger than the staff.
  public func standardErrorFactor(sample: Double) throws(EvaluationError) -> Double {
    guard sample > 0, sample <= Double(people) else {
      throw .invalidArgument(
        name: "the sample", needed: "positive and at most the staff, \(people)", found: "\(sample)")
    }
    return ((Double(people) - sample) / Double(people - 1)).squareRoot()
  }

  /// The sample that gives the precision of a larger sample from an unlimited population: n0 / (1 +
  /// (n0 - 1)/N).
  ///
  /// - Throws: `invalidArgument` for a sample below 1 or not finite.
  public func sampleSize(forUnlimited sample: Double) throws(EvaluationError) -> Double {
    guard sample >= 1, sample.isFinite else {
      throw .invalidArgument(
        name: "the sample from an unlimited population", needed: "finite and at least 1",
        found: "\(sample)")
    }
    return 1 / (1 / sample + (1 - 1 / sample) / Double(people))
  }

  /// The people to ask so that one rate is known to within a margin: Cochran's n0 = z^2 p (1 - p) /
  /// margin^2, corrected for the staff and rounded up.
  ///
  /// - Parameters:
  ///   - margin: half the width of the interval, inside (0, 1).
  ///   - rate: the rate expected; one half asks most people.
  ///   - level: the level of the interval, inside (0, 1).
  /// - Returns: at most the staff.
  /// - Throws: `invalidArgument` for an argument outside its range.
  public func sampleSize(
    forRateWithin margin: Double, rate: Double = 0.5, level: Double = 0.95
  ) throws(EvaluationError) -> Int {
    for (value, name) in [(margin, "the margin"), (rate, "the rate"), (level, "the level")] {
      guard value > 0, value < 1 else {
        throw .invalidArgument(name: name, needed: "inside (0, 1)", found: "\(value)")
      }
    }
    let z = Normal.standard.quantile(survival: (1 - level) / 2)
    let unlimited = z / margin * (rate * (1 - rate)) * (z / margin)
    let needed = try sampleSize(forUnlimited: min(max(unlimited, 1), 1e300))
    return min(Int(exactly: (needed * (1 - 1e-12)).rounded(.up)) ?? people, people)
  }

  /// The number of people.
  public var description: String { "a staff of \(people)" }
}
