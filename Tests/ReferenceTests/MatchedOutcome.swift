import DataFrames
import Matching
import Regression
import Statistics
import TestSupport

/// The effects that the library finds in a matched cohort, by the names of the reference.
struct MatchedOutcome {
  private let sample: MatchedSample
  private let data: MatchingData
  private let outcome: String
  /// The rows with a weight, with columns for the weight and, where sets do not overlap, their
  /// number.
  private let matched: DataFrame
  private let isDisjoint: Bool

  init(_ sample: MatchedSample, _ data: MatchingData, outcome: String) throws {
    self.sample = sample
    self.data = data
    self.outcome = outcome
    let weights = sample.weights
    let rows = weights.indices.filter { weights[$0] > 0 }
    isDisjoint = sample.method.replacement == .none
    var numbers = [Int](repeating: 0, count: weights.count)
    for (number, set) in sample.sets.enumerated() {
      for row in set.treated + set.controls { numbers[row] = number }
    }
    matched = try data.frame.selecting(rows: rows)
      .appending(Column(Self.set, integers: rows.map { numbers[$0] }))
      .appending(Column(Self.weight, numbers: rows.map { weights[$0] }))
  }

  /// Estimates and standard errors.
  func fields() throws -> JSONValue {
    let effect = try sample.effect(on: outcome, in: data.frame)
    var fields: [String: JSONValue] = [
      "outcome": .string(outcome), "n": .init(Double(matched.rowCount)),
      "estimate": .init(effect.effect.value), "meanTreated": .init(effect.treatedMean),
      "meanControl": .init(effect.controlMean), "clusters": .init(Double(effect.setCount)),
    ]
    for (name, estimator) in estimators {
      let model = try model([data.treatment], estimator)
      fields[name] = .init(try model.estimate(of: data.treatment).standardError)
    }
    // The error that the library chooses.
    if isDisjoint { fields[ownError] = .init(effect.effect.standardError) }
    fields["adjusted_main_effects"] = adjusted()
    fields["gcomp"] = try computed()
    return .object(fields)
  }

  private static let set = "number of the matched set"
  private static let weight = "weight of the match"

  private var ownError: String { sample.subclasses.isEmpty ? "se_CL_HC1" : "se_HC3" }

  private var estimators: [(String, CovarianceEstimator)] {
    let plain: [(String, CovarianceEstimator)] = [
      ("se_HC0", .hc0), ("se_HC1", .hc1), ("se_HC3", .hc3),
    ]
    return isDisjoint ? plain + [("se_CL_HC1", .clusterCR1(column: Self.set))] : plain
  }

  private func model(
    _ predictors: [String], _ estimator: CovarianceEstimator, in frame: DataFrame? = nil
  ) throws(EvaluationError) -> LinearRegression {
    try LinearRegression(
      frame ?? matched, outcome: outcome, predictors: predictors, weights: Self.weight,
      covariance: estimator)
  }

  // MARK: With covariates

  /// The treatment's coefficient beside the covariates; nil where these are collinear.
  private func adjusted() -> JSONValue? {
    var fields: [String: JSONValue] = [:]
    for (name, estimator) in estimators {
      guard
        let effect = try? model([data.treatment] + data.covariates, estimator)
          .estimate(of: data.treatment)
      else { return nil }
      fields["estimate"] = .init(effect.value)
      fields[name] = .init(effect.standardError)
    }
    return .object(fields)
  }

  /// The contrast predicted for the treated with every covariate interacted, averaged over them.
  private func computed() throws -> JSONValue? {
    guard sample.target == .treated,
      let treated = try? matched.completeBinary(of: data.treatment)
    else { return nil }
    var frame = matched
    var names: [String] = []
    var weights = [0.0, 1]
    for covariate in data.covariates {
      guard let coded = try? CodedColumn(matched, covariate, in: nil) else { return nil }
      for index in coded.columns.indices.dropFirst(coded.reference == nil ? 0 : 1) {
        let values = coded.indicator(index, rows: matched.rowCount)
        let products = zip(values, treated).map { $1 ? $0 : 0 }
        for (name, cells, weight) in [
          ("x \(coded.columns[index])", values, 0),
          (
            "treated x \(coded.columns[index])", products,
            products.reduce(0, +) / Double(treated.count { $0 })
          ),
        ] {
          guard let wider = try? frame.appending(Column(name, numbers: cells)) else { return nil }
          frame = wider
          names.append(name)
          weights.append(weight)
        }
      }
    }
    var fields: [String: JSONValue] = [:]
    for (name, estimator) in estimators {
      guard
        let effect = try? model([data.treatment] + names, estimator, in: frame)
          .estimate(ofCombination: weights)
      else { return nil }
      fields["estimate"] = .init(effect.value)
      fields[name] = .init(effect.standardError)
    }
    if isDisjoint {
      let effect = try sample.effect(
        on: outcome, in: data.frame, estimator: .gComputation(covariates: data.covariates))
      fields["estimate"] = .init(effect.effect.value)
      fields[ownError] = .init(effect.effect.standardError)
    }
    return .object(fields)
  }
}
