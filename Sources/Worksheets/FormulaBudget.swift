import ROI

/// What working formulas out may cost, so that a forged file that squares a figure again and again ends.
struct FormulaBudget {
  /// The most bits of a figure, numerator and denominator together: far more than sums of money need.
  private static let bitLimit = 1 << 14
  /// What is left to spend; an operation costs the square of its result's bits.
  private var left = 1 << 34

  /// The figure, when it is small enough and there was budget for it.
  mutating func paid(_ figure: ExactRatio?) -> ExactRatio? {
    guard let figure, figure.bitWidth <= Self.bitLimit else { return nil }
    left -= figure.bitWidth * figure.bitWidth
    return left >= 0 ? figure : nil
  }

  /// Whether there was budget for looking at so many cells.
  mutating func paid(cells: Int) -> Bool {
    left -= cells << 15
    return left >= 0
  }
}
