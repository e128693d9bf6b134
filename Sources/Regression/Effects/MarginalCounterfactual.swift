import DataFrames
import LinearAlgebra
import Statistics

/// The rows of a frame as a model's design sees them, with one data column changed in all of them.
struct Counterfactual {
  /// A change of one column.
  struct Step {
    enum Kind {
      /// By a small amount.
      case slope
      /// From one cell to another.
      case cells(from: Cell, to: Cell)
    }

    let column: String
    let kind: Kind
    let label: String
  }

  let coding: DesignCoding
  let rowCount: Int
  private let link: LinkFunction
  private let coefficients: [Double]
  private let readings: [VariableCoding.Reading]
  /// The numbers of each numeric data column, from which slopes are taken.
  private let numbers: [String: [Double]]
  private let offset: [Double]?

  init(
    _ model: some PredictiveModel, _ frame: DataFrame, missing: MissingCells,
    at point: MarginalPoint = .observed
  ) throws(EvaluationError) {
    let coding = try model.knownCoding()
    let cases = try frame.rows(using: coding.columns + model.offsetColumns, missing: missing)
    guard cases.count > 0 else { throw .tooFew(what: "rows", needed: 1, found: 0) }
    let width = model.coefficients.count
    guard point == .means || width <= DesignMatrix.elementLimit / cases.count else {
      throw .overflow(
        what: "the design of changed rows", needed: "at most \(DesignMatrix.elementLimit) cells",
        found: "\(cases.count) rows x \(width) columns")
    }
    var readings: [VariableCoding.Reading] = []
    var numbers: [String: [Double]] = [:]
    for variable in coding.variables {
      readings.append(try variable.reading(frame, in: cases))
      guard variable.isNumeric else { continue }
      numbers[variable.column] = try VariableCoding.numbers(frame, variable.column, in: cases)
    }
    var offset = try model.offset(of: frame, in: cases)
    if point == .means {
      let count = Double(cases.count)
      func mean(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 / count } }
      numbers = numbers.mapValues { [mean($0)] }
      offset = offset.map { [mean($0)] }
      for (place, variable) in coding.variables.enumerated() {
        if let values = numbers[variable.column], variable.isNumeric {
          readings[place] = try variable.reading(ofNumbers: values)
        } else {
          readings[place] = .columns(
            try coding.shares(of: place, readings[place]).map { [mean($0)] })
        }
      }
    }
    self.coding = coding
    rowCount = point == .means ? 1 : cases.count
    link = model.link
    coefficients = model.coefficients
    self.readings = readings
    self.numbers = numbers
    self.offset = offset
  }

  // MARK: Steps

  /// The steps that a column's type calls for.
  ///
  /// - Throws: `invalidArgument` for a column that is a number and a factor.
  func steps(of column: String) throws(EvaluationError) -> [Step] {
    let own = coding.variables.filter { $0.column == column }
    let isNumeric = own.allSatisfy(\.isNumeric)
    guard isNumeric || !own.contains(where: \.isNumeric) else {
      throw .invalidArgument(
        name: "the column \(excerpt(column))", needed: "a number or a factor in all terms",
        found: "a number in one term and a factor in another")
    }
    if isNumeric { return [Step(column: column, kind: .slope, label: "slope")] }
    for variable in own {
      guard case .factor(let levels, let reference, let contrasts) = variable.kind else { continue }
      let base = levels[contrasts == .treatment ? reference : 0]
      return levels.filter { $0 != base }.map {
        Step(
          column: column, kind: .cells(from: .text(base), to: .text($0)), label: "\($0) - \(base)")
      }
    }
    return [
      Step(
        column: column, kind: .cells(from: .boolean(false), to: .boolean(true)),
        label: "true - false")
    ]
  }

  // MARK: Changes

  /// The mean over rows of the derivative of the outcome's mean, and its gradient.
  func slope(of column: String) throws(EvaluationError) -> (value: Double, gradient: [Double]) {
    let design = try matrix(readings)
    let slopes = try slopeMatrix(of: column)
    let (predictors, directions) = (predictors(design), slopes.times(coefficients) ?? [])
    let first = predictors.map(link.slope)
    let second = predictors.map(link.curvature)
    let count = Double(rowCount)
    let value = directions.indices.reduce(0) { $0 + first[$1] * directions[$1] / count }
    let bent = directions.indices.map { second[$0] * directions[$0] / count }
    let gradient = zip(
      design.transposedTimes(bent), slopes.transposedTimes(first.map { $0 / count })
    ).map { $0 + $1 }
    return (value, gradient)
  }

  /// The mean outcome when a column holds a cell in every row, and its gradient.
  ///
  /// - Throws: `invalidArgument` for a cell that the column cannot hold.
  func mean(_ column: String, _ cell: Cell) throws(EvaluationError) -> (
    value: Double, gradient: [Double]
  ) {
    var changed = readings
    for (place, variable) in coding.variables.enumerated() where variable.column == column {
      changed[place] = try variable.reading(of: cell, rows: rowCount)
    }
    let design = try matrix(changed)
    let predictors = predictors(design)
    let count = Double(rowCount)
    return (
      predictors.reduce(0) { $0 + link.mean($1) / count },
      design.transposedTimes(predictors.map { link.slope($0) / count })
    )
  }

  /// The difference of two such means.
  func difference(of step: Step) throws(EvaluationError) -> (value: Double, gradient: [Double]) {
    guard case .cells(let from, let to) = step.kind else { return (0, coefficients.map { _ in 0 }) }
    let (low, high) = (try mean(step.column, from), try mean(step.column, to))
    return (high.value - low.value, zip(high.gradient, low.gradient).map { $0 - $1 })
  }

  private func predictors(_ design: Matrix) -> [Double] {
    var values = design.times(coefficients) ?? []
    if let offset { for row in values.indices { values[row] += offset[row] } }
    return values
  }

  // MARK: Designs

  private func matrix(_ readings: [VariableCoding.Reading]) throws(EvaluationError) -> Matrix {
    var elements = [Double](repeating: 1, count: coding.hasIntercept ? rowCount : 0)
    for term in coding.coded { coding.append(term, of: readings, to: &elements) }
    return try filled(elements)
  }

  /// The derivative of the design by a numeric column: the product rule in every term.
  private func slopeMatrix(of column: String) throws(EvaluationError) -> Matrix {
    var elements = [Double](repeating: 0, count: coding.hasIntercept ? rowCount : 0)
    for term in coding.coded {
      var sum = [Double](repeating: 0, count: coding.width(of: term) * rowCount)
      for member in term.variables where coding.variables[member].column == column {
        var changed = readings
        changed[member] = .columns(coding.variables[member].slopes(numbers[column] ?? []))
        var part: [Double] = []
        coding.append(term, of: changed, to: &part)
        for place in sum.indices { sum[place] += part[place] }
      }
      elements += sum
    }
    return try filled(elements)
  }

  private func filled(_ elements: [Double]) throws(EvaluationError) -> Matrix {
    guard elements.allSatisfy(\.isFinite),
      let matrix = Matrix(rows: rowCount, columns: coefficients.count, elements: elements)
    else {
      throw .overflow(
        what: "the design of changed rows", needed: "numbers whose products a Double holds",
        found: "infinity")
    }
    return matrix
  }
}

