import DataFrames
import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport

/// Answers to the kinds of experiments that have two arms, or shares of arms.
extension ExperimentAnswers {
  // MARK: t tests

  func pairedTest() throws -> JSONValue {
    let frame = try rows()
    let result = try PairedDifference(
      treated: frame.completeNumbers(of: inputs.text("column")),
      control: frame.completeNumbers(of: inputs.text("versus")), design: .beforeAfter)
    return figures(of: result.effect, null: 0, center: 0)
  }

  func oneSampleTest() throws -> JSONValue {
    let frame = try rows()
    let mean = try Estimate(meanOf: Moments(frame.completeNumbers(of: inputs.text("column"))))
    let null = try inputs.number("mu")
    return figures(of: mean, null: null, center: null)
  }

  private func figures(of effect: Estimate, null: Double, center: Double) -> JSONValue {
    let interval = limits(effect.interval(level: level))
    return [
      "estimate": .init(effect.value), "se": .init(effect.standardError),
      "t": .init(effect.standardError.map { (effect.value - center) / $0 }),
      "df": .init(effect.degreesOfFreedom), "p_value": .init(effect.pValue(against: null)),
      "ci_low": interval[0], "ci_high": interval[1],
    ]
  }

  // MARK: CUPED

  func cuped() throws -> JSONValue {
    _ = inputs["theta"]
    let frame = try rows()
    let arm = Column("arm is treatment", booleans: try treated(frame, arm: "arm"))
    let experiment = try Experiment(
      frame.appending(arm), treatment: "arm is treatment", outcome: inputs.text("column"),
      analysis: .cuped(covariate: inputs.text("covariate")))
    guard case .cuped(let result) = experiment.comparison else {
      throw ReferenceFailure("the analysis is not CUPED")
    }
    let interval = limits(result.effect.interval(level: level))
    return [
      "theta": .init(result.theta), "estimate": .init(result.effect.value),
      "mean_control_adjusted": .init(result.adjusted.control.mean),
      "mean_treatment_adjusted": .init(result.adjusted.treated.mean),
      "var_control_adjusted": .init(result.adjusted.control.variance),
      "var_treatment_adjusted": .init(result.adjusted.treated.variance),
      "t": .init(result.adjusted.statistic), "df": .init(result.effect.degreesOfFreedom),
      "p_value": .init(result.effect.pValue()), "ci_low": interval[0], "ci_high": interval[1],
      "correlation": .init(result.correlation),
      "variance_reduction": .init(result.varianceReduction),
    ]
  }

  // MARK: Clusters

  /// CR2 with Satterthwaite's degrees of freedom, and the t test of cluster means.
  func clusterFigures(
    _ frame: DataFrame, treatment: String, outcome: String, cluster: String
  ) throws -> [String: JSONValue] {
    let people = try Experiment(
      frame, treatment: treatment, outcome: outcome, analysis: .clustered(by: cluster))
    let means = try Experiment(
      frame, treatment: treatment, outcome: outcome, analysis: .clusterMeans(by: cluster))
    let interval = limits(means.effect.interval(level: level))
    return [
      "estimate": .init(people.effect.value), "se_cr2": .init(people.effect.standardError),
      "df_bell_mccaffrey": .init(people.effect.degreesOfFreedom),
      "p_value_cr2": .init(people.pValue),
      "cluster_means_t": .init(means.effect.standardError.map { means.effect.value / $0 }),
      "cluster_means_df": .init(means.effect.degreesOfFreedom),
      "cluster_means_p": .init(means.pValue), "cluster_means_ci": interval,
    ]
  }

  // MARK: Sample ratio

  func sampleRatio() throws -> JSONValue {
    let test = try SampleRatioTest(
      counts: (inputs["counts"].array ?? []).compactMap(\.int),
      weights: (inputs["weights"].array ?? []).compactMap(\.double))
    return [
      "chi2": .init(test.chiSquared ?? .infinity), "df": .init(Double(test.degreesOfFreedom)),
      "p_value": .init(test.pValue), "expected": .init(test.expectedCounts),
    ]
  }

  func exactSampleRatio() throws -> JSONValue {
    let share = try inputs.number("weight_a")
    let test = try SampleRatioTest(
      counts: [inputs.integer("count_a"), inputs.integer("count_b")], weights: [share, 1 - share])
    return .init(test.exactPValue)
  }
}
