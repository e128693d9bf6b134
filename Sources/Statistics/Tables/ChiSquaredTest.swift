import Distributions

/// A statistic held against a chi-squared distribution.
public struct ChiSquaredTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The statistic, finite and not negative.
  public let statistic: Double
  /// The degrees of freedom, at least 1.
  public let degreesOfFreedom: Int

  /// A test of a finite statistic; nil for any other, and without a degree of freedom.
  init?(_ statistic: Double, degreesOfFreedom: Int) {
    guard statistic >= 0, statistic.isFinite, degreesOfFreedom >= 1 else { return nil }
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The square of a normal statistic, with one degree of freedom.
  init?(square root: Double) { self.init(root * root, degreesOfFreedom: 1) }

  /// Decodes a test, refusing what makes none.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = ChiSquaredTest(
      try fields.decode(Double.self, forKey: .statistic),
      degreesOfFreedom: try fields.decode(Int.self, forKey: .degreesOfFreedom))
    guard let stored else {
      throw DecodingError.dataCorruptedError(
        forKey: .statistic, in: fields,
        debugDescription: "needs a finite statistic and a degree of freedom")
    }
    self = stored
  }

  /// The probability of a statistic at least as large.
  public var pValue: Double { reference?.survival(statistic) ?? .nan }

  /// The logarithm of ``pValue``, which does not underflow.
  public var logPValue: Double { reference?.logSurvival(statistic) ?? .nan }

  private var reference: ChiSquared? { ChiSquared(degreesOfFreedom: Double(degreesOfFreedom)) }

  /// Statistic, degrees of freedom and p-value.
  public var description: String {
    "chi-squared \(formatted(statistic)), \(degreesOfFreedom) degree"
      + "\(degreesOfFreedom == 1 ? "" : "s") of freedom, p = \(formatted(pValue))"
  }
}
