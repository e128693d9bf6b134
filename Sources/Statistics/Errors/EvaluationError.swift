/// Every way in which data or a configuration can fail to answer.
///
/// Each case carries what a person needs in order to repair the input: the column, the rows
/// (1-based data rows, the header not counted; lines of a file where it says `line`), what was
/// needed and what was found. ``description`` is one or two sentences that say what to do next. A
/// programmer's slip traps instead; no input, however hostile, does.
///
/// New cases may be added; a `switch` in another package needs `@unknown default`.
@nonexhaustive
public enum EvaluationError: Error, Sendable, Hashable, Codable {
  // MARK: Columns and rows

  /// A column was asked for by a name that the data do not have.
  case missingColumn(column: String, available: [String])
  /// A name stands on more than one column; `positions` are 1-based.
  case duplicateColumn(column: String, positions: [Int])
  /// A column holds another type than the one needed.
  case wrongType(column: String, needed: String, found: String)
  /// Cells are empty where values are needed.
  case missingCells(columns: [String], rows: AffectedRows)
  /// Cells hold NaN or an infinity where finite numbers are needed.
  case nonFinite(column: String, rows: AffectedRows)
  /// Cells hold values outside the domain needed.
  case invalidValues(column: String, rows: AffectedRows, needed: String, found: String)
  /// Identifiers that must differ are repeated.
  case duplicateIdentifiers(column: String, rows: AffectedRows, found: String)
  /// There are fewer rows (people, clusters, points) than the method needs.
  case tooFew(what: String, needed: Int, found: Int)
  /// Two inputs that must have the same length do not.
  case lengthMismatch(what: String, needed: Int, found: Int)

  // MARK: Models

  /// A column has the same value in every row used.
  case constantColumn(column: String, rows: Int, found: String)
  /// Columns are exact linear combinations of the others.
  case collinear(columns: [String], rank: Int, needed: Int)
  /// A combination of columns divides the two outcomes without error: coefficients diverge.
  case separated(columns: [String], rows: Int, found: String)
  /// An iteration did not settle.
  case notConverged(method: String, iterations: Int, found: String)
  /// No unit could be matched.
  case noMatches(column: String, treated: Int, controls: Int, needed: String)

  // MARK: Files and configurations

  /// A file is not what its format demands; `line` is 1-based.
  case malformed(source: String, line: Int, needed: String, found: String)
  /// A file could not be read or written.
  case file(path: String, needed: String, found: String)
  /// A plan or policy holds a faulty value; `path` is a JSON path such as `$.costs[1].amount`.
  case invalidPlan(path: String, needed: String, found: String)
  /// An argument is outside its domain.
  case invalidArgument(name: String, needed: String, found: String)
  /// A result is too large for the exact type that must hold it.
  case overflow(what: String, needed: String, found: String)
  /// The question has no answer with these inputs.
  case undefined(what: String, needed: String, found: String)
  /// No size, effect or level reaches the power asked for; the reason can be switched on.
  case unreachable(what: String, reason: UnreachableReason, needed: Double, attainable: Double)
  /// The task was cancelled while it ran.
  case cancelled(what: String, done: Int, of: Int)
}

// MARK: - Description

