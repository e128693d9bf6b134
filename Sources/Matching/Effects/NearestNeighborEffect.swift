public import DataFrames
import Regression
public import Statistics

/// The average effect by nearest neighbours with replacement, with Abadie and Imbens's error.
///
/// Each person asked for is compared with the nearest people of the other group; those equally far
/// away as the last one wanted all count. Unlike a ``MatchedSample`` it sees the outcome at once,
/// and it answers for the treated, the untreated and everybody.
///
/// **Reference:** Abadie and Imbens (2006), doi:10.1111/j.1468-0262.2006.00655.x; (2011),
/// doi:10.1198/jbes.2009.07333.
/// **Same as:** R `Matching::Match(Y, Tr, X, estimand, M, Var.calc, BiasAdjust)`; Stata `teffects
/// nnmatch`.
public struct NearestNeighborEffect: Evidence, Hashable, Codable {
  /// What nearness is measured by.
  public enum Metric: String, Sendable, Hashable, Codable, CaseIterable {
    /// The difference of propensity scores. The error takes the score as known.
    case propensityScore
    /// Differences in standard deviations of each covariate, over all rows. R `Weight = 1`.
    case inverseVariance
    /// The Mahalanobis distance with the covariance of all rows. R `Weight = 2`.
    case mahalanobis
  }

  /// How the spread of outcomes around their means is estimated.
  public enum Variance: Sendable, Hashable, Codable {
    /// The same for everybody. R `Var.calc = 0`; Stata `vce(iid)`.
    case homoscedastic
    /// In each place from the nearest people of the same group. R `Var.calc = neighbors`; Stata
    /// `vce(robust, nn())`.
    case robust(neighbors: Int = 2)
  }

  /// The outcome's column.
  public let outcome: String
  /// The covariates' columns.
  public let covariates: [String]
  /// Treated minus control.
  public let effect: Estimate
  /// Whose average effect it is.
  public let target: TargetPopulation
  /// How many partners each person has, at least.
  public let neighbors: Int
  /// What nearness is measured by.
  public let metric: Metric
  /// How the spread of outcomes is estimated.
  public let variance: Variance
  /// Whether outcomes were brought to the covariates of the person by regression.
  public let isBiasAdjusted: Bool
  /// How many partners were used in all, each use counted.
  public let partnerCount: Int
  /// Complete cases.
  public let checks: [Check]

  /// A matched cohort.
  public var design: StudyDesign { .matchedCohort }

  // MARK: Estimating

