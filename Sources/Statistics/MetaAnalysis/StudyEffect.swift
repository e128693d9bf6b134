/// The effect that one study found, with its standard error: what a meta-analysis pools.
public struct StudyEffect: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The study's name, such as `pilot 2, Lyon`.
  public let name: String
  /// The effect, on a scale that all studies share (for ratios the logarithm).
  public let effect: Double
  /// Its standard error, above zero.
  public let standardError: Double

  /// Names an effect.
  ///
  /// - Throws: `invalidArgument` unless the effect is at most 1e70 in size and the standard error
  ///   between 1e-70 and 1e70: a standard error of zero would have an infinite weight.
  public init(_ name: String, effect: Double, standardError: Double) throws(EvaluationError) {
    guard abs(effect) <= 1e70 else {
      throw .invalidArgument(
        name: "the effect of \(excerpt(name))", needed: "at most 1e70 in size", found: "\(effect)")
    }
    guard standardError >= 1e-70, standardError <= 1e70 else {
      throw .invalidArgument(
        name: "the standard error of \(excerpt(name))", needed: "between 1e-70 and 1e70",
        found: "\(standardError)")
    }
    self.name = name
    self.effect = effect
    self.standardError = standardError
  }

  /// Takes value and standard error of an estimate; its degrees of freedom play no part.
  ///
  /// - Throws: `invalidArgument` for an estimate without a standard error, or beyond the range of the
  ///   other initializer.
  public init(_ name: String, _ estimate: Estimate) throws(EvaluationError) {
    try self.init(
      name, effect: estimate.value, standardError: estimate.standardError ?? .nan)
  }

  /// Decodes an effect, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      effect: fields.decode(Double.self, forKey: .effect),
      standardError: fields.decode(Double.self, forKey: .standardError))
  }

  /// Name, effect and standard error.
  public var description: String {
    "\(excerpt(name)): \(formatted(effect)), standard error \(formatted(standardError))"
  }
}
