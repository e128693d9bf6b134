/// Who reads a CSV text, which decides whether cells may be changed to protect a spreadsheet.
public enum CSVAudience: String, Sendable, Hashable, Codable, CaseIterable {
  /// Programs: every cell is written exactly, and reading the text gives the frame again.
  case machines
  /// People, who open the text in a spreadsheet, which runs cells such as `=HYPERLINK(...)`.
  ///
  /// A text cell or column name that begins, after any blank or invisible characters, with `=`,
  /// `+`, `-`, `@`, a tab, a carriage return, a line feed, or the full-width form of one of the
  /// four signs, gets an apostrophe before it. Numbers, booleans and dates are never touched.
  ///
  /// **Reference:** OWASP, CSV Injection.
  case people
}

/// What ends a line of a CSV text.
public enum CSVLineEnding: String, Sendable, Hashable, Codable, CaseIterable {
  /// LF, which every reader accepts and which leaves the same bytes on every system.
  case lineFeed
  /// CR and LF, as RFC 4180 writes.
  case carriageReturnLineFeed

  var bytes: [UInt8] {
    switch self {
    case .lineFeed: [0x0A]
    case .carriageReturnLineFeed: [0x0D, 0x0A]
    }
  }
}
