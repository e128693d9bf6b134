import Distributions
import ROI

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Works the formulas of a workbook out, exactly but for roots and functions of statistics.
///
/// A hostile workbook ends: circles, chains deeper than 200 steps, and figures or work beyond
/// ``FormulaBudget`` give an undefined figure.
struct CellCalculator {
  private let contents: (CellReference) -> CellContents
  private var values: [CellReference: CellValue] = [:]
  private var open: Set<CellReference> = []
  private var depth = 0
  private var budget = FormulaBudget()

  private static let depthLimit = 200
  /// More cells than this are no range of ours.
  private static let rangeLimit = 1 << 17

  init(_ contents: @escaping (CellReference) -> CellContents) { self.contents = contents }

  /// What a cell comes to.
  mutating func value(at place: CellReference) -> CellValue {
    if let known = values[place] { return known }
    let value: CellValue
    switch contents(place) {
    case .empty: value = .empty
    case .text(let text): value = .text(text)
    case .number(let number): value = .number(number)
    case .formula(let formula, _):
      guard depth < Self.depthLimit, open.insert(place).inserted else { return .outsideDomain }
      value = result(of: formula)
      open.remove(place)
    }
    values[place] = value
    return value
  }

  // MARK: Formulas

  private mutating func result(of formula: CellFormula) -> CellValue {
    guard depth < Self.depthLimit else { return .outsideDomain }
    depth += 1
    defer { depth -= 1 }
    switch formula {
    case .number(let value): return .number(ExactRatio(value))
    case .cell(let place): return value(at: place)
    case .range: return .wrongType
    case .negative(let term):
      let value = result(of: term)
      return value.number.map { .number(-$0) } ?? Self.fault(value)
    case .operation(let sign, let left, let right):
      return joined(sign, result(of: left), result(of: right))
    case .function(let function, let arguments): return call(function, arguments)
    }
  }

  /// What becomes of a value where a number is needed.
  private static func fault(_ value: CellValue) -> CellValue { value.isError ? value : .wrongType }

  private mutating func joined(
    _ sign: CellFormula.Operator, _ left: CellValue, _ right: CellValue
  ) -> CellValue {
    guard let first = left.number else { return Self.fault(left) }
    guard let second = right.number else { return Self.fault(right) }
    let result: ExactRatio?
    switch sign {
    case .plus: result = first + second
    case .minus: result = first - second
    case .times: result = first * second
    case .over:
      guard let quotient = first.divided(by: second) else { return .undefined }
      result = quotient
    case .equals: return .number(first == second ? 1 : 0)
    case .atMost: return .number(first <= second ? 1 : 0)
    case .below: return .number(first < second ? 1 : 0)
    }
    return budget.paid(result).map { .number($0) } ?? .outsideDomain
  }

  // MARK: Functions

  private mutating func call(
    _ function: CellFormula.Function, _ arguments: [CellFormula]
  ) -> CellValue {
    switch function {
    case .ifElse:
      guard arguments.count == 3 else { return .wrongType }
      let condition = result(of: arguments[0])
      guard let answer = condition.number else { return Self.fault(condition) }
      return result(of: answer.isZero ? arguments[2] : arguments[1])
    case .isError:
      guard arguments.count == 1 else { return .wrongType }
      return .number(result(of: arguments[0]).isError ? 1 : 0)
    case .sum: return folded(arguments) { $0 + $1 }
    case .minimum: return folded(arguments) { Swift.min($0, $1) }
    case .maximum: return folded(arguments) { Swift.max($0, $1) }
    case .repeated:
      guard arguments.count == 2 else { return .wrongType }
      return repeated(result(of: arguments[0]), result(of: arguments[1]))
    case .netPresentValue, .internalRate: return flows(function, arguments)
    default:
      var numbers: [ExactRatio] = []
      for argument in arguments {
        let value = result(of: argument)
        guard let number = value.number else { return Self.fault(value) }
        numbers.append(number)
      }
      return Self.value(of: function, numbers)
    }
  }

  /// Numbers and ranges joined; texts and empty cells of a range are passed over, and 0 is what none
  /// come to.
  private mutating func folded(
    _ arguments: [CellFormula], _ join: (ExactRatio, ExactRatio) -> ExactRatio
  ) -> CellValue {
    var folded: ExactRatio?
    for argument in arguments {
      for value in values(of: argument) {
        if value.isError { return value }
        guard let number = value.number else { continue }
        guard let checked = budget.paid(folded.map { join($0, number) } ?? number) else {
          return .outsideDomain
        }
        folded = checked
      }
    }
    return .number(folded ?? 0)
  }

  /// A text so many times over, at most 255.
  private func repeated(_ text: CellValue, _ times: CellValue) -> CellValue {
    guard case .text(let sign) = text else { return Self.fault(text) }
    guard let number = times.number else { return Self.fault(times) }
    guard number >= 0, number <= 255, sign.utf8.count <= 16 else { return .wrongType }
    return .text(String(repeating: sign, count: Int(number.value)))
  }

