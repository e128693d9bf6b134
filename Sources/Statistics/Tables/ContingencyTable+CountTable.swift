extension ContingencyTable {
  /// Two variables of a mergeable table of counts crossed, summed over the others.
  ///
  /// Levels stand in the order of `levels(of:)`, a missing one first.
  ///
  /// - Throws: `missingColumn`, `duplicateColumn`; `tooFew` where a variable has one level alone.
  public init(
    _ table: CountTable, rows: String, columns: String
  ) throws(EvaluationError) {
    try self.init(table.crossTable(rows: rows, columns: columns))
  }
}
