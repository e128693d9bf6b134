public import DataFrames
public import Statistics

extension MatchedSample {
  /// The effect on an outcome, which is seen here for the first time.
  ///
  /// - Parameters:
  ///   - outcome: a column of numbers, or of booleans or 0 and 1 for a difference of rates.
  ///   - people: the frame that was matched, or another with the same rows in the same order.
  ///   - estimator: how outcomes become an effect.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - missing: `reject` names empty outcomes of matched rows; `completeCases` leaves out the
  ///     people, and sets that lack a group then.
  /// - Returns: treated minus control, with the checks of the cohort.
  /// - Throws: `lengthMismatch` for a frame of another size; `missingColumn`, `wrongType`,
  ///   `nonFinite`, `invalidValues`, `missingCells`; `invalidArgument` for the treatment itself and
  ///   for g-computation with replacement; `tooFew` below two sets; `constantColumn` when every set
  ///   differs by the same, for then no standard error exists; `collinear` for g-computation with
  ///   covariates that the matched sample cannot tell apart; `overflow` and `undefined` for
  ///   outcomes whose squares a `Double` cannot hold.
  /// - Complexity: O(pairs); with a Mahalanobis distance and replacement O(candidates x partners).
  public func effect(
    on outcome: String, in people: DataFrame, estimator: EffectEstimator = .weightedMeans,
    unit: String = "", direction: Estimate.Direction = .higherIsBetter,
    missing: MissingCells = .reject
  ) throws(EvaluationError) -> MatchedEffect {
    let outcomes = try outcomes(outcome, in: people)
    let sets = OutcomeSets(self, outcomes: outcomes)
    if sets.incomplete + sets.lost > 0, missing == .reject {
      let rows = Set(self.sets.flatMap { $0.treated + $0.controls }).filter { outcomes[$0] == nil }
      throw .missingCells(columns: [outcome], rows: AffectedRows(rows.sorted().map { $0 + 1 }))
    }
    guard sets.sets.count >= (subclasses.isEmpty ? 2 : 1) else {
      throw .tooFew(what: "matched sets with an outcome", needed: 2, found: sets.sets.count)
    }
    try Self.refuseExtremes(sets, outcome)
    // A set lost to a missing outcome leaves somebody out, as a caliper does.
    let estimand = sets.incomplete == 0 ? estimand : estimand.lessened
    let result =
      switch estimator {
      case .gComputation(let covariates):
        try gComputation(
          sets, people: people, outcome: outcome, covariates: covariates ?? self.covariates)
      case .weightedMeans where method.replacement.limit != 1:
        try withReplacement(sets, people: people, outcomes: outcomes)
      case .weightedMeans:
        subclasses.isEmpty ? try sets.clusteredDifference(outcome) : sets.classDifference()
      }
    guard result.uncertainty.standardError ?? 0 > 0 else {
      throw .constantColumn(
        column: outcome, rows: sets.rows(treated: true).count + sets.rows(treated: false).count,
        found: "equally far apart in every set")
    }
    let whose = estimand.isWhole ? "" : " of the matched alone"
    let estimate = try Estimate(
      value: result.value, uncertainty: result.uncertainty,
      method: "\(estimator)\(whose), \(errorName)", unit: unit, direction: direction,
      sampleSizes: [
        .init(setName, sets.sets.count), .init("treated", treatedCount),
        .init("controls available", controlCount),
      ])
    return MatchedEffect(
      outcome: outcome, effect: estimate, estimand: estimand, estimator: estimator,
      means: (result.treatedMean, result.controlMean), setCount: sets.sets.count,
      incompleteSets: sets.incomplete,
      checks: checks(sets))
  }

  /// The name of one matched set in the plural.
  private var setName: String {
    subclasses.isEmpty ? method.ratio == 1 ? "pairs" : "matched sets" : "classes"
  }

  /// The name of the error.
  private var errorName: String {
    if !subclasses.isEmpty { return "HC3" }
    return method.replacement.limit == 1
      ? "CR1 clustered by \(method.ratio == 1 ? "pair" : "matched set")"
      : "Abadie-Imbens with replacement"
  }

  // MARK: Outcomes

  /// The outcome of each row, nil where missing.
  func outcomes(_ outcome: String, in people: DataFrame) throws(EvaluationError) -> [Double?] {
    guard outcome != treatment else {
      throw .invalidArgument(
        name: "the outcome", needed: "a column other than the treatment",
        found: "\"\(excerpt(outcome))\"")
    }
    guard people.rowCount == cases.rowCount else {
      throw .lengthMismatch(
        what: "the frame with the outcome", needed: cases.rowCount, found: people.rowCount)
    }
    guard try people.column(outcome).type == .boolean else {
      return try people.numbers(of: outcome)
    }
    return try people.binary(of: outcome).map { $0.map { $0 ? 1 : 0 } }
  }

  /// Refuses outcomes whose squares a `Double` cannot hold, and groups of one person in classes.
  private static func refuseExtremes(
    _ sets: OutcomeSets, _ outcome: String
  ) throws(EvaluationError) {
    for isTreated in [true, false] {
      let rows = sets.rows(treated: isTreated)
      _ = try Moments(rows.map { sets.values[$0] }, column: outcome)
      guard rows.count >= 2 else {
        throw .tooFew(
          what: isTreated ? "matched treated rows" : "matched control rows", needed: 2,
          found: rows.count)
      }
    }
  }

  // MARK: Checks

  private func checks(_ sets: OutcomeSets) -> [Check] {
    let asked = target == .control ? "untreated" : target == .treated ? "treated" : ""
    let people = "\(asked) people".trimmingPrefix(" ")
    let total = target == .control ? controlCount : target == .treated ? treatedCount : cases.count
    var checks = [
      balance.check(),
      Check(
        "partners found", figure: Double(unmatched.count) / Double(total), threshold: 0,
        verdict: unmatched.isEmpty ? .passed : .inconclusive,
        sentence: unmatched.isEmpty
          ? target == .all
            ? "Everybody is in a class with both groups."
            : "Every \(asked) person has a partner."
          : "\(unmatched.count) of \(total) \(people) have no partner; the effect is of the matched and says nothing about them."
      ),
    ]
    if incompleteSetCount > 0 {
      checks.append(
        Check(
          "full sets", figure: Double(incompleteSetCount) / Double(runs.count), threshold: 0,
          verdict: .inconclusive,
          sentence:
            "\(incompleteSetCount) of \(runs.count) sets have fewer partners than asked for."))
    }
    if sets.incomplete + sets.lost > 0 {
      let all = sets.sets.count + sets.incomplete
      checks.append(
        Check(
          "outcomes present", figure: Double(sets.incomplete) / Double(all), threshold: 0,
          verdict: .inconclusive,
          sentence:
            "\(sets.incomplete) of \(all) \(setName) were left out because an outcome is missing"
            + (sets.lost > 0 ? ", and \(sets.lost) people of other sets." : ".")))
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