  /// `NPV(rate, flows)`, which discounts the first flow too, and `IRR(flows, guess)`.
  private mutating func flows(
    _ function: CellFormula.Function, _ arguments: [CellFormula]
  ) -> CellValue {
    guard arguments.count == 2 else { return .wrongType }
    let isRate = function == .internalRate
    let single = result(of: arguments[isRate ? 1 : 0])
    guard let number = single.number else { return Self.fault(single) }
    var flows: [Double] = []
    for value in values(of: arguments[isRate ? 0 : 1]) {
      if value.isError { return value }
      if let number = value.number { flows.append(number.value) }
    }
    return isRate
      ? CellValue(CashFunctions.internalRate(of: flows, near: number.value))
      : CellValue(CashFunctions.netPresentValue(of: flows, at: number.value))
  }

  private mutating func values(of argument: CellFormula) -> [CellValue] {
    guard case .range(let first, let last) = argument else { return [result(of: argument)] }
    let (columns, rows) = (last.column - first.column + 1, last.row - first.row + 1)
    guard columns > 0, rows > 0, columns * rows <= Self.rangeLimit,
      budget.paid(cells: columns * rows)
    else { return [.outsideDomain] }
    var values: [CellValue] = []
    for row in first.row...last.row {
      for column in first.column...last.column {
        values.append(value(at: CellReference(known: first.sheet, column, row)))
      }
    }
    return values
  }

  private static func value(
    of function: CellFormula.Function, _ numbers: [ExactRatio]
  ) -> CellValue {
    switch (function, numbers.count) {
    case (.abs, 1): return .number(numbers[0].isNegative ? -numbers[0] : numbers[0])
    case (.sign, 1): return .number(numbers[0].isZero ? 0 : numbers[0].isNegative ? -1 : 1)
    case (.integer, 1): return floor(numbers[0]).map { .number($0) } ?? .outsideDomain
    case (.remainder, 2):
      guard let quotient = numbers[0].divided(by: numbers[1]) else { return .undefined }
      return floor(quotient).map { .number(numbers[0] - numbers[1] * $0) } ?? .outsideDomain
    case (.round, 2): return rounded(numbers[0], digits: numbers[1])
    default: return statistic(function, numbers.map(\.value))
    }
  }

  private static func rounded(_ number: ExactRatio, digits: ExactRatio) -> CellValue {
    guard digits.isWhole, digits >= 0, digits <= 15,
      let decimal = try? ExactDecimal(number.decimal(places: Int(digits.value)))
    else { return .outsideDomain }
    return .number(ExactRatio(decimal))
  }

  /// The whole number at or below.
  private static func floor(_ number: ExactRatio) -> ExactRatio? {
    guard let nearest = try? ExactDecimal(number.decimal(places: 0)) else { return nil }
    let whole = ExactRatio(nearest)
    return whole > number ? whole - 1 : whole
  }

  /// As spreadsheets define them: degrees of freedom are cut to whole numbers.
  private static func statistic(
    _ function: CellFormula.Function, _ x: [Double]
  ) -> CellValue {
    func probability(_ p: Double) -> Bool { p > 0 && p < 1 }
    let value: Double?
    switch (function, x.count) {
    case (.power, 2):
      // A power of a negative number is left to those who need one.
      value = x[0] > 0 ? pow(x[0], x[1]) : nil
    case (.binomial, 4):
      value =
        x[0] >= 0 && x[0] <= x[1] && x[1] <= 1e9 && (0...1).contains(x[2]) && x[3] == 1
        ? Binomial(trials: Int(x[1]), probability: x[2])?.cdf(Int(x[0])) : nil
    case (.squareRoot, 1): value = x[0] >= 0 ? x[0].squareRoot() : nil
    case (.normal, 1): value = Normal.standard.cdf(x[0])
    case (.inverseNormal, 1):
      value = probability(x[0]) ? Normal.standard.quantile(x[0]) : nil
    case (.inverseT, 2):
      value =
        x[0] == 1
        ? 0
        : probability(x[0]) && x[1] >= 1
          ? StudentT(degreesOfFreedom: x[1].rounded(.down))?.quantile(survival: x[0] / 2) : nil
    case (.inverseChiSquared, 2):
      value =
        probability(x[0]) && x[1] >= 1
        ? ChiSquared(degreesOfFreedom: x[1].rounded(.down))?.quantile(survival: x[0]) : nil
    case (.inverseBeta, 3):
      value = probability(x[0]) ? Beta(alpha: x[1], beta: x[2])?.quantile(x[0]) : nil
    case (.beta, 3):
      value = (0...1).contains(x[0]) ? Beta(alpha: x[1], beta: x[2])?.cdf(x[0]) : nil
    default: return .wrongType
    }
    return value.map { CellValue($0) } ?? .outsideDomain
  }
}
