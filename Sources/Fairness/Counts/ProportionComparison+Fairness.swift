public import Statistics

/// Practical figures of a focal group (treated) against a reference (control).
extension ProportionComparison {
  /// Whether the ratio of the rates is below four fifths, in whole numbers: 5 x1 n0 < 4 x0 n1; nil
  /// where nobody of the reference was selected.
  ///
  /// A description, not a verdict: at 15 in each group and equal rates of one half it is true in 27 %
  /// of samples.
  public var isBelowFourFifths: Bool? {
    ExactShare.fourFifths.isAbove(ratioOf: treated, to: control)
  }

  /// How many more of the focal group would be selected at the rate of both groups together.
  public var shortfall: Double {
    let share =
      Double(treated.successes + control.successes) / Double(treated.trials + control.trials)
    return Double(treated.trials) * share - Double(treated.successes)
  }

  /// How many more of the focal group would be selected at the rate of the reference.
  public var shortfallToReference: Double {
    Double(treated.trials) * control.rate - Double(treated.successes)
  }

  /// Whether one selection, moved from the reference to the focal group, turns a ratio below 1 into
  /// one above it.
  ///
  /// **Reference:** Uniform Guidelines on Employee Selection Procedures, questions and answers (1979),
  /// no. 21.
  public var oneSelectionReverses: Bool {
    func order(_ first: Int, _ second: Int) -> Int128 {
      Int128(first) * Int128(control.trials) - Int128(second) * Int128(treated.trials)
    }
    guard treated.failures > 0, control.successes > 0 else { return false }
    return order(treated.successes, control.successes) < 0
      && order(treated.successes + 1, control.successes - 1) > 0
  }
}
