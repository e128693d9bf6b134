import LinearAlgebra
import Statistics

/// The effects of waves and periods, and their averages, each with what units add to it.
struct RolloutEstimation {
  /// An effect with what units add to it.
  struct Target {
    let value: Double
    let influence: PanelInfluence
  }

  let plan: RolloutPlan
  /// The effect in each cell of the plan.
  let values: [Double]
  /// For each wave of the plan its mean change since the first period, less that of the shift.
  private let means: [[Double]]

  init(_ panel: CohortPanelMoments, plan: RolloutPlan) {
    self.plan = plan
    let means = plan.waves.map { panel.waves[$0.place].meanChanges }
    self.means = means
    values = plan.cells.map { cell in
      guard !cell.isBase else { return 0 }
      let change = means[cell.wave][cell.time] - means[cell.wave][cell.base]
      return change - Self.change(of: plan.controls(of: cell), cell, means: means, plan: plan)
    }
  }

  /// The mean change of the comparison group.
  private static func change(
    of controls: [Int], _ cell: RolloutPlan.Cell, means: [[Double]], plan: RolloutPlan
  ) -> Double {
    var (sum, count) = (0.0, 0.0)
    for place in controls {
      let size = Double(plan.waves[place].count)
      sum += size * (means[place][cell.time] - means[place][cell.base])
      count += size
    }
    return sum / count
  }

  // MARK: Cells

  /// What units add to the effect of a cell.
  func influence(ofCell index: Int) -> PanelInfluence {
    let cell = plan.cells[index]
    guard !cell.isBase else { return PanelInfluence(parts: []) }
    let controls = plan.controls(of: cell)
    let controlCount = Double(controls.reduce(0) { $0 + plan.waves[$1].count })
    let mean = Self.change(of: controls, cell, means: means, plan: plan)
    let places = (controls + [cell.wave]).sorted()
    return PanelInfluence(
      parts: places.map { place in
        if place == cell.wave {
          let weight = 1 / Double(plan.waves[place].count)
          return .init(
            wave: place, periods: [cell.time, cell.base], weights: [weight, -weight], constant: 0)
        }
        let weight = -1 / controlCount
        let change = means[place][cell.time] - means[place][cell.base]
        return .init(
          wave: place, periods: [cell.time, cell.base], weights: [weight, -weight],
          constant: controls.count > 1 ? weight * (change - mean) : 0)
      })
  }

  // MARK: Averages

  /// The average of cells weighted by the sizes of their waves, which are themselves estimated.
  func bySize(_ cells: [Int]) -> Target {
    let shares = cells.map { Double(plan.waves[plan.cells[$0].wave].count) }
    let total = shares.reduce(0, +)
    let value = zip(cells, shares).reduce(0) { $0 + values[$1.0] * $1.1 } / total
    // A unit of wave w adds (sum of the effects of w - value x cells of w) / (sum of shares).
    var constants = [Double](repeating: 0, count: plan.waves.count)
    for cell in cells { constants[plan.cells[cell].wave] += (values[cell] - value) / total }
    return combined(
      cells.map { influence(ofCell: $0) }, weights: shares.map { $0 / total }, constants: constants,
      value: value)
  }

  /// The plain average of cells.
  func plain(_ cells: [Int]) -> Target {
    let weight = 1 / Double(cells.count)
    return combined(
      cells.map { influence(ofCell: $0) }, weights: cells.map { _ in weight },
      constants: [Double](repeating: 0, count: plan.waves.count),
      value: cells.reduce(0) { $0 + values[$1] } * weight)
  }

  /// The plain average of averages.
  func plain(_ targets: [Target]) -> Target {
    let weight = 1 / Double(targets.count)
    return combined(
      targets.map(\.influence), weights: targets.map { _ in weight },
      constants: [Double](repeating: 0, count: plan.waves.count),
      value: targets.reduce(0) { $0 + $1.value } * weight)
  }

  /// The average of one target a wave, weighted by the sizes of the waves.
  func bySize(_ targets: [(wave: Int, target: Target)]) -> Target {
    let sizes = targets.map { Double(plan.waves[$0.wave].count) }
    let total = sizes.reduce(0, +)
    let value = zip(targets, sizes).reduce(0) { $0 + $1.0.target.value * $1.1 } / total
    var constants = [Double](repeating: 0, count: plan.waves.count)
    for (wave, target) in targets { constants[wave] += (target.value - value) / total }
    return combined(
      targets.map(\.target.influence), weights: sizes.map { $0 / total }, constants: constants,
      value: value)
  }

  private func combined(
    _ influences: [PanelInfluence], weights: [Double], constants: [Double], value: Double
  ) -> Target {
    var constants = constants
    var dense = [[Double]](
      repeating: [Double](repeating: 0, count: plan.size), count: plan.waves.count)
    for (influence, factor) in zip(influences, weights) {
      for part in influence.parts {
        constants[part.wave] += factor * part.constant
        for (period, weight) in zip(part.periods, part.weights) {
          dense[part.wave][period] += factor * weight
        }
      }
    }
    return Target(value: value, influence: PanelInfluence(weights: dense, constants: constants))
  }
}
