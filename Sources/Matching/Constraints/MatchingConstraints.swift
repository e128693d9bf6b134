import Statistics

/// What two people must share, must not share, and how far apart they may be, beside the distance
/// that is made small.
///
/// Every cohort is checked against its constraints before it is returned.
public struct MatchingConstraints: Sendable, Hashable, Codable, CustomStringConvertible {
  /// A caliper on a column of numbers.
  public struct ColumnCaliper: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The column.
    public let column: String
    /// How far apart two people may be in it, the limit included.
    public let caliper: Caliper

    /// A caliper on a column.
    public init(_ column: String, _ caliper: Caliper) {
      self.column = column
      self.caliper = caliper
    }

    /// The width in words.
    public var description: String { caliper.words(of: excerpt(column)) }
  }

  /// Columns in which partners have the same value: texts, integers, booleans or dates.
  ///
  /// R `exact`.
  public var exact: [String]
  /// Columns in which partners have different values, such as the team.
  ///
  /// R `antiexact`.
  public var antiExact: [String]
  /// Calipers on columns of numbers.
  public var calipers: [ColumnCaliper]

  /// Joins constraints; without any, everybody may be matched with everybody.
  public init(exact: [String] = [], antiExact: [String] = [], calipers: [ColumnCaliper] = []) {
    self.exact = exact
    self.antiExact = antiExact
    self.calipers = calipers
  }

  /// No constraints.
  public static let none = MatchingConstraints()

  /// Every column named.
  public var columnNames: [String] { exact + antiExact + calipers.map(\.column) }

  /// Whether there are none.
  public var isEmpty: Bool { columnNames.isEmpty }

  /// The constraints in words.
  public var description: String {
    var parts: [String] = []
    if !exact.isEmpty { parts.append("the same " + list(exact)) }
    if !antiExact.isEmpty { parts.append("another " + list(antiExact)) }
    parts += calipers.prefix(8).map { "within \($0)" }
    if calipers.count > 8 { parts.append("\(calipers.count - 8) more calipers") }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }

  private func list(_ columns: [String]) -> String {
    columns.prefix(8).map { excerpt($0) }.joined(separator: ", ")
      + (columns.count > 8 ? " and \(columns.count - 8) more" : "")
  }

  /// Refuses the treatment among the columns, and a column named twice for one purpose.
  func validate(treatment: String) throws(EvaluationError) {
    for (role, names) in [
      ("exact columns", exact), ("anti-exact columns", antiExact),
      ("columns with calipers", calipers.map(\.column)),
    ] {
      if names.contains(treatment) {
        throw .invalidArgument(
          name: "the \(role)", needed: "columns other than the treatment",
          found: "\"\(excerpt(treatment))\" among them")
      }
      guard Set(names).count == names.count else {
        throw .invalidArgument(
          name: "the \(role)", needed: "each column once", found: list(names))
      }
    }
    if let both = exact.first(where: antiExact.contains) {
      throw .invalidArgument(
        name: "the exact columns", needed: "columns that are not anti-exact too",
        found: "\"\(excerpt(both))\"")
    }
  }
}
