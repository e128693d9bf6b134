import Distributions

/// Fitted outcomes and residuals whose signs are drawn.
struct WildResiduals: Sendable {
  let fitted: [Double]
  let residuals: [Double]
  let weights: WildWeights
  let figure: BootstrapStatistic.Figure<[Double]>

  /// The outcomes themselves.
  var outcomes: [Double] { zip(fitted, residuals).map { $0 + $1 } }

  /// Outcomes with one weight for each unit's residuals.
  func drawn(_ units: ResamplingUnits, using random: inout Philox) -> [Double] {
    let signs = weights.draw(units.unitCount, using: &random)
    var outcomes = fitted
    for (unit, sign) in signs.enumerated() {
      units.forEachRow(of: unit) { outcomes[$0] += sign * residuals[$0] }
    }
    return outcomes
  }
}
