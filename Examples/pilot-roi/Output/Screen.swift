import ProgramEvaluation

/// Lines for a screen of 100 columns.
struct Screen {
  private(set) var lines: [String] = []

  /// A text in wrapped lines, cut where it would fill the screen.
  mutating func say(_ text: String) { lines += Self.wrapped(text) }

  /// A table with aligned columns, set off by an empty line on either side.
  mutating func show(_ rows: [[String]]) { show(TextTable.aligned(rows)) }

  /// Lines as they are, such as a table's description, set off by an empty line on either side.
  mutating func show(_ text: String) {
    gap()
    lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    gap()
  }

  /// Points of a list, indented.
  mutating func list(_ points: [String]) {
    lines += points.flatMap { Self.wrapped($0, mark: "  - ") }
  }

  /// The sentences of the checks that did not pass, or that all did.
  ///
  /// Failed ones stand first; beyond the limit they are counted.
  mutating func doubts(_ checks: [Check], limit: Int = .max) {
    let open =
      checks.filter { $0.verdict == .failed } + checks.filter { $0.verdict == .inconclusive }
    guard !open.isEmpty else {
      if !checks.isEmpty { lines.append("every check passed") }
      return
    }
    gap()
    lines.append("before you use these figures:")
    list(open.prefix(limit).map(\.sentence))
    if open.count > limit { lines.append("  and \(open.count - limit) more, in the report") }
  }

  /// One empty line, unless there is one already.
  mutating func gap() {
    if let last = lines.last, !last.isEmpty { lines.append("") }
  }

  /// The lines without empty ones at the end.
  var text: String {
    var lines = lines
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// A text from outside in lines of at most 100 columns.
  static func wrapped(_ text: String, mark: String = "") -> [String] {
    let width = 100
    let margin = String(repeating: " ", count: mark.count)
    var lines: [String] = []
    var line = mark
    for word in excerpt(text, limit: 600).split(separator: " ") {
      if line.count > margin.count, line.count + 1 + word.count > width {
        lines.append(line)
        line = margin
      }
      line += line.count > margin.count ? " \(word)" : "\(word)"
    }
    return lines + [line]
  }
}
