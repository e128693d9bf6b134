import Regression
import Statistics

/// What is asked before a two-way effect is believed.
struct TwoWayChecks {
  let rows: TwoWayRows
  let estimator: CovarianceEstimator
  let isBalanced: Bool

  /// All checks in order.
  var all: [Check] { [timing, clusters, complete] }

  private var timing: Check {
    let treatment = rows.predictors[0]
    guard treatment.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      return Check(
        "one start for all", verdict: .inconclusive,
        sentence: "The treatment is not yes or no, so its effect mixes doses, units and dates.")
    }
    var starts = [Int](repeating: .max, count: rows.unitCount)
    for row in treatment.indices where treatment[row] == 1 {
      starts[rows.units[row]] = min(starts[rows.units[row]], rows.periods[row])
    }
    let dates = Set(starts).subtracting([.max]).count
    let stops = treatment.indices.contains {
      treatment[$0] == 0 && rows.periods[$0] > starts[rows.units[$0]]
    }
    let isPlain = dates == 1 && !stops
    return Check(
      "one start for all", figure: Double(dates), threshold: 1,
      verdict: isPlain ? .passed : .inconclusive,
      sentence: isPlain
        ? "All treated units start at the same date."
        : stops
          ? "Some units stop treatment again, so early and late effects are mixed."
          : "Units start at \(dates) different dates: units already treated serve as controls, and effects that grow bias the figure. Compare it with the estimate for staggered rollouts."
    )
  }

  private var clusters: Check {
    guard let codes = rows.clusters else {
      return Check(
        "independent clusters", verdict: .inconclusive,
        sentence:
          "\(estimator.name) takes all rows to vary independently; those of one unit rarely do.")
    }
    var treated = Set<Int>()
    for row in codes.indices where rows.predictors[0][row] != 0 { treated.insert(codes[row]) }
    let fewest = min(treated.count, rows.clusterCount - treated.count)
    let isFew = rows.clusterCount < 20 || treated.count < 5
    let advice =
      if case .clusterCR2 = estimator { "the degrees of freedom allow for that." } else {
        "take CR2."
      }
    return Check(
      "number of clusters", figure: Double(rows.clusterCount), threshold: 20,
      verdict: isFew ? .inconclusive : .passed,
      sentence: "\(rows.clusterCount) clusters, \(treated.count) of them ever treated"
        + (isFew ? ": few, \(advice)" : fewest == 0 ? "; none is never treated." : "."))
  }

  private var complete: Check {
    let singletons = rows.singletons.count
    let isWhole = singletons == 0 && isBalanced
    return Check(
      "complete panel", figure: Double(singletons), verdict: isWhole ? .passed : .inconclusive,
      sentence: singletons > 0
        ? "\(singletons) rows are the only ones of their unit or period and left out (\(rows.singletons))."
        : isWhole
          ? "\(rows.count) rows for \(rows.unitCount) units and \(rows.periodCount) periods."
          : "Not every unit has one row in every period; if rows are missing because of the outcome, the effect is biased."
    )
  }
}
