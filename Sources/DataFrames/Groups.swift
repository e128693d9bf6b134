public import Statistics

/// Rows divided into named groups: one code per row, which indexes the levels.
///
/// Every level has at least one row.
public struct Groups: Sendable, Hashable, CustomStringConvertible {
  /// The groups' names in ascending order of what they stand for.
  public let levels: [String]
  /// For each row the index of its level.
  public let codes: [Int]

  /// How many rows each level has.
  public var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: levels.count)
    for code in codes { sizes[code] += 1 }
    return sizes
  }

  /// The first levels with their sizes.
  public var description: String {
    let shown = zip(levels, sizes).prefix(8).map { "\(excerpt($0)) \($1)" }
    let rest = levels.count > 8 ? " and \(levels.count - 8) more" : ""
    return "\(levels.count) groups: " + shown.joined(separator: ", ") + rest
  }
}

// MARK: - Coding

extension Groups: Codable {
  private enum CodingKeys: String, CodingKey { case levels, codes }

  /// Decodes levels and codes, and refuses repeated levels, levels without rows and codes without
  /// level.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    levels = try container.decode([String].self, forKey: .levels)
    codes = try container.decode([Int].self, forKey: .codes)
    guard Set(levels).count == levels.count, Set(codes) == Set(levels.indices) else {
      throw DecodingError.dataCorruptedError(
        forKey: .codes, in: container,
        debugDescription: "Different levels are needed, each the code of at least one row.")
    }
  }
}

// MARK: - Frame

extension DataFrame {
  /// The groups that a column forms, in all rows or in the rows kept.
  ///
  /// Texts are ordered by Unicode, integers and dates by value, and `false` comes before `true`.
  /// Only levels that occur in the rows asked for are listed.
  ///
  /// - Throws: `missingColumn`; `wrongType` for numbers, which form no groups; `missingCells`.
  /// - Complexity: O(*n* + *k* log *k*) for *k* levels.
  public func groups(
    of name: String, in cases: CompleteCases? = nil
  ) throws(EvaluationError) -> Groups {
    let column = try column(name)
    let rows: [Int]?
    switch column.storage {
    case .numbers: throw column.isNot("texts, integers, booleans or dates")
    default: rows = try completeRows(of: column, in: cases)
    }
    switch column.storage {
    case .numbers(let values): return Groups(column.picked(values, rows: rows)) { "\($0)" }
    case .integers(let values): return Groups(integers: column.picked(values, rows: rows))
    case .booleans(let values):
      return Groups(column.picked(values, rows: rows).map { $0 ? 1 : 0 }) {
        $0 == 1 ? "true" : "false"
      }
    case .categories(let codes, let levels):
      return Groups(column.picked(codes, rows: rows), of: levels)
    case .dates(let values):
      return Groups(column.picked(values, rows: rows)) {
        CalendarDate(dayNumber: Int($0))?.description ?? ""
      }
    }
  }
}

extension Groups {
  /// Groups by codes that index ascending levels, some of which may be unused.
  init(_ levelCodes: [Int32], of allLevels: [String]) {
    var used = [Bool](repeating: false, count: allLevels.count)
    for code in levelCodes { used[Int(code)] = true }
    var renumbered = [Int](repeating: 0, count: allLevels.count)
    var kept: [String] = []
    for (index, level) in allLevels.enumerated() where used[index] {
      renumbered[index] = kept.count
      kept.append(level)
    }
    levels = kept
    codes = levelCodes.map { renumbered[Int($0)] }
  }

  /// Groups of whole numbers; those that lie close together are told apart without hashing.
  init(integers keys: [Int]) {
    guard let least = keys.min(), let most = keys.max(),
      case let (span, overflow) = most.subtractingReportingOverflow(least), !overflow,
      span < 4 * keys.count
    else {
      self.init(keys) { "\($0)" }
      return
    }
    var places = [Int](repeating: -1, count: span + 1)
    for key in keys { places[key - least] = 0 }
    var found: [String] = []
    for offset in places.indices where places[offset] == 0 {
      places[offset] = found.count
      found.append("\(least + offset)")
    }
    self.init(levels: found, codes: keys.map { places[$0 - least] })
  }

  /// Groups by equal keys, ordered as the keys are.
  init<Key: Hashable & Comparable>(_ keys: [Key], label: (Key) -> String) {
    let ordered = Set(keys).sorted()
    var codeOfKey: [Key: Int] = [:]
    for (code, key) in ordered.enumerated() { codeOfKey[key] = code }
    levels = ordered.map(label)
    codes = keys.compactMap { codeOfKey[$0] }
  }
}
