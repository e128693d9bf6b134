/// A table of coverage or false rejections, a row a method and a column a sample size, printed as
/// Markdown so that it can be quoted.
struct CoverageTable {
  private let title: String
  private let columns: [String]
  private var rows: [[String]] = []

  /// Starts a table.
  init(_ title: String, columns: [String]) {
    self.title = title
    self.columns = columns
  }

  /// Starts a table with a column a sample size.
  init(_ title: String, sizes: [Int], label: String = "n") {
    self.init(title, columns: sizes.map { "\(label) = \($0)" })
  }

  /// Adds a method with a cell a column; columns without one stay empty.
  mutating func add(_ name: String, _ cells: [String]) {
    rows.append([name] + cells + Array(repeating: "", count: columns.count - cells.count))
  }

  /// Writes the table in one piece, for other suites print at the same time.
  func print() {
    let lines = [[title] + columns, Array(repeating: "---", count: columns.count + 1)] + rows
    Swift.print(lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n"))
  }

  /// A share in percent with one decimal.
  static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10)" }

  /// Two shares in percent.
  static func percents(_ first: Double, _ second: Double) -> String {
    percent(first) + " / " + percent(second)
  }

  /// Four standard errors of a share that was counted in so many samples.
  static func reach(_ share: Double, samples: Int) -> Double {
    4 * (share * (1 - share) / Double(samples)).squareRoot()
  }
}
