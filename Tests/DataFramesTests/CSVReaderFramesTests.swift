import DataFrames
import Foundation
import Statistics
import TestSupport
import Testing

/// Batches, threads, and tables of many files.
@Suite struct CSVReaderFramesTests {
  private func withFolder(
    _ files: [String: String], _ body: (String) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    try await body(folder.path)
  }

  private static func rows(_ range: Range<Int>) -> String {
    range.map { "\($0),\"t \($0 % 7)\n\",\(Double($0) / 8),\($0 % 5 == 0 ? "" : "true")\n" }
      .joined()
  }

  private static let header = "id,team,x,ok\n"
  private static let types: [String: ColumnType] = [
    "id": .integer, "team": .category, "x": .number, "ok": .boolean,
  ]

  // MARK: Batches

  @Test func batchesMakeTheWhole() throws {
    let bytes = Array((Self.header + Self.rows(0..<2_000)).utf8)
    let options = CSVOptions(types: Self.types)
    let whole = try DataFrame(csvBytes: bytes, options: options)
    for rows in [1_999, 700, 64] {
      for piece in [bytes.count, 1_000] {
        var left = bytes[...]
        var reader = try CSVReader(options: options) {
          let next = Array(left.prefix(piece))
          left = left.dropFirst(piece)
          return next
        }
        var start = 0
        while let batch = try reader.nextBatch(rows: rows) {
          let end = min(start + rows, 2_000)
          #expect(batch.rowCount == end - start)
          #expect(try batch == whole.selecting(rows: Array(start..<end)))
          start = end
        }
        #expect(start == 2_000 && reader.rowsRead == 2_000)
        #expect(try reader.nextBatch(rows: rows) == nil)
      }
    }
  }

  /// Some ten megabytes that never exist as a whole: the source makes each piece when asked, and
  /// is asked for the next only when the rows of the last are taken.
  @Test func readsAnEndlessSourceInConstantMemory() throws {
    let piece = Array(Self.rows(0..<2_000).utf8)
    let pieces = 12 << 20 / piece.count
    var made = 0
    var reader = try CSVReader(
      columns: ["x", "team"], options: CSVOptions(types: Self.types)
    ) {
      made += 1
      return made == 1 ? Array(Self.header.utf8) : made <= pieces + 1 ? piece : []
    }
    var moments = Moments()
    var counts: [String: Int] = [:]
    while let batch = try reader.nextBatch(rows: 5_000) {
      // No piece waits: what was made is what was read, and the one being read.
      #expect((made - 1) * 2_000 - reader.rowsRead <= 2_000)
      for value in try batch.completeNumbers(of: "x") { moments.add(value) }
      for team in try batch.categories(of: "team") { counts[team ?? "", default: 0] += 1 }
    }
    #expect(pieces * piece.count > 10_000_000)
    #expect(moments.count == pieces * 2_000 && reader.rowsRead == pieces * 2_000)
    #expect(try #require(moments.mean) == 1_999 / 16)
    #expect(counts.count == 7 && counts["t 0\n"] == pieces * 286)
  }

  @Test func mixesRowsAndBatches() throws {
    let bytes = Array((Self.header + Self.rows(0..<100)).utf8)
    var reader = try CSVReader(
      bytes: bytes, columns: ["id"], options: CSVOptions(types: Self.types))
    #expect(try reader.next())
    #expect(reader.row.integer(0) == 0)
    let batch = try #require(try reader.nextBatch(rows: 10))
    #expect(try batch.integers(of: "id") == Array(1...10))
    #expect(try reader.next())
    #expect(reader.row.integer(0) == 11)
  }

  @Test func takesAllThatIsLeft() throws {
    let bytes = Array((Self.header + Self.rows(0..<100)).utf8)
    var reader = try CSVReader(bytes: bytes, options: CSVOptions(types: Self.types))
    #expect(try reader.nextBatch(rows: 10)?.rowCount == 10)
    #expect(try reader.nextBatch(rows: .max)?.integers(of: "id") == Array(10..<100))
    #expect(try reader.nextBatch(rows: .max) == nil)
  }

