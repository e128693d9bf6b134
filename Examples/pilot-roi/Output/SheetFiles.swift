import ProgramEvaluation

/// The sheets of a workbook as CSV files, one each, in a folder of their own.
enum SheetFiles {
  /// The names that sheets can have, as files.
  static let names: Set<String> = Set(
    [
      "Summary", "Inputs", "Calc", "Uncertainty", "Sensitivity", "Discounting", "Overlap",
      "Evidence", "Gate", "Checks", "Ledger",
    ].map { "\($0).csv" })
}
