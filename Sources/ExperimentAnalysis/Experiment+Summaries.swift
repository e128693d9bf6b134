public import Statistics

extension Experiment {
  // MARK: Moments

  /// Reads an experiment from the moments of the outcome in each arm.
  ///
  /// - Parameters:
  ///   - treated: the moments of the treated who are analysed.
  ///   - control: the moments of the controls who are analysed.
  ///   - assigned: how many people chance gave each arm; without them attrition stays in doubt.
  ///   - method: which variances the standard error takes.
  ///   - expectedTreatedShare: the share that chance was to treat; needs `assigned`.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: what `MeanDifference` throws; `invalidArgument` for fewer people assigned than
  ///   analysed, or a share that is outside (0, 1) or stands without `assigned`.
  public init(
    treated: Moments, control: Moments, assigned: Assigned? = nil,
    method: MeanDifference.Method = .welch, expectedTreatedShare: Double? = nil,
    unit: String = "", direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    try self.init(
      analysis: method == .pooled ? .pooled : .welch,
      comparison: .means(
        MeanDifference(
          treated: treated, control: control, method: method, design: .randomizedExperiment,
          unit: unit, direction: direction)),
      analysed: (treated.count, control.count), assigned: assigned, share: expectedTreatedShare)
  }

  /// Reads an experiment from the moments of outcome and covariate in each arm (CUPED).
  ///
  /// - Parameters:
  ///   - treated: outcome first, covariate second, of the treated who are analysed.
  ///   - control: outcome first, covariate second, of the controls who are analysed.
  ///   - covariate: the covariate's name.
  ///   - assigned: how many people chance gave each arm; without them attrition stays in doubt.
  ///   - expectedTreatedShare: the share that chance was to treat; needs `assigned`.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: what ``CupedDifference`` throws; `invalidArgument` as for moments of the outcome
  ///   alone.
  public init(
    treated: CrossMoments, control: CrossMoments, covariate: String, assigned: Assigned? = nil,
    expectedTreatedShare: Double? = nil, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    try self.init(
      analysis: .cuped(covariate: covariate),
      comparison: .cuped(
        CupedDifference(treated: treated, control: control, unit: unit, direction: direction)),
      analysed: (treated.count, control.count), assigned: assigned, share: expectedTreatedShare)
  }

  // MARK: Counts

  /// Reads an experiment from the counts of a yes-or-no outcome in each arm.
  ///
  /// - Parameters:
  ///   - treated: successes among the treated who are analysed.
  ///   - control: successes among the controls who are analysed.
  ///   - assigned: how many people chance gave each arm; without them attrition stays in doubt.
  ///   - expectedTreatedShare: the share that chance was to treat; needs `assigned`.
  ///   - unit: what the difference is measured in.
  ///   - direction: which way more successes are good.
  /// - Throws: `invalidArgument` for fewer people assigned than analysed, or a share that is outside
  ///   (0, 1) or stands without `assigned`.
  public init(
    treated: Proportion, control: Proportion, assigned: Assigned? = nil,
    expectedTreatedShare: Double? = nil, unit: String = "rate",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    try self.init(
      analysis: .proportions,
      comparison: .proportions(
        ProportionComparison(
          treated: treated, control: control, design: .randomizedExperiment, unit: unit,
          direction: direction)),
      analysed: (treated.trials, control.trials), assigned: assigned, share: expectedTreatedShare)
  }

  // MARK: Numbers assigned

  /// How many people chance gave each arm.
  public struct Assigned: Sendable, Hashable, Codable {
    /// To the treatment.
    public let treated: Int
    /// To the controls.
    public let control: Int

    /// Joins two counts.
    public init(treated: Int, control: Int) {
      self.treated = treated
      self.control = control
    }
  }

  private init(
    analysis: Analysis, comparison: Comparison, analysed: (treated: Int, control: Int),
    assigned: Assigned?, share: Double?
  ) throws(EvaluationError) {
    guard let assigned else {
      guard share == nil else {
        throw .invalidArgument(
          name: "the expected share of treated", needed: "given with the numbers assigned",
          found: "given without them")
      }
      self.init(analysis: analysis, arms: nil, sampleRatio: nil, comparison: comparison)
      return
    }
    let counts = (assigned.treated, assigned.control)
    self.init(
      analysis: analysis, arms: try ArmCounts(assigned: counts, analysed: analysed),
      sampleRatio: try Self.sampleRatio(share, counts: counts), comparison: comparison)
  }
}