extension EvaluationError: CustomStringConvertible {
  /// One or two sentences: what is wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .missingColumn(let column, let available):
      "There is no column \(quoted(column)). Columns present: \(listed(available.map { excerpt($0) }, limit: 20))."
    case .duplicateColumn(let column, let positions):
      "The name \(quoted(column)) stands on columns \(listed(positions.map(String.init), limit: 10)). Give each column its own name."
    case .wrongType(let column, let needed, let found):
      "Column \(quoted(column)) holds \(plain(found)), but \(plain(needed)) is needed. Convert the column or name its type when reading."
    case .missingCells(let columns, let rows):
      "Empty cells in \(listed(columns.map(quoted), limit: 20)), \(rows). Fill them, or ask for complete cases."
    case .nonFinite(let column, let rows):
      "Column \(quoted(column)) holds NaN or an infinity in \(rows). Replace those cells or leave them empty."
    case .invalidValues(let column, let rows, let needed, let found):
      "Column \(quoted(column)) needs \(plain(needed)), but holds \(plain(found)) in \(rows)."
    case .duplicateIdentifiers(let column, let rows, let found):
      "Column \(quoted(column)) must name each row once, but \(quoted(found)) is repeated (\(rows))."
    case .tooFew(let what, let needed, let found):
      "Too few \(plain(what)): \(needed) needed, \(found) found."
    case .lengthMismatch(let what, let needed, let found):
      "The length of \(plain(what)) must be \(needed), but is \(found)."
    case .constantColumn(let column, let rows, let found):
      "Column \(quoted(column)) is \(plain(found)) in all \(rows) rows used, so it cannot explain anything. Leave it out or widen the data."
    case .collinear(let columns, let rank, let needed):
      "\(listed(columns.map(quoted), limit: 20)) can be computed exactly from the other columns (rank \(rank), \(needed) needed). Leave them out."
    case .separated(let columns, let rows, let found):
      "The outcome is separated by \(listed(columns.map(quoted), limit: 20)) over \(rows) rows: \(plain(found)). The coefficients have no finite estimate; leave the column out, merge categories, or collect overlap."
    case .notConverged(let method, let iterations, let found):
      "\(plain(method)) did not settle in \(iterations) iterations (\(plain(found))). Rescale the columns or simplify the model."
    case .noMatches(let column, let treated, let controls, let needed):
      "No row with \(quoted(column)) = 1 found a partner (\(treated) treated, \(controls) controls). Needed: \(plain(needed))."
    case .malformed(let source, let line, let needed, let found):
      "\(plain(source)), line \(line): \(plain(found)). Needed: \(plain(needed))."
    case .file(let path, let needed, let found):
      "\(quoted(path)): \(plain(found)). Needed: \(plain(needed))."
    case .invalidPlan(let path, let needed, let found):
      "\(plain(path)): needed \(plain(needed)), found \(plain(found))."
    case .invalidArgument(let name, let needed, let found):
      "\(plain(name)) must be \(plain(needed)), but is \(plain(found))."
    case .overflow(let what, let needed, let found):
      "\(plain(what)) is too large: \(plain(found)) (\(plain(needed)))."
    case .undefined(let what, let needed, let found):
      "\(plain(what)) is undefined: \(plain(found)). Needed: \(plain(needed))."
    case .unreachable(let what, let reason, let needed, let attainable):
      "\(plain(what)) cannot be had: \(reason). Power asked for \(formatted(needed)), attainable \(formatted(attainable))."
    case .cancelled(let what, let done, let total):
      "\(plain(what)) was cancelled after \(done) of \(total)."
    }
  }
}

// MARK: - Words

private func quoted(_ name: String) -> String { "\"\(excerpt(name))\"" }

/// A phrase of ours that may hold a text from outside.
private func plain(_ phrase: String) -> String { excerpt(phrase, limit: 240) }

private func listed(_ items: [String], limit: Int) -> String {
  guard !items.isEmpty else { return "none" }
  guard items.count > limit else { return items.joined(separator: ", ") }
  return items.prefix(limit).joined(separator: ", ") + " and \(items.count - limit) more"
}

/// A text from outside, cut to a length that fits a message and freed of characters that control a
/// terminal or the direction of writing.
package func excerpt(_ text: String, limit: Int = 60) -> String {
  var result = ""
  for character in text.unicodeScalars.prefix(limit) {
    result.unicodeScalars.append(character.isControl ? "\u{FFFD}" : character)
  }
  return text.unicodeScalars.count > limit ? result + "…" : result
}

extension Unicode.Scalar {
  /// Whether it controls a terminal, breaks a line or turns the direction of writing.
  package var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      true
    default: false
    }
  }
}
