/// What the cells of a column are.
public enum ColumnType: String, Sendable, Hashable, Codable, CaseIterable {
  /// Floating-point numbers.
  case number
  /// Whole numbers that fit `Int`.
  case integer
  /// True or false.
  case boolean
  /// Texts: identifiers, groups, free text.
  case category
  /// Calendar days.
  case date

  /// The word that an error uses for cells of this type.
  var plural: String {
    switch self {
    case .number: "numbers"
    case .integer: "integers"
    case .boolean: "booleans"
    case .category: "texts"
    case .date: "dates"
    }
  }
}
