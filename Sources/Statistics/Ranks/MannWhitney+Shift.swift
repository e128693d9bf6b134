import Distributions

extension MannWhitney {
  /// The confidence interval of the shift: two of the ordered differences, treated minus control.
  ///
  /// With l the largest rank for which P(U < l) is at most half of 1 - level, the limits are the
  /// l-th smallest and the l-th largest difference. Exact from the distribution of U without ties,
  /// since a shift supposes continuous values; where the values are tied the closed interval covers
  /// more, never less. Normal with l = floor(n1 n0 / 2 + 1/2 - z sqrt(n1 n0 (N + 1) / 12)), without
  /// the half when uncorrected. Where the groups are too small for a limit (below 4 and 4 at 95 %)
  /// it is nil, unbounded.
  ///
  /// - Returns: nil when the level is outside (0, 1).
  /// - Complexity: O(*N*) some 64 times each limit, and the table of U when exact.
  ///
  /// **Reference:** Hodges and Lehmann (1963), doi:10.1214/aoms/1177704172; Moses in Walker and Lev
  /// (1953), *Statistical Inference*, chapter 18; Lehmann (1975), *Nonparametrics*, 91-95.
  /// **Same as:** R `wilcox.test(treated, control, conf.int = TRUE, exact = TRUE)$conf.int`, save
  /// that R gives the extreme differences, with a warning, where no limit has the level. R's normal
  /// interval is a root of a step function found to 1e-4, and not one of the differences.
  public func shiftInterval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    let pairs = treated.count * control.count
    let rank = shiftRank(tail: tail).flatMap { (1...pairs).contains($0) ? $0 : nil }
    func difference(_ rank: Int) -> Double {
      PairSelection.difference(rank, treated.values, control.values)
    }
    return Interval(
      level: level, sides: sides,
      lower: sides == .upper ? nil : rank.map { difference($0) },
      upper: sides == .lower ? nil : rank.map { difference(pairs + 1 - $0) },
      method: "Hodges-Lehmann, " + method.name(isExact: isExact))
  }

  /// The rank of the lower limit among the differences, or nil where none is low enough.
  private func shiftRank(tail: Double) -> Int? {
    let (first, second) = (Double(treated.count), Double(control.count))
    guard !isExact else {
      let fewer = min(treated.count, control.count)
      let distribution = LatticeDistribution.sums(
        of: Array(0..<(treated.count + control.count)), choosing: fewer)
      return distribution.lowerRank(tail: tail).map { $0 - distribution.lowest }
    }
    let error = (first * second / 12 * (first + second + 1)).squareRoot()
    let reach = Normal.standard.quantile(survival: tail) * error
    return Int(exactly: (first * second / 2 + method.correction - reach).rounded(.down))
  }
}
