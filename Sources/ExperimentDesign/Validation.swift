import Statistics

/// The checks that several designs share.
enum Validation {
  static func positive(_ value: Double, _ name: String) throws(EvaluationError) {
    guard value >= 1e-150, value <= 1e150 else {
      throw .invalidArgument(name: name, needed: "positive and finite", found: "\(value)")
    }
  }

  /// A share from 0 up to, but not including, 1.
  static func share(_ value: Double, _ name: String) throws(EvaluationError) {
    guard value >= 0, value < 1 else {
      throw .invalidArgument(name: name, needed: "at least 0 and below 1", found: "\(value)")
    }
  }

  static func allocation(_ value: Double) throws(EvaluationError) {
    guard value >= 1e-6, value <= 1e6 else {
      throw .invalidArgument(
        name: "the controls for each treated unit", needed: "between 1e-6 and 1e6",
        found: "\(value)")
    }
  }

  /// The treated sizes whose arms both stay within what can be planned.
  static func sizes(from least: Double, controlsPerTreated ratio: Double) -> ClosedRange<Double> {
    min(least, 1e6)...(largestSize / max(1, ratio))
  }
}
