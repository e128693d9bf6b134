public import DataFrames
public import Statistics

/// The effect of the treatment on the (matched) treated, with a pair-clustered standard error.
///
/// The difference of the matched groups' means: the coefficient of the treatment in a least-squares
/// regression on the matched rows, with CR1 covariance by pair and as many degrees of freedom as
/// pairs less one.
///
/// **Reference:** Abadie and Spiess (2022), doi:10.1080/01621459.2020.1840383.
/// **Same as:** R `coeftest(lm(y ~ treat, weights = weights), vcovCL, cluster = ~subclass, df =
/// pairs - 1)`; without `df`, R takes the residual degrees of freedom, about twice as many.
public struct MatchedEffect: Evidence, Hashable, Codable {
  /// The outcome's column.
  public let outcome: String
  /// Treated minus control.
  public let effect: Estimate
  /// Whose average effect it is.
  public let estimand: MatchedSample.Estimand
  /// The mean outcome of the matched treated.
  public let treatedMean: Double
  /// The mean outcome of their controls.
  public let controlMean: Double
  /// How many pairs were used.
  public let pairCount: Int
  /// How many pairs were left out because an outcome was missing.
  public let incompletePairs: Int
  /// Balance, partners found, and outcomes present.
  public let checks: [Check]

  init(
    outcome: String, effect: Estimate, estimand: MatchedSample.Estimand, treatedMean: Double,
    controlMean: Double, pairCount: Int, incompletePairs: Int, checks: [Check]
  ) {
    self.outcome = outcome
    self.effect = effect
    self.estimand = estimand
    self.treatedMean = treatedMean
    self.controlMean = controlMean
    self.pairCount = pairCount
    self.incompletePairs = incompletePairs
    self.checks = checks
  }

  private enum CodingKeys: String, CodingKey {
    case outcome, effect, estimand, treatedMean, controlMean, pairCount, incompletePairs, checks
  }

  /// Decodes an effect, refusing one that is not the difference of its means, and counts that no pairs have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    outcome = try fields.decode(String.self, forKey: .outcome)
    effect = try fields.decode(Estimate.self, forKey: .effect)
    estimand = try fields.decode(MatchedSample.Estimand.self, forKey: .estimand)
    treatedMean = try fields.decode(Double.self, forKey: .treatedMean)
    controlMean = try fields.decode(Double.self, forKey: .controlMean)
    pairCount = try fields.decode(Int.self, forKey: .pairCount)
    incompletePairs = try fields.decode(Int.self, forKey: .incompletePairs)
    checks = try fields.decode([Check].self, forKey: .checks)
    let error = abs(treatedMean - controlMean - effect.value)
    let allowance = 1e-9 * max(abs(treatedMean), abs(controlMean), .leastNormalMagnitude)
    guard treatedMean.isFinite, controlMean.isFinite, error <= allowance, pairCount >= 2,
      incompletePairs >= 0
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the difference of the two means")
    }
  }

  /// A matched cohort.
  public var design: StudyDesign { .matchedCohort }
}

