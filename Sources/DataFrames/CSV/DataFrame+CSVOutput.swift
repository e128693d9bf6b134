public import Statistics

extension DataFrame {
  /// The frame as a CSV text in the form of RFC 4180: a header, then one line per row.
  ///
  /// Numbers are written as the shortest text that reads back as the same `Double`. Fields are
  /// quoted where they hold a quote, a delimiter or a line end, where a space stands outside, and
  /// where a text is empty; a missing cell is an empty field without quotes. For
  /// ``CSVAudience/machines`` reading the text with the options `types: frame.columnTypes` gives an
  /// equal frame. A frame without columns gives an empty text.
  ///
  /// - Throws: `nonFinite` for NaN and infinities, which CSV cannot say; `invalidValues` and
  ///   `invalidArgument` for texts and names with NUL.
  /// - Complexity: O(cells).
  ///
  /// **Reference:** Shafranovich, 2005, RFC 4180.
  public func csv(
    audience: CSVAudience = .machines, delimiter: CSVDelimiter = .comma,
    lineEnding: CSVLineEnding = .lineFeed
  ) throws(EvaluationError) -> String {
    let bytes = try csvBytes(audience: audience, delimiter: delimiter, lineEnding: lineEnding)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of ``csv(audience:delimiter:lineEnding:)`` in UTF-8, without a byte order mark.
  ///
  /// - Throws: `nonFinite`; `invalidValues`; `invalidArgument`.
  /// - Complexity: O(cells).
  public func csvBytes(
    audience: CSVAudience = .machines, delimiter: CSVDelimiter = .comma,
    lineEnding: CSVLineEnding = .lineFeed
  ) throws(EvaluationError) -> [UInt8] {
    let encoder = CSVEncoder(audience: audience, delimiter: delimiter, lineEnding: lineEnding)
    return try encoder.encode(self)
  }

  /// Writes the CSV bytes to a file, which is made or replaced.
  ///
  /// - Throws: What ``csvBytes(audience:delimiter:lineEnding:)`` throws, before the file is
  ///   touched; `file` when it cannot be written.
  /// - Complexity: O(cells).
  public func write(
    csv path: String, audience: CSVAudience = .machines, delimiter: CSVDelimiter = .comma,
    lineEnding: CSVLineEnding = .lineFeed
  ) throws(EvaluationError) {
    let bytes = try csvBytes(audience: audience, delimiter: delimiter, lineEnding: lineEnding)
    try ByteFile(writing: path).write(bytes)
  }
}
