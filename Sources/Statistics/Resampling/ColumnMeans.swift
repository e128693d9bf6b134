/// A figure made of the means of columns over the resampled rows: what needs no copy of the rows.
struct ColumnMeans: Sendable {
  /// The columns, each less its shift, so that sums stay small.
  let columns: [[Double]]
  let shifts: [Double]
  /// The figure from the means.
  let combine: @Sendable ([Double]) -> Double
  /// Its derivatives by the means, where a standard error is wanted.
  let gradient: (@Sendable ([Double]) -> [Double])?

  init(
    _ columns: [[Double]], shifts: [Double],
    combine: @escaping @Sendable ([Double]) -> Double,
    gradient: (@Sendable ([Double]) -> [Double])?
  ) {
    self.columns = zip(columns, shifts).map { column, shift in column.map { $0 - shift } }
    self.shifts = shifts
    self.combine = combine
    self.gradient = gradient
  }

  /// Sums over each unit, ready for many resamples.
  func summed(over units: ResamplingUnits) -> UnitSums { UnitSums(self, units) }
}

/// The sums of columns over each unit.
struct UnitSums: Sendable {
  private let source: ColumnMeans
  private let width: Int
  /// The sums of unit u from `u * width` on.
  private let sums: [Double]
  /// The rows of each unit; empty when each has one.
  private let sizes: [Double]
  private let totals: [Double]
  private let rowCount: Double

  fileprivate init(_ source: ColumnMeans, _ units: ResamplingUnits) {
    self.source = source
    let width = source.columns.count
    self.width = width
    var sums = [Double](repeating: 0, count: units.unitCount * width)
    var sizes = [Double](repeating: 0, count: units.isClustered ? units.unitCount : 0)
    for unit in 0..<units.unitCount {
      units.forEachRow(of: unit) { row in
        for column in 0..<width { sums[unit * width + column] += source.columns[column][row] }
        if units.isClustered { sizes[unit] += 1 }
      }
    }
    self.sums = sums
    self.sizes = sizes
    totals = source.columns.map { $0.reduce(0, +) }
    rowCount = Double(units.rowCount)
  }

  // MARK: Figures

  /// The figure of a resample.
  func value(_ draw: Resample) -> Double { source.combine(means(draw)) }

  /// The figure without one unit.
  func value(without unit: Int) -> Double {
    let rest = rowCount - size(unit)
    return source.combine(
      (0..<width).map { source.shifts[$0] + (totals[$0] - sums[unit * width + $0]) / rest })
  }

  /// The standard error of a resample's figure by linearisation: the units' influence on it, as if
  /// drawn within each stratum; NaN without derivatives.
  ///
  /// For the mean of rows this is s / sqrt(n), for the difference of two strata's means Welch's.
  func standardError(_ draw: Resample) -> Double {
    guard let gradient = source.gradient else { return .nan }
    let means = means(draw)
    let slopes = gradient(means)
    let rows = rows(draw)
    var variance = 0.0
    for stratum in draw.strata where stratum.count > 1 {
      var influences: [Double] = []
      influences.reserveCapacity(stratum.count)
      for place in stratum {
        let unit = Int(draw.units[place])
        var influence = 0.0
        for column in 0..<width {
          let centre = (means[column] - source.shifts[column]) * size(unit)
          influence += slopes[column] * (sums[unit * width + column] - centre)
        }
        influences.append(influence / rows)
      }
      let count = Double(influences.count)
      let mean = influences.reduce(0, +) / count
      let squares = influences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      variance += squares * (count / (count - 1))
    }
    return variance.squareRoot()
  }

  // MARK: Sums

  private func size(_ unit: Int) -> Double { sizes.isEmpty ? 1 : sizes[unit] }

  private func rows(_ draw: Resample) -> Double {
    sizes.isEmpty ? Double(draw.units.count) : draw.units.reduce(0) { $0 + sizes[Int($1)] }
  }

  private func means(_ draw: Resample) -> [Double] {
    let rows = rows(draw)
    if width == 1 { return [source.shifts[0] + sum(draw.units) / rows] }
    var found = [Double](repeating: 0, count: width)
    for unit in draw.units {
      let first = Int(unit) * width
      for column in 0..<width { found[column] += sums[first + column] }
    }
    return (0..<width).map { source.shifts[$0] + found[$0] / rows }
  }

  /// The sum of one column: four sums side by side, for speed.
  private func sum(_ units: [UInt32]) -> Double {
    let (values, units) = (sums.span, units.span)
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var place = 0
    while place &+ 4 <= units.count {
      a += values[Int(units[place])]
      b += values[Int(units[place &+ 1])]
      c += values[Int(units[place &+ 2])]
      d += values[Int(units[place &+ 3])]
      place &+= 4
    }
    while place < units.count {
      a += values[Int(units[place])]
      place &+= 1
    }
    return (a + b) + (c + d)
  }
}
