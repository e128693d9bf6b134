public import Statistics

/// ROI, or net benefit, of a case over the grids of two inputs, every other held as stated; exact, and
/// annualised.
public struct TwoWayTable: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One input with its grid.
  public struct Axis: Sendable, Hashable, Codable {
    /// The input.
    public let input: CaseInput
    /// Its values in order.
    public let values: [ExactDecimal]

    /// States a grid.
    public init(_ input: CaseInput, _ values: [ExactDecimal]) {
      self.input = input
      self.values = values
    }
  }

  /// The case.
  public let businessCase: BusinessCase
  /// The input down the side.
  public let rows: Axis
  /// The input across the top.
  public let columns: Axis
  /// What the cells are measured in.
  public let measure: CaseMeasure
  /// The results by row and column; nil for the ROI of no cost.
  public let cells: [[ExactRatio?]]
  /// The ROI to be exceeded.
  public let hurdle: ExactDecimal
  /// How many cells exceed it.
  public let exceeding: Int

  /// Computes every cell.
  ///
  /// - Parameters:
  ///   - businessCase: the case.
  ///   - rows: the input down the side, with 1 to 100 values.
  ///   - columns: another input across the top, with 1 to 100 values.
  ///   - measure: ROI, or net benefit.
  ///   - hurdle: the ROI to be exceeded.
  /// - Throws: `invalidArgument` for one input twice, an improvement beside a level that it follows from, grids
  ///   of other sizes, or a value that an input cannot have; `undefined` for the levels of a delta that has none.
  /// - Complexity: O(rows x columns).
  public init(
    _ businessCase: BusinessCase, rows: Axis, columns: Axis, measure: CaseMeasure = .roi,
    hurdle: ExactDecimal = 0
  ) throws(EvaluationError) {
    let inputs = Set([rows.input, columns.input])
    let isTwice =
      inputs.contains(.delta) && !inputs.isDisjoint(with: [CaseInput.baseline, .observed])
    guard inputs.count == 2, !isTwice else {
      throw .invalidArgument(
        name: "the inputs of a two-way table", needed: "two that do not follow from each other",
        found: "\(rows.input) and \(columns.input)")
    }
    let chain = CaseChain(businessCase)
    for axis in [rows, columns] {
      guard (1...100).contains(axis.values.count) else {
        throw .invalidArgument(
          name: "the values of the \(axis.input)", needed: "1 to 100", found: "\(axis.values.count)"
        )
      }
      for value in axis.values { try chain.validate(ExactRatio(value), for: axis.input) }
    }
    var exceeding = 0
    cells = rows.values.map { row in
      columns.values.map { column in
        let changed = [rows.input: ExactRatio(row), columns.input: ExactRatio(column)]
        if chain.margin(changed, over: hurdle) > 0 { exceeding += 1 }
        return chain.result(changed, measure)
      }
    }
    self.businessCase = businessCase
    self.rows = rows
    self.columns = columns
    self.measure = measure
    self.hurdle = hurdle
    self.exceeding = exceeding
  }

  // MARK: Coding

  private enum CodingKeys: String, CodingKey { case businessCase, rows, columns, measure, hurdle }

  /// Decodes case and grids and computes the cells anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(BusinessCase.self, forKey: .businessCase),
      rows: fields.decode(Axis.self, forKey: .rows),
      columns: fields.decode(Axis.self, forKey: .columns),
      measure: fields.decode(CaseMeasure.self, forKey: .measure),
      hurdle: fields.decode(ExactDecimal.self, forKey: .hurdle))
  }

  // MARK: Text

  /// The verdict and the table, in at most ten lines.
  public var description: String {
    let total = rows.values.count * columns.values.count
    return "\(exceeding) of \(total) cells exceed an ROI of \(hurdle)\n"
      + TextTable.aligned(Array(table.prefix(9)))
  }

  /// The table as Markdown.
  public var markdown: String { TextTable.markdown(table) }

  private var table: [[String]] {
    [["\(rows.input) \\ \(columns.input)"] + columns.values.map(\.description)]
      + zip(rows.values, cells).map { value, row in [value.description] + row.map { figure($0) } }
  }
}
