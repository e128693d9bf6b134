public import DataFrames
public import LinearAlgebra
public import Regression
public import Statistics

/// A regression with an effect for every unit and every period: the difference in differences of
/// many units at once.
///
/// outcome = unit + period + b x treatment + covariates. Units and periods are eliminated exactly,
/// whether the panel is balanced or not; what remains is solved by least squares. Where units start
/// at different dates and effects change with time, b is a weighted sum of effects with weights that
/// may be negative: ``StaggeredAdoption`` does without.
///
/// CR1 follows fixest: G / (G - 1) x (N - 1) / (N - K) times the sum of squared cluster scores, where
/// K counts the coefficients and those unit and period effects that are not nested in a cluster, and
/// t has G - 1 degrees of freedom. HC1 is N / (N - K) with all effects in K. CR2 takes the whole
/// design, effects included, into account and has Satterthwaite's degrees of freedom.
///
/// **Reference:** Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, section
/// 10.5; Goodman-Bacon (2021), doi:10.1016/j.jeconom.2021.03.014, on its weights; Pustejovsky and
/// Tipton (2018), doi:10.1080/07350015.2016.1247004, for CR2.
/// **Same as:** R `fixest::feols(y ~ d | unit + time, cluster = ~unit)`; Python `pyfixest.feols`; CR2
/// R `estimatr::lm_robust(fixed_effects = ~ unit + time, clusters = unit)`.
public struct TwoWayFixedEffects: StatisticalModel, Evidence, Hashable, Codable {
  /// The outcome's column.
  public let outcome: String
  /// The treatment's column.
  public let treatment: String
  /// The treatment and the covariates.
  public let coefficientNames: [String]
  /// Their coefficients.
  public let coefficients: [Double]
  /// The covariance of the coefficients.
  public let covariance: Matrix
  /// How the covariance was estimated.
  public let estimator: CovarianceEstimator
  /// How many rows were used.
  public let observationCount: Int
  /// N - K, or the number of clusters less one; under CR2 each estimate has its own instead.
  public let residualDegreesOfFreedom: Double?
  /// How many units were used.
  public let unitCount: Int
  /// How many periods were used.
  public let periodCount: Int
  /// How many parameters the covariance counts: K above.
  public let parameterCount: Int
  /// Rows left out because theirs is the only one of its unit or period.
  public let singletonRows: AffectedRows
  /// The rows used and the singletons, and how many had to be left out.
  public let cases: CompleteCases
  /// The coefficient of the treatment.
  public let effect: Estimate
  /// Timing, clusters and completeness.
  public let checks: [Check]
  /// What gives each combination its degrees of freedom under CR2.
  private let biasReduced: BiasReducedClusters?

  /// A rollout: at one date or at several.
  public var design: StudyDesign { .staggeredRollout }
  /// The name of model and covariance.
  public var methodName: String { "two-way fixed effects, \(estimator.name)" }

  // MARK: Fitting

  /// Fits the outcome to a treatment.
  ///
  /// - Parameters:
  ///   - frame: one row for each unit and period, or several.
  ///   - outcome: a column of numbers, or of booleans for a rate.
  ///   - treatment: a column of booleans or numbers: whether, or how much, the unit is treated in
  ///     the period.
  ///   - unit: the column that names units.
  ///   - time: the column of periods.
  ///   - covariates: further columns of numbers, booleans or categories.
  ///   - weights: a column of positive weights, or nil; the variance of a row is taken to be
  ///     proportional to 1 / weight.
  ///   - covariance: `classical`, `hc1`, `clusterCR1` or `clusterCR2`; nil for CR1 by unit.
  ///   - missing: what to do about rows with empty cells.
  ///   - measure: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: what `DesignMatrix` throws; `tooFew` below two units, periods or clusters, and without
  ///   more rows than parameters; `collinear` for a treatment or covariate that units and periods
  ///   determine; `invalidArgument` for another covariance, a column in two roles, and under CR2 for
  ///   units that change their cluster; `invalidValues` for weights that are not positive;
  ///   `overflow` above 1,000 periods and for numbers beyond the range of `Double`; `undefined` under
  ///   CR2 when a single cluster determines the effect.
  /// - Complexity: O(rows x coefficients^2 + sum of squared periods of each unit + periods^3); for
  ///   CR2 also O(clusters x (periods + coefficients)^3).
  public init(
    _ frame: DataFrame, outcome: String, treatment: String, unit: String, time: String,
    covariates: [String] = [], weights: String? = nil, covariance: CovarianceEstimator? = nil,
    missing: MissingCells = .reject, measure: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    let estimator = covariance ?? .clusterCR1(column: unit)
    let rows = try TwoWayRows(
      frame, outcome: outcome, treatment: treatment, unit: unit, time: time,
      covariates: covariates, weights: weights, cluster: estimator.clusterColumn, missing: missing)
    let fit = try TwoWayFit(rows, outcome: outcome)
    let estimated = try fit.covariance(estimator)
    self.outcome = outcome
    self.treatment = treatment
    coefficientNames = rows.names
    coefficients = fit.coefficients
    self.covariance = estimated.matrix
    self.estimator = estimator
    observationCount = rows.count
    residualDegreesOfFreedom = estimated.degreesOfFreedom
    unitCount = rows.unitCount
    periodCount = rows.periodCount
    parameterCount = estimated.parameterCount
    singletonRows = rows.singletons
    cases = rows.cases
    biasReduced = estimated.biasReduced
    checks =
      TwoWayChecks(
        rows: rows, estimator: estimator, isBalanced: fit.elimination.isBalanced
      ).all
    let weightsOfEffect = rows.names.indices.map { $0 == 0 ? 1.0 : 0 }
    let error = max(0, estimated.matrix[0, 0]).squareRoot()
    let own = try estimated.biasReduced?.degreesOfFreedom(ofCombination: weightsOfEffect)
    effect = try Estimate(
      value: fit.coefficients[0],
      uncertainty: .t(
        standardError: error, degreesOfFreedom: own ?? estimated.degreesOfFreedom),
      method: "two-way fixed effects, \(estimator.name)", unit: measure, direction: direction,
      sampleSizes: [.init("units", rows.unitCount), .init("rows", rows.count)])
  }

