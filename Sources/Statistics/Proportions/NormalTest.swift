import Distributions

/// A statistic held against the standard normal distribution.
public struct NormalTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The statistic, finite.
  public let statistic: Double

  /// A test of a finite statistic; nil for any other.
  init?(_ statistic: Double) {
    guard statistic.isFinite else { return nil }
    self.statistic = statistic
  }

  /// Decodes a statistic, refusing one that is not finite.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    guard let test = NormalTest(try fields.decode(Double.self, forKey: .statistic)) else {
      throw DecodingError.dataCorruptedError(
        forKey: .statistic, in: fields, debugDescription: "needs a finite statistic")
    }
    self = test
  }

  /// The probability of a statistic at least as far from 0, on either side.
  public var pValue: Double { min(1, 2 * Normal.standard.survival(abs(statistic))) }
  /// The probability of a statistic at least as large: small where the truth lies above the null.
  public var pValueAbove: Double { Normal.standard.survival(statistic) }
  /// The probability of a statistic at least as small: small where the truth lies below the null.
  public var pValueBelow: Double { Normal.standard.cdf(statistic) }

  /// The statistic with its two-sided p-value.
  public var description: String { "z = \(formatted(statistic)), p = \(formatted(pValue))" }
}
