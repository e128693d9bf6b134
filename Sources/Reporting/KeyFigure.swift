public import ROI
import Statistics

extension Report {
  /// A figure that a reader takes away, with what it is and what stands beside it.
  ///
  /// A percentage is taken as a `PublishedPercentage`, which has its sample sizes, its design and its
  /// confounder log. One that is typed as words is not printed, in HTML or Markdown, and its place says so.
  public struct KeyFigure: Sendable, Hashable, Codable {
    /// What it is, such as `ROI, lower bound`.
    public let label: String
    /// The figure, such as `at least -15.18`.
    public let value: String
    /// What stands beside it, such as the method.
    public let note: String
    /// The percentage that it shows, or nil for another figure.
    public let published: PublishedPercentage?

    /// Names a figure that is no percentage.
    public init(_ label: String, _ value: String, note: String = "") {
      self.label = label
      self.value = value
      self.note = note
      published = nil
    }

    /// Takes a percentage with everything that it must not be shown without.
    public init(_ published: PublishedPercentage) {
      self.published = published
      label = published.name
      value = "\(digits(published.share * 100)) %"
      let sizes = published.sampleSizes.prefix(6).map {
        "\(excerpt($0.label)) \(grouped($0.count))"
      }
      note =
        (published.interval.map { "\($0); " } ?? "")
        + "n: \(sizes.joined(separator: ", ")); \(published.design), \(published.grade) evidence; "
        + "confounders: \(published.confounders)"
    }

    private enum CodingKeys: String, CodingKey { case label, value, note, published }

    /// Decodes a figure; what stands beside a percentage follows from the percentage.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      if let published = try fields.decodeIfPresent(PublishedPercentage.self, forKey: .published) {
        self.init(published)
      } else {
        try self.init(
          fields.decode(String.self, forKey: .label), fields.decode(String.self, forKey: .value),
          note: fields.decode(String.self, forKey: .note))
      }
    }

    // MARK: Percentages

    /// Whether it is a percentage in words alone, which is withheld.
    public var isBarePercentage: Bool { published == nil && Self.isPercentage(value) }

    /// Whether a text holds a percentage, by a sign or in words.
    static func isPercentage(_ text: String) -> Bool {
      let signs: Set<Unicode.Scalar> = ["%", "\u{66A}", "\u{FE6A}", "\u{FF05}"]
      if text.unicodeScalars.contains(where: signs.contains) { return true }
      let words = text.lowercased().split { !$0.isLetter }
      return words.contains("percent")
        || zip(words, words.dropFirst()).contains { $0 == "per" && $1 == "cent" }
    }

    /// The value as it is printed.
    var printedValue: String { isBarePercentage ? "withheld" : value }

    /// What is printed beside it.
    var printedNote: String {
      isBarePercentage
        ? "a percentage is not published without its n, its design and its confounder log" : note
    }

    /// The figure in one line.
    var words: String {
      "\(label): \(printedValue)" + (printedNote.isEmpty ? "" : " (\(printedNote))")
    }
  }
}
