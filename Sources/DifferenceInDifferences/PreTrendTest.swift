import Distributions
import LinearAlgebra
import Statistics

/// The joint test that all effects before the start are zero.
///
/// W = e' V^-1 e with the effects e and their covariance V, against chi-squared with as many degrees
/// of freedom as effects. A large p-value does not prove that trends would have stayed parallel; a
/// small one says that they were not.
///
/// **Reference:** Callaway and Sant'Anna (2021), doi:10.1016/j.jeconom.2020.12.001, remark 3.
/// **Same as:** R `did::att_gt`, `W` and `Wpval`.
public struct PreTrendTest: Sendable, Hashable, Codable {
  /// The Wald statistic.
  public let statistic: Double
  /// How many effects are tested.
  public let degreesOfFreedom: Int
  /// The probability of a statistic at least as large when all effects before the start are zero.
  public let pValue: Double

  /// The most effects that are tested together.
  static let limit = 400

  /// Tests effects with a covariance; nil without any, or when the covariance cannot be inverted.
  init?(_ effects: [Double], covariance: Matrix) {
    guard !effects.isEmpty, effects.count <= Self.limit, covariance.rowCount == effects.count else {
      return nil
    }
    // In units of their standard errors, so that waves of any size count alike.
    let errors = covariance.diagonal.map { $0.squareRoot() }
    guard errors.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var correlation = covariance
    for row in effects.indices {
      for column in effects.indices { correlation[row, column] /= errors[row] * errors[column] }
    }
    guard let eigen = SymmetricEigen(correlation.symmetrized),
      let smallest = eigen.values.first, let largest = eigen.values.last,
      smallest > 1e-12 * largest
    else { return nil }
    let scaled = zip(effects, errors).map { $0 / $1 }
    let inverse = eigen.mapped { 1 / $0 }
    guard let statistic = inverse.quadraticForm(scaled), statistic.isFinite,
      let reference = ChiSquared(degreesOfFreedom: Double(effects.count))
    else { return nil }
    self.statistic = max(0, statistic)
    degreesOfFreedom = effects.count
    pValue = reference.survival(max(0, statistic))
  }

  private enum CodingKeys: String, CodingKey { case statistic, degreesOfFreedom, pValue }

  /// Decodes a test, refusing a p-value that its statistic does not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    degreesOfFreedom = try fields.decode(Int.self, forKey: .degreesOfFreedom)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    let reference = ChiSquared(degreesOfFreedom: Double(degreesOfFreedom))
    guard statistic >= 0, statistic.isFinite, (1...Self.limit).contains(degreesOfFreedom),
      let expected = reference?.survival(statistic), abs(pValue - expected) <= 1e-9
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValue, in: fields, debugDescription: "needs the p-value of the statistic")
    }
  }
}

extension PreTrendTest: CustomStringConvertible {
  /// The statistic with its p-value.
  public var description: String {
    "pre-trend test: W \(formatted(statistic)) on \(degreesOfFreedom) degrees of freedom, "
      + "p \(formatted(pValue, significantDigits: 3))"
  }
}
