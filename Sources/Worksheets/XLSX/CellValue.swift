package import ROI
import Statistics

/// What a cell comes to.
package enum CellValue: Sendable, Hashable {
  /// A number, exactly.
  case number(ExactRatio)
  /// A text.
  case text(String)
  /// A spreadsheet's mark of an undefined figure, such as `#DIV/0!`.
  case error(String)
  /// Nothing.
  case empty

  static let undefined = CellValue.error("#DIV/0!")
  static let outsideDomain = CellValue.error("#NUM!")
  static let wrongType = CellValue.error("#VALUE!")
  /// The marks that a cell may hold.
  static let errors: Set<String> = [
    "#DIV/0!", "#NUM!", "#VALUE!", "#N/A", "#REF!", "#NAME?", "#NULL!",
  ]

  /// The number, or nil.
  package var number: ExactRatio? { if case .number(let number) = self { number } else { nil } }

  /// Whether it is a mark of an undefined figure.
  var isError: Bool { if case .error = self { true } else { false } }

  /// A double as the shortest decimal that reads back as it; `#NUM!` where it is not finite.
  init(_ value: Double) {
    guard let decimal = try? ExactDecimal(value) else {
      self = .outsideDomain
      return
    }
    self = .number(ExactRatio(decimal))
  }

  /// The number as a file holds it: the shortest decimal of the nearest double.
  static func text(of number: ExactRatio) -> String {
    let text = number.value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Reads a number of a file: a decimal, or one with an exponent; nil for anything else.
  static func number(reading text: String) -> ExactRatio? {
    guard text.utf8.count <= 400 else { return nil }
    if let decimal = try? ExactDecimal(text) { return ExactRatio(decimal) }
    let isNumber = text.utf8.allSatisfy {
      (48...57).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
    }
    guard isNumber, let value = Double(text), let decimal = try? ExactDecimal(value) else {
      return nil
    }
    return ExactRatio(decimal)
  }

  /// Whether both are the same figure: equal as doubles or within 1e-12 of the larger, the same text,
  /// or both undefined.
  ///
  /// The allowance is for the functions of statistics, whose last digit hangs on the machine.
  func agrees(with other: CellValue) -> Bool {
    switch (self, other) {
    case (.number(let first), .number(let second)):
      let (a, b) = (first.value, second.value)
      return a == b || abs(a - b) <= 1e-12 * max(abs(a), abs(b))
    case (.error, .error): return true
    default: return self == other
    }
  }
}

extension CellValue: CustomStringConvertible {
  /// The figure for people.
  package var description: String {
    switch self {
    case .number(let number): number.description
    case .text(let text): "\"\(excerpt(text))\""
    case .error: "undefined"
    case .empty: "empty"
    }
  }
}
