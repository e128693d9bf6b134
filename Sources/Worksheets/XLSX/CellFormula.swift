/// The formula of a cell: cells, the numbers 0 and 1, four operations, comparisons and a few functions.
///
/// It is written as a spreadsheet reads it, and read back into the same formula. Names of functions
/// are the old ones, which every spreadsheet program knows.
package indirect enum CellFormula: Sendable, Hashable {
  /// A whole number: 0, 1, or the digits of ROUND.
  case number(Int)
  /// The value of a cell.
  case cell(CellReference)
  /// The cells from one to another of the same sheet, inside a function.
  case range(CellReference, CellReference)
  /// The number with its sign turned.
  case negative(CellFormula)
  /// Two values joined.
  case operation(Operator, CellFormula, CellFormula)
  /// A function of values.
  case function(Function, [CellFormula])

  /// How two values are joined.
  package enum Operator: String, Sendable, Hashable, CaseIterable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case equals = "="
    case atMost = "<="
    case below = "<"

    /// How tightly it binds.
    var precedence: Int {
      switch self {
      case .equals, .atMost, .below: 1
      case .plus, .minus: 2
      case .times, .over: 3
      }
    }
  }

  /// The functions that formulas use.
  package enum Function: String, Sendable, Hashable, CaseIterable {
    case abs = "ABS"
    case beta = "BETADIST"
    case inverseBeta = "BETAINV"
    case binomial = "BINOMDIST"
    case inverseChiSquared = "CHIINV"
    case ifElse = "IF"
    case integer = "INT"
    case internalRate = "IRR"
    case isError = "ISERROR"
    case maximum = "MAX"
    case minimum = "MIN"
    case remainder = "MOD"
    case normal = "NORMSDIST"
    case inverseNormal = "NORMSINV"
    case netPresentValue = "NPV"
    case power = "POWER"
    case repeated = "REPT"
    case round = "ROUND"
    case sign = "SIGN"
    case squareRoot = "SQRT"
    case sum = "SUM"
    case inverseT = "TINV"
  }

  /// How deep formulas are written, read and worked out.
  static let depthLimit = 64

  /// The cells that it names, ranges by their ends, in the order of reading.
  var references: [CellReference] {
    switch self {
    case .number: []
    case .cell(let place): [place]
    case .range(let first, let last): [first, last]
    case .negative(let term): term.references
    case .operation(_, let left, let right): left.references + right.references
    case .function(_, let arguments): arguments.flatMap(\.references)
    }
  }

  // MARK: Text

  /// The formula as it stands in a cell of a sheet, without the equals sign; places on the same sheet
  /// carry no sheet's name.
  package func text(on sheet: String) -> String {
    switch self {
    case .number(let value): String(value)
    case .cell(let place): place.sheet == sheet ? place.local : place.description
    case .range(let first, let last):
      (first.sheet == sheet ? first.local : first.description) + ":" + last.local
    case .negative(let term):
      switch term {
      case .operation, .negative: "-(\(term.text(on: sheet)))"
      default: "-\(term.text(on: sheet))"
      }
    case .operation(let sign, let left, let right):
      // Comparisons do not chain.
      left.text(on: sheet, inside: max(2, sign.precedence)) + sign.rawValue
        + right.text(on: sheet, inside: sign.precedence + 1)
    case .function(let function, let arguments):
      "\(function.rawValue)(\(arguments.map { $0.text(on: sheet) }.joined(separator: ",")))"
    }
  }

  /// In brackets where it binds less tightly than what it stands in.
  private func text(on sheet: String, inside precedence: Int) -> String {
    switch self {
    case .operation(let sign, _, _) where sign.precedence < precedence: "(\(text(on: sheet)))"
    // Two signs in a row read badly, and programs differ on them.
    case .negative where precedence > 2: "(\(text(on: sheet)))"
    default: text(on: sheet)
    }
  }
}

// MARK: - Building

extension CellFormula: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) { self = .number(value) }

  static func + (left: CellFormula, right: CellFormula) -> CellFormula {
    .operation(.plus, left, right)
  }

  static func - (left: CellFormula, right: CellFormula) -> CellFormula {
    .operation(.minus, left, right)
  }

  static func * (left: CellFormula, right: CellFormula) -> CellFormula {
    .operation(.times, left, right)
  }

  static func / (left: CellFormula, right: CellFormula) -> CellFormula {
    .operation(.over, left, right)
  }

  static prefix func - (term: CellFormula) -> CellFormula { .negative(term) }

  /// `IF(condition, then, otherwise)`.
  static func choose(
    _ condition: CellFormula, _ then: CellFormula, else otherwise: CellFormula
  ) -> CellFormula {
    .function(.ifElse, [condition, then, otherwise])
  }
}
