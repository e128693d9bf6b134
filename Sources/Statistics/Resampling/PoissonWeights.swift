import Distributions

/// Counts from the Poisson distribution with mean 1, one uniform number each.
///
/// How often a row of a very large sample is drawn has this distribution, each row by itself; so a
/// bootstrap can pass over rows once, without knowing how many there are.
///
/// **Reference:** Chamandy, Muralidharan, Najmi and Naidu (2012), *Estimating Uncertainty for Massive
/// Data Streams*, Google.
/// **Same as:** numpy `np.searchsorted(scipy.stats.poisson.cdf(range(18), 1), rng.random(n),
/// side="right")`.
enum PoissonWeights {
  /// P(count <= k): the sum of exp(-1) / j! up to k, correctly rounded.
  static let cumulative: [Double] = [
    0.36787944117144233, 0.7357588823428847, 0.9196986029286058, 0.9810118431238462,
    0.9963401531726563, 0.9994058151824183, 0.999916758850712, 0.9999897508033253,
    0.999998874797402, 0.9999998885745217, 0.9999999899522336, 0.9999999991683892,
    0.9999999999364022, 0.9999999999954802, 0.9999999999997, 0.9999999999999813,
    0.9999999999999989, 0.9999999999999999,
  ]

  /// The next count.
  @inline(__always)
  static func next(_ random: inout Philox) -> Int {
    let uniform = random.uniform()
    var count = 0
    while count < cumulative.count, uniform >= cumulative[count] { count += 1 }
    return count
  }
}
