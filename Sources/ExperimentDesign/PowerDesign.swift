public import Statistics

/// How many units stand in each arm; real numbers, so that a size can be solved for.
public struct ArmSizes: Sendable, Hashable, Codable {
  /// The units that get the programme: people, pairs or clusters.
  public let treated: Double
  /// The units that do not; zero where the design has none.
  public let control: Double

  /// Two sizes.
  public init(treated: Double, control: Double) {
    self.treated = treated
    self.control = control
  }
}

/// The design of a study to come, which answers how much it can see.
///
/// A design states how its test statistic is distributed under an effect
/// (``signal(effect:arms:)``); power, sample size, detectable effect and level are solved from that
/// alone, each by a bracketed root to 1e-10, or refused with the reason as
/// `EvaluationError.unreachable`.
///
/// An effect is treatment minus control. A *size* is the number of units in the treated arm; the
/// other arm follows from the design's allocation.
public protocol PowerDesign: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The test that the study will be judged by.
  var test: SignificanceTest { get set }
  /// The control units for each treated one; zero for a design without a control arm.
  var controlsPerTreated: Double { get }
  /// What is counted, such as `people`, `pairs` or `clusters`.
  var unitName: String { get }
  /// The sizes that can be solved for; below the first the model has no degree of freedom left.
  var sizeRange: ClosedRange<Double> { get }
  /// The effects that can be, such as those that leave a rate inside [0, 1]; nil where every effect
  /// can be, and the signal is then proportional to the effect.
  var effectRange: ClosedRange<Double>? { get }

  /// The distribution of the test statistic under an effect.
  ///
  /// - Throws: `undefined` or `invalidArgument` where a size or an effect gives none.
  func signal(effect: Double, arms: ArmSizes) throws(EvaluationError) -> TestSignal

  /// The design for a sample of a finite staff.
  ///
  /// Refused with the reason unless one mean or one rate of that staff is to be estimated: a
  /// comparison asks what the programme does, also to those who come later, and sampling more of
  /// the staff does not shrink what chance put into the arms.
  ///
  /// - Throws: `undefined` for a comparison.
  func inFinitePopulation(of people: Int) throws(EvaluationError) -> Self
}

extension PowerDesign {
  /// Every effect, as for means.
  public var effectRange: ClosedRange<Double>? { nil }

  /// Refuses: the design compares.
  public func inFinitePopulation(of people: Int) throws(EvaluationError) -> Self {
    throw .undefined(
      what: "a finite population correction for a comparison",
      needed: "one mean or rate of a finite staff, estimated from a sample of it",
      found: "an effect of a programme, whose uncertainty stays when everybody takes part")
  }

  /// Both arms of a size.
  public func arms(_ size: Double) -> ArmSizes {
    ArmSizes(treated: size, control: size * controlsPerTreated)
  }

  // MARK: Power

  /// The chance that the study finds an effect.
  ///
  /// - Parameters:
  ///   - effect: treatment minus control, in the unit of the design.
  ///   - size: the units in the treated arm, not necessarily whole.
  /// - Returns: a number in [0, 1].
  /// - Throws: `invalidArgument` for a size or an effect that cannot be; `undefined` where the size
  ///   leaves no degree of freedom.
  /// - Complexity: O(1), some microseconds.
  public func power(effect: Double, size: Double) throws(EvaluationError) -> Double {
    try power(effect: effect, arms: arms(size))
  }

  /// The chance that the study finds an effect, with both arms given.
  ///
  /// - Throws: as ``power(effect:size:)``.
  public func power(effect: Double, arms: ArmSizes) throws(EvaluationError) -> Double {
    test.power(try checkedSignal(effect: effect, arms: arms))
  }

  /// The signal after the checks that all designs share.
  func checkedSignal(effect: Double, arms: ArmSizes) throws(EvaluationError) -> TestSignal {
    try check(effect: effect)
    try check(size: arms.treated, "the size of the treated arm")
    if controlsPerTreated > 0 { try check(size: arms.control, "the size of the control arm") }
    return try signal(effect: effect, arms: arms)
  }

  func check(effect: Double) throws(EvaluationError) {
    guard effect.isFinite else {
      throw .invalidArgument(name: "the effect", needed: "finite", found: "\(effect)")
    }
    guard effectRange?.contains(effect) ?? true else {
      let range = effectRange ?? 0...0
      throw .invalidArgument(
        name: "the effect",
        needed: "between \(formatted(range.lowerBound)) and \(formatted(range.upperBound))",
        found: formatted(effect))
    }
  }

  private func check(size: Double, _ name: String) throws(EvaluationError) {
    guard size > 0, size <= largestSize else {
      throw .invalidArgument(
        name: name, needed: "positive and at most \(formatted(largestSize))", found: "\(size)")
    }
  }
}

/// No plan needs more units than this, which doubles still count one by one.
let largestSize = 1e15