  /// Estimates the effect.
  ///
  /// - Parameters:
  ///   - people: one row a person.
  ///   - treatment: a column of booleans, or of numbers 0 and 1.
  ///   - outcome: a column of numbers, or of booleans for a difference of rates.
  ///   - covariates: what partners resemble each other in.
  ///   - neighbors: how many partners each person has.
  ///   - metric: what nearness is measured by.
  ///   - target: whose average effect is wanted.
  ///   - variance: how the spread of outcomes is estimated.
  ///   - adjustsBias: whether partners' outcomes are brought to the covariates of the person by a
  ///     least-squares regression in each group, weighted by how often a row serves.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - missing: what to do about rows with empty cells.
  /// - Throws: `tooFew` when a group has no more people than neighbours are wanted;
  ///   `invalidArgument` below one neighbour or above 1000, and for the outcome among the covariates;
  ///   `constantColumn`, `collinear`, `separated`, `nonFinite`, `missingCells`; `overflow`, also when
  ///   ties give more than 2^26 partners in all; `cancelled` with the task.
  /// - Complexity: O(n log n + n neighbors) on the score, O(n^2 (p + neighbors)) by covariates.
  public init(
    _ people: DataFrame, treatment: String, outcome: String, covariates: [String],
    neighbors: Int = 1, metric: Metric = .mahalanobis, target: TargetPopulation = .treated,
    variance: Variance = .robust(), adjustsBias: Bool = false, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let data = try NeighborData(
      people, treatment: treatment, outcome: outcome, covariates: covariates, metric: metric,
      missing: missing)
    let own = if case .robust(let count) = variance { count } else { 1 }
    for (name, count) in [("neighbors", neighbors), ("neighbors of the variance", own)]
    where !(1...1000).contains(count) {
      throw .invalidArgument(
        name: "the number of \(name)", needed: "between 1 and 1000", found: "\(count)")
    }
    for isTreated in [true, false] {
      let size = data.treated.count { $0 == isTreated }
      let needed = max(neighbors, variance == .homoscedastic ? 1 : own + 1, 2)
      guard size >= needed else {
        throw .tooFew(
          what: isTreated ? "treated rows" : "control rows", needed: needed, found: size)
      }
    }
    let targets = try data.targets(target, neighbors: neighbors)
    var estimator = AbadieImbens(
      targets: targets, outcomes: data.outcomes, treated: data.treated)
    if adjustsBias {
      estimator.adjustment = try data.adjustment(
        targets, people: people, covariates: covariates, outcome: outcome)
    }
    let spread: AbadieImbens.Spread =
      variance == .homoscedastic
      ? .homoscedastic
      : .neighbors { data.search(of: data.treated[$0]).nearest(own, to: $0, ties: false) }
    let found = estimator.estimate(spread: spread, isOfAll: target == .all)
    guard found.variance > 0, found.variance.isFinite else {
      throw .constantColumn(
        column: outcome, rows: data.outcomes.count, found: "equally far apart in every pair")
    }
    self.outcome = outcome
    self.covariates = covariates
    self.target = target
    self.neighbors = neighbors
    self.metric = metric
    self.variance = variance
    isBiasAdjusted = adjustsBias
    partnerCount = targets.reduce(0) { $0 + $1.partners.count }
    let group = data.treated.count { $0 }
    effect = try Estimate(
      value: found.treated - found.control,
      uncertainty: .normal(standardError: found.variance.squareRoot()),
      method:
        "\(neighbors) nearest with replacement\(adjustsBias ? ", bias-adjusted" : ""), Abadie-Imbens",
      unit: unit, direction: direction,
      sampleSizes: [.init("treated", group), .init("controls", data.treated.count - group)])
    checks = data.checks
  }

  private enum CodingKeys: String, CodingKey {
    case outcome, covariates, effect, target, neighbors, metric, variance, isBiasAdjusted
    case partnerCount, checks
  }

  /// Decodes an effect, refusing counts that no matching has.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    outcome = try fields.decode(String.self, forKey: .outcome)
    covariates = try fields.decode([String].self, forKey: .covariates)
    effect = try fields.decode(Estimate.self, forKey: .effect)
    target = try fields.decode(TargetPopulation.self, forKey: .target)
    neighbors = try fields.decode(Int.self, forKey: .neighbors)
    metric = try fields.decode(Metric.self, forKey: .metric)
    variance = try fields.decode(Variance.self, forKey: .variance)
    isBiasAdjusted = try fields.decode(Bool.self, forKey: .isBiasAdjusted)
    partnerCount = try fields.decode(Int.self, forKey: .partnerCount)
    checks = try fields.decode([Check].self, forKey: .checks)
    guard !covariates.isEmpty, (1...1000).contains(neighbors), partnerCount >= neighbors,
      effect.standardError ?? 0 > 0
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs an effect with its error")
    }
  }
}

// MARK: - Description

extension NearestNeighborEffect: CustomStringConvertible {
  /// The effect with its interval, how it was found, and the checks that did not pass.
  public var description: String {
    let who =
      switch target {
      case .treated: "the treated"
      case .control: "the untreated"
      case .all: "all"
      }
    var lines = ["Effect on \(excerpt(outcome)) of \(who): \(effect)"]
    lines += openChecks.prefix(4).map(\.description)
    return lines.joined(separator: "\n")
  }
}
