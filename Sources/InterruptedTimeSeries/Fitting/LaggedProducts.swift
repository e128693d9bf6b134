import Regression

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// All that the likelihood of errors with first-order autoregression needs of the data.
///
/// With phi^g the correlation of neighbours g periods apart, the generalised cross-product
/// Z' R^-1 Z of some columns is the first rows' products plus, for each distance g,
/// (D + s E + s^2 C) / (1 - r^2), where r = phi^g, s = 1 - r, d is the step from one row to the
/// next and z the row before it: D sums d d', E sums d z' + z d', C sums z z'. Written in steps, it
/// keeps its digits up to r near one. Each value of phi then costs nothing that grows with the rows.
///
/// - Complexity: O(rows x columns^2) once.
struct LaggedProducts {
  /// The products of neighbours one distance apart, lower triangles packed row after row.
  struct Distance {
    let periods: Int
    let pairs: Int
    let steps: [Double]
    let mixed: [Double]
    let levels: [Double]
  }

  /// How many columns there are.
  let columnCount: Int
  /// The products of the first row of each series.
  let first: [Double]
  /// One for each distance that occurs, ascending.
  let distances: [Distance]

  init(columns: [[Double]], order: TimeOrder) {
    columnCount = columns.count
    var starts = [Double](repeating: 0, count: columns.count * (columns.count + 1) / 2)
    var neighbours: [Int: [(before: Int, row: Int)]] = [:]
    for rows in order.series {
      guard let start = rows.first else { continue }
      var place = 0
      for row in columns.indices {
        for column in 0...row {
          starts[place] += columns[row][start] * columns[column][start]
          place += 1
        }
      }
      for (before, row) in zip(rows, rows.dropFirst()) {
        neighbours[order.periods[row] - order.periods[before], default: []].append((before, row))
      }
    }
    first = starts
    distances = neighbours.sorted { $0.key < $1.key }.map { periods, pairs in
      Self.products(columns, pairs: pairs, periods: periods)
    }
  }

  /// Four rows at a time.
  private static func products(
    _ columns: [[Double]], pairs: [(before: Int, row: Int)], periods: Int
  ) -> Distance {
    let chunks = (pairs.count + 3) / 4
    var levels = [[SIMD4<Double>]](
      repeating: [SIMD4<Double>](repeating: .zero, count: chunks), count: columns.count)
    var steps = levels
    for column in columns.indices {
      let values = columns[column]
      for (place, pair) in pairs.enumerated() {
        levels[column][place / 4][place % 4] = values[pair.before]
        steps[column][place / 4][place % 4] = values[pair.row] - values[pair.before]
      }
    }
    let size = columns.count * (columns.count + 1) / 2
    var sums = (steps: [Double](), mixed: [Double](), levels: [Double]())
    sums.steps.reserveCapacity(size)
    sums.mixed.reserveCapacity(size)
    sums.levels.reserveCapacity(size)
    for row in columns.indices {
      let (d, z) = (steps[row], levels[row])
      for column in 0...row {
        let (e, w) = (steps[column], levels[column])
        var (step, mix, level) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
        for chunk in 0..<chunks {
          step += d[chunk] * e[chunk]
          mix += d[chunk] * w[chunk] + z[chunk] * e[chunk]
          level += z[chunk] * w[chunk]
        }
        sums.steps.append(step.sum())
        sums.mixed.append(mix.sum())
        sums.levels.append(level.sum())
      }
    }
    return Distance(
      periods: periods, pairs: pairs.count, steps: sums.steps, mixed: sums.mixed,
      levels: sums.levels)
  }
}

// MARK: - At a correlation

extension LaggedProducts {
  /// The cross-product and its first two derivatives by phi, packed.
  struct Moments {
    var value: [Double]
    var slope: [Double]
    var curvature: [Double]
  }

  /// Z' R^-1 Z at a correlation inside (-1, 1), with as many derivatives as asked for.
  func moments(at phi: Double, derivatives: Int = 0) -> Moments {
    var result = Moments(value: first, slope: [], curvature: [])
    if derivatives > 0 { result.slope = [Double](repeating: 0, count: first.count) }
    if derivatives > 1 { result.curvature = result.slope }
    for distance in distances {
      let power = Power(phi, distance.periods)
      let (r, s) = (power.value, 1 - power.value)
      let q = 1 / ((1 - r) * (1 + r))
      let (slope, bend) = (2 * r * q * q, 2 * q * q + 8 * r * r * q * q * q)
      for place in first.indices {
        let level = distance.levels[place]
        let sum = distance.steps[place] + s * (distance.mixed[place] + s * level)
        result.value[place] += sum * q
        guard derivatives > 0 else { continue }
        let change = -(distance.mixed[place] + 2 * s * level)
        let firstOrder = change * q + sum * slope
        result.slope[place] += firstOrder * power.slope
        guard derivatives > 1 else { continue }
        let secondOrder = 2 * level * q + 2 * change * slope + sum * bend
        result.curvature[place] +=
          secondOrder * power.slope * power.slope + firstOrder * power.curvature
      }
    }
    return result
  }

  /// The logarithm of the determinant of R, with its first two derivatives by phi.
  func logDeterminant(at phi: Double) -> (value: Double, slope: Double, curvature: Double) {
    var sum = (value: 0.0, slope: 0.0, curvature: 0.0)
    for distance in distances {
      let power = Power(phi, distance.periods)
      let r = power.value
      let q = 1 / ((1 - r) * (1 + r))
      let pairs = Double(distance.pairs)
      let bend = -2 * (1 + r * r) * q * q
      sum.value += pairs * log1p(-r * r)
      sum.slope -= pairs * 2 * r * q * power.slope
      sum.curvature += pairs * (bend * power.slope * power.slope - 2 * r * q * power.curvature)
    }
    return sum
  }

  /// The expected information about phi of the errors themselves, their variance known.
  func information(at phi: Double) -> Double {
    distances.reduce(0) { sum, distance in
      let power = Power(phi, distance.periods)
      let r = power.value
      let q = 1 / ((1 - r) * (1 + r))
      return sum + Double(distance.pairs) * power.slope * power.slope * (1 + r * r) * q * q
    }
  }

  /// phi^g with its first two derivatives.
  private struct Power {
    let value: Double
    let slope: Double
    let curvature: Double

    init(_ phi: Double, _ exponent: Int) {
      guard exponent > 1 else {
        (value, slope, curvature) = (phi, 1, 0)
        return
      }
      let g = Double(exponent)
      value = pow(phi, g)
      slope = g * pow(phi, g - 1)
      curvature = g * (g - 1) * pow(phi, g - 2)
    }
  }
}
