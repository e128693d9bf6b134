import Distributions
import LinearAlgebra
import Statistics

/// The joint test that all effects before the start are zero.
///
/// W = e' V^-1 e with the effects e and their covariance V, against chi-squared with as many degrees
/// of freedom as effects q. With errors by team, whose covariance rests on d = teams less waves,
/// W (d - q + 1) / (d q) is held against F with q and d - q + 1 degrees of freedom, as Hotelling's
/// statistic is; where q exceeds d there is no test. With few teams it still rejects too often, at 16
/// teams in four groups about twice as often as its level says. A large p-value does not prove that
/// trends would have stayed parallel; a small one says that they were not.
///
/// **Reference:** Callaway and Sant'Anna (2021), doi:10.1016/j.jeconom.2020.12.001, remark 3.
/// **Same as:** R `did::att_gt`, `W` and `Wpval`, with errors by unit.
public struct PreTrendTest: Sendable, Hashable, Codable {
  /// The Wald statistic.
  public let statistic: Double
  /// How many effects are tested.
  public let degreesOfFreedom: Int
  /// How many degrees of freedom the covariance rests on: teams less waves; nil with errors by unit.
  public let covarianceDegreesOfFreedom: Int?
  /// The probability of a statistic at least as large when all effects before the start are zero.
  public let pValue: Double

  /// The most effects that are tested together.
  static let limit = 400

  /// Tests effects with a covariance; nil without any, or when the covariance cannot be inverted.
  init?(_ effects: [Double], covariance: Matrix, covarianceDegreesOfFreedom: Int?) {
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
      let pValue = Self.pValue(
        of: max(0, statistic), effects: effects.count, rests: covarianceDegreesOfFreedom)
    else { return nil }
    self.statistic = max(0, statistic)
    degreesOfFreedom = effects.count
    self.covarianceDegreesOfFreedom = covarianceDegreesOfFreedom
    self.pValue = pValue
  }

  private static func pValue(of statistic: Double, effects: Int, rests: Int?) -> Double? {
    let size = Double(effects)
    guard let rests else {
      return ChiSquared(degreesOfFreedom: size)?.survival(statistic)
    }
    guard rests >= effects, rests <= 1 << 40 else { return nil }
    let remaining = Double(rests) - size + 1
    return FDistribution(
      numeratorDegreesOfFreedom: size, denominatorDegreesOfFreedom: remaining)?
      .survival(statistic * remaining / (Double(rests) * size))
  }

  private enum CodingKeys: String, CodingKey {
    case statistic, degreesOfFreedom, covarianceDegreesOfFreedom, pValue
  }

  /// Decodes a test, refusing a p-value that its statistic does not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    degreesOfFreedom = try fields.decode(Int.self, forKey: .degreesOfFreedom)
    covarianceDegreesOfFreedom = try fields.decodeIfPresent(
      Int.self, forKey: .covarianceDegreesOfFreedom)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    guard statistic >= 0, statistic.isFinite, (1...Self.limit).contains(degreesOfFreedom),
      let expected = Self.pValue(
        of: statistic, effects: degreesOfFreedom, rests: covarianceDegreesOfFreedom),
      abs(pValue - expected) <= 1e-9
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
