public import ROI
public import Statistics

/// What stands beside a published percentage: of how many, by which design, and what is known of
/// confounders.
///
/// A percentage without them says less than it seems to; a report withholds it.
public struct PercentageBasis: Sendable, Hashable, Codable {
  /// How many stand behind it, group by group.
  public let sampleSizes: [Estimate.SampleSize]
  /// How the comparison was made.
  public let design: StudyDesign
  /// What is known of confounders, such as `2 logged, 0 open`.
  public let confounders: String

  /// States the basis of a percentage.
  ///
  /// - Throws: `tooFew` without a group; `invalidArgument` for a negative count, or where nothing is said
  ///   of confounders (that no log was kept is something said).
  public init(
    sampleSizes: [Estimate.SampleSize], design: StudyDesign, confounders: String
  ) throws(EvaluationError) {
    guard !sampleSizes.isEmpty else {
      throw .tooFew(what: "groups behind a percentage", needed: 1, found: 0)
    }
    for size in sampleSizes where size.count < 0 {
      throw .invalidArgument(
        name: "the number of \(excerpt(size.label))", needed: "not negative",
        found: "\(size.count)")
    }
    self.sampleSizes = sampleSizes
    self.design = design
    self.confounders = try stated(confounders, as: "the state of the confounders")
  }

  /// Decodes a basis, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      sampleSizes: fields.decode([Estimate.SampleSize].self, forKey: .sampleSizes),
      design: fields.decode(StudyDesign.self, forKey: .design),
      confounders: fields.decode(String.self, forKey: .confounders))
  }

  /// The basis of the percentages of a case; nil for a declared delta, behind which nobody was counted.
  public init?(_ businessCase: BusinessCase) {
    let sizes = businessCase.delta.effect?.sampleSizes ?? []
    try? self.init(
      sampleSizes: sizes, design: businessCase.delta.design,
      confounders: businessCase.confounderWords)
  }

  /// Whether a text holds a percentage, by a sign or in words.
  static func isNeeded(by text: String) -> Bool {
    let signs: Set<Unicode.Scalar> = ["%", "\u{66A}", "\u{FE6A}", "\u{FF05}"]
    if text.unicodeScalars.contains(where: signs.contains) { return true }
    let words = text.lowercased().split { !$0.isLetter }
    return words.contains("percent")
      || zip(words, words.dropFirst()).contains { $0 == "per" && $1 == "cent" }
  }
}

extension PercentageBasis: CustomStringConvertible {
  /// Numbers, design and confounders in a line.
  public var description: String {
    let sizes = sampleSizes.prefix(6).map { "\(excerpt($0.label)) \(grouped($0.count))" }
    let more = sampleSizes.count > 6 ? " and \(sampleSizes.count - 6) more" : ""
    return "n: \(sizes.joined(separator: ", "))\(more); \(design); confounders: "
      + excerpt(confounders, limit: 120)
  }
}

extension BusinessCase {
  /// What is known of confounders, in words.
  var confounderWords: String { "no log kept" }
}
