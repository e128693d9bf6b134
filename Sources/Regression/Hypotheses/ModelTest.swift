import Distributions
import Statistics

/// A test of a hypothesis about a model: its statistic, degrees of freedom and p-value.
public struct ModelTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What was tested.
  public let name: String
  /// The F statistic, or chi-squared without ``denominator``; 0 or more.
  public let statistic: Double
  /// The degrees of freedom of the numerator.
  public let degreesOfFreedom: Double
  /// The degrees of freedom of the denominator; nil for chi-squared.
  public let denominator: Double?
  /// The probability of a statistic as large, or larger, when the hypothesis holds.
  public let pValue: Double

  /// Tests by F, or by chi-squared without a denominator; nil for figures out of range.
  init?(_ name: String, _ statistic: Double, _ degreesOfFreedom: Int, denominator: Double? = nil) {
    let degrees = Double(degreesOfFreedom)
    let tail: Double?
    if let denominator {
      tail = FDistribution(
        numeratorDegreesOfFreedom: degrees, denominatorDegreesOfFreedom: denominator)?
        .survival(statistic)
    } else {
      tail = ChiSquared(degreesOfFreedom: degrees)?.survival(statistic)
    }
    guard statistic >= 0, statistic.isFinite, let tail, (0...1).contains(tail) else { return nil }
    self.name = name
    self.statistic = statistic
    self.degreesOfFreedom = degrees
    self.denominator = denominator
    pValue = tail
  }

  /// Decodes a test, refusing figures out of range.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    name = try fields.decode(String.self, forKey: .name)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    degreesOfFreedom = try fields.decode(Double.self, forKey: .degreesOfFreedom)
    denominator = try fields.decodeIfPresent(Double.self, forKey: .denominator)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    guard statistic >= 0, statistic.isFinite, degreesOfFreedom > 0, degreesOfFreedom.isFinite,
      denominator.map({ $0 > 0 && $0.isFinite }) ?? true, (0...1).contains(pValue)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .statistic, in: fields, debugDescription: "needs figures in range")
    }
  }

  /// One line: name, statistic, degrees of freedom and p-value.
  public var description: String {
    let degrees = [degreesOfFreedom, denominator].compactMap(\.self).map { formatted($0) }
    return "\(name): \(denominator == nil ? "chi-squared" : "F") \(formatted(statistic)) on "
      + "\(degrees.joined(separator: " and ")) degrees of freedom, p \(formatted(pValue))"
  }
}
