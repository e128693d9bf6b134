public import DataFrames
public import LinearAlgebra
public import Statistics

/// A linear regression with an effect for every level of one or more factors, which are taken out
/// rather than estimated: people, teams, months, with thousands of levels.
///
/// outcome = b x predictors + the effect of the row's level of each absorbed factor. The
/// coefficients are those of dummy variables for all levels; see ``AbsorbedEffect`` for how many of
/// them count. Columns that do not vary within the levels have no coefficient, and are named in the
/// error. For the effect of a treatment by units and periods see `TwoWayFixedEffects`, which also
/// has CR2.
///
/// ```swift
/// try FixedEffectsRegression(
///   weeks, outcome: "sales", predictors: ["coached", "hours"], absorbing: ["person", "week"])
/// ```
///
/// Programs count differently. Independent effects are counted here by the parts that rows connect,
/// as Stata's `reghdfe` does; fixest and pyfixest count one fewer than the levels for each further
/// factor, which is the same when all levels are connected.
///
/// **Reference:** Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, section
/// 10.5; Abowd, Creecy and Kramarz (2002), US Census Bureau TP-2002-06, for the parts; Guimarães and
/// Portugal (2010), doi:10.1177/1536867X1101000406.
/// **Same as:** R `fixest::feols(y ~ x | person + week)`; Python `pyfixest.feols`; Stata `reghdfe`,
/// `areg`; R `lm(y ~ x + factor(person) + factor(week))`.
public struct FixedEffectsRegression: StatisticalModel, Hashable, Codable {
  /// The outcome's column.
  public let outcome: String
  /// The absorbed factors in order.
  public let effects: [AbsorbedEffect]
  /// The coefficients' names in order.
  public let coefficientNames: [String]
  /// The coefficients.
  public let coefficients: [Double]
  /// The covariance of the coefficients.
  public let covariance: Matrix
  /// How the covariance was estimated.
  public let estimator: CovarianceEstimator
  /// Which effects the covariance counts.
  public let counting: EffectCounting
  /// How many rows were used.
  public let observationCount: Int
  /// n - K, or the (smaller) number of clusters less one; under CR2 and CR3 each estimate has its own.
  public let residualDegreesOfFreedom: Double?
  /// K: how many coefficients and effects the covariance counts.
  public let parameterCount: Int
  /// Coefficients and all independent effects.
  public let fullParameterCount: Int
  /// The root of the weighted residual sum of squares over n less ``fullParameterCount``.
  public let residualStandardError: Double
  /// The share of the outcome's variation within levels that the predictors explain; nil without any.
  public let withinRSquared: Double?
  /// Rows left out because theirs is the only one of its level.
  public let singletonRows: AffectedRows
  /// The rows used and the singletons, and how many had to be left out.
  public let cases: CompleteCases
  /// How many steps it took to take the effects out of all columns; 0 for one factor.
  public let iterations: Int
  /// What gives each combination its degrees of freedom under CR2 and CR3.
  private let biasReduced: BiasReducedClusters?

  /// The name of model and covariance.
  public var methodName: String { "fixed effects, \(estimator.name)" }

  // MARK: Fitting

  /// Fits the outcome to predictors beside absorbed factors.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - outcome: a column of numbers.
  ///   - predictors: columns or terms; no intercept is added, for the effects hold it.
  ///   - effects: the factors to absorb: columns of categories, integers, booleans or dates.
  ///   - weights: a column of positive weights, or nil; the variance of a row is taken to be
  ///     proportional to 1 / weight.
  ///   - covariance: `classical`, `hc0`, `hc1`, `clusterCR0`, `clusterCR1` or `clusterTwoWay`; with
  ///     one factor whose levels lie within clusters also CR2 and CR3. nil for CR1 by the first
  ///     factor.
  ///   - singletons: what to do with rows that are the only ones of a level.
  ///   - counting: which effects count as parameters of the covariance.
  ///   - missing: what to do about rows with empty cells.
  ///   - progress: told how many columns are done, of how many.
  /// - Throws: what `DesignMatrix` throws; `collinear` with the names of columns that the effects or
  ///   other columns determine; `tooFew` without effects, predictors, two clusters or more rows than
  ///   parameters; `invalidArgument` for another covariance and for the outcome among the
  ///   predictors; `invalidValues` for weights that are not positive; `notConverged` and `cancelled`
  ///   while effects are taken out; `overflow`.
  /// - Complexity: O(rows x factors x columns) a step, none for one factor and some ten to a hundred
  ///   for two that are well connected.
  public init(
    _ frame: DataFrame, outcome: String, predictors: ModelTerms, absorbing effects: [String],
    weights: String? = nil, covariance: CovarianceEstimator? = nil,
    singletons: SingletonRows = .drop, counting: EffectCounting = .nonnested,
    missing: MissingCells = .reject, progress: ((Int, Int) -> Void)? = nil
  ) throws(EvaluationError) {
    let estimator = covariance ?? .clusterCR1(column: effects.first ?? "")
    let rows = try FixedEffectsRows(
      frame, outcome: outcome, predictors: predictors, effects: effects, weights: weights,
      estimator: estimator, keepsSingletons: singletons == .keep, missing: missing)
    let fit = try FixedEffectsFit(rows, outcome: outcome, progress: progress)
    let estimated = try fit.covariance(estimator, counting: counting)
    self.outcome = outcome
    self.effects = effects.indices.map {
      AbsorbedEffect(
        column: effects[$0], levelCount: rows.factors.counts[$0], isNested: fit.isNested[$0])
    }
    coefficientNames = rows.names
    coefficients = fit.within.coefficients
    self.covariance = estimated.matrix
    self.estimator = estimator
    self.counting = counting
    observationCount = rows.count
    residualDegreesOfFreedom = estimated.degreesOfFreedom
    parameterCount = estimated.parameterCount
    fullParameterCount = fit.within.parameterCount
    residualStandardError = fit.residualStandardError
    withinRSquared = fit.withinRSquared
    singletonRows = rows.singletons
    cases = rows.cases
    iterations = fit.iterations
    biasReduced = estimated.biasReduced
  }

