import Foundation
import ProgramEvaluation

/// An interrupted series of 192 months with a season and autocorrelated errors, 15 coefficients.
///
/// Ours is the whole study: design, fit, effect, and checks with a second fit for the placebo.
func seriesCase(_ folder: URL, isRestricted: Bool) throws -> Case {
  let data = folder.appendingPathComponent("series-\(isRestricted)")
  var generator = SeededGenerator(seed: 7)
  var error = 0.0
  let months = Array(1...192)
  let season = (0..<12).map { _ in generator.normal() }
  let values = months.map { month -> Double in
    error = 0.5 * error + generator.normal()
    let after = month >= 170 ? -3 + 0.1 * Double(month - 170) : 0
    return 50 + 0.05 * Double(month) + after + 2 * season[(month - 1) % 12] + error
  }
  var columns: [(name: String, values: [Double])] = [
    ("y", values), ("x1", months.map(Double.init)), ("x2", months.map { $0 >= 170 ? 1 : 0 }),
    ("x3", months.map { Double(max(0, $0 - 170)) }),
  ]
  for place in 1..<12 {
    columns.append(("x\(place + 3)", months.map { ($0 - 1) % 12 == place ? 1 : 0 }))
  }
  try Dataset(numbers: columns).write(to: data)
  let series = try TimeSeries(values)
  let specification = SegmentedSpecification(
    interventions: [Intervention(at: 170)], seasonality: .monthly,
    method: isRestricted ? .restrictedLikelihood : .maximumLikelihood)
  func fit() throws -> SegmentedRegression {
    try SegmentedRegression(series, specification: specification)
  }
  let peer =
    isRestricted
    ? Peer("R nlme gls, REML", .r, "series-reml", data: data)
    : Peer("statsmodels SARIMAX(1,0,0)", .python, "series-ml", data: data)
  return Case(
    title: "interrupted series 192 x 15, AR(1) by \(isRestricted ? "REML" : "ML")",
    peers: [peer],
    figures: {
      let model = try fit().model
      return model.coefficients + (isRestricted ? model.standardErrors : [])
    },
    // The peers' optimisers stop early.
    tolerance: isRestricted ? 1e-5 : 1e-3,
    // A single study takes less than the clock's noise.
    sample: { try seconds { for _ in 0..<20 { _ = try fit() } } / 20 })
}
