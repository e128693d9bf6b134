package import DataFrames
package import Statistics

/// A data column as numbers: itself, or one indicator for each level.
package struct CodedColumn {
  /// The names of the numeric columns: the column's own, or column and level for each level.
  package let columns: [String]
  /// The first level of a category; nil for numbers.
  package let reference: String?
  private let column: String
  private let values: [Double]
  private let groups: Groups?

  /// Codes the cells of a column in the rows asked for.
  package init(
    _ frame: DataFrame, _ name: String, in cases: CompleteCases?
  ) throws(EvaluationError) {
    column = name
    switch try frame.column(name).type {
    case .category:
      let groups = try frame.groups(of: name, in: cases)
      self.groups = groups
      values = []
      reference = groups.levels.first
      columns = groups.levels.map { name + $0 }
    case .boolean:
      groups = nil
      values = try frame.completeBinary(of: name, in: cases).map { $0 ? 1 : 0 }
      reference = nil
      columns = [name]
    case .number, .integer, .date:
      groups = nil
      values = try frame.completeNumbers(of: name, in: cases)
      reference = nil
      columns = [name]
    }
  }

  /// The numbers of one of ``columns``.
  package func indicator(_ index: Int, rows: Int) -> [Double] {
    guard let groups else { return values }
    return groups.codes.map { $0 == index ? 1 : 0 }
  }
}
