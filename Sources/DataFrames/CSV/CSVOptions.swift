/// How a CSV file is read, and how much of it is accepted.
///
/// The limits keep a hostile file from exhausting memory quietly: what exceeds one is refused by
/// line.
public struct CSVOptions: Sendable, Hashable, Codable {
  /// What stands between two fields.
  public var delimiter: CSVDelimiter
  /// Texts that mean missing beside the unquoted empty field, quoted or not.
  ///
  /// The empty text in this set makes the quoted empty field missing too.
  public var missingMarkers: Set<String>
  /// The types of columns by name; all other columns are inferred.
  public var types: [String: ColumnType]
  /// The most columns accepted.
  public var maximumColumns: Int
  /// The most bytes accepted in one field.
  public var maximumFieldBytes: Int
  /// The most bytes accepted in one record.
  public var maximumRecordBytes: Int
  /// The most data rows accepted in a frame; a stream of rows has no such limit.
  public var maximumRows: Int

  /// Options with the given changes to the defaults.
  public init(
    delimiter: CSVDelimiter = .comma, missingMarkers: Set<String> = [],
    types: [String: ColumnType] = [:], maximumColumns: Int = 10_000,
    maximumFieldBytes: Int = 1 << 20, maximumRecordBytes: Int = 16 << 20,
    maximumRows: Int = 200_000_000
  ) {
    self.delimiter = delimiter
    self.missingMarkers = missingMarkers
    self.types = types
    self.maximumColumns = maximumColumns
    self.maximumFieldBytes = maximumFieldBytes
    self.maximumRecordBytes = maximumRecordBytes
    self.maximumRows = maximumRows
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

  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    }
  }
}
