import LinearAlgebra

/// What each unit adds to an estimate, divided by the number of units: a weighted sum of its
/// outcomes' deviations from the means of its wave, and a constant for its wave.
///
/// The squares over all units sum to the estimate's variance.
struct PanelInfluence {
  /// The units of one wave.
  struct Part {
    /// The place of the wave among those of the plan.
    let wave: Int
    /// The periods with a weight; weights sum to zero.
    let periods: [Int]
    let weights: [Double]
    let constant: Double
  }

  /// Ascending by wave.
  let parts: [Part]

  init(parts: [Part]) { self.parts = parts }

  /// The parts of dense weights, one row a wave, and constants.
  init(weights: [[Double]], constants: [Double]) {
    parts = weights.indices.compactMap { wave in
      let periods = weights[wave].indices.filter { weights[wave][$0] != 0 }
      guard !periods.isEmpty || constants[wave] != 0 else { return nil }
      return Part(
        wave: wave, periods: periods, weights: periods.map { weights[wave][$0] },
        constant: constants[wave])
    }
  }
}

/// Variances of what units add up to, by unit or by team.
struct PanelVariance {
  /// A team's summed deviations from the means of its wave, scaled up for the wave's few teams.
  private struct Team {
    let wave: Int
    let count: Double
    let deviations: [Double]
  }

  /// For each wave the covariances of the changes since the first period.
  private let covariances: [[[Double]]]
  private let counts: [Double]
  private let teams: [Team]

  /// Errors by unit.
  init(_ panel: CohortPanelMoments, plan: RolloutPlan) {
    covariances = plan.waves.map { panel.waves[$0.place].changeCovariance }
    counts = plan.waves.map { Double($0.count) }
    teams = []
  }

  /// Errors by team: with G teams in a wave, their deviations times sqrt(G / (G - 1)).
  init(byTeamOf panel: CohortPanelMoments, plan: RolloutPlan) {
    covariances = []
    counts = plan.waves.map { Double($0.count) }
    teams = plan.waves.enumerated().flatMap { position, wave -> [Team] in
      let own = panel.waves[wave.place]
      let members = panel.teams.filter { $0.start == own.start }
      let size = Double(members.count)
      let factor = size > 1 ? (size / (size - 1)).squareRoot() : 1
      return members.map { team in
        let (means, count) = (own.meanChanges, Double(team.count))
        // The first period stands for no change; weights over periods sum to zero.
        return Team(
          wave: position, count: count,
          deviations: means.indices.map {
            $0 == 0 ? 0 : (team.sums[$0] - count * means[$0]) * factor
          })
      }
    }
  }

  /// The variance of one estimate.
  func variance(_ influence: PanelInfluence) -> Double {
    guard teams.isEmpty else { return Self.product(sums(influence), sums(influence)) }
    return influence.parts.reduce(0) { $0 + covariance($1, $1) }
  }

  /// The covariances of several estimates.
  func covariance(_ influences: [PanelInfluence]) -> Matrix {
    var result = Matrix(rows: influences.count, columns: influences.count)
    let sums = teams.isEmpty ? [] : influences.map(sums)
    for first in influences.indices {
      for second in first..<influences.count {
        result[first, second] =
          teams.isEmpty
          ? covariance(influences[first], influences[second])
          : Self.product(sums[first], sums[second])
      }
    }
    return result.symmetrized
  }

  private func covariance(_ first: PanelInfluence, _ second: PanelInfluence) -> Double {
    var sum = 0.0
    var place = 0
    for part in first.parts {
      while place < second.parts.count, second.parts[place].wave < part.wave { place += 1 }
      guard place < second.parts.count else { break }
      if second.parts[place].wave == part.wave { sum += covariance(part, second.parts[place]) }
    }
    return sum
  }

  private func covariance(_ first: PanelInfluence.Part, _ second: PanelInfluence.Part) -> Double {
    let matrix = covariances[first.wave]
    var sum = first.constant * second.constant
    for (period, weight) in zip(first.periods, first.weights) {
      let row = matrix[period]
      for (other, otherWeight) in zip(second.periods, second.weights) {
        sum += weight * otherWeight * row[other]
      }
    }
    return counts[first.wave] * sum
  }

  /// What each team adds.
  private func sums(_ influence: PanelInfluence) -> [Double] {
    var parts: [Int: PanelInfluence.Part] = [:]
    for part in influence.parts { parts[part.wave] = part }
    return teams.map { team in
      guard let part = parts[team.wave] else { return 0 }
      return zip(part.periods, part.weights).reduce(team.count * part.constant) {
        $0 + $1.1 * team.deviations[$1.0]
      }
    }
  }

  private static func product(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
