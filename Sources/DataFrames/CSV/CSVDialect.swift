/// How a CSV file separates its fields and writes its numbers.
public struct CSVDialect: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What stands between two fields.
  public var delimiter: CSVDelimiter
  /// What stands before a number's fraction.
  public var decimalMark: CSVDecimalMark
  /// What may stand between a number's thousands, or nil.
  public var thousandsMark: CSVThousandsMark?

  /// A dialect; without arguments that of RFC 4180 with decimal points.
  public init(
    delimiter: CSVDelimiter = .comma, decimalMark: CSVDecimalMark = .point,
    thousandsMark: CSVThousandsMark? = nil
  ) {
    self.delimiter = delimiter
    self.decimalMark = decimalMark
    self.thousandsMark = thousandsMark
  }

  /// The marks in words, such as "fields between semicolons, decimal comma, thousands by point".
  public var description: String {
    let fields = "fields between \(delimiter.plural), decimal \(decimalMark.rawValue)"
    return thousandsMark.map { "\(fields), thousands by \($0.rawValue)" } ?? fields
  }
}

/// The character between two fields of a CSV file.
public enum CSVDelimiter: String, Sendable, Hashable, Codable, CaseIterable {
  /// `,`, as RFC 4180 says.
  case comma
  /// `;`, as spreadsheets write where the comma is the decimal mark.
  case semicolon
  /// The tab character.
  case tab
  /// `|`.
  case pipe

  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    case .pipe: UInt8(ascii: "|")
    }
  }

  var plural: String { rawValue + "s" }
}

/// What stands before the fraction of a number.
public enum CSVDecimalMark: String, Sendable, Hashable, Codable, CaseIterable {
  /// `1.5`.
  case point
  /// `1,5`; between commas such a field needs quotes.
  case comma

  var byte: UInt8 {
    switch self {
    case .point: UInt8(ascii: ".")
    case .comma: UInt8(ascii: ",")
    }
  }
}

/// What may stand between the thousands of a number, such as `1,234,567.8`.
///
/// Every group but the first must have three digits, and one number has one kind of mark; what is
/// grouped otherwise is a text.
public enum CSVThousandsMark: String, Sendable, Hashable, Codable, CaseIterable {
  /// `1,234`.
  case comma
  /// `1.234`.
  case point
  /// `1 234`, the space plain, no-break (U+00A0) or narrow no-break (U+202F).
  case space
  /// `1'234`, the apostrophe straight or typographic (U+2019).
  case apostrophe

  /// The bytes of each form.
  var forms: [[UInt8]] {
    switch self {
    case .comma: [[UInt8(ascii: ",")]]
    case .point: [[UInt8(ascii: ".")]]
    case .space: [[UInt8(ascii: " ")], [0xC2, 0xA0], [0xE2, 0x80, 0xAF]]
    case .apostrophe: [[UInt8(ascii: "'")], [0xE2, 0x80, 0x99]]
    }
  }
}
