public import Statistics

extension CSVDialect {
  /// Guesses the dialect of a file, or says why it cannot be told.
  ///
  /// ```swift
  /// let dialect = try CSVDialect(guessing: "umsatz.csv")
  /// print(dialect)   // fields between semicolons, decimal comma, thousands by point
  /// let sales = try DataFrame(csv: "umsatz.csv", options: CSVOptions(dialect: dialect))
  /// ```
  ///
  /// Nothing is guessed unless this is called, and what is guessed is the value that it makes. The
  /// delimiter is the one that gives the first 1,000 records two fields or more, the same number in
  /// each. The marks are those under which every number of the file (all of it is read) is a number:
  /// two fields such as `1.234` alone may be 1.234 or 1234, and are refused, while `0.5` or `1.234,5`
  /// beside them decides. Between commas a decimal comma is thought of only where a number holds a
  /// comma.
  ///
  /// - Throws: `undefined` when two delimiters or two readings of the numbers fit, or none does: it
  ///   names the options to set; `file`; `malformed`.
  /// - Complexity: O(bytes), in constant memory.
  ///
  /// **Same as:** Python `csv.Sniffer` in purpose, which looks at no numbers and always answers.
  public init(
    guessing path: String, options: CSVOptions = CSVOptions()
  ) throws(EvaluationError) {
    try self.init(options, source: path) { () throws(EvaluationError) in try CSVInput(path: path) }
  }

  /// Guesses the dialect of bytes in memory, as ``init(guessing:options:)`` does of a file.
  ///
  /// - Throws: `undefined`; `malformed`.
  /// - Complexity: O(bytes).
  public init(
    guessingBytes bytes: [UInt8], options: CSVOptions = CSVOptions(), source: String = "CSV"
  ) throws(EvaluationError) {
    try self.init(options, source: source) { CSVInput(bytes: bytes) }
  }

  private init(
    _ options: CSVOptions, source: String, _ open: () throws(EvaluationError) -> CSVInput
  ) throws(EvaluationError) {
    var options = options
    options.dialect = CSVDialect(
      delimiter: try Self.delimiter(options, source: source, open))
    var marks = MarkEvidence(delimiter: options.delimiter)
    var tokenizer = CSVTokenizer(options, source: source)
    var input = try open()
    var isHeader = true
    while try Self.advance(&tokenizer, &input) {
      if !isHeader {
        for field in 0..<tokenizer.row.count { marks.add(tokenizer.row.bytes(field)) }
      }
      isHeader = false
    }
    self = try marks.dialect(of: source)
  }

  // MARK: Delimiter

  /// How the first records read under one delimiter: the number of fields in the first, and what is
  /// wrong behind it.
  private struct Trial {
    let delimiter: CSVDelimiter
    var fields = 0
    var fault: EvaluationError?
  }

  private static func delimiter(
    _ options: CSVOptions, source: String, _ open: () throws(EvaluationError) -> CSVInput
  ) throws(EvaluationError) -> CSVDelimiter {
    var trials: [Trial] = []
    for delimiter in CSVDelimiter.allCases {
      var options = options
      options.dialect = CSVDialect(delimiter: delimiter)
      var trial = Trial(delimiter: delimiter)
      var tokenizer = CSVTokenizer(options, source: source)
      var input = try open()
      do throws(EvaluationError) {
        for _ in 0..<1_000 where try advance(&tokenizer, &input) {
          trial.fields = tokenizer.row.count
        }
      } catch {
        guard case .malformed = error else { throw error }
        trial.fault = error
      }
      trials.append(trial)
    }
    let fitting = trials.filter { $0.fault == nil && $0.fields > 1 }
    if fitting.count == 1 { return fitting[0].delimiter }
    // One column: no delimiter stands in its name.
    if fitting.isEmpty, trials.allSatisfy({ $0.fields <= 1 }),
      let single = trials.first(where: { $0.fault == nil })
    {
      return single.delimiter
    }
    // The fault of the delimiter that divides the header into most fields says most.
    let best = trials.max { $0.fields < $1.fields }
    if fitting.isEmpty, let fault = best?.fault, best?.fields ?? 0 < 2 { throw fault }
    let found =
      fitting.isEmpty
      ? best?.fault?.description ?? "nothing in it"
      : fitting.map { "\($0.fields) fields between \($0.delimiter.plural)" }
        .joined(separator: " and ") + " both fit"
    throw .undefined(
      what: "The delimiter of \(excerpt(source))", needed: "the option delimiter", found: found)
  }

  private static func advance(
    _ tokenizer: inout CSVTokenizer, _ input: inout CSVInput
  ) throws(EvaluationError) -> Bool {
    while true {
      if try tokenizer.next() { return true }
      if tokenizer.isFinished { return false }
      try input.feed(&tokenizer)
    }
  }
}
