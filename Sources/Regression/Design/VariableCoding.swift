import DataFrames
import Statistics

/// How one variable of a model becomes columns, with all that new rows need to get the same ones.
struct VariableCoding: Sendable, Hashable, Codable {
  /// What stands in the columns.
  enum Kind: Sendable, Hashable, Codable {
    case numbers
    /// Booleans as 0 and 1.
    case binary
    /// The levels in order, and the place of the reference.
    case factor(levels: [String], reference: Int, contrasts: FactorContrasts)
    /// A function, the mean and the standard deviation of the rows fitted (0 and 1 where it needs
    /// none).
    case transformed(Transformation, mean: Double, deviation: Double)
    case polynomial(PolynomialBasis)
    case spline(NaturalSpline)
  }

  /// The cells of some rows, read for a variable.
  enum Reading {
    case columns([[Double]])
    /// For each row the place of its level.
    case codes([Int])
  }

  /// The data column.
  let column: String
  /// What stands before a level or a number in the names of columns.
  let label: String
  let kind: Kind

  // MARK: Fitting

  /// Takes levels, knots and means from the rows fitted.
  init(
    _ variable: ModelTerm, _ frame: DataFrame, in cases: CompleteCases?
  ) throws(EvaluationError) {
    column = variable.columns[0]
    label = variable.description
    let column = column
    func numbers() throws(EvaluationError) -> [Double] {
      try Self.numbers(frame, column, in: cases)
    }
    switch variable {
    case .factor(_, let reference, let contrasts):
      kind = try Self.factor(frame, column, reference, contrasts, in: cases)
    case .column:
      switch try frame.column(column).type {
      case .category: kind = try Self.factor(frame, column, nil, .treatment, in: cases)
      case .boolean: kind = .binary
      case .number, .integer, .date: kind = .numbers
      }
    case .numeric, .interaction, .crossing:
      kind = try frame.column(column).type == .boolean ? .binary : .numbers
    case .transformed(_, let transformation):
      kind = try transformation.coding(of: numbers(), column: column)
    case .polynomial(_, let degree, let isRaw):
      kind = .polynomial(
        try PolynomialBasis(numbers(), degree: degree, isRaw: isRaw, column: column))
    case .spline(_, let knots):
      kind = .spline(try NaturalSpline(numbers(), knots: knots, column: column))
    }
  }

  private static func factor(
    _ frame: DataFrame, _ column: String, _ reference: String?, _ contrasts: FactorContrasts,
    in cases: CompleteCases?
  ) throws(EvaluationError) -> Kind {
    let groups = try frame.groups(of: column, in: cases)
    let (levels, rows) = (groups.levels, groups.codes.count)
    // A level for every other row cannot be estimated, and would exhaust time and memory.
    guard levels.count <= 50 || levels.count <= rows / 2 else {
      throw .invalidValues(
        column: column, rows: AffectedRows(1...rows),
        needed: "a category with fewer levels than half the rows; an identifier is no predictor",
        found: "\(levels.count) levels")
    }
    var place = contrasts == .treatment ? 0 : max(0, levels.count - 1)
    if let reference {
      guard let found = levels.firstIndex(of: reference) else {
        throw .invalidArgument(
          name: "the reference of \(excerpt(column))",
          needed:
            "one of its levels: \(levels.prefix(12).map { excerpt($0) }.joined(separator: ", "))",
          found: "\"\(excerpt(reference))\"")
      }
      place = found
    }
    return .factor(levels: levels, reference: place, contrasts: contrasts)
  }

  static func numbers(
    _ frame: DataFrame, _ column: String, in cases: CompleteCases?
  ) throws(EvaluationError) -> [Double] {
    guard try frame.column(column).type == .boolean else {
      return try frame.completeNumbers(of: column, in: cases)
    }
    return try frame.completeBinary(of: column, in: cases).map { $0 ? 1 : 0 }
  }

  // MARK: Names

  var isFactor: Bool { if case .factor = kind { true } else { false } }

  /// The level that stands at zero, or nil.
  var reference: String? {
    if case .factor(let levels, let reference, .treatment) = kind { levels[reference] } else { nil }
  }

