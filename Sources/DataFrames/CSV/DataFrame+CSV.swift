public import Statistics

extension DataFrame {
  /// Reads a CSV file with a header line and infers the type of each column.
  ///
  /// A column gets the first type of this list that every filled cell fits:
  ///
  /// - integer: whole numbers in their one canonical form that fit `Int` (`12`, `-3`; not `007`,
  ///   `+1`);
  /// - number: decimals and exponents (`0.10`, `.5`, `1e5`), read to the nearest `Double`; integers
  ///   among them must be at most 2⁵³, so that none is rounded;
  /// - boolean: `true` and `false` in lower case, upper case or capitalised;
  /// - date: `yyyy-MM-dd` with a day that exists;
  /// - category: any text, unchanged. So `00123`, `1,000`, `0x1F`, ` 12`, `NaN`, `inf`, `NA` and
  ///   integers that do not fit `Int` make a column of texts.
  ///
  /// An unquoted empty cell is missing, and so are the options' `missingMarkers`; a quoted empty
  /// cell `""` is an empty text. Quotes make no other difference. A column without a filled cell is
  /// a category column without levels. A header alone gives a frame without rows. A type asked for
  /// by name is not inferred: `.number` then takes integers of any size, and `.boolean` also `1`
  /// and `0`.
  ///
  /// ``CSVTokenizer`` says which files are refused.
  ///
  /// - Throws: `file`; `malformed` with the line; `duplicateColumn`; `missingColumn` for a type of
  ///   an unknown column; `invalidValues` with the rows that do not fit a type asked for;
  ///   `overflow` for too many rows.
  /// - Complexity: O(bytes); the text is never held as a whole.
  ///
  /// **Same as:** Python `csv.reader(file, strict=True)` for the text of each field. Readers such
  /// as R's `readr::read_csv` and pandas' `read_csv` also take a quoted empty field for missing,
  /// trim blanks or drop leading zeros.
  public init(
    csv path: String, columns: [String]? = nil, options: CSVOptions = CSVOptions()
  ) throws(EvaluationError) {
    var reader = try CSVReader(path: path, columns: columns, options: options)
    self = try reader.readFrame()
  }

  /// Reads a CSV file while tasks decode its columns; the frame is that of one thread to the bit.
  ///
  /// `threads` tasks decode columns while the caller's finds the records.
  ///
  /// - Throws: As for one thread; `invalidArgument` for `threads` below 1; `cancelled`.
  /// - Complexity: O(bytes).
  public init(
    csv path: String, columns: [String]? = nil, options: CSVOptions = CSVOptions(), threads: Int
  ) async throws(EvaluationError) {
    var reader = try CSVReader(path: path, columns: columns, options: options)
    self = try await reader.readFrame(threads: threads)
  }

  /// Reads files with the same header, one after another, as one table.
  ///
  /// - Throws: As for one file, which is named; `malformed` when a header differs from the first;
  ///   `tooFew` without files.
  /// - Complexity: O(bytes).
  public init(
    csvFiles paths: [String], columns: [String]? = nil, options: CSVOptions = CSVOptions()
  ) throws(EvaluationError) {
    var reader = try CSVReader(files: paths, columns: columns, options: options)
    self = try reader.readFrame()
  }

  /// Reads the files of a folder, such as Spark writes, in the order of their names, as one table.
  ///
  /// Names that begin with `.` or `_` are passed over.
  ///
  /// - Throws: As for files; `file` when the folder cannot be read, and when it holds no file.
  /// - Complexity: O(bytes).
  public init(
    csvFolder path: String, columns: [String]? = nil, options: CSVOptions = CSVOptions()
  ) throws(EvaluationError) {
    var reader = try CSVReader(folder: path, columns: columns, options: options)
    self = try reader.readFrame()
  }

  /// Reads the files of a folder as one table while tasks decode the columns, to the same bits.
  ///
  /// - Throws: As for one thread; `invalidArgument` for `threads` below 1; `cancelled`.
  /// - Complexity: O(bytes).
  public init(
    csvFolder path: String, columns: [String]? = nil, options: CSVOptions = CSVOptions(),
    threads: Int
  ) async throws(EvaluationError) {
    var reader = try CSVReader(folder: path, columns: columns, options: options)
    self = try await reader.readFrame(threads: threads)
  }

  /// Reads CSV bytes in memory, as ``init(csv:columns:options:)`` reads a file; `source` names them
  /// in errors.
  ///
  /// - Throws: As for a file.
  /// - Complexity: O(bytes).
  public init(
    csvBytes bytes: [UInt8], columns: [String]? = nil, options: CSVOptions = CSVOptions(),
    source: String = "CSV"
  ) throws(EvaluationError) {
    var reader = try CSVReader(
      bytes: bytes, columns: columns, options: options, source: source)
    self = try reader.readFrame()
  }

  /// Reads a CSV text, as ``init(csv:columns:options:)`` reads a file; `source` names it in errors.
  ///
  /// - Throws: As for a file.
  /// - Complexity: O(bytes).
  public init(
    csvText text: String, columns: [String]? = nil, options: CSVOptions = CSVOptions(),
    source: String = "CSV"
  ) throws(EvaluationError) {
    try self.init(csvBytes: Array(text.utf8), columns: columns, options: options, source: source)
  }
}