// MARK: - Variables

extension DesignCoding {
  /// The columns of a factor or boolean, as all terms take them.
  ///
  /// - Throws: `invalidArgument` for a factor that one term contrasts and another does not.
  fileprivate func shares(
    of place: Int, _ reading: VariableCoding.Reading
  ) throws(EvaluationError) -> [[Double]] {
    let uses = Set(
      coded.flatMap { term in
        zip(term.variables, term.isFull).filter { $0.0 == place }.map(\.1)
      })
    guard uses.count == 1, let isFull = uses.first else {
      throw .invalidArgument(
        name: "marginal effects at means", needed: "a factor that is coded alike in all terms",
        found: excerpt(variables[place].column))
    }
    return variables[place].names(isFull: isFull).indices.map {
      variables[place].values($0, of: reading, isFull: isFull)
    }
  }
}

extension VariableCoding {
  /// Whether it takes numbers, of which there are slopes.
  fileprivate var isNumeric: Bool {
    switch kind {
    case .factor, .binary: false
    case .numbers, .transformed, .polynomial, .spline: true
    }
  }

  /// What the columns read for given numbers.
  ///
  /// - Throws: `invalidValues` for numbers outside the domain of a transformation.
  fileprivate func reading(ofNumbers values: [Double]) throws(EvaluationError) -> Reading {
    switch kind {
    case .transformed(let transformation, let mean, let deviation):
      try transformation.refuseOutside(values, column: column) { $0 + 1 }
      return .columns([
        values.map { transformation.value($0, mean: mean, deviation: deviation) }
      ])
    case .polynomial(let basis): return .columns(basis.columns(values))
    case .spline(let spline): return .columns(spline.columns(values))
    case .numbers, .binary, .factor: return .columns([values])
    }
  }

  /// The derivative of each column by the number itself.
  fileprivate func slopes(_ values: [Double]) -> [[Double]] {
    switch kind {
    case .transformed(let transformation, _, let deviation):
      [values.map { transformation.slope($0, deviation: deviation) }]
    case .polynomial(let basis): basis.slopes(values)
    case .spline(let spline): spline.slopes(values)
    case .numbers, .binary, .factor: [values.map { _ in 1 }]
    }
  }

  /// What the columns read when every row holds the same cell.
  ///
  /// - Throws: `invalidArgument` for a cell of another type, or a level that was not fitted.
  fileprivate func reading(of cell: Cell, rows: Int) throws(EvaluationError) -> Reading {
    let number: Double? = cell.boolean.map { $0 ? 1 : 0 } ?? cell.number
    switch kind {
    case .factor(let levels, _, _):
      let name = cell.text ?? cell.integer.map { "\($0)" } ?? cell.boolean.map { "\($0)" }
      guard let place = levels.firstIndex(where: { $0 == name ?? cell.date?.description }) else {
        throw unsuitable(
          cell, "one of \(levels.prefix(12).map { excerpt($0) }.joined(separator: ", "))")
      }
      return .codes([Int](repeating: place, count: rows))
    case .binary:
      guard let number, number == 0 || number == 1 else { throw unsuitable(cell, "a boolean") }
      return .columns([[Double](repeating: number, count: rows)])
    case .numbers, .transformed, .polynomial, .spline:
      guard let number, number.isFinite else { throw unsuitable(cell, "a finite number") }
      return try reading(ofNumbers: [Double](repeating: number, count: rows))
    }
  }

  private func unsuitable(_ cell: Cell, _ needed: String) -> EvaluationError {
    .invalidArgument(
      name: "the value of \(excerpt(column))", needed: needed, found: excerpt("\(cell)"))
  }
}

extension Transformation {
  /// The derivative at a number inside the domain.
  fileprivate func slope(_ value: Double, deviation: Double) -> Double {
    switch self {
    case .logarithm: 1 / value
    case .logarithmOfOnePlus: 1 / (1 + value)
    case .squareRoot: 0.5 / value.squareRoot()
    case .square: 2 * value
    case .centered, .standardized: 1 / deviation
    }
  }
}
