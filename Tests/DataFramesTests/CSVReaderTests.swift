import Foundation
import Statistics
import Testing

@testable import DataFrames

@Suite struct CSVReaderTests {
  private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).csv")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  @Test func streamsRows() throws {
    var reader = try CSVReader(bytes: Array("team,x\na,1\nb,\n\"c\"\"\",2.5\n".utf8))
    #expect(reader.header == ["team", "x"])
    let (team, x) = (try reader.position(of: "team"), try reader.position(of: "x"))
    var rows: [String] = []
    while try reader.next() {
      let value = reader.row.number(x).map { "\($0)" } ?? "none"
      rows.append("\(reader.row.line) \(reader.row.text(team)) \(value)")
      #expect(reader.row.isMissing(x) == (value == "none"))
    }
    #expect(rows == ["2 a 1.0", "3 b none", "4 c\" 2.5"])
    #expect(reader.rowsRead == 3)
    #expect(try !reader.next())
    do throws(EvaluationError) {
      _ = try reader.position(of: "y")
      Issue.record("found")
    } catch {
      #expect(error == .missingColumn(column: "y", available: ["team", "x"]))
    }
  }

  /// Longer than several chunks, with records across their borders.
  @Test func readsFilesAsBytes() throws {
    var text = "id,note,x\r\n"
    for row in 0..<30_000 { text += "\(row),\"line\r\n\"\"é\(row % 97)\"\"\",\(row).25\r\n" }
    let bytes = Array(text.utf8)
    #expect(bytes.count > 3 << 18)
    try withFile(bytes) { path in
      let fromFile = try DataFrame(csv: path)
      #expect(try fromFile == DataFrame(csvBytes: bytes))
      #expect(fromFile.rowCount == 30_000 && fromFile["note"]?.levels.count == 97)
      #expect(try fromFile.numbers(of: "x")[29_999] == 29_999.25)
    }
  }

  /// What is reserved ahead follows the limit of rows, and no beginning makes it vast.
  @Test func expectsNoMoreRowsThanItMayRead() throws {
    try withFile(Array(("a\n" + String(repeating: "1\n", count: 5_000)).utf8)) { path in
      for (most, expected) in [(200_000_000, 4_900...5_500), (50, 50...50), (0, 0...0)] {
        var reader = try CSVReader(path: path, options: CSVOptions(maximumRows: most))
        _ = try reader.nextRun(limit: .max)
        let found = reader.expectedRows
        #expect(expected.contains(try #require(found)), "\(most)")
      }
      // Four gigabytes behind it, which takes no place.
      let handle = try FileHandle(forWritingTo: URL(filePath: path))
      try handle.truncate(atOffset: 1 << 32)
      try handle.close()
      var reader = try CSVReader(path: path)
      _ = try reader.nextRun(limit: .max)
      let vast = reader.expectedRows
      #expect(vast == 1 << 24)
    }
  }

  @Test func namesFileAndLine() throws {
    try withFile(Array("a,b\n1,2\n3\n".utf8)) { path in
      let expected = EvaluationError.malformed(
        source: path, line: 3, needed: "2 fields, as in the first record", found: "1")
      #expect(throws: expected) { try DataFrame(csv: path) }
    }
    try withFile([]) { path in
      #expect(throws: EvaluationError.self) { try DataFrame(csv: path) }
    }
  }

  @Test(arguments: [
    ("/none/such.csv", "no such file"), ("", "no such file"), ("/tmp", "a directory"),
    ("/etc/hostname\u{0}.csv", "a path with NUL"),
  ])
  func refusesUnreadablePaths(path: String, found: String) {
    do throws(EvaluationError) {
      _ = try DataFrame(csv: path)
      Issue.record("read")
    } catch {
      guard case .file(path, _, let what) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(what == found)
    }
  }

  @Test func stopsAfterAnError() throws {
    var reader = try CSVReader(bytes: Array("a\n1\n\"x\"y\n2\n".utf8))
    #expect(try reader.next())
    var refused = false
    do throws(EvaluationError) { _ = try reader.next() } catch { refused = true }
    #expect(refused)
    #expect(try !reader.next())
  }
}
