#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Counts of two classifications crossed, such as departments by answers, and tests that they are
/// independent.
///
/// Under independence a cell is expected to hold row total x column total / total. Rows and columns
/// without anybody say nothing and are left out of every figure, degrees of freedom included.
///
/// **Reference:** Pearson (1900), doi:10.1080/14786440009463897; Yates (1934), doi:10.2307/2983604; Wilks
/// (1935), doi:10.1214/aoms/1177732564; Cramer (1946), *Mathematical Methods of Statistics*.
/// **Same as:** R `chisq.test(table, correct = )`; SciPy `chi2_contingency(table, correction=, lambda_=)`.
public struct ContingencyTable: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The counts, one array a row.
  public let counts: [[Int]]

  /// Takes counts.
  ///
  /// - Parameter counts: rows of one length, none of them negative, at most 2^53 in all.
  /// - Throws: `tooFew` without two rows and two columns; `lengthMismatch`; `invalidArgument` for a
  ///   negative count or too many in all.
  public init(_ counts: [[Int]]) throws(EvaluationError) {
    guard counts.count >= 2 else {
      throw .tooFew(what: "rows of the table", needed: 2, found: counts.count)
    }
    let width = counts[0].count
    guard width >= 2 else { throw .tooFew(what: "columns of the table", needed: 2, found: width) }
    var total = 0
    for (place, row) in counts.enumerated() {
      guard row.count == width else {
        throw .lengthMismatch(
          what: "row \(place + 1) of the table", needed: width, found: row.count)
      }
      for count in row {
        let (sum, isOverflow) = total.addingReportingOverflow(count)
        guard count >= 0, !isOverflow, sum <= 1 << 53 else {
          throw .invalidArgument(
            name: "the counts of the table", needed: "not negative, at most 2^53 in all",
            found: "\(count)")
        }
        total = sum
      }
    }
    self.counts = counts
  }

  /// Decodes counts, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(fields.decode([[Int]].self, forKey: .counts))
  }

  // MARK: Figures

  /// The sum of each row.
  public var rowTotals: [Int] { counts.map { $0.reduce(0, +) } }

  /// The sum of each column.
  public var columnTotals: [Int] {
    counts.dropFirst().reduce(counts[0]) { sums, row in zip(sums, row).map { $0 + $1 } }
  }

  /// The sum of all counts.
  public var total: Int { rowTotals.reduce(0, +) }

  /// The counts expected under independence; 0 in empty rows and columns.
  public var expected: [[Double]] {
    let whole = Double(total)
    let columns = columnTotals.map(Double.init)
    return rowTotals.map { row in columns.map { whole > 0 ? Double(row) / whole * $0 : 0 } }
  }

  /// The smallest expected count of rows and columns that hold anybody; nil without anybody.
  ///
  /// Below about 5 prefer ``exactPValue``.
  public var smallestExpected: Double? { expected.joined().filter { $0 > 0 }.min() }

  /// Rows and columns that hold anybody.
  private var shape: (rows: Int, columns: Int) {
    (rowTotals.count { $0 > 0 }, columnTotals.count { $0 > 0 })
  }

  /// (rows - 1) (columns - 1) of rows and columns that hold anybody.
  public var degreesOfFreedom: Int { max(0, shape.rows - 1) * max(0, shape.columns - 1) }

  // MARK: Tests

  /// Pearson's test: sum((count - expected)^2 / expected).
  ///
  /// - Parameter isCorrected: Yates' correction, of two by two alone: each distance is made smaller by
  ///   1/2, or by the smallest of them where that is less. R and SciPy apply it unless told otherwise.
  /// - Returns: nil where fewer than two rows or columns hold anybody.
  public func chiSquaredTest(isCorrected: Bool = false) -> ChiSquaredTest? {
    sum(isCorrected) { count, expected in
      let distance = count - expected
      return distance * (distance / expected)
    }
  }

  /// The likelihood ratio (G) test: 2 sum(count log(count / expected)).
  ///
  /// - Parameter isCorrected: as in ``chiSquaredTest(isCorrected:)``.
  /// - Returns: nil where fewer than two rows or columns hold anybody.
  ///
  /// **Same as:** SciPy `chi2_contingency(table, lambda_="log-likelihood")`; R `DescTools::GTest`.
  public func gTest(isCorrected: Bool = false) -> ChiSquaredTest? {
    // Each term less its share of sum(count - expected) = 0, so that none cancels.
    sum(isCorrected) { count, expected in
      let distance = count - expected
      return 2 * ChiSquaredTest.divergence(distance / expected) * expected
    }
  }

  private func sum(
    _ isCorrected: Bool, _ term: (Double, Double) -> Double
  ) -> ChiSquaredTest? {
    guard degreesOfFreedom > 0 else { return nil }
    let expected = expected
    var shift = 0.0
    if isCorrected, degreesOfFreedom == 1 {
      let distances = zip(counts.joined(), expected.joined()).filter { $0.1 > 0 }
        .map { abs(Double($0.0) - $0.1) }
      shift = min(0.5, distances.min() ?? 0)
    }
    var statistic = 0.0
    for (count, expected) in zip(counts.joined(), expected.joined()) where expected > 0 {
      let distance = Double(count) - expected
      let kept = distance < 0 ? distance + shift : distance - shift
      statistic += term(expected + kept, expected)
    }
    return ChiSquaredTest(max(0, statistic), degreesOfFreedom: degreesOfFreedom)
  }

  /// Cramer's V, from 0 (independent) to 1: sqrt(chi^2 / (total (min(rows, columns) - 1))).
  ///
  /// - Parameter isCorrected: Bergsma's correction of its bias upwards, marked in small tables.
  /// - Returns: nil where fewer than two rows or columns hold anybody.
  ///
  /// **Reference:** Bergsma (2013), doi:10.1016/j.jkss.2012.10.002, for the correction.
  /// **Same as:** R `DescTools::CramerV(table, correct = )`; SciPy `contingency.association(table)`.
  public func cramersV(isCorrected: Bool = false) -> Double? {
    guard let test = chiSquaredTest() else { return nil }
    let (rows, columns, whole) = (Double(shape.rows), Double(shape.columns), Double(total))
    let square = test.statistic / whole
    guard isCorrected, whole > 1 else {
      return min(1, (square / (min(rows, columns) - 1)).squareRoot())
    }
    let fair = max(0, square - Double(degreesOfFreedom) / (whole - 1))
    func shrunk(_ size: Double) -> Double { size - (size - 1) * (size - 1) / (whole - 1) }
    let divisor = min(shrunk(rows), shrunk(columns)) - 1
    return divisor > 0 ? min(1, (fair / divisor).squareRoot()) : 0
  }

  /// The shape, and Pearson's test where there is one.
  public var description: String {
    let test =
      chiSquaredTest().map { "\($0)" } ?? "no test: fewer than two rows or columns hold anybody"
    return "\(counts.count) x \(counts[0].count) table of \(total)\n\(test)"
  }
}
