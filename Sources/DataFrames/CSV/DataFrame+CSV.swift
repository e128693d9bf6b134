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
  public init(csv path: String, options: CSVOptions = CSVOptions()) throws(EvaluationError) {
    try self.init(CSVReader(path: path, options: options), options)
  }

  /// Reads CSV bytes in memory, as ``init(csv:options:)`` reads a file; `source` names them in
  /// errors.
  ///
  /// - Throws: As for a file.
  /// - Complexity: O(bytes).
  public init(
    csvBytes bytes: [UInt8], options: CSVOptions = CSVOptions(), source: String = "CSV"
  ) throws(EvaluationError) {
    try self.init(CSVReader(bytes: bytes, options: options, source: source), options)
  }

  /// Reads a CSV text, as ``init(csv:options:)`` reads a file; `source` names it in errors.
  ///
  /// - Throws: As for a file.
  /// - Complexity: O(bytes).
  public init(
    csvText text: String, options: CSVOptions = CSVOptions(), source: String = "CSV"
  ) throws(EvaluationError) {
    try self.init(csvBytes: Array(text.utf8), options: options, source: source)
  }

  private init(
    _ reader: consuming CSVReader, _ options: CSVOptions
  ) throws(EvaluationError) {
    let header = reader.header
    let present = Set(header)
    let unknown = options.types.keys.filter { !present.contains($0) }.min()
    if let unknown { throw .missingColumn(column: unknown, available: header) }
    var markers = TextPool()
    for marker in options.missingMarkers { _ = markers.code(of: Array(marker.utf8).span) }
    var builders = header.map {
      ColumnBuilder(type: options.types[$0], missingMarkers: markers)
    }
    // Codes of texts are 32-bit.
    let limit = max(0, min(options.maximumRows, Int(Int32.max)))
    while try reader.next() {
      guard reader.rowsRead <= limit else {
        throw .overflow(
          what: "The number of rows", needed: "at most \(limit)", found: "more rows in the file")
      }
      reader.row.appendCells(to: &builders)
    }
    var columns: [Column] = []
    for (name, builder) in zip(header, builders) {
      columns.append(try builder.column(named: name))
    }
    self = try DataFrame(columns)
  }
}

extension CSVRow {
  /// Appends each field to the builder of its column.
  func appendCells(to builders: inout [ColumnBuilder]) {
    let bytes = buffer.span
    for index in extents.indices {
      let extent = extents[index]
      if extent.isEscaped {
        builders[index].append(self.bytes(index).span, isQuoted: true)
      } else {
        builders[index].append(
          bytes.extracting(extent.start..<extent.end), isQuoted: extent.isQuoted)
      }
    }
  }
}
