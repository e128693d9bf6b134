public import Statistics

/// The change of the treated less the change of the controls, with one period before and one after.
///
/// With the same units in both periods it is Welch's comparison of their changes; with different
/// people it is the difference of four means with variance s^2/n each and Welch-Satterthwaite degrees
/// of freedom; with teams that are treated as a whole, least squares with CR2 by team.
///
/// **Reference:** Card and Krueger (1994), American Economic Review 84, 772-793; Bertrand, Duflo and
/// Mullainathan (2004), doi:10.1162/003355304772839588, on taking changes; Bell and McCaffrey (2002),
/// Survey Methodology 28, 169-181, for CR2.
/// **Same as:** R `t.test` of changes; R `lm(y ~ treated * after)` with
/// `clubSandwich::coef_test(vcov = "CR2", cluster = team)`.
public struct TwoByTwoDifference: Evidence, Hashable, Codable {
  /// What the comparison stands on.
  public enum Basis: Sendable, Hashable, Codable {
    /// The changes of the same units.
    case changes(treated: Moments, control: Moments)
    /// Different people before and after.
    case samples(
      treatedBefore: Moments, treatedAfter: Moments, controlBefore: Moments, controlAfter: Moments)
    /// Teams that are treated as a whole.
    case teams(treated: Int, control: Int)
  }

  /// How many units of one arm were there and how many lacked a period.
  public struct Arm: Sendable, Hashable, Codable {
    /// Units with both periods, or rows of different people.
    public let analysed: Int
    /// Units left out because a period is missing.
    public let incomplete: Int

    var share: Double { Double(incomplete) / Double(max(1, analysed + incomplete)) }
  }

  /// What the comparison stands on.
  public let basis: Basis
  /// The treated.
  public let treated: Arm
  /// The controls.
  public let control: Arm
  /// The change of the treated less that of the controls.
  public let effect: Estimate
  /// Trends, groups and those who left.
  public let checks: [Check]

  /// A rollout at one date.
  public var design: StudyDesign { .staggeredRollout }

  // MARK: Moments

  /// Compares the changes of the same units.
  ///
  /// - Throws: `tooFew` below two units in a group; `constantColumn` when no change varies;
  ///   `overflow`.
  public init(
    changesOfTreated treated: Moments, changesOfControl control: Moments, measure: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    try self.init(
      changesOfTreated: treated, changesOfControl: control, incomplete: (0, 0), measure: measure,
      direction: direction)
  }

  init(
    changesOfTreated treated: Moments, changesOfControl control: Moments,
    incomplete: (treated: Int, control: Int), measure: String, direction: Estimate.Direction
  ) throws(EvaluationError) {
    let welch = try MeanDifference(
      treated: treated, control: control, design: .staggeredRollout, unit: measure,
      direction: direction)
    try self.init(
      basis: .changes(treated: treated, control: control),
      treated: Arm(analysed: treated.count, incomplete: incomplete.treated),
      control: Arm(analysed: control.count, incomplete: incomplete.control),
      effect: Estimate(
        value: welch.effect.value, uncertainty: welch.effect.uncertainty,
        method: "difference in differences, Welch t of changes", unit: measure,
        direction: direction, sampleSizes: welch.effect.sampleSizes))
  }

  /// Compares different people before and after.
  ///
  /// - Throws: `tooFew` below two rows in a group; `constantColumn` when no outcome varies;
  ///   `overflow`.
  public init(
    treatedBefore: Moments, treatedAfter: Moments, controlBefore: Moments, controlAfter: Moments,
    measure: String = "", direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    let groups = [
      ("treated rows after", treatedAfter), ("treated rows before", treatedBefore),
      ("control rows after", controlAfter), ("control rows before", controlBefore),
    ]
    var (means, variances): ([Double], [Double]) = ([], [])
    for (name, group) in groups {
      guard group.count >= 2 else { throw .tooFew(what: name, needed: 2, found: group.count) }
      guard let mean = group.mean, let variance = group.variance else {
        throw .overflow(what: "a mean or variance", needed: "finite moments", found: "infinity")
      }
      means.append(mean)
      variances.append(variance / Double(group.count))
    }
    let total = variances.reduce(0, +)
    guard total.isFinite else {
      throw .overflow(what: "a variance", needed: "values below about 1e150", found: "infinity")
    }
    guard total > 0 else {
      throw .constantColumn(
        column: measure.isEmpty ? "outcome" : measure, rows: groups.reduce(0) { $0 + $1.1.count },
        found: "constant within all four groups")
    }
    // Shares, not squares, so that tiny or huge variances neither vanish nor overflow.
    let inverse = zip(variances, groups).reduce(0) {
      $0 + $1.0 / total * ($1.0 / total) / Double($1.1.1.count - 1)
    }
    try self.init(
      basis: .samples(
        treatedBefore: treatedBefore, treatedAfter: treatedAfter, controlBefore: controlBefore,
        controlAfter: controlAfter),
      treated: Arm(analysed: treatedBefore.count + treatedAfter.count, incomplete: 0),
      control: Arm(analysed: controlBefore.count + controlAfter.count, incomplete: 0),
      effect: Estimate(
        value: means[0] - means[1] - (means[2] - means[3]),
        uncertainty: .t(standardError: total.squareRoot(), degreesOfFreedom: 1 / inverse),
        method: "difference in differences, Welch t of four means", unit: measure,
        direction: direction, sampleSizes: groups.map { .init($0.0, $0.1.count) }))
  }

