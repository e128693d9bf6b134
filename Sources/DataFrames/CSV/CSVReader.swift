public import Statistics

/// A CSV file or text read row by row, in memory that does not grow with it.
///
/// ```swift
/// var reader = try CSVReader(path: "events.csv")
/// let minutes = try reader.position(of: "minutes")
/// var moments = Moments()
/// while try reader.next() {
///   if let value = reader.row.number(minutes) { moments.add(value) }
/// }
/// ```
///
/// The first record is the header. ``CSVTokenizer`` says what is accepted. The options' types,
/// missing markers and limit of rows concern frames, not this reader.
public struct CSVReader: ~Copyable {
  /// The names of the columns.
  public let header: [String]
  /// The number of data rows read so far.
  public private(set) var rowsRead = 0
  private var tokenizer: CSVTokenizer
  private let file: ByteFile

  private static let chunkSize = 1 << 18

  // MARK: Initialisers

  /// Opens a file and reads its header.
  ///
  /// - Throws: `file` when it cannot be read; `malformed`; `duplicateColumn`.
  public init(path: String, options: CSVOptions = CSVOptions()) throws(EvaluationError) {
    try self.init(
      file: ByteFile(path: path), tokenizer: CSVTokenizer(options, source: path), source: path)
  }

  /// Reads the header of bytes in memory, which are shared and not copied.
  ///
  /// - Throws: `malformed`; `duplicateColumn`.
  public init(
    bytes: [UInt8], options: CSVOptions = CSVOptions(), source: String = "CSV"
  ) throws(EvaluationError) {
    var tokenizer = CSVTokenizer(options, source: source)
    tokenizer.append(bytes)
    tokenizer.finish()
    try self.init(file: ByteFile(), tokenizer: tokenizer, source: source)
  }

  private init(
    file: consuming ByteFile, tokenizer: consuming CSVTokenizer, source: String
  ) throws(EvaluationError) {
    var tokenizer = tokenizer
    guard try Self.advance(&tokenizer, file) else {
      throw .malformed(
        source: source, line: 1, needed: "a header line", found: "the file is empty")
    }
    let header = (0..<tokenizer.row.count).map { tokenizer.row.text($0) }
    var seen: [String: Int] = [:]
    for (index, name) in header.enumerated() {
      guard !name.allSatisfy(\.isWhitespace) else {
        throw .malformed(
          source: source, line: tokenizer.row.line, needed: "a name for every column",
          found: "column \(index + 1) has a blank name")
      }
      if let first = seen.updateValue(index + 1, forKey: name) {
        throw .duplicateColumn(column: name, positions: [first, index + 1])
      }
    }
    self.header = header
    self.tokenizer = tokenizer
    self.file = file
  }

  // MARK: Rows

  /// The row that the last call of ``next()`` read.
  public var row: CSVRow { tokenizer.row }

  /// Reads the next row and says whether there was one.
  ///
  /// - Throws: `malformed` with the line; `file` when reading fails.
  /// - Complexity: O(bytes of the row).
  public mutating func next() throws(EvaluationError) -> Bool {
    guard try Self.advance(&tokenizer, file) else { return false }
    rowsRead += 1
    return true
  }

  /// The index of a column's field in every row.
  ///
  /// - Throws: `missingColumn`.
  public func position(of name: String) throws(EvaluationError) -> Int {
    guard let position = header.firstIndex(of: name) else {
      throw .missingColumn(column: name, available: header)
    }
    return position
  }

  private static func advance(
    _ tokenizer: inout CSVTokenizer, _ file: borrowing ByteFile
  ) throws(EvaluationError) -> Bool {
    while true {
      if try tokenizer.next() { return true }
      guard !tokenizer.isFinished else { return false }
      let chunk = try file.read(chunkSize)
      if chunk.isEmpty { tokenizer.finish() } else { tokenizer.append(chunk) }
    }
  }
}
