import ProgramEvaluation

/// The figures of an experiment for machines.
struct ExperimentFigures: Encodable {
  struct Effect: Encodable {
    let value: Double
    let standard_error: Double?
    let degrees_of_freedom: Double?
    let method: String
    let unit: String
    let direction: Estimate.Direction
    let level: Double
    let lower: Double?
    let upper: Double?
    let p_value: Double?
  }

  struct Arm: Encodable {
    let assigned: Int?
    let analysed: Int?
    let missing: Int?
    let mean: Double?
  }

  struct Covariate: Encodable {
    let theta: Double
    let correlation: Double
    let variance_reduction: Double
  }

  struct SampleRatio: Encodable {
    let counts: [Int]
    let expected_shares: [Double]
    let p_value: Double
  }

  let analysis: String
  let effect: Effect
  let treatment: Arm
  let control: Arm
  let covariate: Covariate?
  let clusters: Int?
  let sample_ratio: SampleRatio?

  init(_ experiment: Experiment, level: Double) {
    let found = experiment.effect
    let interval = found.interval(level: level)
    analysis = experiment.analysis.description
    effect = Effect(
      value: found.value.printed, standard_error: found.standardError?.printed,
      degrees_of_freedom: found.degreesOfFreedom?.printed, method: found.method,
      unit: found.unit, direction: found.direction, level: level,
      lower: interval?.lower?.printed, upper: interval?.upper?.printed,
      p_value: experiment.pValue?.printed)
    let means = experiment.comparison.means
    treatment = Self.arm(experiment.arms?.treated, means?.treated)
    control = Self.arm(experiment.arms?.control, means?.control)
    covariate =
      if case .cuped(let cuped) = experiment.comparison {
        Covariate(
          theta: cuped.theta.printed, correlation: cuped.correlation.printed,
          variance_reduction: cuped.varianceReduction.printed)
      } else {
        nil
      }
    clusters =
      switch experiment.comparison {
      case .clusters(let result): result.clusterCount
      case .clusterMeans(let result):
        result.comparison.treated.count + result.comparison.control.count
      case .means, .proportions, .pairs, .cuped, .permutation: nil
      }
    sample_ratio = experiment.sampleRatio.map {
      SampleRatio(
        counts: $0.counts, expected_shares: $0.expectedShares,
        p_value: ($0.exactPValue ?? $0.pValue).printed)
    }
  }

  private static func arm(_ counts: ArmCounts.Arm?, _ mean: Double?) -> Arm {
    Arm(
      assigned: counts?.assigned, analysed: counts?.analysed, missing: counts?.missing,
      mean: mean?.printed)
  }
}
