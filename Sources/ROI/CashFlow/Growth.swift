#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Rates of growth between two amounts.
enum Growth {
  /// The yearly rate at which outlays become gains over some years, where the gains, valued at the
  /// start, still grow at a rate of their own.
  ///
  /// (1 + rate) (gains / outlays)^(1/years) - 1; nil unless both are above zero.
  static func yearly(
    from outlays: ExactRatio, to gains: ExactRatio, over years: Int, growing rate: ExactRatio
  ) -> Double? {
    guard outlays > 0, gains > 0, years > 0, let ratio = gains.divided(by: outlays) else {
      return nil
    }
    // Logarithms of 1 + small keep the digits of a rate near zero.
    let growth = log1p((ratio - 1).value) / Double(years) + log1p(rate.value)
    let result = expm1(growth)
    return result.isFinite ? result : nil
  }
}
