/// One cell of a column: a typed value, or missing.
///
/// Literals make cells, so that `cell == "North"`, `cell == 3` and `cell == nil` read as they
/// should. An integer never equals a number: `3` is `.integer(3)` and `3.0` is `.number(3)`.
public enum Cell: Sendable, Hashable {
  /// A floating-point number.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// True or false.
  case boolean(Bool)
  /// A text, possibly empty.
  case text(String)
  /// A calendar day.
  case date(CalendarDate)
  /// No value.
  case missing

  /// Whether there is no value.
  public var isMissing: Bool { self == .missing }

  /// The value of a number or an integer cell; nil for every other cell.
  public var number: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// The value of an integer cell; nil for every other cell.
  public var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  /// The value of a boolean cell; nil for every other cell.
  public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// The value of a text cell; nil for every other cell.
  public var text: String? { if case .text(let value) = self { value } else { nil } }

  /// The value of a date cell; nil for every other cell.
  public var date: CalendarDate? { if case .date(let value) = self { value } else { nil } }
}

// MARK: - Literals

extension Cell: ExpressibleByFloatLiteral {
  /// A number cell.
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension Cell: ExpressibleByIntegerLiteral {
  /// An integer cell.
  public init(integerLiteral value: Int) { self = .integer(value) }
}

extension Cell: ExpressibleByBooleanLiteral {
  /// A boolean cell.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension Cell: ExpressibleByStringLiteral {
  /// A text cell.
  public init(stringLiteral value: String) { self = .text(value) }
}

extension Cell: ExpressibleByNilLiteral {
  /// A missing cell.
  public init(nilLiteral: ()) { self = .missing }
}

// MARK: - Description

extension Cell: CustomStringConvertible {
  /// The value as text; `missing` for no value.
  public var description: String {
    switch self {
    case .number(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .text(let value): value
    case .date(let value): "\(value)"
    case .missing: "missing"
    }
  }
}
