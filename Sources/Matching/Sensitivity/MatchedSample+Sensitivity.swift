public import DataFrames
public import Statistics

extension MatchedSample {
  /// Rosenbaum's bounds for an outcome, from the cohort's own pairs.
  ///
  /// - Parameters:
  ///   - outcome: a column of numbers, or of booleans or 0 and 1 for McNemar's test.
  ///   - people: the frame that was matched, or another with the same rows in the same order.
  ///   - direction: which way the outcome is good; the alternative is that the treatment helps.
  ///   - test: nil for the test that suits the outcome and the number of pairs.
  ///   - gammas: the ratios of odds to tabulate.
  ///   - missing: `reject` names empty outcomes of matched rows; `completeCases` leaves out pairs.
  /// - Returns: the bounds of the pairs' differences.
  /// - Throws: `undefined` unless the cohort consists of pairs, 1:1 without replacement;
  ///   `missingCells`; and what ``RosenbaumBounds`` throws.
  /// - Complexity: O(pairs log pairs).
  public func rosenbaumBounds(
    on outcome: String, in people: DataFrame, direction: Estimate.Direction = .higherIsBetter,
    test: RosenbaumBounds.Test? = nil, gammas: [Double] = RosenbaumBounds.usualGammas,
    missing: MissingCells = .reject
  ) throws(EvaluationError) -> RosenbaumBounds {
    guard method.ratio == 1, method.replacement.limit == 1 else {
      throw .undefined(
        what: "Rosenbaum's bounds", needed: "pairs, 1:1 without replacement",
        found: method.description)
    }
    let outcomes = try outcomes(outcome, in: people)
    let gaps = pairs.flatMap { [$0.treated, $0.control] }.filter { outcomes[$0] == nil }.sorted()
    guard gaps.isEmpty || missing == .completeCases else {
      throw .missingCells(columns: [outcome], rows: AffectedRows(gaps.map { $0 + 1 }))
    }
    let differences = pairs.compactMap { pair -> Double? in
      guard let treated = outcomes[pair.treated], let control = outcomes[pair.control] else {
        return nil
      }
      return treated - control
    }
    return try RosenbaumBounds(
      differences: differences, alternative: direction == .higherIsBetter ? .greater : .less,
      test: test, gammas: gammas)
  }
}
