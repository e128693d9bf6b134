import Distributions
import LinearAlgebra
public import Statistics

/// A test of several linear restrictions on the coefficients at once.
///
/// Q = (R b - r)' (R V R')^(-1) (R b - r) with the model's covariance V. Models with a t reference
/// take F = Q / q on q and that many degrees of freedom (with clusters, their number less one), those
/// with a normal reference chi-squared on q. Under CR2, and CR3 by clubSandwich, F is
/// (e - q + 1) / (e q) x Q on q and e - q + 1 degrees of freedom with an e of its own (HTZ). With one
/// restriction the test is that of the estimate.
///
/// ```swift
/// try WaldTest(model, restrictions: ["race", ["age": 1, "tenure": -1]])
/// ```
///
/// **Reference:** Greene (2018), Econometric Analysis, section 5.4; Pustejovsky and Tipton (2018),
/// doi:10.1080/07350015.2016.1247004, for HTZ.
/// **Same as:** R `car::linearHypothesis(m, test = "F", vcov. = V)`, `lmtest::waldtest`,
/// `clubSandwich::Wald_test(test = "HTZ")`; Python statsmodels `wald_test(R, use_f=True)`; Stata
/// `test`.
public struct WaldTest: Sendable, Hashable, Codable {
  /// The distribution that the statistic refers to.
  public enum Reference: Sendable, Hashable, Codable, CustomStringConvertible {
    /// F with the number of restrictions and degrees of freedom of the denominator.
    case f(numerator: Int, denominator: Double)
    /// Chi-squared with the number of restrictions.
    case chiSquared(degreesOfFreedom: Int)

    /// Such as `F(2, 85)` or `chi-squared(2)`.
    public var description: String {
      switch self {
      case .f(let numerator, let denominator): "F(\(numerator), \(formatted(denominator)))"
      case .chiSquared(let freedom): "chi-squared(\(freedom))"
      }
    }
  }

  /// F or chi-squared.
  public let statistic: Double
  /// What the statistic refers to.
  public let reference: Reference
  /// The probability of a statistic at least as large if the restrictions hold.
  public let pValue: Double
  /// What is taken to hold.
  public let restrictions: [LinearRestriction]
  /// The name of model and covariance.
  public let method: String

  // MARK: Testing

  /// Tests restrictions on a model's coefficients.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - restrictions: such as `["a", "b"]` (both zero) or `[["a": 1, "b": -1]]` (equal).
  /// - Throws: `tooFew` without restrictions; `missingColumn` for a name that is no coefficient;
  ///   `nonFinite`; `undefined` when restrictions follow from others, when there are not more
  ///   clusters than restrictions, and when the covariance has no variance along one of them;
  ///   `overflow`.
  /// - Complexity: O(restrictions^3 + restrictions x coefficients^2).
  public init(
    _ model: some StatisticalModel, restrictions: [LinearRestriction]
  ) throws(EvaluationError) {
    guard !restrictions.isEmpty else {
      throw .tooFew(what: "restrictions to test", needed: 1, found: 0)
    }
    let count = restrictions.count
    let names = model.coefficientNames
    guard count <= names.count else {
      throw Self.dependent(rank: names.count, of: count)
    }
    let rows = try restrictions.map { restriction throws(EvaluationError) in
      try restriction.combination.weights(among: names)
    }
    let distances = try Self.distances(model, restrictions, rows)
    let quadratic = try Self.quadraticForm(distances, of: rows, in: model.covariance)
    let found: (Double, Reference)
    if let hotelling = try model.hotellingDegreesOfFreedom(ofCombinations: rows) {
      let denominator = hotelling - Double(count) + 1
      guard denominator > 0 else {
        throw .undefined(
          what: "the joint test", needed: "more clusters, or fewer restrictions",
          found: "\(formatted(hotelling)) degrees of freedom for \(count) restrictions")
      }
      found = (
        denominator / (hotelling * Double(count)) * quadratic,
        .f(numerator: count, denominator: denominator)
      )
    } else if let freedom = model.residualDegreesOfFreedom {
      found = (quadratic / Double(count), .f(numerator: count, denominator: freedom))
    } else {
      found = (quadratic, .chiSquared(degreesOfFreedom: count))
    }
    guard let pValue = Self.pValue(found.0, found.1) else { throw Self.outOfRange }
    (statistic, reference) = found
    self.pValue = pValue
    self.restrictions = restrictions
    method = model.methodName
  }

  /// Tests that every coefficient but the intercept is zero.
  ///
  /// - Throws: `tooFew` when there is none; else what testing restrictions throws.
  public init(slopesOf model: some StatisticalModel) throws(EvaluationError) {
    try self.init(
      model,
      restrictions: model.coefficientNames.filter { $0 != DesignMatrix.interceptName }.map {
        LinearRestriction(LinearCombination([.init($0, weight: 1)]))
      })
  }