extension MatchedSample {
  /// The effect on an outcome, which is seen here for the first time.
  ///
  /// - Parameters:
  ///   - outcome: a column of numbers, or of booleans or 0 and 1 for a difference of rates.
  ///   - people: the frame that was matched, or another with the same rows in the same order.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - missing: `reject` names empty outcomes of matched rows; `completeCases` leaves out the
  ///     whole pair.
  /// - Returns: treated minus control, with the checks of the cohort.
  /// - Throws: `lengthMismatch` for a frame of another size; `missingColumn`, `wrongType`,
  ///   `nonFinite`, `invalidValues`, `missingCells`; `invalidArgument` for the treatment itself;
  ///   `tooFew` below two pairs; `constantColumn` when every pair differs by the same, for then no
  ///   standard error exists; `overflow` and `undefined` for outcomes whose squares a `Double`
  ///   cannot hold.
  /// - Complexity: O(pairs).
  public func effect(
    on outcome: String, in people: DataFrame, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, missing: MissingCells = .reject
  ) throws(EvaluationError) -> MatchedEffect {
    guard outcome != treatment else {
      throw .invalidArgument(
        name: "the outcome", needed: "a column other than the treatment",
        found: "\"\(excerpt(outcome))\"")
    }
    guard people.rowCount == cases.rowCount else {
      throw .lengthMismatch(
        what: "the frame with the outcome", needed: cases.rowCount, found: people.rowCount)
    }
    let values = try Self.outcomes(people, outcome)
    let complete = pairs.filter { values[$0.treated] != nil && values[$0.control] != nil }
    if complete.count < pairs.count, missing == .reject {
      let rows = pairs.flatMap { [$0.treated, $0.control] }.filter { values[$0] == nil }.sorted()
      throw .missingCells(columns: [outcome], rows: AffectedRows(rows.map { $0 + 1 }))
    }
    guard complete.count >= 2 else {
      throw .tooFew(what: "pairs with an outcome", needed: 2, found: complete.count)
    }
    // With one control each, the coefficient of the treatment is the mean difference within pairs,
    // and a pair's score is its deviation from that mean: the regression's CR1 in closed form.
    var groups = (treated: Moments(), control: Moments())
    var differences: [Double] = []
    for pair in complete {
      guard let treated = values[pair.treated], let control = values[pair.control] else { continue }
      groups.treated.add(treated)
      groups.control.add(control)
      differences.append(treated - control)
    }
    let moments = try Moments(differences, column: outcome)
    guard let value = moments.mean, let squares = moments.sumOfSquaredDeviations,
      let treatedMean = groups.treated.mean, let controlMean = groups.control.mean
    else {
      throw .overflow(
        what: "the effect on \(outcome)", needed: "numbers below about 1e150", found: "infinity")
    }
    guard squares > 0 else {
      throw .constantColumn(
        column: outcome, rows: 2 * complete.count, found: "equally far apart in every pair")
    }
    // A pair lost to a missing outcome leaves a treated person out, as a caliper does.
    let estimand: Estimand =
      complete.count == pairs.count ? self.estimand : .matchedTreated
    let count = Double(complete.count)
    let correction = count / (count - 1) * (2 * count - 1) / (2 * count - 2)
    let estimate = try Estimate(
      value: value,
      uncertainty: .t(
        standardError: (squares * correction).squareRoot() / count, degreesOfFreedom: count - 1),
      method: Self.methodName(estimand), unit: unit, direction: direction,
      sampleSizes: [
        .init("pairs", complete.count), .init("treated", treatedCount),
        .init("controls available", controlCount),
      ])
    return MatchedEffect(
      outcome: outcome, effect: estimate, estimand: estimand,
      treatedMean: treatedMean, controlMean: controlMean, pairCount: complete.count,
      incompletePairs: pairs.count - complete.count,
      checks: checks(incomplete: pairs.count - complete.count))
  }

  /// The name travels with the estimate into reports and worksheets, and with it whose effect it
  /// is.
  private static func methodName(_ estimand: Estimand) -> String {
    let whose = estimand == .treated ? "" : " of the matched alone"
    return "matched difference in means\(whose), CR1 clustered by pair"
  }

  private static func outcomes(
    _ people: DataFrame, _ outcome: String
  ) throws(EvaluationError) -> [Double?] {
    guard try people.column(outcome).type == .boolean else {
      return try people.numbers(of: outcome)
    }
    return try people.binary(of: outcome).map { $0.map { $0 ? 1 : 0 } }
  }

  private func checks(incomplete: Int) -> [Check] {
    let share = Double(unmatched.count) / Double(treatedCount)
    var checks = [
      balance.check(),
      Check(
        "partners found", figure: share, threshold: 0,
        verdict: unmatched.isEmpty ? .passed : .inconclusive,
        sentence: unmatched.isEmpty
          ? "Every treated person has a partner."
          : "\(unmatched.count) of \(treatedCount) treated people have no partner; the effect is of the matched and says nothing about them."
      ),
    ]
    if incomplete > 0 {
      checks.append(
        Check(
          "outcomes present", figure: Double(incomplete) / Double(pairs.count), threshold: 0,
          verdict: .inconclusive,
          sentence:
            "\(incomplete) of \(pairs.count) pairs were left out because an outcome is missing."))
    }
    if cases.droppedCount > 0 {
      checks.append(
        Check(
          "complete covariates", figure: Double(cases.droppedCount) / Double(cases.rowCount),
          threshold: 0, verdict: .inconclusive, sentence: "Used \(cases)."))
    }
    return checks
  }
}

// MARK: - Description

extension MatchedEffect: CustomStringConvertible {
  /// The effect with its interval, the two means, and the checks that did not pass.
  public var description: String {
    let who = estimand == .treated ? "the treated" : "the matched treated"
    var lines = [
      "Effect on \(excerpt(outcome)) of \(who): \(effect)",
      "treated \(formatted(treatedMean)), their controls \(formatted(controlMean))",
    ]
    lines += openChecks.prefix(4).map(\.description)
    return lines.joined(separator: "\n")
  }
}
