public import ROI
public import Statistics

extension HeatTable {
  /// Shades what two inputs of a case do together.
  ///
  /// - Throws: `invalidArgument` for a table of more than 60 rows or 20 columns, or figures beyond 1e300.
  public init(_ table: TwoWayTable) throws(EvaluationError) {
    let businessCase = table.businessCase
    let isROI = table.measure == .roi
    var cells: [[Cell]] = []
    for row in table.cells {
      var line: [Cell] = []
      for result in row {
        line.append(try Cell(result?.value, text: result.map(digits) ?? "undefined"))
      }
      cells.append(line)
    }
    let total = table.rows.values.count * table.columns.values.count
    let measure = isROI ? "ROI" : "net benefit in \(businessCase.costs.currency.code)"
    try self.init(
      title:
        "\(capitalised(measure)), annualised: \(table.exceeding) of \(total) combinations lie above "
        + ROIDistributionChart.name(of: table.hurdle),
      rowTitle: table.rows.input.description, columnTitle: table.columns.input.description,
      rows: table.rows.values.map { businessCase.words(ExactRatio($0), for: table.rows.input) },
      columns: table.columns.values.map {
        businessCase.words(ExactRatio($0), for: table.columns.input)
      }, cells: cells, threshold: isROI ? ExactRatio(table.hurdle).value : 0)
  }
}

extension BusinessCase {
  /// ROI over shares credited and improvements: from the lowest share of band and case to all of it, and
  /// from the headline bound past the point to the upper limit.
  var creditTable: HeatTable? {
    let bounds = [
      annualised.headline?.lower?.delta, annualised.delta * ExactRatio(0.5), annualised.delta,
      annualised.interval?.upper?.delta ?? annualised.delta * ExactRatio(1.5),
    ]
    let shares =
      [band.low, band.high, attribution.low, attribution.high, 1]
      .filter { $0 > 0 }.map { ExactRatio($0) }
    func axis(_ input: CaseInput, _ values: [ExactRatio]) -> TwoWayTable.Axis {
      let decimals = Set(values).sorted().compactMap {
        try? ExactDecimal($0.decimal(significantDigits: 4))
      }
      return TwoWayTable.Axis(input, decimals)
    }
    guard
      let table = try? TwoWayTable(
        self, rows: axis(.attribution, shares), columns: axis(.delta, bounds.compactMap { $0 }))
    else { return nil }
    return try? HeatTable(table)
  }
}