  @Test func refusesBatchesWithoutTypes() throws {
    let bytes = Array("a,b\n1,2\n3,x\n".utf8)
    var untyped = try CSVReader(bytes: bytes, options: CSVOptions(types: ["a": .number]))
    #expect(throws: EvaluationError.self) { _ = try untyped.nextBatch() }
    var typed = try CSVReader(
      bytes: bytes, columns: ["b"], options: CSVOptions(types: ["b": .number]))
    for rows in [0, -1, Int.min] {
      #expect(throws: EvaluationError.self) { _ = try typed.nextBatch(rows: rows) }
    }
    #expect(try typed.nextBatch(rows: 1)?.rowCount == 1)
    // Rows are counted from the input's first, not the batch's.
    let expected = EvaluationError.invalidValues(
      column: "b", rows: AffectedRows([2]), needed: "numbers such as 12, -0.5 or 1e-3",
      found: "\"x\" in CSV, line 3")
    #expect(throws: expected) { _ = try typed.nextBatch(rows: 1) }
  }

  // MARK: Threads

  @Test func threadsChangeNothing() async throws {
    var text = Self.header
    for part in 0..<4 { text += Self.rows(part * 500..<(part + 1) * 500) + "x,\"é\",1e5,no\n" }
    try await withFolder(["a.csv": text, "b.csv": Self.header + "1,2\n"]) { folder in
      let whole = try DataFrame(csv: folder + "/a.csv")
      #expect(whole.rowCount == 2_004 && whole["id"]?.type == .category)
      for threads in [1, 2, 3, 100] {
        #expect(try await DataFrame(csv: folder + "/a.csv", threads: threads) == whole)
        let some = try await DataFrame(
          csv: folder + "/a.csv", columns: ["x", "id"], threads: threads)
        #expect(try some == whole.selecting(columns: ["x", "id"]))
      }
      for path in ["/b.csv", "/none.csv"] {
        let fault = thrownSentence { try DataFrame(csv: folder + path) }
        do throws(EvaluationError) {
          _ = try await DataFrame(csv: folder + path, threads: 2)
          Issue.record("read")
        } catch {
          #expect(error.description == fault)
        }
      }
      await #expect(throws: EvaluationError.self) {
        try await DataFrame(csv: folder + "/a.csv", threads: 0)
      }
    }
  }

  @Test func stopsWhenCancelled() async throws {
    try await withFolder(["a.csv": Self.header + Self.rows(0..<4_000)]) { folder in
      let task = Task { () async -> String in
        while !Task.isCancelled { await Task.yield() }
        do throws(EvaluationError) {
          _ = try await DataFrame(csv: folder + "/a.csv", threads: 2)
          return "read"
        } catch {
          return error.description
        }
      }
      task.cancel()
      #expect(await task.value.contains("was cancelled"))
    }
  }

  // MARK: Files

  @Test func readsAFolderAsOneTable() async throws {
    let parts = [
      "part-00001.csv": Self.header + Self.rows(500..<900),
      "part-00000.csv": Self.header + Self.rows(0..<500),
      "part-00002.csv": "\u{FEFF}id,\"team\",x,ok\r\n" + Self.rows(900..<1_000),
      "_SUCCESS": "", ".part-00000.csv.crc": "\u{0}", ".hidden": "x",
    ]
    try await withFolder(parts) { folder in
      let whole = try DataFrame(csvText: Self.header + Self.rows(0..<1_000))
      #expect(try DataFrame(csvFolder: folder) == whole)
      #expect(try DataFrame(csvFolder: folder + "/") == whole)
      #expect(try await DataFrame(csvFolder: folder, threads: 2) == whole)
      #expect(
        try DataFrame(csvFolder: folder, columns: ["ok", "id"])
          == whole.selecting(columns: ["ok", "id"]))
      let paths = [1, 0].map { folder + "/part-0000\($0).csv" }
      #expect(
        try DataFrame(csvFiles: paths)
          == whole.selecting(rows: Array(500..<900) + Array(0..<500)))
      var reader = try CSVReader(folder: folder, columns: ["id"])
      while try reader.next() { _ = reader.row }
      #expect(reader.rowsRead == 1_000 && reader.source.hasSuffix("part-00002.csv"))
    }
  }

  @Test func listsLongNamesAndManyFiles() async throws {
    // The longest names that a folder takes, and more of them than the system lists at once.
    let names = (0..<400).map { number in
      let digits = "\(1_000 + number)"
      return number % 2 == 0
        ? "\(digits).csv" : digits + String(repeating: "n", count: 247) + ".csv"
    }
    let files = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($1, "id\n\($0)\n") })
    try await withFolder(files) { folder in
      var reader = try CSVReader(folder: folder)
      var found: [Int?] = []
      while try reader.next() { found.append(reader.row.integer(0)) }
      #expect(found == Array(0..<400))
    }
  }

  @Test func namesThePartAtFault() async throws {
    let files = [
      "a.csv": "id,x\n1,2\n", "order.csv": "x,id\n1,2\n", "short.csv": "id\n1\n", "empty.csv": "",
      "bad.csv": "id,x\n1,2\n3\n", "packed.csv": "\u{1F}", "type.csv": "id,x\n1,y\n",
    ]
    let faults = [
      ("order.csv", "line 1: \"x\". Needed: \"id\" as column 1, as in the first file"),
      ("short.csv", "line 1: 1. Needed: 2 columns, as in the first file"),
      ("empty.csv", "line 1: the file is empty"), ("bad.csv", "line 3: 1. Needed: 2 fields"),
      ("none.csv", "no such file"),
    ]
    try await withFolder(files) { folder in
      for (name, words) in faults {
        let fault = thrownSentence {
          try DataFrame(csvFiles: [folder + "/a.csv", folder + "/" + name])
        }
        #expect(fault.contains(folder + "/" + name) && fault.contains(words), "\(fault)")
      }
      let typed = thrownSentence {
        try DataFrame(
          csvFiles: [folder + "/a.csv", folder + "/type.csv"],
          options: CSVOptions(types: ["x": .number]))
      }
      #expect(
        typed.contains("Column \"x\"") && typed.contains("type.csv, line 2 in row 2"), "\(typed)")
      #expect(thrownCase { try DataFrame(csvFiles: []) } == "tooFew")
    }
  }

  @Test func refusesFoldersThatAreNone() async throws {
    try await withFolder(["_SUCCESS": ""]) { folder in
      let faults = [
        (folder, "no file in it"), (folder + "/none", "no such file"), ("", "no such file"),
        (folder + "/_SUCCESS", "no folder"), (folder + "\u{0}", "a path with NUL"),
      ]
      for (path, words) in faults {
        #expect(thrownSentence { try DataFrame(csvFolder: path) }.contains(words), "\(path)")
      }
      // A folder inside is no part.
      try FileManager.default.createDirectory(
        atPath: folder + "/year=2024", withIntermediateDirectories: true)
      #expect(thrownSentence { try DataFrame(csvFolder: folder) }.contains("a directory"))
    }
  }

  /// A file that grows or shrinks while it is read is refused; one that is removed is read to its
  /// end, for the system keeps it.
  @Test func noticesFilesThatChange() async throws {
    let text = Self.header + Self.rows(0..<40_000)
    #expect(text.utf8.count > 3 << 18)
    try await withFolder(["a.csv": text]) { folder in
      let path = folder + "/a.csv"
      func read(_ change: () throws -> Void) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path), options: [])
        var reader = try CSVReader(path: path)
        try change()
        return thrownSentence {
          while try reader.next() { _ = reader.row }
          return reader.rowsRead
        }
      }
      let grown = try read {
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("1,t,1,true\n".utf8))
        try handle.close()
      }
      #expect(grown.contains("does not change while it is read"), "\(grown)")
      let cut = try read {
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.truncate(atOffset: UInt64(Self.header.utf8.count))
        try handle.close()
      }
      #expect(cut.contains("does not change while it is read") || cut.contains("line"), "\(cut)")
      #expect(try read { try FileManager.default.removeItem(atPath: path) } == "")
    }
  }
}
