/// The place of a cell: its sheet, column and row, such as `Inputs!D5`.
public struct CellReference: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The sheet's name, of ASCII letters.
  public let sheet: String
  /// The column, counted from 1 for A.
  public let column: Int
  /// The row, counted from 1.
  public let row: Int

  static let lastColumn = 16_384
  static let lastRow = 1_048_576

  /// Places a cell; nil outside a sheet of 16,384 columns and 1,048,576 rows.
  init?(_ sheet: String, column: Int, row: Int) {
    guard (1...Self.lastColumn).contains(column), (1...Self.lastRow).contains(row) else {
      return nil
    }
    self.sheet = sheet
    self.column = column
    self.row = row
  }

  /// A place that the library itself gives out, below its own limits.
  init(known sheet: String, _ column: Int, _ row: Int) {
    self.sheet = sheet
    self.column = column
    self.row = row
  }

  /// Reads `D5` of a sheet; nil for anything else.
  init?(_ text: some StringProtocol, on sheet: String) {
    var column = 0
    var rest = Substring(text)
    while let byte = rest.utf8.first, (65...90).contains(byte), column <= Self.lastColumn {
      column = column * 26 + Int(byte) - 64
      rest = rest.dropFirst()
    }
    guard let first = rest.utf8.first, (49...57).contains(first), rest.utf8.count <= 7,
      let row = Int(rest)
    else { return nil }
    self.init(sheet, column: column, row: row)
  }

  /// Column and row, such as `D5`.
  var local: String { Self.letters(column) + String(row) }

  /// Sheet, column and row, such as `Inputs!D5`.
  public var description: String { "\(sheet)!\(local)" }

  /// Decodes a place, refusing one outside a sheet.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    guard
      let place = try CellReference(
        fields.decode(String.self, forKey: .sheet),
        column: fields.decode(Int.self, forKey: .column),
        row: fields.decode(Int.self, forKey: .row))
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .row, in: fields, debugDescription: "needs a place inside a sheet")
    }
    self = place
  }

  /// The letters of a column: A for 1, AA for 27.
  static func letters(_ column: Int) -> String {
    var rest = column
    var bytes: [UInt8] = []
    while rest > 0 {
      bytes.append(UInt8(65 + (rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: bytes.reversed(), as: UTF8.self)
  }
}
