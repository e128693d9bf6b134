public import Statistics

/// One benefit of a programme, attributed and in money, before costs: time reclaimed, exits avoided,
/// performance gained.
///
/// Levers of one outcome in one population draw on the same improvement, so their shares may not add up
/// to more than the whole.
public struct Lever: Sendable, Hashable, Codable {
  /// The lever's name, unique in its plan.
  public let name: String
  /// The indicator that improved.
  public let outcome: String
  /// The people among whom it improved.
  public let population: String
  /// The share of the improvement that is credited.
  public let share: ExactDecimal
  /// How the comparison was made.
  public let design: StudyDesign
  /// The value attributed over the plan's horizon.
  public let value: MoneyFigure
  /// Where the value comes from.
  public let source: String
  /// The same value with its uncertainty, in major units; nil when nothing is known of its error.
  public let estimate: Estimate?

  // MARK: Building

  /// States a lever.
  ///
  /// - Parameters:
  ///   - name: the lever's name.
  ///   - outcome: the indicator that improved.
  ///   - population: the people among whom it improved.
  ///   - share: the share of the improvement that is credited, from 0 to 1.
  ///   - design: how the comparison was made.
  ///   - value: the value attributed.
  ///   - source: where the value comes from.
  ///   - estimate: the value with its uncertainty, in major units, positive being good.
  /// - Throws: `invalidArgument` for blank words, a share outside 0 to 1, or an estimate that is another
  ///   figure than the value.
  public init(
    _ name: String, outcome: String, population: String, share: ExactDecimal, design: StudyDesign,
    value: MoneyFigure, source: String, estimate: Estimate? = nil
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the lever's name")
    self.outcome = try stated(outcome, as: "the lever's outcome")
    self.population = try stated(population, as: "the lever's population")
    self.source = try stated(source, as: "the lever's source")
    guard share >= 0, share <= 1 else {
      throw .invalidArgument(
        name: "the lever's share", needed: "from 0 to 1", found: share.description)
    }
    if let estimate {
      let allowance = 1e-9 * max(1, abs(value.value))
      guard abs(estimate.value - value.value) <= allowance, estimate.direction == .higherIsBetter
      else {
        throw .invalidArgument(
          name: "the lever's estimate", needed: "its value, \(value), with more being better",
          found: formatted(estimate.value))
      }
    }
    self.share = share
    self.design = design
    self.value = value
    self.estimate = estimate
  }

  /// Takes the annualised value of a business case, which need not have costs of its own.
  ///
  /// - Parameters:
  ///   - businessCase: the case; its indicator is the outcome, and the high end of its attribution the share.
  ///   - population: the people among whom the indicator improved.
  /// - Throws: `invalidArgument` for a blank population.
  public init(_ businessCase: BusinessCase, population: String) throws(EvaluationError) {
    try self.init(
      businessCase.name, outcome: businessCase.indicator.name, population: population,
      share: businessCase.attribution.high, design: businessCase.delta.design,
      value: businessCase.annualised.attributableValue,
      source: "\(businessCase.delta.design); \(businessCase.unitValue.source)",
      estimate: businessCase.valueEstimate.flatMap {
        $0.uncertainty == .unknown ? nil : $0.improvement
      })
  }

  /// Decodes a lever, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      outcome: fields.decode(String.self, forKey: .outcome),
      population: fields.decode(String.self, forKey: .population),
      share: fields.decode(ExactDecimal.self, forKey: .share),
      design: fields.decode(StudyDesign.self, forKey: .design),
      value: fields.decode(MoneyFigure.self, forKey: .value),
      source: fields.decode(String.self, forKey: .source),
      estimate: fields.decodeIfPresent(Estimate.self, forKey: .estimate))
  }

  /// Whether its value has an interval.
  var hasInterval: Bool { estimate.map { $0.uncertainty != .unknown } ?? false }

  /// Whether nothing beside it shows what would have happened anyway.
  public var isDirectional: Bool { !design.isControlled }
}

extension Lever: CustomStringConvertible {
  /// Name, value, share, outcome and population.
  public var description: String {
    "\(excerpt(name)): \(value), \(percentage(share)) of \(excerpt(outcome)) among \(excerpt(population))"
      + " (\(design)\(estimate == nil ? ", no interval" : ""))"
  }
}

/// A part of one lever that another one counts already.
public struct LeverOverlap: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The lever in which it stays counted.
  public let countedIn: String
  /// The lever from which it is removed.
  public let removedFrom: String
  /// The share of the latter that is removed, from 0 to 1; 0 declares that nothing overlaps.
  public let share: ExactDecimal
  /// Why.
  public let rationale: String

  /// Declares an overlap.
  ///
  /// - Throws: `invalidArgument` for a share outside 0 to 1, a blank rationale, or a lever that overlaps
  ///   itself.
  public init(
    countedIn: String, removedFrom: String, share: ExactDecimal, rationale: String
  ) throws(EvaluationError) {
    self.countedIn = try stated(countedIn, as: "the lever that keeps an overlap")
    self.removedFrom = try stated(removedFrom, as: "the lever that gives an overlap up")
    self.rationale = try stated(rationale, as: "an overlap's rationale")
    guard share >= 0, share <= 1, countedIn != removedFrom else {
      throw .invalidArgument(
        name: "an overlap", needed: "a share from 0 to 1 between two levers",
        found: "\(share) of \(excerpt(removedFrom)) in \(excerpt(countedIn))")
    }
    self.share = share
  }

  /// Decodes an overlap, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      countedIn: fields.decode(String.self, forKey: .countedIn),
      removedFrom: fields.decode(String.self, forKey: .removedFrom),
      share: fields.decode(ExactDecimal.self, forKey: .share),
      rationale: fields.decode(String.self, forKey: .rationale))
  }

  /// What is removed from where, and why.
  public var description: String {
    "\(percentage(share)) of \(excerpt(removedFrom)) is counted in \(excerpt(countedIn)): "
      + excerpt(rationale, limit: 200)
  }
}
