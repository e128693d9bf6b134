/// Mean and central moments of finite values in a unit of their own, so that no power leaves the
/// range of `Double` and no sum cancels.
///
/// Sums run over deviations from a pivot (the median), compensated; the mean's own rounding is
/// taken off the moments.
///
/// **Reference:** Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.
struct CentralMoments {
  let count: Double
  let mean: Double
  /// The power of two that deviations are measured in.
  let exponent: Int
  /// Means of the second, third and fourth powers of deviations from the mean, in that unit.
  let second: Double
  let third: Double
  let fourth: Double

  /// The moments of at least one finite value around a pivot among them.
  init(_ values: [Double], pivot: Double) {
    let n = Double(values.count)
    let reach = values.reduce(0) { max($0, abs($1 / 2 - pivot / 2)) }
    // The farthest deviation is below 1 in this unit; below the normal numbers nothing is gained.
    let exponent = reach == 0 ? 0 : max(Int(reach.exponent) + 2, -1000)
    let halfUnit = CentralMoments.power(1 - exponent)
    // Halves before the scaling, so that a difference of opposite ends is finite.
    func deviation(_ value: Double, from centre: Double) -> Double {
      let plain = value - centre
      return plain.isFinite
        ? plain * (halfUnit / 2) : (value / 2 - centre / 2) * halfUnit
    }
    var sum = CompensatedSum()
    for value in values { sum.add(deviation(value, from: pivot)) }
    let offset = CentralMoments.unscaled(sum.value / n, exponent)
    let mean = pivot + offset
    var sums = (CompensatedSum(), CompensatedSum(), CompensatedSum(), CompensatedSum())
    for value in values {
      let first = deviation(value, from: mean)
      let square = first * first
      sums.0.add(first)
      sums.1.add(square)
      sums.2.add(square * first)
      sums.3.add(square * square)
    }
    let rest = sums.0.value / n
    let (square, cube, fourthPower) = (sums.1.value / n, sums.2.value / n, sums.3.value / n)
    count = n
    self.exponent = exponent
    self.mean = mean
    second = max(0, square - rest * rest)
    third = cube - 3 * rest * square + 2 * rest * rest * rest
    fourth =
      fourthPower - 4 * rest * cube + 6 * rest * rest * square - 3 * rest * rest * rest * rest
  }

  /// A figure of the deviations' unit in the values' own.
  func unscaled(_ figure: Double) -> Double { CentralMoments.unscaled(figure, exponent) }

  private static func unscaled(_ figure: Double, _ exponent: Int) -> Double {
    let half = exponent / 2
    return figure * power(half) * power(exponent - half)
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
