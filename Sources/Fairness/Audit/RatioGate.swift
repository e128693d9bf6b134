import Distributions
import Statistics

/// For each count of the reference, the focal counts from which a ratio gate passes and up to which it
/// fails.
///
/// The score statistic rises with the focal count, so that both are found by bisection.
struct RatioGate {
  private let focalSize: Int
  /// For each reference count the least focal count that passes, or one more than there are.
  private let passesFrom: [Int]
  /// For each reference count the least focal count that does not fail.
  private let failsBelow: [Int]
  /// For each reference count the least focal count whose ratio is not below the floor.
  private let keepsFrom: [Int]

  init(
    focalSize: Int, referenceSize: Int, floor: ExactShare, level: Double
  ) throws(EvaluationError) {
    let z = Normal.standard.quantile(survival: (1 - level) / 2)
    self.focalSize = focalSize
    let focal = try (0...focalSize).map { count throws(EvaluationError) in
      try Proportion(successes: count, trials: focalSize)
    }
    var bounds: [(Int, Int, Int)] = []
    for count in 0...referenceSize {
      let reference = try Proportion(successes: count, trials: referenceSize)
      func least(where holds: (Double) -> Bool) -> Int {
        Self.least(upTo: focalSize) { selected in
          // Nobody on either side: nothing passes or fails.
          let statistic = ScoreFunction(focal[selected], reference, isCorrected: true)
            .statistic(ratio: floor.value)
          return statistic.map(holds) ?? false
        }
      }
      let passing = least { $0 >= z }
      let standing = count == 0 ? 0 : least { $0 >= -z }
      let keeping = Self.least(upTo: focalSize) {
        floor.isAbove(ratioOf: focal[$0], to: reference) != true
      }
      bounds.append((passing, standing, keeping))
    }
    passesFrom = bounds.map { $0.0 }
    failsBelow = bounds.map { $0.1 }
    keepsFrom = bounds.map { $0.2 }
  }

  /// The least count from which a condition holds; one more than the limit where it never does.
  private static func least(upTo limit: Int, _ holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, limit + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Exact chances under two independent counts.
  func chances(_ focal: Binomial, _ reference: Binomial) -> AuditPower.Chances {
    var (pass, fail, below) = (0.0, 0.0, 0.0)
    for (count, start) in passesFrom.enumerated() {
      let mass = reference.pmf(count)
      guard mass > 0 else { continue }
      if start <= focalSize { pass += mass * focal.survival(start - 1) }
      if failsBelow[count] > 0 { fail += mass * focal.cdf(failsBelow[count] - 1) }
      if keepsFrom[count] > 0 { below += mass * focal.cdf(keepsFrom[count] - 1) }
    }
    return .init(
      pass: min(1, pass), fail: min(1, fail), inconclusive: max(0, 1 - pass - fail),
      ratioBelowFloor: min(1, below))
  }
}