  // MARK: Arithmetic

  /// R b - r.
  private static func distances(
    _ model: some StatisticalModel, _ restrictions: [LinearRestriction], _ rows: [[Double]]
  ) throws(EvaluationError) -> [Double] {
    let faulty = restrictions.indices.filter { !restrictions[$0].value.isFinite }
    guard faulty.isEmpty else {
      throw .nonFinite(
        column: "values of restrictions", rows: AffectedRows(faulty.map { $0 + 1 }))
    }
    let distances = zip(restrictions, rows).map { restriction, weights in
      zip(weights, model.coefficients).reduce(0) { $0 + $1.0 * $1.1 } - restriction.value
    }
    guard distances.allSatisfy(\.isFinite) else { throw outOfRange }
    return distances
  }

  /// d' (R V R')^(-1) d, each restriction in units of its standard error.
  private static func quadraticForm(
    _ distances: [Double], of rows: [[Double]], in covariance: Matrix
  ) throws(EvaluationError) -> Double {
    let count = rows.count
    var correlation = Matrix(rows: count, columns: count)
    for (column, weights) in rows.enumerated() {
      guard let image = covariance.times(weights) else { throw outOfRange }
      for (row, others) in rows.enumerated() where row <= column {
        correlation[row, column] = zip(others, image).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    let variances = correlation.diagonal
    guard variances.allSatisfy(\.isFinite) else { throw outOfRange }
    guard variances.allSatisfy({ $0 > 0 }) else {
      throw .undefined(
        what: "the joint test", needed: "restrictions on coefficients that vary",
        found: "a restriction without variance")
    }
    let errors = variances.map { $0.squareRoot() }
    for column in 0..<count {
      for row in 0...column { correlation[row, column] /= errors[row] * errors[column] }
    }
    guard let eigen = SymmetricEigen(correlation.symmetrized) else { throw outOfRange }
    let rank = eigen.values.count { $0 > 1e-12 * Double(count) }
    guard rank == count else { throw dependent(rank: rank, of: count) }
    let scaled = zip(distances, errors).map { $0 / $1 }
    guard let form = eigen.mapped({ 1 / $0 }).quadraticForm(scaled), form.isFinite else {
      throw outOfRange
    }
    return max(0, form)
  }

  static func pValue(_ statistic: Double, _ reference: Reference) -> Double? {
    let value =
      switch reference {
      case .f(let numerator, let denominator):
        FDistribution(
          numeratorDegreesOfFreedom: Double(numerator), denominatorDegreesOfFreedom: denominator)?
          .survival(statistic)
      case .chiSquared(let freedom):
        ChiSquared(degreesOfFreedom: Double(freedom))?.survival(statistic)
      }
    return value.flatMap { (0...1).contains($0) ? $0 : nil }
  }

  private static func dependent(rank: Int, of count: Int) -> EvaluationError {
    .undefined(
      what: "the joint test",
      needed:
        "restrictions none of which follows from the others, and more clusters than restrictions",
      found: "\(count) restrictions of rank \(rank)")
  }

  private static var outOfRange: EvaluationError {
    .overflow(
      what: "the statistic of the joint test", needed: "weights and values within about 1e150",
      found: "infinity")
  }
}

// MARK: - Coding and description

extension WaldTest: CustomStringConvertible {
  private enum CodingKeys: String, CodingKey {
    case statistic, reference, pValue, restrictions, method
  }

  /// Decodes a test, refusing a p-value that its statistic does not have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    reference = try fields.decode(Reference.self, forKey: .reference)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    restrictions = try fields.decode([LinearRestriction].self, forKey: .restrictions)
    method = try fields.decode(String.self, forKey: .method)
    let count =
      switch reference {
      case .f(let numerator, _): numerator
      case .chiSquared(let freedom): freedom
      }
    guard statistic >= 0, statistic.isFinite, count == restrictions.count, count > 0,
      let expected = Self.pValue(statistic, reference),
      abs(pValue - expected) <= 1e-9 * expected
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValue, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  /// The statistic with its reference, p-value and restrictions, in at most ten lines.
  public var description: String {
    let shown = restrictions.prefix(7).map { "  \($0)" }
    let rest = restrictions.count > 7 ? ["  and \(restrictions.count - 7) more"] : []
    return
      (["\(reference) = \(formatted(statistic)), p = \(formatted(pValue, significantDigits: 3))"]
      + shown + rest + ["\(method)"]).joined(separator: "\n")
  }
}
