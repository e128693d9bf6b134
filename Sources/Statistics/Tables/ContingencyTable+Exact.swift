import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ContingencyTable {
  /// The most tables of the same margins that ``exactPValue`` looks at: a million.
  public static let mostTables = 1_000_000

  /// The exact test of Fisher, Freeman and Halton: the probability, given all margins, of tables no more
  /// likely than the one observed, within a relative 1e-7.
  ///
  /// Of two rows and two columns that hold anybody it is ``FisherExactTest``; of fewer it is 1.
  ///
  /// - Returns: nil when there are more than ``mostTables``, more than 1,000 cells or 10,000 people; of two by
  ///   two only for a row beyond ``Proportion/mostTrials``.
  /// - Complexity: O(columns x tables of the same margins).
  ///
  /// **Reference:** Freeman and Halton (1951), doi:10.1093/biomet/38.1-2.141.
  /// **Same as:** R `fisher.test(table)$p.value`.
  public var exactPValue: Double? {
    let rows = rowTotals.filter { $0 > 0 }.sorted()
    let columns = columnTotals.filter { $0 > 0 }.sorted()
    guard rows.count > 1, columns.count > 1 else { return 1 }
    if rows.count == 2, columns.count == 2 { return pairedExactPValue }
    // A table of so many people has too many others, or is large enough for the chi-squared test.
    guard total <= 10_000, rows.count * columns.count <= 1_000 else { return nil }
    var logFactorials = [0.0]
    for count in 1...total { logFactorials.append(logFactorials[count - 1] + log(Double(count))) }
    let observed = counts.joined().reduce(0) { $0 + logFactorials[$1] }
    let margins = (rows + columns).reduce(0) { $0 + logFactorials[$1] } - logFactorials[total]
    var search = MarginSearch(
      rows: rows, columns: columns, logFactorials: logFactorials, least: observed - 1e-7,
      margins: margins)
    return search.run() ? min(1, search.probability) : nil
  }

  /// Of two rows and two columns that hold anybody.
  private var pairedExactPValue: Double? {
    let place = columnTotals.firstIndex { $0 > 0 } ?? 0
    let groups = counts.filter { $0.contains { $0 > 0 } }.map { row in
      try? Proportion(successes: row[place], trials: row.reduce(0, +))
    }
    guard let one = groups[0], let other = groups[1] else { return nil }
    return FisherExactTest(one, other).pValue
  }
}

/// A walk over all tables of given margins, which adds up the probabilities of those that are no more
/// likely than one observed.
private struct MarginSearch {
  let rows: [Int]
  let columns: [Int]
  let logFactorials: [Double]
  /// The smallest sum of logarithms of factorials of cells that counts: less likely tables have more.
  let least: Double
  let margins: Double

  private(set) var probability = 0.0
  private var tables = 0

  init(
    rows: [Int], columns: [Int], logFactorials: [Double], least: Double, margins: Double
  ) {
    self.rows = rows
    self.columns = columns
    self.logFactorials = logFactorials
    self.least = least
    self.margins = margins
  }

  /// Whether all tables were looked at.
  mutating func run() -> Bool {
    var left = columns
    return fill(row: 0, column: 0, inRow: rows[0], &left, 0)
  }

  /// Fills cells from the left; the last column and the last row follow from the margins.
  private mutating func fill(
    row: Int, column: Int, inRow: Int, _ left: inout [Int], _ logSum: Double
  ) -> Bool {
    if row == rows.count - 1 {
      tables += 1
      let all = left.reduce(logSum) { $0 + logFactorials[$1] }
      if all >= least { probability += exp(margins - all) }
      return tables <= ContingencyTable.mostTables
    }
    if column == columns.count - 1 {
      guard inRow <= left[column] else { return true }
      left[column] -= inRow
      defer { left[column] += inRow }
      return fill(
        row: row + 1, column: 0, inRow: rows[row + 1], &left, logSum + logFactorials[inRow])
    }
    // What the columns to the right cannot take must stand here.
    let room = left[(column + 1)...].reduce(0, +)
    let smallest = max(0, inRow - room)
    let largest = min(inRow, left[column])
    guard smallest <= largest else { return true }
    for count in smallest...largest {
      left[column] -= count
      let isDone = fill(
        row: row, column: column + 1, inRow: inRow - count, &left, logSum + logFactorials[count])
      left[column] += count
      if !isDone { return false }
    }
    return true
  }
}
