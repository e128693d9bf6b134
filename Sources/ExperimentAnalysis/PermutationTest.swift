public import Statistics

/// The difference of two means with a permutation test and the interval that it implies: exact for
/// small randomised pilots, whatever the outcome's distribution.
///
/// Chance could have treated any other people of the same number. Had the treatment shifted every
/// treated outcome by d, all these assignments would be equally likely; the p-value of d is the share
/// of them with a difference as extreme as the observed one, twice the smaller tail. The limits are
/// the shifts that this test does not refuse. All assignments are enumerated where they are few;
/// otherwise random ones are drawn, and the one that was made counts among them, (extreme + 1) /
/// (draws + 1), so that the test never exceeds its level.
///
/// The interval is of a shift that is constant for all. Where the treatment changes the spread, too,
/// and the arms differ in size, prefer Welch's t.
///
/// **Reference:** Fisher (1935), *The Design of Experiments*; Tritchler (1984),
/// doi:10.1080/01621459.1984.10478076; Phipson and Smyth (2010), doi:10.2202/1544-6115.1585.
/// **Same as:** SciPy `permutation_test((a, b), lambda a, b: a.mean() - b.mean(),
/// permutation_type="independent")`, which knows no interval.
public struct PermutationTest: Evidence, Hashable, Codable, CustomStringConvertible {
  /// How many assignments are looked at, and how random ones are drawn.
  public typealias Method = PermutationMethod

  /// Count, mean and spread of the treated.
  public let treated: Moments
  /// Count, mean and spread of the controls.
  public let control: Moments
  /// How many assignments are looked at.
  public let method: Method
  /// Whether all assignments were enumerated.
  public let isExact: Bool
  /// The mean of the treated minus the mean of the controls.
  public let effect: Estimate

  // MARK: Testing

  /// Tests two groups.
  ///
  /// - Parameters:
  ///   - treated: the outcomes of the treated.
  ///   - control: the outcomes of the controls.
  ///   - method: how many assignments are looked at, and the seed.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - progress: told now and then how many assignments are done, of how many.
  /// - Throws: `tooFew` below two people in an arm; `nonFinite`; `constantColumn` when all outcomes
  ///   are equal; `overflow` and `undefined` for outcomes whose squares a `Double` cannot hold;
  ///   `cancelled` when the surrounding task is cancelled.
  /// - Complexity: O(assignments x people of the smaller arm); O(assignments) memory.
  public init(
    treated: [Double], control: [Double], method: Method = .standard, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, progress: ((Int, Int) -> Void)? = nil
  ) throws(EvaluationError) {
    let trial = try Reassigning(treated: treated, control: control)
    let found = try trial.portions(method).run(progress: progress) { trial.thresholds($0, method) }
    try self.init(
      trial, thresholds: found, method: method, unit: unit, direction: direction)
  }

  /// Tests two groups by several tasks at once; the result is the same for any number of them.
  ///
  /// - Parameters:
  ///   - treated: the outcomes of the treated.
  ///   - control: the outcomes of the controls.
  ///   - method: how many assignments are looked at, and the seed.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - tasks: how many parts of the work run at once, at least 1.
  ///   - progress: told now and then how many assignments are done, of how many.
  /// - Throws: what the initializer without tasks throws, and `invalidArgument` for tasks below 1 or
  ///   above 1,024.
  public init(
    treated: [Double], control: [Double], method: Method = .standard, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, tasks: Int,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) async throws(EvaluationError) {
    let trial = try Reassigning(treated: treated, control: control)
    let found = try await trial.portions(method).run(workers: tasks, progress: progress) {
      trial.thresholds($0, method)
    }
    try self.init(
      trial, thresholds: found, method: method, unit: unit, direction: direction)
  }

  private init(
    _ trial: Reassigning, thresholds: [Double], method: Method, unit: String,
    direction: Estimate.Direction
  ) throws(EvaluationError) {
    treated = trial.arms.treated
    control = trial.arms.control
    self.method = method
    isExact = trial.isEnumerated(method)
    // An assignment without a threshold moves nobody; beside random ones stands the one made.
    let reassignments = try Reassignments(
      thresholds: thresholds.filter { !$0.isNaN },
      unchanged: thresholds.count { $0.isNaN } + (isExact ? 0 : 1))
    effect = try Estimate(
      value: trial.difference, uncertainty: .reassignments(reassignments),
      method: isExact
        ? "permutation test, all \(thresholds.count) assignments"
        : "permutation test, \(thresholds.count) random assignments, seed \(method.seed)",
      unit: unit, direction: direction,
      sampleSizes: [.init("treated", treated.count), .init("control", control.count)])
  }

  private enum CodingKeys: String, CodingKey { case treated, control, method, isExact, effect }

  /// Decodes a test, refusing an effect that is not the difference of the means or has no
  /// reassignments.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    treated = try fields.decode(Moments.self, forKey: .treated)
    control = try fields.decode(Moments.self, forKey: .control)
    method = try fields.decode(Method.self, forKey: .method)
    isExact = try fields.decode(Bool.self, forKey: .isExact)
    effect = try fields.decode(Estimate.self, forKey: .effect)
    guard let first = treated.mean, let second = control.mean,
      abs(first - second - effect.value) <= 1e-9 * max(abs(first), abs(second)),
      case .reassignments = effect.uncertainty
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the difference of the two means")
    }
  }

  // MARK: Evidence

  /// A randomised experiment.
  public var design: StudyDesign { .randomizedExperiment }

  /// Empty: outcomes tell neither how the groups came about nor who left them.
  public var checks: [Check] { [] }

  /// The two-sided p-value against a shift of zero: twice the smaller tail, at most 1.
  public var pValue: Double { effect.pValue() ?? .nan }

  /// Both groups and their difference with its interval and p-value.
  public var description: String {
    "treated: \(treated)\ncontrol: \(control)\n\(effect)\np = \(formatted(pValue))"
  }
}
