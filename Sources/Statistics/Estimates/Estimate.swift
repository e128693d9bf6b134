/// A figure with how sure it is: the one currency between the floors of this library.
///
/// An estimate keeps how its uncertainty is distributed (``Uncertainty``), not a stored interval,
/// so that ``interval(level:sides:)`` gives any level by the method that suits the figure. An
/// effect is treatment minus control, or after minus before; ``improvement`` turns it so that
/// positive is good.
public struct Estimate: Sendable, Hashable, Codable {
  /// Which way the figure is good.
  public enum Direction: String, Sendable, Hashable, Codable, CaseIterable {
    /// A larger value is better, as for sales.
    case higherIsBetter
    /// A smaller value is better, as for exits.
    case lowerIsBetter

    var opposite: Direction { self == .higherIsBetter ? .lowerIsBetter : .higherIsBetter }
  }

  /// How many units of one kind stand behind a figure.
  public struct SampleSize: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Who was counted, such as `treated`, `control` or `pairs`.
    public let label: String
    /// How many.
    public let count: Int

    /// Names a count.
    public init(_ label: String, _ count: Int) {
      self.label = label
      self.count = count
    }

    /// Label and count, such as `treated 185`.
    public var description: String { "\(label) \(count)" }
  }

  /// The figure itself.
  public let value: Double
  /// How its uncertainty is distributed.
  public let uncertainty: Uncertainty
  /// The method that made it, such as `Welch t`.
  public let method: String
  /// What it is measured in.
  public let unit: String
  /// Which way it is good.
  public let direction: Direction
  /// The sizes of the groups behind it.
  public let sampleSizes: [SampleSize]

  // MARK: Building

  /// Joins a figure with its uncertainty.
  ///
  /// - Throws: ``EvaluationError/invalidArgument(name:needed:found:)`` when the value is not finite
  ///   or not the difference of the rates behind it, a standard error is negative or not finite, or
  ///   degrees of freedom are outside 1e-149 to 1e149;
  ///   ``EvaluationError/overflow(what:needed:found:)`` when the standard error of rates leaves the
  ///   range of `Double`.
  public init(
    value: Double, uncertainty: Uncertainty, method: String, unit: String = "",
    direction: Direction = .higherIsBetter, sampleSizes: [SampleSize] = []
  ) throws(EvaluationError) {
    guard value.isFinite else {
      throw .invalidArgument(name: "the estimate's value", needed: "finite", found: "\(value)")
    }
    try uncertainty.validate(around: value)
    self.value = value
    self.uncertainty = uncertainty
    self.method = method
    self.unit = unit
    self.direction = direction
    self.sampleSizes = sampleSizes
  }

  /// Decodes an estimate, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      value: fields.decode(Double.self, forKey: .value),
      uncertainty: fields.decode(Uncertainty.self, forKey: .uncertainty),
      method: fields.decode(String.self, forKey: .method),
      unit: fields.decode(String.self, forKey: .unit),
      direction: fields.decode(Direction.self, forKey: .direction),
      sampleSizes: fields.decode([SampleSize].self, forKey: .sampleSizes))
  }

  // MARK: Figures

  /// The standard error, or nil when none is known.
  public var standardError: Double? { uncertainty.standardError }

  /// The degrees of freedom of a t reference, or nil for any other.
  public var degreesOfFreedom: Double? { uncertainty.degreesOfFreedom }

  /// The confidence interval at a level.
  ///
  /// - Parameters:
  ///   - level: the confidence level inside (0, 1).
  ///   - sides: both limits, or one; a one-sided bound puts all of 1 - level in its tail.
  /// - Returns: nil when no uncertainty is known or the level is outside (0, 1).
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    guard let limits = uncertainty.limits(around: value, tail: tail) else { return nil }
    return Interval(
      level: level, sides: sides, lower: sides == .upper ? nil : limits.lower,
      upper: sides == .lower ? nil : limits.upper, method: method)
  }

  /// The confidence that the true figure exceeds a threshold.
  ///
  /// From the confidence distribution where it is continuous; for counts, the one-sided level whose
  /// lower bound equals the threshold. It is a statement about the method, not a probability with a
  /// prior.
  ///
  /// - Returns: a number in [0, 1], or nil when no uncertainty is known or the threshold is NaN.
  /// - Complexity: O(1), or some fifty interval evaluations for counts.
  public func confidence(thatExceeds threshold: Double) -> Double? {
    guard !threshold.isNaN else { return nil }
    return uncertainty.confidence(around: value, exceeds: threshold)
  }

  /// The two-sided p-value against a null value; nil where the uncertainty gives none.
  ///
  /// For the normal and t references this is the usual test; counts have their own exact tests.
  public func pValue(against null: Double = 0) -> Double? {
    uncertainty.pValue(around: value, null: null)
  }

  // MARK: Transforming

  /// The same figure in another unit: value, error and limits times a constant.
  ///
  /// A negative factor also turns the direction, so that what was an improvement stays one.
  ///
  /// - Throws: ``EvaluationError/invalidArgument(name:needed:found:)`` when the factor or a product
  ///   is not finite.
  public func scaled(by factor: Double, unit: String? = nil) throws(EvaluationError) -> Estimate {
    try Estimate(
      value: value * factor, uncertainty: uncertainty.scaled(by: factor), method: method,
      unit: unit ?? self.unit, direction: factor < 0 ? direction.opposite : direction,
      sampleSizes: sampleSizes)
  }

  /// The figure as improvement, so that positive is good.
  ///
  /// The effect itself when higher is better, else its negative with the limits exchanged. A
  /// harmful effect stays negative.
  public var improvement: Estimate {
    guard direction == .lowerIsBetter else { return self }
    return Estimate(negating: self)
  }

  /// The negative of a valid estimate, which is valid; higher is then better.
  private init(negating original: Estimate) {
    value = 0 - original.value
    uncertainty = original.uncertainty.scaled(by: -1)
    method = original.method
    unit = original.unit
    direction = .higherIsBetter
    sampleSizes = original.sampleSizes
  }
}

// MARK: - Description

extension Estimate: CustomStringConvertible {
  /// The figure with its 95 % interval, method and sizes, in at most three lines.
  public var description: String {
    let measure = unit.isEmpty ? "" : " \(unit)"
    var text = formatted(value) + measure
    if let standardError { text += ", standard error \(formatted(standardError))" }
    if let interval = interval() {
      let low = interval.lower.map { formatted($0) } ?? "unbounded"
      let high = interval.upper.map { formatted($0) } ?? "unbounded"
      text += "\n95 % interval \(low) to \(high)"
    } else {
      text += "\nno interval: the uncertainty is not known"
    }
    text += " (\(method)"
    if let degreesOfFreedom { text += ", \(formatted(degreesOfFreedom)) degrees of freedom" }
    text += ")"
    if !sampleSizes.isEmpty {
      text += "\n" + sampleSizes.map(\.description).joined(separator: ", ")
    }
    return text
  }
}