  /// The names of the columns; `isFull` keeps a column for every level of a factor.
  func names(isFull: Bool) -> [String] {
    switch kind {
    case .numbers, .binary, .transformed: return [label]
    case .factor(let levels, let reference, _):
      return levels.indices.filter { isFull || $0 != reference }.map { label + levels[$0] }
    case .polynomial(let basis): return numbered(basis.degree)
    case .spline(let spline): return numbered(spline.width)
    }
  }

  private func numbered(_ count: Int) -> [String] {
    count == 1 ? [label] : (1...count).map { "\(label)\($0)" }
  }

  // MARK: Reading

  /// Reads a frame's cells.
  ///
  /// - Throws: `invalidValues` with the rows that hold a level which was not fitted, or a number
  ///   outside the domain of a transformation; `overflow` for powers beyond the range of `Double`.
  func reading(_ frame: DataFrame, in cases: CompleteCases?) throws(EvaluationError) -> Reading {
    func row(_ place: Int) -> Int { (cases?.rows[place] ?? place) + 1 }
    switch kind {
    case .numbers: return .columns([try Self.numbers(frame, column, in: cases)])
    case .binary:
      return .columns([try frame.completeBinary(of: column, in: cases).map { $0 ? 1 : 0 }])
    case .factor(let levels, _, _):
      let groups = try frame.groups(of: column, in: cases)
      var places: [String: Int] = [:]
      for (place, level) in levels.enumerated() { places[level] = place }
      let codes = groups.levels.map { places[$0] ?? -1 }
      if let strange = codes.firstIndex(of: -1) {
        throw .invalidValues(
          column: column,
          rows: AffectedRows(
            groups.codes.indices.lazy.filter { codes[groups.codes[$0]] < 0 }.map(row)),
          needed:
            "levels that the model knows: \(levels.prefix(12).map { excerpt($0) }.joined(separator: ", "))\(levels.count > 12 ? " and \(levels.count - 12) more" : "")",
          found: "\"\(excerpt(groups.levels[strange]))\"")
      }
      return .codes(groups.codes.map { codes[$0] })
    case .transformed(let transformation, let mean, let deviation):
      let values = try Self.numbers(frame, column, in: cases)
      try transformation.refuseOutside(values, column: column, row: row)
      return try finite(
        [values.map { transformation.value($0, mean: mean, deviation: deviation) }], row)
    case .polynomial(let basis):
      return try finite(basis.columns(Self.numbers(frame, column, in: cases)), row)
    case .spline(let spline):
      return try finite(spline.columns(Self.numbers(frame, column, in: cases)), row)
    }
  }

  private func finite(
    _ columns: [[Double]], _ row: (Int) -> Int
  ) throws(EvaluationError) -> Reading {
    for values in columns {
      if let place = values.firstIndex(where: { !$0.isFinite }) {
        throw .overflow(
          what: "\(label) in row \(row(place))",
          needed: "numbers whose powers a Double holds; rescale the column", found: "infinity")
      }
    }
    return .columns(columns)
  }

  /// One of the columns by its place among ``names(isFull:)``.
  func values(_ place: Int, of reading: Reading, isFull: Bool) -> [Double] {
    switch (reading, kind) {
    case (.columns(let columns), _): return columns[place]
    case (.codes(let codes), .factor(_, let reference, let contrasts)):
      let level = isFull || place < reference ? place : place + 1
      let below: Double = contrasts == .sum && !isFull ? -1 : 0
      return codes.map { $0 == level ? 1 : $0 == reference ? below : 0 }
    case (.codes, _): return []
    }
  }
}

// MARK: - Coding

extension VariableCoding {
  private enum CodingKeys: String, CodingKey { case column, label, kind }

  /// Decodes a coding, refusing repeated levels, a reference that is none, and means that are no
  /// numbers.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    column = try fields.decode(String.self, forKey: .column)
    label = try fields.decode(String.self, forKey: .label)
    kind = try fields.decode(Kind.self, forKey: .kind)
    let isSound =
      switch kind {
      case .factor(let levels, let reference, _):
        levels.indices.contains(reference) && Set(levels).count == levels.count
      case .transformed(_, let mean, let deviation):
        mean.isFinite && deviation > 0 && deviation.isFinite
      case .numbers, .binary, .polynomial, .spline: true
      }
    guard isSound else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: fields, debugDescription: "needs levels or numbers that fit each other")
    }
  }
}