  init(basis: Basis, treated: Arm, control: Arm, effect: Estimate) throws(EvaluationError) {
    self.basis = basis
    self.treated = treated
    self.control = control
    self.effect = effect
    checks = TwoByTwoChecks(basis: basis, treated: treated, control: control).all
  }

  // MARK: Coding

  private enum CodingKeys: String, CodingKey { case basis, treated, control, effect, checks }

  /// Decodes a comparison, refusing an effect that its moments do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let basis = try fields.decode(Basis.self, forKey: .basis)
    let stored = try fields.decode(Estimate.self, forKey: .effect)
    let treated = try fields.decode(Arm.self, forKey: .treated)
    let control = try fields.decode(Arm.self, forKey: .control)
    let counts = [treated.analysed, treated.incomplete, control.analysed, control.incomplete]
    let rebuilt: Estimate
    switch basis {
    case .changes(let ofTreated, let ofControl):
      rebuilt = try Self(
        changesOfTreated: ofTreated, changesOfControl: ofControl, measure: stored.unit,
        direction: stored.direction
      ).effect
    case .samples(let before, let after, let controlBefore, let controlAfter):
      rebuilt = try Self(
        treatedBefore: before, treatedAfter: after, controlBefore: controlBefore,
        controlAfter: controlAfter, measure: stored.unit, direction: stored.direction
      ).effect
    case .teams: rebuilt = stored
    }
    guard rebuilt == stored, stored.standardError != nil,
      counts.allSatisfy({ (0...(1 << 53)).contains($0) })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of the moments")
    }
    try self.init(basis: basis, treated: treated, control: control, effect: stored)
  }
}

extension TwoByTwoDifference: CustomStringConvertible {
  /// The effect, the groups and the open checks.
  public var description: String {
    let lost = treated.incomplete + control.incomplete
    var lines = [
      "change of the treated less that of the controls: \(effect)",
      "treated \(treated.analysed), controls \(control.analysed)"
        + (lost > 0
          ? "; left out for a missing period \(treated.incomplete) and \(control.incomplete)" : ""),
    ]
    lines.append("open checks: " + openChecks.map(\.name).joined(separator: ", "))
    return lines.joined(separator: "\n")
  }
}

/// What is asked before a two-by-two comparison is believed.
struct TwoByTwoChecks {
  let basis: TwoByTwoDifference.Basis
  let treated: TwoByTwoDifference.Arm
  let control: TwoByTwoDifference.Arm

  /// All checks in order.
  var all: [Check] {
    [
      Check(
        "parallel trends before the start", verdict: .inconclusive,
        sentence: "With one period before the start nothing shows whether both groups moved alike."),
      independence, attrition,
    ]
  }

  private var independence: Check {
    switch basis {
    case .teams(let treated, let control):
      let fewest = min(treated, control)
      return Check(
        "number of teams", figure: Double(fewest), threshold: 5,
        verdict: fewest < 5 ? .inconclusive : .passed,
        sentence: "\(treated) treated and \(control) control teams; the errors are by team.")
    case .changes, .samples:
      return Check(
        "independent units", verdict: .inconclusive,
        sentence:
          "Units are taken to vary independently; if whole teams are treated, name the team's column."
      )
    }
  }

  private var attrition: Check {
    let difference = abs(treated.share - control.share)
    let lost = treated.incomplete + control.incomplete
    return Check(
      "differential attrition", figure: difference, threshold: 0.05,
      verdict: difference > 0.05 ? .failed : .passed,
      sentence: lost == 0
        ? "Nobody was left out for a missing period."
        : "\(treated.incomplete) treated and \(control.incomplete) control units lack a period and are left out."
    )
  }
}
