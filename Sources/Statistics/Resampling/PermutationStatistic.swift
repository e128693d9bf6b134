/// What a permutation test compares between assignments.
public struct PermutationStatistic: Sendable {
  enum Kind: Sendable {
    /// A figure linear in the outcomes, so that a constant shift can be taken out of it.
    case linear(values: [Double], isPaired: Bool)
    case betweenGroups(values: [Double])
    case figure(@Sendable ([Int]) -> Double)
  }

  let kind: Kind

  // MARK: Building

  /// The mean of one group minus the mean of the other, the larger group number minus the smaller:
  /// 1 treated, 0 control.
  ///
  /// Within blocks, differences weighted by the rows of each block that has both groups. The test
  /// then gives an effect with its interval, too.
  ///
  /// - Throws: `nonFinite`; `constantColumn` when all outcomes are equal; `overflow` and `undefined`
  ///   for outcomes whose squares a `Double` cannot hold.
  public static func differenceOfMeans(_ outcomes: [Double]) throws(EvaluationError) -> Self {
    Self(kind: .linear(values: try centred(outcomes), isPaired: false))
  }

  /// The mean of differences within pairs whose signs chance gave.
  ///
  /// The test then gives an effect with its interval, too.
  ///
  /// - Throws: `constantColumn` when all differences are 0; what ``differenceOfMeans(_:)`` throws.
  public static func meanOfPairs(_ differences: [Double]) throws(EvaluationError) -> Self {
    _ = try Moments(differences, column: "differences")
    guard differences.contains(where: { $0 != 0 }) else {
      throw .constantColumn(column: "differences", rows: differences.count, found: "0")
    }
    return Self(kind: .linear(values: differences, isPaired: true))
  }

  /// The sum of squares between the groups' means, which orders assignments as the F of an analysis
  /// of variance does: large when any of the groups differ.
  ///
  /// - Throws: what ``differenceOfMeans(_:)`` throws.
  public static func betweenGroups(_ outcomes: [Double]) throws(EvaluationError) -> Self {
    Self(kind: .betweenGroups(values: try centred(outcomes)))
  }

  /// Any figure of the rows' groups, or of the signs (1 and -1) of pairs; NaN where undefined.
  public static func figure(_ value: @escaping @Sendable ([Int]) -> Double) -> Self {
    Self(kind: .figure(value))
  }

  /// Outcomes less their mean.
  private static func centred(_ outcomes: [Double]) throws(EvaluationError) -> [Double] {
    let mean = try Moments(outcomes, column: "outcomes").mean ?? 0
    guard outcomes.contains(where: { $0 != outcomes[0] }) else {
      throw .constantColumn(
        column: "outcomes", rows: outcomes.count,
        found: outcomes.first.map { formatted($0) } ?? "empty")
    }
    return outcomes.map { $0 - mean }
  }

  // MARK: Working

  /// How many rows it needs; nil for a closure, which knows itself.
  var rowCount: Int? {
    switch kind {
    case .linear(let values, _), .betweenGroups(let values): values.count
    case .figure: nil
    }
  }
}
