internal import Statistics

/// How a CSV file is read, and how much of it is accepted.
///
/// The limits keep a hostile file from exhausting memory quietly: what exceeds one is refused by
/// line.
public struct CSVOptions: Sendable, Hashable, Codable {
  /// What stands between two fields.
  public var delimiter: CSVDelimiter
  /// What stands before a number's fraction.
  public var decimalMark: CSVDecimalMark
  /// What may stand between a number's thousands, each group of three complete; nil when nothing
  /// may.
  public var thousandsMark: CSVThousandsMark?
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
    maximumRows: Int = 200_000_000, decimalMark: CSVDecimalMark = .point,
    thousandsMark: CSVThousandsMark? = nil
  ) {
    self.delimiter = delimiter
    self.decimalMark = decimalMark
    self.thousandsMark = thousandsMark
    self.missingMarkers = missingMarkers
    self.types = types
    self.maximumColumns = maximumColumns
    self.maximumFieldBytes = maximumFieldBytes
    self.maximumRecordBytes = maximumRecordBytes
    self.maximumRows = maximumRows
  }

  /// The default options with a dialect.
  public init(dialect: CSVDialect) {
    self.init()
    self.dialect = dialect
  }

  /// Decodes options; those that an older version did not write have their defaults.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      delimiter: fields.decode(CSVDelimiter.self, forKey: .delimiter),
      missingMarkers: fields.decode(Set<String>.self, forKey: .missingMarkers),
      types: fields.decode([String: ColumnType].self, forKey: .types),
      maximumColumns: fields.decode(Int.self, forKey: .maximumColumns),
      maximumFieldBytes: fields.decode(Int.self, forKey: .maximumFieldBytes),
      maximumRecordBytes: fields.decode(Int.self, forKey: .maximumRecordBytes),
      maximumRows: fields.decode(Int.self, forKey: .maximumRows),
      decimalMark: fields.decodeIfPresent(CSVDecimalMark.self, forKey: .decimalMark) ?? .point,
      thousandsMark: fields.decodeIfPresent(CSVThousandsMark.self, forKey: .thousandsMark))
  }

  /// Refuses marks that cannot be told apart.
  func check() throws(EvaluationError) {
    guard let thousandsMark, thousandsMark.forms.contains([decimalMark.byte]) else { return }
    throw .invalidArgument(
      name: "the mark between thousands", needed: "another than the decimal mark",
      found: thousandsMark.rawValue)
  }

  /// The delimiter and the marks of numbers together.
  public var dialect: CSVDialect {
    get {
      CSVDialect(delimiter: delimiter, decimalMark: decimalMark, thousandsMark: thousandsMark)
    }
    set {
      delimiter = newValue.delimiter
      decimalMark = newValue.decimalMark
      thousandsMark = newValue.thousandsMark
    }
  }
}
