public import Statistics

/// A CSV file, many files, or any source of bytes, read row by row or batch by batch in memory that
/// does not grow with them.
///
/// ```swift
/// var reader = try CSVReader(path: "events.csv", columns: ["minutes", "arm"])
/// let minutes = try reader.position(of: "minutes")
/// var moments = Moments()
/// while try reader.next() {
///   if let value = reader.row.number(minutes) { moments.add(value) }
/// }
/// ```
///
/// The first record is the header. ``CSVTokenizer`` says what is accepted. With `columns` only those
/// are decoded, and their order is that of a row's fields; records with too few or too many fields
/// are refused all the same, and so are NUL bytes, misplaced quotes and bytes that are not UTF-8
/// wherever they stand. Only the limit of one field's size is not checked behind the last column
/// wanted; that of the record is.
///
/// The options' types and missing markers concern frames and batches, their limit of rows frames
/// alone.
public struct CSVReader: ~Copyable {
  /// The names of all columns of the input.
  public let header: [String]
  /// The names of the columns that are read, in the order of a row's fields.
  public let columns: [String]
  /// How the fields and numbers are written, as the options say.
  public var dialect: CSVDialect { options.dialect }
  /// The number of data rows read so far, in all files.
  public private(set) var rowsRead = 0
  /// The name of the file or source that is being read.
  public private(set) var source: String
  let options: CSVOptions
  private var tokenizer: CSVTokenizer
  private var input: CSVInput
  /// The places of the columns in the input; nil when all are read.
  private let places: [Int]?
  /// Files that are not open yet, the next one last.
  private var paths: [String] = []

  // MARK: Initialisers

  /// Opens a file and reads its header.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - columns: the columns wanted, in order; nil for all.
  ///   - options: the dialect and the limits.
  /// - Throws: `file` when it cannot be read; `malformed`; `missingColumn` and `duplicateColumn` for
  ///   `columns`; `invalidArgument` for options that contradict each other.
  public init(
    path: String, columns: [String]? = nil, options: CSVOptions = CSVOptions()
  ) throws(EvaluationError) {
    try self.init(CSVInput(path: path), columns, options, source: path)
  }

  /// Opens files with the same header, which are read one after another as one table.
  ///
  /// - Throws: As for one file, which is named; `malformed` when a header differs from the first;
  ///   `tooFew` without files.
  public init(
    files paths: [String], columns: [String]? = nil, options: CSVOptions = CSVOptions()
  ) throws(EvaluationError) {
    guard let first = paths.first else { throw .tooFew(what: "CSV files", needed: 1, found: 0) }
    try self.init(CSVInput(path: first), columns, options, source: first)
    self.paths = paths.dropFirst().reversed()
  }

  /// Opens the files of a folder, such as Spark writes, in the order of their names' bytes.
  ///
  /// Names that begin with `.` or `_` (`_SUCCESS`, checksums) are passed over. Everything else must
  /// be a CSV file with the same header.
  ///
  /// - Throws: As for files; `file` when the folder cannot be read, and when it holds no file.
  public init(
    folder path: String, columns: [String]? = nil, options: CSVOptions = CSVOptions()
  ) throws(EvaluationError) {
    try self.init(files: FolderListing.parts(of: path), columns: columns, options: options)
  }

  /// Reads the header of bytes in memory, which are shared and not copied.
  ///
  /// - Throws: `malformed`; `missingColumn`; `duplicateColumn`; `invalidArgument`.
  public init(
    bytes: [UInt8], columns: [String]? = nil, options: CSVOptions = CSVOptions(),
    source: String = "CSV"
  ) throws(EvaluationError) {
    try self.init(CSVInput(bytes: bytes), columns, options, source: source)
  }

  /// Reads the header of what a closure gives: the next bytes at each call, none at the end.
  ///
  /// For bytes that come asynchronously there is ``CSVTokenizer``.
  ///
  /// - Throws: What the closure throws; `malformed`; `missingColumn`; `duplicateColumn`;
  ///   `invalidArgument`.
  public init(
    columns: [String]? = nil, options: CSVOptions = CSVOptions(), source: String = "CSV",
    reading next: @escaping () throws(EvaluationError) -> [UInt8]
  ) throws(EvaluationError) {
    try self.init(CSVInput(reading: next), columns, options, source: source)
  }

  private init(
    _ input: consuming CSVInput, _ columns: [String]?, _ options: CSVOptions, source: String
  ) throws(EvaluationError) {
    try options.check()
    var input = input
    var tokenizer = CSVTokenizer(options, source: source)
    let header = try CSVHeader.read(&tokenizer, &input, source: source)
    let places = try columns.map { names throws(EvaluationError) in
      try CSVHeader.places(of: names, in: header)
    }
    tokenizer.choose(columns: places, header: header)
    self.header = header
    self.columns = columns ?? header
    self.options = options
    self.source = source
    self.places = places
    self.tokenizer = tokenizer
    self.input = input
  }

  // MARK: Rows

  /// The row that the last call of ``next()`` read.
  public var row: CSVRow { tokenizer.row }

  /// Reads the next row and says whether there was one.
  ///
  /// - Throws: `malformed` with file and line; `file` when reading fails.
  /// - Complexity: O(bytes of the row).
  public mutating func next() throws(EvaluationError) -> Bool {
    repeat {
      if try tokenizer.next() {
        rowsRead += 1
        return true
      }
    } while try hasMore()
    return false
  }

  /// The index of a column's field in every row.
  ///
  /// - Throws: `missingColumn`.
  public func position(of name: String) throws(EvaluationError) -> Int {
    guard let position = columns.firstIndex(of: name) else {
      throw .missingColumn(column: name, available: columns)
    }
    return position
  }

  /// The next records, at most `limit`, as a run; nil at the end.
  mutating func nextRun(limit: Int) throws(EvaluationError) -> RecordRun? {
    repeat {
      if let run = try tokenizer.nextRun(limit: limit) {
        rowsRead += run.records.count
        return run
      }
    } while try hasMore()
    return nil
  }

  /// About how many rows the open file has, judged by those read so far; nil when its size is not
  /// known.
  var expectedRows: Int? {
    guard let done = input.fractionRead(less: tokenizer.unscanned) else { return nil }
    // A misleading beginning must not reserve more than a few hundred megabytes.
    let most = Double(min(max(0, options.maximumRows), 1 << 24))
    return Int(min(Double(rowsRead) / max(done, 1e-9) * 1.05, most))
  }

  /// Feeds the tokenizer, or goes on to the next file; false at the end of all.
  private mutating func hasMore() throws(EvaluationError) -> Bool {
    if tokenizer.hasFailed { return false }
    if !tokenizer.isFinished {
      try input.feed(&tokenizer)
      return true
    }
    guard let path = paths.popLast() else { return false }
    source = path
    input = try CSVInput(path: path)
    tokenizer = CSVTokenizer(options, source: path)
    let names = try CSVHeader.read(&tokenizer, &input, source: path)
    try CSVHeader.requireEqual(names, header, source: path)
    tokenizer.choose(columns: places, header: header)
    return true
  }
}
