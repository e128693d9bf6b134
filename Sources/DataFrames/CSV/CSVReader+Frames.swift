public import Statistics

extension CSVReader {
  // MARK: Batches

  /// Reads the next rows as a frame with the columns that are read; nil at the end.
  ///
  /// ```swift
  /// let types: [String: ColumnType] = ["minutes": .number, "arm": .category]
  /// var reader = try CSVReader(
  ///   path: "events.csv", columns: ["minutes", "arm"], options: CSVOptions(types: types))
  /// var moments = Moments()
  /// while let batch = try reader.nextBatch() {
  ///   for value in try batch.completeNumbers(of: "minutes") { moments.add(value) }
  /// }
  /// ```
  ///
  /// All batches have the same types, which therefore must be given: a type inferred from the first
  /// rows might not fit the last. The levels of a category column are those of the batch.
  ///
  /// - Parameter rows: the rows of every batch but the last; the cuts do not depend on how the bytes come.
  /// - Returns: a frame of as many rows, or of those that are left; nil when none is.
  /// - Throws: `malformed` with file and line; `file`; `invalidArgument` for a column without a
  ///   type, and for `rows` below 1; `invalidValues` with the rows, counted from the first of the
  ///   input, that do not fit a type.
  /// - Complexity: O(bytes of the batch).
  public mutating func nextBatch(rows: Int = 65_536) throws(EvaluationError) -> DataFrame? {
    guard rows > 0 else {
      throw .invalidArgument(name: "rows", needed: "1 or more", found: "\(rows)")
    }
    if let untyped = columns.first(where: { options.types[$0] == nil }) {
      throw .invalidArgument(
        name: "the type of column \"\(excerpt(untyped))\"",
        needed: "given in the options, for batches must be alike", found: "not given")
    }
    var builders = try makeBuilders()
    var left = rows
    while left > 0, let run = try nextRun(limit: left) {
      for slot in builders.indices { builders[slot].append(run, slot: slot) }
      left -= run.records.count
    }
    guard left < rows else { return nil }
    return try frame(of: builders)
  }

  // MARK: Frames

  /// Reads all rows that are left.
  mutating func readFrame() throws(EvaluationError) -> DataFrame {
    var builders = try makeBuilders()
    while let run = try nextFrameRun() {
      for slot in builders.indices { builders[slot].append(run, slot: slot) }
      if rowsRead == run.records.count, let expected = expectedRows {
        for slot in builders.indices { builders[slot].reserve(expected) }
      }
    }
    return try frame(of: builders)
  }

  /// Reads all rows that are left; tasks decode the columns while the next records are found.
  mutating func readFrame(threads: Int) async throws(EvaluationError) -> DataFrame {
    guard threads > 0 else {
      throw .invalidArgument(name: "threads", needed: "1 or more", found: "\(threads)")
    }
    let builders = try makeBuilders()
    let count = max(1, min(threads, builders.count))
    let decoders = (0..<count).map { worker in
      ColumnDecoder(stride(from: worker, to: builders.count, by: count).map { ($0, builders[$0]) })
    }
    var open = try nextFrameRun()
    while let run = open {
      let expected = rowsRead == run.records.count ? expectedRows : nil
      let work = decoders.map { decoder in Task { await decoder.append(run, expected: expected) } }
      var fault: EvaluationError?
      do throws(EvaluationError) {
        open = try nextFrameRun()
      } catch {
        fault = error
      }
      for task in work { await task.value }
      if let fault { throw fault }
      if Task.isCancelled {
        throw .cancelled(
          what: "Reading \(excerpt(source))", done: rowsRead, of: max(rowsRead, expectedRows ?? 0))
      }
    }
    var finished = builders
    for decoder in decoders {
      for (slot, builder) in await decoder.builders { finished[slot] = builder }
    }
    return try frame(of: finished)
  }

  /// The next records, within the limit of rows.
  private mutating func nextFrameRun() throws(EvaluationError) -> RecordRun? {
    // Codes of texts are 32-bit.
    let limit = max(0, min(options.maximumRows, Int(Int32.max)))
    let run = try nextRun(limit: .max)
    guard rowsRead <= limit else {
      throw .overflow(
        what: "The number of rows in \(excerpt(source))", needed: "at most \(limit)",
        found: "more rows")
    }
    return run
  }

  private func makeBuilders() throws(EvaluationError) -> [ColumnBuilder] {
    let present = Set(header)
    let unknown = options.types.keys.filter { !present.contains($0) }.min()
    if let unknown { throw .missingColumn(column: unknown, available: header) }
    let (markers, grammar) = (MissingMarkers(options.missingMarkers), NumberGrammar(options))
    return columns.map {
      ColumnBuilder(
        type: options.types[$0], missingMarkers: markers, grammar: grammar, rowsBefore: rowsRead)
    }
  }

  private func frame(of builders: [ColumnBuilder]) throws(EvaluationError) -> DataFrame {
    var finished: [Column] = []
    for (name, builder) in zip(columns, builders) {
      finished.append(try builder.column(named: name))
    }
    return try DataFrame(finished)
  }
}

/// Some columns of a frame, decoded by one task at a time.
private actor ColumnDecoder {
  private(set) var builders: [(slot: Int, builder: ColumnBuilder)]

  init(_ builders: [(slot: Int, builder: ColumnBuilder)]) { self.builders = builders }

  func append(_ run: RecordRun, expected: Int?) {
    for index in builders.indices {
      builders[index].builder.append(run, slot: builders[index].slot)
      if let expected { builders[index].builder.reserve(expected) }
    }
  }
}
