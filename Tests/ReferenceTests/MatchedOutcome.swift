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
  /// The matched rows, pair by pair, with a column that numbers the pairs.
  private let matched: DataFrame

  init(_ sample: MatchedSample, _ data: MatchingData, outcome: String) throws {
    self.sample = sample
    self.data = data
    self.outcome = outcome
    let rows = sample.pairs.flatMap { [$0.treated, $0.control] }
    matched = try data.frame.selecting(rows: rows)
      .appending(Column(Self.pair, integers: rows.indices.map { $0 / 2 }))
  }

  /// Estimates and standard errors.
  func fields() throws -> JSONValue {
    let effect = try sample.effect(on: outcome, in: data.frame)
    var fields: [String: JSONValue] = [
      "outcome": .string(outcome), "n": .init(Double(matched.rowCount)),
      "estimate": .init(effect.effect.value), "meanTreated": .init(effect.treatedMean),
      "meanControl": .init(effect.controlMean), "clusters": .init(Double(effect.pairCount)),
      "se_CL_HC1": .init(effect.effect.standardError),
    ]
    for (name, estimator) in Self.estimators where name != "se_CL_HC1" {
      let model = try model([data.treatment], estimator)
      fields[name] = .init(try model.estimate(of: data.treatment).standardError)
    }
    fields["adjusted_main_effects"] = adjusted()
    fields["gcomp"] = computed()
    return .object(fields)
  }

  private static let pair = "pair of the match"

  private static let estimators: [(String, CovarianceEstimator)] = [
    ("se_HC0", .hc0), ("se_HC1", .hc1), ("se_HC3", .hc3),
    ("se_CL_HC1", .clusterCR1(column: pair)),
  ]

  private func model(
    _ predictors: [String], _ estimator: CovarianceEstimator, in frame: DataFrame? = nil
  ) throws(EvaluationError) -> LinearRegression {
    try LinearRegression(
      frame ?? matched, outcome: outcome, predictors: predictors, covariance: estimator)
  }

  // MARK: With covariates

  /// The treatment's coefficient beside the covariates; nil where these are collinear.
  private func adjusted() -> JSONValue? {
    var fields: [String: JSONValue] = [:]
    for (name, estimator) in Self.estimators {
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
  private func computed() -> JSONValue? {
    guard let treated = try? matched.completeBinary(of: data.treatment) else { return nil }
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
    for (name, estimator) in Self.estimators {
      guard
        let effect = try? model([data.treatment] + names, estimator, in: frame)
          .estimate(ofCombination: weights)
      else { return nil }
      fields["estimate"] = .init(effect.value)
      fields[name] = .init(effect.standardError)
    }
    return .object(fields)
  }
}
