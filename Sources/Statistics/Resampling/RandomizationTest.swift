/// A permutation test of any statistic under the procedure by which chance assigned treatments.
///
/// If treatment changed nothing, every assignment that the procedure could have made would have been
/// as likely as the one that was, with the same outcomes. The p-value is the share of them whose
/// statistic is as extreme. All are enumerated where they are few; otherwise random ones are drawn and
/// the one that was made counts among them, (extreme + 1) / (draws + 1), so that the test never
/// exceeds its level.
///
/// ```swift
/// let test = try RandomizationTest(
///   .differenceOfMeans(outcomes), Assignment(groups: treated, blocks: sites))
/// print(test.pValue(), test.effect?.interval() as Any)
/// ```
///
/// Statistics that differ by less than 1e-12 of the largest count as equal: SciPy takes 100 roundings
/// of the observed one, which misses ties at zero; R's coin the root of a rounding. An assignment in
/// which the statistic is undefined counts as extreme on both sides.
///
/// **Reference:** Fisher (1935), *The Design of Experiments*; Phipson and Smyth (2010),
/// doi:10.2202/1544-6115.1585; Tritchler (1984), doi:10.1080/01621459.1984.10478076, for the interval.
/// **Same as:** SciPy `permutation_test` with `permutation_type="independent"` (groups) or
/// `"samples"` (pairs); R `coin::independence_test(y ~ group | block, distribution = "exact")`.
public struct RandomizationTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Which assignments are as extreme on either side.
  public enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
    /// Twice the smaller one-sided p-value, at most 1: SciPy's.
    case doubled
    /// Those at least as far from the mean of all: R coin's.
    case distance
  }

  /// The statistic of the assignment that was made.
  public let statistic: Double
  /// How many assignments are looked at.
  public let method: PermutationMethod
  /// Whether all assignments were enumerated.
  public let isExact: Bool
  /// How many assignments were looked at, the one that was made among them.
  public let count: Int
  /// In how many of them the statistic is at least that of the one that was made.
  public let atLeast: Int
  /// In how many it is at most that.
  public let atMost: Int
  /// In how many it is at least as far from the mean of all.
  public let asFar: Int
  /// In how many it is undefined; they count among all three.
  public let undefinedAssignments: Int
  /// The mean of the statistic over the assignments.
  public let mean: Double
  /// Its standard deviation over them.
  public let standardDeviation: Double
  /// For a difference of means or pairs: the shift with its interval; else nil.
  public let effect: Estimate?

  // MARK: Testing

  /// Tests a statistic.
  ///
  /// - Parameters:
  ///   - statistic: what is compared.
  ///   - assignment: how chance assigned.
  ///   - method: how many assignments are looked at, and the seed.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - progress: told now and then how many assignments are done, of how many.
  /// - Throws: `lengthMismatch` when outcomes and assignment differ in rows; `invalidArgument` for a
  ///   statistic that the assignment does not fit; `undefined` when the statistic is undefined, is in
  ///   more than 5 % of the assignments, or is the same in all; `cancelled` when the surrounding task
  ///   is cancelled.
  /// - Complexity: O(assignments x rows).
  public init(
    _ statistic: PermutationStatistic, _ assignment: Assignment,
    method: PermutationMethod = .standard, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, progress: ((Int, Int) -> Void)? = nil
  ) throws(EvaluationError) {
    let run = try PermutationRun(statistic, assignment, method)
    let found = try run.portions.run(progress: progress) { run.assigned($0) }
    try self.init(run, found, unit: unit, direction: direction)
  }

  /// Tests a statistic by several tasks at once; the result is the same for any number of them.
  ///
  /// - Parameters:
  ///   - statistic: what is compared.
  ///   - assignment: how chance assigned.
  ///   - method: how many assignments are looked at, and the seed.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - workers: how many tasks work at once, at least 1.
  ///   - progress: told now and then how many assignments are done, of how many.
  /// - Throws: what the initializer without workers throws, and `invalidArgument` for workers below
  ///   1 or above 1,024.
  public init(
    _ statistic: PermutationStatistic, _ assignment: Assignment,
    method: PermutationMethod = .standard, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, workers: Int,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) async throws(EvaluationError) {
    let run = try PermutationRun(statistic, assignment, method)
    let found = try await run.portions.run(workers: workers, progress: progress) {
      run.assigned($0)
    }
    try self.init(run, found, unit: unit, direction: direction)
  }

  private init(
    _ run: PermutationRun, _ found: [PermutationRun.Assigned], unit: String,
    direction: Estimate.Direction
  ) throws(EvaluationError) {
    let observed = run.observed
    isExact = run.all != nil
    // Beside random assignments stands the one made.
    let own = isExact ? 0 : 1
    let values =
      found.map(\.statistic).filter(\.isFinite) + [Double](repeating: observed, count: own)
    count = found.count + own
    let undefined = count - values.count
    guard Double(undefined) <= 0.05 * Double(count) else {
      throw .undefined(
        what: "the statistic over the assignments", needed: "at most 5 % undefined",
        found: "\(undefined) of \(count)")
    }
    let moments = try Moments(values, column: "statistics of the assignments")
    let centre = moments.mean ?? observed
    let slack = 1e-12 * values.reduce(0) { max($0, abs($1)) }
    atLeast = undefined + values.count { $0 >= observed - slack }
    atMost = undefined + values.count { $0 <= observed + slack }
    asFar = undefined + values.count { abs($0 - centre) >= abs(observed - centre) - slack }
    undefinedAssignments = undefined
    statistic = observed
    method = run.method
    mean = centre
    standardDeviation = moments.standardDeviation ?? 0
    guard atLeast < count || atMost < count else {
      throw .undefined(
        what: "the permutation test", needed: "a statistic that differs between assignments",
        found: "the same in all \(count)")
    }
    guard case .linear = run.statistic.kind else {
      effect = nil
      return
    }
    let thresholds = found.map(\.threshold)
    effect = try Estimate(
      value: observed,
      uncertainty: .reassignments(
        Reassignments(
          thresholds: thresholds.filter { !$0.isNaN },
          unchanged: thresholds.count { $0.isNaN } + own)),
      method: isExact
        ? "permutation test, all \(count) assignments"
        : "permutation test, \(found.count) random assignments, seed \(method.seed)",
      unit: unit, direction: direction, sampleSizes: [.init("units", run.assignment.unitCount)])
  }

  private enum CodingKeys: String, CodingKey {
    case statistic, method, isExact, count, atLeast, atMost, asFar, undefinedAssignments, mean
    case standardDeviation, effect
  }

  /// Decodes a test, refusing counts that no assignments can have and an effect that is not the
  /// statistic.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    method = try fields.decode(PermutationMethod.self, forKey: .method)
    isExact = try fields.decode(Bool.self, forKey: .isExact)
    count = try fields.decode(Int.self, forKey: .count)
    atLeast = try fields.decode(Int.self, forKey: .atLeast)
    atMost = try fields.decode(Int.self, forKey: .atMost)
    asFar = try fields.decode(Int.self, forKey: .asFar)
    undefinedAssignments = try fields.decode(Int.self, forKey: .undefinedAssignments)
    mean = try fields.decode(Double.self, forKey: .mean)
    standardDeviation = try fields.decode(Double.self, forKey: .standardDeviation)
    effect = try fields.decodeIfPresent(Estimate.self, forKey: .effect)
    let most = isExact ? method.enumerationLimit : method.draws + 1
    let shares = [atLeast, atMost, asFar]
    guard (2...max(2, most)).contains(count), isExact || count == most,
      shares.allSatisfy({ (1...count).contains($0) }), atLeast - 1 + atMost >= count - 1,
      (0..<count).contains(undefinedAssignments),
      shares.allSatisfy({ $0 > undefinedAssignments }),
      [statistic, mean, standardDeviation].allSatisfy(\.isFinite), standardDeviation >= 0,
      effect.map({ $0.value == statistic }) ?? true
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .count, in: fields, debugDescription: "needs counts that assignments can have")
    }
  }

  // MARK: Figures

  /// The share of assignments with a statistic at least as large: small when the true one is larger.
  public var pValueAbove: Double { Double(atLeast) / Double(count) }

  /// The share of assignments with a statistic at least as small.
  public var pValueBelow: Double { Double(atMost) / Double(count) }

  /// The two-sided p-value.
  public func pValue(_ rule: Rule = .doubled) -> Double {
    switch rule {
    case .doubled: min(1, 2 * min(pValueAbove, pValueBelow))
    case .distance: Double(asFar) / Double(count)
    }
  }

  /// The statistic, its distribution over the assignments, and the p-values.
  public var description: String {
    var text =
      isExact
      ? "permutation test, all \(count) assignments"
      : "permutation test, \(count - 1) random assignments, seed \(method.seed)"
    text += "\nstatistic \(formatted(statistic)); over the assignments mean \(formatted(mean)), "
    text += "standard deviation \(formatted(standardDeviation))"
    text += "\np = \(formatted(pValue())) two-sided (twice the smaller tail), "
    text += "\(formatted(pValueAbove)) above, \(formatted(pValueBelow)) below"
    if undefinedAssignments > 0 { text += "\nundefined in \(undefinedAssignments) assignments" }
    if let effect { text += "\n\(effect)" }
    return text
  }
}