  /// Satterthwaite's degrees of freedom under CR2, else those of the model.
  public func degreesOfFreedom(
    ofCombination weights: [Double]
  ) throws(EvaluationError) -> Double? {
    try biasReduced?.degreesOfFreedom(ofCombination: weights) ?? residualDegreesOfFreedom
  }

  // MARK: Coding

  private enum CodingKeys: String, CodingKey {
    case outcome, treatment, coefficientNames, coefficients, covariance, estimator
    case observationCount, residualDegreesOfFreedom, unitCount, periodCount, parameterCount
    case singletonRows, cases, effect, checks, biasReduced
  }

  /// Decodes a model, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    outcome = try fields.decode(String.self, forKey: .outcome)
    treatment = try fields.decode(String.self, forKey: .treatment)
    coefficientNames = try fields.decode([String].self, forKey: .coefficientNames)
    coefficients = try fields.decode([Double].self, forKey: .coefficients)
    covariance = try fields.decode(Matrix.self, forKey: .covariance)
    estimator = try fields.decode(CovarianceEstimator.self, forKey: .estimator)
    observationCount = try fields.decode(Int.self, forKey: .observationCount)
    residualDegreesOfFreedom = try fields.decodeIfPresent(
      Double.self, forKey: .residualDegreesOfFreedom)
    unitCount = try fields.decode(Int.self, forKey: .unitCount)
    periodCount = try fields.decode(Int.self, forKey: .periodCount)
    parameterCount = try fields.decode(Int.self, forKey: .parameterCount)
    singletonRows = try fields.decode(AffectedRows.self, forKey: .singletonRows)
    cases = try fields.decode(CompleteCases.self, forKey: .cases)
    effect = try fields.decode(Estimate.self, forKey: .effect)
    checks = try fields.decode([Check].self, forKey: .checks)
    biasReduced = try fields.decodeIfPresent(BiasReducedClusters.self, forKey: .biasReduced)
    guard isCoherent, hasFreedom, effect.value == coefficients.first,
      effect.standardError == standardErrors.first,
      (2...observationCount).contains(unitCount), (2...observationCount).contains(periodCount),
      (1..<observationCount).contains(parameterCount),
      singletonRows.count == cases.count - observationCount
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .covariance, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  /// Whether clusters for CR2 are there when they are needed, and as many as the model says.
  private var hasFreedom: Bool {
    guard case .clusterCR2 = estimator else { return biasReduced == nil }
    return biasReduced?.inverse.rowCount == coefficients.count
      && biasReduced.map { Double($0.count - 1) } == residualDegreesOfFreedom
  }
}

extension TwoWayFixedEffects: CustomStringConvertible {
  /// What was fitted and what was found, in at most ten lines.
  public var description: String {
    var lines = [
      "\(excerpt(outcome)): \(methodName), \(unitCount) units, \(periodCount) periods, \(observationCount) rows"
    ]
    lines += coefficientLines.prefix(4)
    lines.append("effect of \(excerpt(treatment)): \(effect)")
    if singletonRows.count > 0 {
      lines.append("left out as the only one of its unit or period: \(singletonRows)")
    }
    let open = openChecks.map(\.name)
    lines.append(
      open.isEmpty ? "all checks passed" : "open checks: " + open.joined(separator: ", "))
    return lines.joined(separator: "\n")
  }
}
