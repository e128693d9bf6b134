/// One question asked of a study before its effect is believed, with the answer.
public struct Check: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The answer to a check.
  public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// The figure keeps to the threshold.
    case passed
    /// The figure breaks the threshold.
    case failed
    /// The data cannot tell.
    case inconclusive
  }

  /// What was asked, such as `covariate balance`.
  public let name: String
  /// The figure that answers, or nil where there is none.
  public let figure: Double?
  /// The threshold that it was held against, or nil.
  public let threshold: Double?
  /// The answer.
  public let verdict: Verdict
  /// The answer in a sentence that a reader without statistics understands.
  public let sentence: String

  /// Records an answer; a figure or threshold that is not finite is stored as nil.
  public init(
    _ name: String, figure: Double? = nil, threshold: Double? = nil, verdict: Verdict,
    sentence: String
  ) {
    self.name = name
    self.figure = figure.flatMap { $0.isFinite ? $0 : nil }
    self.threshold = threshold.flatMap { $0.isFinite ? $0 : nil }
    self.verdict = verdict
    self.sentence = sentence
  }

  /// Decodes an answer, refusing a figure or threshold that is not finite.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let (figure, threshold) = (
      try fields.decodeIfPresent(Double.self, forKey: .figure),
      try fields.decodeIfPresent(Double.self, forKey: .threshold)
    )
    guard figure?.isFinite ?? true, threshold?.isFinite ?? true else {
      throw DecodingError.dataCorruptedError(
        forKey: .figure, in: fields, debugDescription: "needs finite figures")
    }
    try self.init(
      fields.decode(String.self, forKey: .name), figure: figure, threshold: threshold,
      verdict: fields.decode(Verdict.self, forKey: .verdict),
      sentence: fields.decode(String.self, forKey: .sentence))
  }

  /// Whether the verdict is ``Verdict/passed``.
  public var passed: Bool { verdict == .passed }

  /// One line: name, verdict, sentence.
  public var description: String { "\(name): \(verdict.rawValue). \(sentence)" }
}
