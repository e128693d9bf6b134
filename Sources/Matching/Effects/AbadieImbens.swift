/// Abadie and Imbens's estimator and variance for matching with replacement.
///
/// For each of N people i asked for, with M_i partners, tau_i is the outcome under treatment less
/// that without, the missing one being the partners' mean. With K_j the sum of 1 / M_i over the
/// uses of partner j and K'_j that of 1 / M_i^2, the variance is [sum (tau_i - tau)^2 + sum (K_j^2
/// - K'_j) s_j^2] / N^2; where effects on everybody are asked for, K_j^2 + 2 K_j - K'_j stands in
/// place of K_j^2 - K'_j.
///
/// **Reference:** Abadie and Imbens (2006), doi:10.1111/j.1468-0262.2006.00655.x; (2011),
/// doi:10.1198/jbes.2009.07333, for the adjustment.
struct AbadieImbens {
  /// A person asked for, with the partners.
  struct Target {
    let row: Int
    let partners: [Int]
  }

  /// How the outcomes vary around their means.
  enum Spread {
    /// The same everywhere: half the mean squared deviation of pair differences from the effect.
    case homoscedastic
    /// In each row that is needed, the variance of its own outcome and those of the nearest rows
    /// of its group.
    case neighbors((Int) -> [Int])
  }

  let targets: [Target]
  let outcomes: [Double]
  let treated: [Bool]
  /// What is added to a partner's outcome to bring it to the covariates of the person.
  var adjustment: (_ person: Int, _ partner: Int) -> Double = { _, _ in 0 }

  /// The means with and without treatment, and the variance of their difference.
  ///
  /// - Complexity: O(pairs), and the search for neighbours.
  func estimate(
    spread: Spread, isOfAll: Bool
  ) -> (treated: Double, control: Double, variance: Double) {
    let count = Double(targets.count)
    var uses = [Double](repeating: 0, count: outcomes.count)
    var squaredShares = uses
    var effects: [Double] = []
    var means = (treated: 0.0, control: 0.0)
    for target in targets {
      let share = 1 / Double(target.partners.count)
      var imputed = 0.0
      for partner in target.partners {
        uses[partner] += share
        squaredShares[partner] += share * share
        imputed += share * (outcomes[partner] + adjustment(target.row, partner))
      }
      let own = outcomes[target.row]
      let (first, second) = treated[target.row] ? (own, imputed) : (imputed, own)
      effects.append(first - second)
      means.treated += first / count
      means.control += second / count
    }
    let effect = means.treated - means.control
    var sum = effects.reduce(0) { $0 + ($1 - effect) * ($1 - effect) }
    let common = common(around: effect, spread)
    for row in outcomes.indices where isOfAll || uses[row] > 0 {
      let factor =
        uses[row] * uses[row] - squaredShares[row] + (isOfAll ? 2 * uses[row] : 0)
      if factor != 0 { sum += factor * (common ?? own(row, spread)) }
    }
    return (means.treated, means.control, sum / (count * count))
  }

  /// The variance that all outcomes share.
  private func common(around effect: Double, _ spread: Spread) -> Double? {
    guard case .homoscedastic = spread else { return nil }
    let deviations = targets.map { target in
      let sign = treated[target.row] ? 1.0 : -1.0
      let squares = target.partners.reduce(0.0) { sum, partner in
        let other = outcomes[partner] + adjustment(target.row, partner)
        let deviation = sign * (outcomes[target.row] - other) - effect
        return sum + deviation * deviation
      }
      return squares / Double(target.partners.count) / 2
    }
    return deviations.reduce(0, +) / Double(targets.count)
  }

  /// The variance among a row's outcome and those of its nearest.
  private func own(_ row: Int, _ spread: Spread) -> Double {
    guard case .neighbors(let neighbors) = spread else { return 0 }
    let values = neighbors(row).map { outcomes[$0] } + [outcomes[row]]
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return values.count > 1 ? squares / Double(values.count - 1) : 0
  }
}
