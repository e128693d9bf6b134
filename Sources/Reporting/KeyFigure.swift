extension Report {
  /// A figure that a reader takes away, with what it is and what stands beside it.
  ///
  /// A percentage needs its basis: without one it is not printed, in HTML or Markdown, and its place says
  /// so.
  public struct KeyFigure: Sendable, Hashable, Codable {
    /// What it is, such as `ROI, lower bound`.
    public let label: String
    /// The figure, such as `at least -15.18`.
    public let value: String
    /// What stands beside it, such as the method.
    public let note: String
    /// What a percentage rests on; nil for a figure that is none.
    public let basis: PercentageBasis?

    /// Names a figure.
    public init(_ label: String, _ value: String, note: String = "", basis: PercentageBasis? = nil)
    {
      self.label = label
      self.value = value
      self.note = note
      self.basis = basis
    }

    /// Whether it is a percentage without its basis, which is withheld.
    public var isBarePercentage: Bool { basis == nil && PercentageBasis.isNeeded(by: value) }

    /// The value as it is printed.
    var printedValue: String { isBarePercentage ? "withheld" : value }

    /// What is printed beside it: the note and the basis.
    var printedNote: String {
      isBarePercentage
        ? "a percentage is not published without its n, its design and the state of its confounders"
        : [note, basis?.description ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// The figure in one line.
    var words: String {
      "\(label): \(printedValue)" + (printedNote.isEmpty ? "" : " (\(printedNote))")
    }
  }
}
