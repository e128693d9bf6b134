import ProgramEvaluation

/// The data that a starter plan is written for, with what the user said of its columns.
///
/// A role that was not said is taken from the columns when only one column can have it; where several can,
/// the user is asked, never guessed for.
struct StarterData {
  /// The path of the data as the plan will name it.
  let path: String
  let frame: DataFrame
  /// Columns by role, such as `treatment`, as the user named them.
  let named: [String: String]

  /// The column that is 1 or true for people in the programme.
  func treatment() throws(EvaluationError) -> String {
    try column("treatment", among: binaryColumns, needed: "true and false, or 0 and 1")
  }

  /// The columns that can say who is in the programme.
  var binaryColumns: [String] { candidates { isBinary($0) } }

  /// A column of numbers, apart from some others.
  func number(_ role: String, apartFrom taken: [String?]) throws(EvaluationError) -> String {
    try column(role, among: numberColumns(apartFrom: taken), needed: "numbers")
  }

  /// The columns of numbers, apart from some others.
  func numberColumns(apartFrom taken: [String?]) -> [String] {
    let taken = Set(taken.compactMap { $0 })
    return candidates { isNumber($0) && !taken.contains($0) && $0 != identifier }
  }

  /// The other columns that could have a role, in words for the reason of the choice.
  func alternatives(to name: String, among columns: [String]) -> String {
    let others = columns.filter { $0 != name }
    guard !others.isEmpty else { return "no other column can be" }
    let shown = others.prefix(8).map { excerpt($0, limit: 30) }.joined(separator: ", ")
    return "it could also be \(shown)\(others.count > 8 ? " and \(others.count - 8) more" : "")"
  }

  /// A column for a role: the one named, or the only candidate.
  ///
  /// - Throws: `missingColumn` for a name that the data do not have; `invalidArgument` with the candidates
  ///   when the user must choose.
  func column(
    _ role: String, among candidates: [String], needed: String
  ) throws(EvaluationError) -> String {
    if let name = named[role] {
      _ = try frame.column(name)
      return name
    }
    guard candidates.count == 1, let only = candidates.first else {
      let list = candidates.prefix(12).map { "\"\(excerpt($0))\"" }.joined(separator: ", ")
      throw .invalidArgument(
        name: "--\(role)", needed: "the name of a column of \(needed)",
        found: candidates.isEmpty
          ? "not said, and no column has them" : "not said; it may be \(list)")
    }
    return only
  }

  /// A column that names each row once, if the user named one or there is just one of texts.
  var identifier: String? {
    if let name = named["identifier"] { return name }
    let unique = frame.columnNames.filter { name in
      guard frame.columnTypes[name] == .category, let column = try? frame.column(name) else {
        return false
      }
      return column.missingCount == 0 && column.levels.count == frame.rowCount
    }
    return unique.count == 1 ? unique.first : nil
  }

  /// How many rows are in the programme.
  func treatedCount(_ treatment: String) -> Int {
    ((try? frame.binary(of: treatment)) ?? []).count { $0 == true }
  }

  /// The columns that can stand for covariates: of two values or more, and few levels if categories.
  func covariates(apartFrom taken: [String?]) -> [String] {
    let taken = Set(taken.compactMap { $0 } + [identifier].compactMap { $0 })
    return candidates { name in
      guard !taken.contains(name), let column = try? frame.column(name) else { return false }
      switch column.type {
      case .number, .integer, .boolean: return !isConstant(name)
      case .category: return (2...20).contains(column.levels.count)
      default: return false
      }
    }
  }

  // MARK: Columns

  func candidates(_ fits: (String) -> Bool) -> [String] { frame.columnNames.filter(fits) }

  func isNumber(_ name: String) -> Bool {
    frame.columnTypes[name] == .number || frame.columnTypes[name] == .integer
  }

  func isBinary(_ name: String) -> Bool {
    guard let values = try? frame.binary(of: name) else { return false }
    return values.contains(true) && values.contains(false)
  }

  private func isConstant(_ name: String) -> Bool {
    guard isNumber(name), let values = try? frame.numbers(of: name) else { return false }
    return Set(values.compactMap { $0 }).count < 2
  }
}
