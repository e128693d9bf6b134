/// Counts, shifted sums and shifted sums of products of several variables: all that means, variances
/// and covariances need.
///
/// Sums are taken around a shift of each variable, which moves to the mean each time the count has
/// doubled, so that neither means far from zero nor gross outliers at the beginning cost digits. Two
/// values made from separate parts of the data merge into the one that all the data give.
///
/// **Reference:** Chan, Golub and LeVeque (1983), doi:10.1080/00031305.1983.10483115.
/// **Same as:** R `colMeans`, `cov`; numpy `cov(..., ddof=1)`.
public struct CrossMoments: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many rows were added.
  public private(set) var count: Int
  /// The value of each variable that its sums are taken around.
  public private(set) var shifts: [Double]
  /// For each variable the sum of value minus shift.
  public private(set) var sums: [Double]
  /// The sums of products of two shifted variables: (0, 0), (0, 1), (1, 1), (0, 2) and so on.
  public private(set) var products: [Double]

  /// How many variables there are.
  public var variableCount: Int { shifts.count }

  // MARK: Building

  /// No rows yet, of some variables.
  ///
  /// - Throws: `invalidArgument` unless there are between 1 and 4,096 variables.
  public init(variableCount: Int) throws(EvaluationError) {
    guard (1...4096).contains(variableCount) else {
      throw .invalidArgument(
        name: "the number of variables", needed: "from 1 to 4096", found: "\(variableCount)")
    }
    count = 0
    shifts = [Double](repeating: 0, count: variableCount)
    sums = shifts
    products = [Double](repeating: 0, count: variableCount * (variableCount + 1) / 2)
  }

  /// The moments of columns of finite values, one a variable, all of one length.
  ///
  /// Two passes: the second takes the sums around the means of the first.
  ///
  /// - Parameters:
  ///   - columns: the values of each variable.
  ///   - names: the names that an error gives them; counted from 1 when there are none.
  /// - Throws: `tooFew` without a column; `lengthMismatch`; `nonFinite`; `overflow` and `undefined`
  ///   for values whose squares a `Double` cannot hold.
  /// - Complexity: O(rows x variables^2).
  public init(columns: [[Double]], names: [String] = []) throws(EvaluationError) {
    guard let first = columns.first else { throw .tooFew(what: "columns", needed: 1, found: 0) }
    var means: [Double] = []
    for (place, column) in columns.enumerated() {
      let name = place < names.count ? names[place] : "column \(place + 1)"
      guard column.count == first.count else {
        throw .lengthMismatch(
          what: "column \"\(excerpt(name))\"", needed: first.count, found: column.count)
      }
      means.append(try Moments(column, column: name).mean ?? 0)
    }
    let centred = zip(columns, means).map { column, mean in column.map { $0 - mean } }
    count = first.count
    shifts = means
    sums = centred.map { $0.reduce(0, +) }
    products = []
    for (place, column) in centred.enumerated() {
      for other in centred[...place] {
        products.append(zip(column, other).reduce(0) { $0 + $1.0 * $1.1 })
      }
    }
  }

  /// Restores moments from stored sums.
  ///
  /// - Returns: nil unless the counts fit, each variable's sums are what ``Moments`` accepts, and no
  ///   two variables covary more than they vary.
  public init?(count: Int, shifts: [Double], sums: [Double], products: [Double]) {
    let variables = shifts.count
    let (pairs, isOverflow) = variables.multipliedReportingOverflow(by: variables + 1)
    guard variables > 0, !isOverflow, sums.count == variables, products.count == pairs / 2,
      (products + shifts).allSatisfy(\.isFinite),
      count > 0 || (products + sums).allSatisfy({ $0 == 0 })
    else { return nil }
    self.count = count
    self.shifts = shifts
    self.sums = sums
    self.products = products
    var spreads: [Double] = []
    for variable in 0..<variables {
      guard let spread = moments(of: variable)?.sumOfSquaredDeviations ?? (count == 0 ? 0 : nil)
      else { return nil }
      spreads.append(spread.squareRoot())
    }
    for column in 0..<variables {
      for row in 0..<column {
        // What the variables' own sums add to a product is known no better than its rounding.
        let rounding = 1e-14 * abs(products[Self.place(row, column)])
        let limit = spreads[row] * spreads[column] * (1 + 1e-9) + rounding
        guard abs(productOfDeviations(row, column)) <= limit else { return nil }
      }
    }
  }

  private enum CodingKeys: String, CodingKey { case count, shifts, sums, products }

  /// Decodes moments, refusing sums that no rows can have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try CrossMoments(
      count: fields.decode(Int.self, forKey: .count),
      shifts: fields.decode([Double].self, forKey: .shifts),
      sums: fields.decode([Double].self, forKey: .sums),
      products: fields.decode([Double].self, forKey: .products))
    guard let stored else {
      throw DecodingError.dataCorruptedError(
        forKey: .products, in: fields, debugDescription: "needs sums that rows can have")
    }
    self = stored
  }

  // MARK: Adding and merging

  /// Adds one row: a value for each variable.
  ///
  /// - Throws: `lengthMismatch`; `nonFinite`; `overflow` for a value more than 1e140 from the mean
  ///   so far, and beyond 2^53 rows. What was there remains.
  /// - Complexity: O(variables^2).
  public mutating func add(_ row: [Double]) throws(EvaluationError) {
    guard row.count == variableCount else {
      throw .lengthMismatch(what: "a row of variables", needed: variableCount, found: row.count)
    }
    guard row.allSatisfy(\.isFinite) else {
      throw .nonFinite(column: "a row of variables", rows: AffectedRows([min(count, 1 << 53) + 1]))
    }
    let centre = count == 0 ? row : shifts
    let deviations = zip(row, centre).map { $0 - $1 }
    guard deviations.allSatisfy({ abs($0) <= 1e140 }) else {
      throw .overflow(
        what: "a sum of products", needed: "values below about 1e140", found: "a value beyond")
    }
    try refuse(more: 1)
    shifts = centre
    var place = 0
    for column in deviations.indices {
      sums[column] += deviations[column]
      for row in 0...column {
        products[place] += deviations[row] * deviations[column]
        place += 1
      }
    }
    grow(by: 1)
  }

  /// Adds the rows of another part of the data.
  ///
  /// The sums of the smaller part move to the shifts of the larger.
  ///
  /// - Throws: `lengthMismatch` for another number of variables; `overflow` beyond 2^53 rows or the
  ///   range of `Double`. What was there remains.
  /// - Complexity: O(variables^2).
  public mutating func merge(_ other: CrossMoments) throws(EvaluationError) {
    guard other.variableCount == variableCount else {
      throw .lengthMismatch(
        what: "the variables of the other moments", needed: variableCount,
        found: other.variableCount)
    }
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    try refuse(more: other.count)
    var (merged, smaller) = other.count > count ? (other, self) : (self, other)
    smaller.move(by: zip(merged.shifts, smaller.shifts).map { $0 - $1 })
    for column in sums.indices { merged.sums[column] += smaller.sums[column] }
    for place in products.indices { merged.products[place] += smaller.products[place] }
    merged.grow(by: smaller.count)
    guard (merged.sums + merged.products).allSatisfy(\.isFinite) else {
      throw .overflow(
        what: "a sum of products", needed: "values below about 1e150", found: "infinity")
    }
    self = merged
  }

  /// Beyond 2^53 a `Double` no longer tells one count from the next.
  private func refuse(more: Int) throws(EvaluationError) {
    guard count <= 1 << 53, more <= (1 << 53) - count else {
      throw .overflow(
        what: "the number of rows", needed: "at most 2^53", found: "\(count) and \(more)")
    }
  }

  private mutating func grow(by more: Int) {
    let hasDoubled = (count + more).leadingZeroBitCount < count.leadingZeroBitCount
    count += more
    guard hasDoubled else { return }
    let size = Double(count)
    move(by: zip(shifts, sums).map { ($0 + $1 / size) - $0 })
    // Rounding must not leave less than the sums demand.
    for (column, sum) in sums.enumerated() {
      let place = Self.place(column, column)
      products[place] = max(products[place], sum * (sum / size))
    }
  }

  /// Moves the shifts by some steps, and the sums with them.
  private mutating func move(by steps: [Double]) {
    let size = Double(count)
    var place = 0
    for column in steps.indices {
      for row in 0...column {
        products[place] -=
          steps[row] * sums[column] + steps[column] * sums[row] - size * steps[row] * steps[column]
        place += 1
      }
    }
    for column in steps.indices {
      sums[column] -= size * steps[column]
      shifts[column] += steps[column]
    }
  }

  // MARK: Figures

  private static func place(_ row: Int, _ column: Int) -> Int { column * (column + 1) / 2 + row }

  /// The moments of one variable, counted from 0; nil for another.
  public func moments(of variable: Int) -> Moments? {
    guard shifts.indices.contains(variable) else { return nil }
    return Moments(
      count: count, shift: shifts[variable], sum: sums[variable],
      sumOfSquares: products[Self.place(variable, variable)])
  }

  /// The sum of products of the deviations of two variables from their means.
  private func productOfDeviations(_ first: Int, _ second: Int) -> Double {
    let product = products[Self.place(min(first, second), max(first, second))]
    return count > 0 ? product - sums[first] * (sums[second] / Double(count)) : 0
  }

  /// The sample covariance of two variables, counted from 0, with divisor *n* - 1; nil below two
  /// rows and for other variables.
  public func covariance(_ first: Int, _ second: Int) -> Double? {
    guard count > 1, shifts.indices.contains(first), shifts.indices.contains(second) else {
      return nil
    }
    let covariance = productOfDeviations(first, second) / Double(count - 1)
    return covariance.isFinite ? covariance : nil
  }

  /// Rows, and the mean and standard deviation of the first variables.
  public var description: String {
    let shown = (0..<min(6, variableCount)).map { variable in
      let moments = moments(of: variable)
      let mean = moments?.mean.map { formatted($0) } ?? "undefined"
      let deviation = moments?.standardDeviation.map { formatted($0) } ?? "undefined"
      return "\(mean) (\(deviation))"
    }
    let rest = variableCount > 6 ? " and \(variableCount - 6) more" : ""
    return "n \(count), means (standard deviations) \(shown.joined(separator: ", "))\(rest)"
  }
}
