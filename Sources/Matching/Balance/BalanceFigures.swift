/// The figures of one variable in one sample.
public struct BalanceFigures: Sendable, Hashable, Codable {
  /// The (weighted) mean of the treated.
  public let treatedMean: Double
  /// The (weighted) mean of the controls.
  public let controlMean: Double
  /// The variance of the treated over that of the controls; nil for binary variables and where
  /// undefined.
  public let varianceRatio: Double?
  /// The mean absolute difference of the two distribution functions over the distinct values.
  public let distributionMeanDifference: Double
  /// The largest absolute difference of the two distribution functions (Kolmogorov-Smirnov).
  public let distributionMaximumDifference: Double
  /// The mean distance within pairs in standard deviations of the treated; nil before matching, and
  /// in the variable's own unit where the matched means agree to 1.5e-8.
  public let pairDistance: Double?

  /// Whether every figure can be stored.
  var isFinite: Bool {
    treatedMean.isFinite && controlMean.isFinite && distributionMeanDifference.isFinite
      && distributionMaximumDifference.isFinite && varianceRatio?.isFinite ?? true
      && pairDistance?.isFinite ?? true
  }

  func with(pairDistance: Double?) -> BalanceFigures {
    BalanceFigures(
      treatedMean: treatedMean, controlMean: controlMean, varianceRatio: varianceRatio,
      distributionMeanDifference: distributionMeanDifference,
      distributionMaximumDifference: distributionMaximumDifference, pairDistance: pairDistance)
  }
}

// MARK: - Computing

extension BalanceFigures {
  /// One variable with its sort order, from which the figures under any weights follow.
  struct Sample {
    let values: [Double]
    let treated: [Bool]
    /// The rows in ascending order of value; not needed for binary variables.
    let order: [Int]
    let isBinary: Bool

    /// - Complexity: O(n): the order is shared by all weights.
    func figures(
      weights: [Double]?
    ) -> (figures: BalanceFigures, treatedVariance: Double?, controlVariance: Double?) {
      let first = group(true, weights)
      let second = group(false, weights)
      let distribution =
        isBinary
        ? (mean: abs(first.mean - second.mean), maximum: abs(first.mean - second.mean))
        : distributionDifferences(weights, first.total, second.total)
      var ratio: Double?
      if !isBinary, let above = first.variance, let below = second.variance, below > 0 {
        ratio = (above / below).isFinite ? above / below : nil
      }
      let figures = BalanceFigures(
        treatedMean: first.mean, controlMean: second.mean, varianceRatio: ratio,
        distributionMeanDifference: distribution.mean,
        distributionMaximumDifference: distribution.maximum, pairDistance: nil)
      return (figures, first.variance, second.variance)
    }

    /// Weighted mean and variance of one group: p (1 - p) for binary variables, else
    /// sum w (x - m)^2 / (1 - sum w^2) with weights that sum to one.
    private func group(
      _ isTreated: Bool, _ weights: [Double]?
    ) -> (mean: Double, variance: Double?, total: Double) {
      // Around the group's first value, so that a group which does not vary has a variance of zero.
      let shift = zip(values, treated).first { $0.1 == isTreated }?.0 ?? 0
      var total = 0.0
      var sum = 0.0
      for row in values.indices where treated[row] == isTreated {
        let weight = weights?[row] ?? 1
        total += weight
        sum += weight * (values[row] - shift)
      }
      let mean = total > 0 ? shift + sum / total : 0
      if isBinary { return (mean, mean * (1 - mean), total) }
      var squares = 0.0
      var weightSquares = 0.0
      for row in values.indices where treated[row] == isTreated {
        let share = (weights?[row] ?? 1) / max(total, .leastNonzeroMagnitude)
        let deviation = values[row] - mean
        squares += share * deviation * deviation
        weightSquares += share * share
      }
      let variance = squares / (1 - weightSquares)
      return (mean, weightSquares < 1 && variance.isFinite ? variance : nil, total)
    }

    private func distributionDifferences(
      _ weights: [Double]?, _ treatedTotal: Double, _ controlTotal: Double
    ) -> (mean: Double, maximum: Double) {
      var difference = 0.0
      var sum = 0.0
      var maximum = 0.0
      var distinct = 0
      var place = 0
      while place < order.count {
        let value = values[order[place]]
        while place < order.count, values[order[place]] == value {
          let row = order[place]
          let weight = weights?[row] ?? 1
          difference += treated[row] ? weight / treatedTotal : -weight / controlTotal
          place += 1
        }
        distinct += 1
        sum += abs(difference)
        maximum = max(maximum, abs(difference))
      }
      return (sum / Double(max(1, distinct)), maximum)
    }
  }
}