  /// Fits the outcome to columns as they are, beside absorbed factors.
  ///
  /// Parameters, errors and cost are those of fitting to terms.
  public init(
    _ frame: DataFrame, outcome: String, predictors: [String], absorbing effects: [String],
    weights: String? = nil, covariance: CovarianceEstimator? = nil,
    singletons: SingletonRows = .drop, counting: EffectCounting = .nonnested,
    missing: MissingCells = .reject, progress: ((Int, Int) -> Void)? = nil
  ) throws(EvaluationError) {
    try self.init(
      frame, outcome: outcome, predictors: ModelTerms(columns: predictors), absorbing: effects,
      weights: weights, covariance: covariance, singletons: singletons, counting: counting,
      missing: missing, progress: progress)
  }

  /// Satterthwaite's degrees of freedom under CR2 and CR3, else those of the model.
  public func degreesOfFreedom(
    ofCombination weights: [Double]
  ) throws(EvaluationError) -> Double? {
    try biasReduced?.degreesOfFreedom(ofCombination: weights) ?? residualDegreesOfFreedom
  }

  /// Those of an approximate Hotelling distribution under CR2 and CR3, else nil.
  public func hotellingDegreesOfFreedom(
    ofCombinations rows: [[Double]]
  ) throws(EvaluationError) -> Double? {
    try biasReduced?.degreesOfFreedom(ofCombinations: rows)
  }

  // MARK: Coding

  private enum CodingKeys: String, CodingKey {
    case outcome, effects, coefficientNames, coefficients, covariance, estimator, counting
    case observationCount, residualDegreesOfFreedom, parameterCount, fullParameterCount
    case residualStandardError, withinRSquared, singletonRows, cases, iterations, biasReduced
  }

  /// Decodes a model, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    outcome = try fields.decode(String.self, forKey: .outcome)
    effects = try fields.decode([AbsorbedEffect].self, forKey: .effects)
    coefficientNames = try fields.decode([String].self, forKey: .coefficientNames)
    coefficients = try fields.decode([Double].self, forKey: .coefficients)
    covariance = try fields.decode(Matrix.self, forKey: .covariance)
    estimator = try fields.decode(CovarianceEstimator.self, forKey: .estimator)
    counting = try fields.decode(EffectCounting.self, forKey: .counting)
    observationCount = try fields.decode(Int.self, forKey: .observationCount)
    residualDegreesOfFreedom = try fields.decodeIfPresent(
      Double.self, forKey: .residualDegreesOfFreedom)
    parameterCount = try fields.decode(Int.self, forKey: .parameterCount)
    fullParameterCount = try fields.decode(Int.self, forKey: .fullParameterCount)
    residualStandardError = try fields.decode(Double.self, forKey: .residualStandardError)
    withinRSquared = try fields.decodeIfPresent(Double.self, forKey: .withinRSquared)
    singletonRows = try fields.decode(AffectedRows.self, forKey: .singletonRows)
    cases = try fields.decode(CompleteCases.self, forKey: .cases)
    iterations = try fields.decode(Int.self, forKey: .iterations)
    biasReduced = try fields.decodeIfPresent(BiasReducedClusters.self, forKey: .biasReduced)
    let isReduced = biasReduced?.inverse.rowCount == coefficients.count
    guard isCoherent, residualDegreesOfFreedom != nil,
      biasReduced.map({ Double($0.count - 1) == residualDegreesOfFreedom }) ?? true,
      estimator.hasOwnFreedom ? isReduced : biasReduced == nil,
      !effects.isEmpty, effects.allSatisfy({ (1...observationCount).contains($0.levelCount) }),
      (1..<observationCount).contains(parameterCount), fullParameterCount >= parameterCount,
      fullParameterCount < observationCount, residualStandardError >= 0,
      residualStandardError.isFinite, (0...1).contains(withinRSquared ?? 0), iterations >= 0,
      singletonRows.count == cases.count - observationCount
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .covariance, in: fields, debugDescription: "needs figures that fit each other")
    }
  }
}

extension FixedEffectsRegression: CustomStringConvertible {
  /// What was fitted and what was found, in at most ten lines.
  public var description: String {
    var lines = ["\(excerpt(outcome)): \(methodName), \(observationCount) rows"]
    lines += coefficientLines.prefix(5)
    let listed = effects.prefix(6).map(\.description).joined(separator: ", ")
    lines.append("absorbed: \(listed)\(effects.count > 6 ? " and \(effects.count - 6) more" : "")")
    lines.append(
      "\(parameterCount) parameters counted of \(fullParameterCount); residual standard error \(formatted(residualStandardError))"
        + (withinRSquared.map { ", within R squared \(formatted($0))" } ?? ""))
    if singletonRows.count > 0 {
      lines.append("left out as the only one of its level: \(singletonRows)")
    }
    return lines.joined(separator: "\n")
  }
}
