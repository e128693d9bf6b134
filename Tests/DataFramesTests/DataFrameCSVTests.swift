import DataFrames
import Statistics
import TestSupport
import Testing

@Suite struct DataFrameCSVTests {
  @Test func readsTypedColumns() throws {
    let frame = try DataFrame(
      csvText: """
        id,age,score,on,day,role
        1,31,0.10,true,2024-02-29,nurse
        2,,1e5,false,2023-01-01,"a ""b"", c"
        3,45,,TRUE,,
        """)
    #expect(frame.rowCount == 3)
    #expect(
      frame.columnTypes == [
        "id": .integer, "age": .integer, "score": .number, "on": .boolean, "day": .date,
        "role": .category,
      ])
    #expect(try frame.integers(of: "age") == [31, nil, 45])
    #expect(try frame.numbers(of: "score") == [0.1, 100_000, nil])
    #expect(try frame.booleans(of: "on") == [true, false, true])
    #expect(
      try frame.dates(of: "day") == [CalendarDate("2024-02-29"), CalendarDate("2023-01-01"), nil])
    #expect(try frame.categories(of: "role") == ["nurse", "a \"b\", c", nil])
  }

  // MARK: Inference

  static let inferred: [(cells: [String], type: ColumnType)] = [
    (["1", "2", "-3", "0"], .integer), (["9223372036854775807", "-9223372036854775808"], .integer),
    (["1", "2.5"], .number), (["2.5", "1"], .number), (["1", "1e3"], .number),
    ([".5", "-.25"], .number),
    (["0.10", "1.50", "-0.0"], .number), (["-0"], .number), (["5e-324", "1e+16"], .number),
    (["9007199254740992", "0.5"], .number), (["12345678901234567890.5"], .number),
    (["0.12345678901234567890"], .number),
    (["9007199254740993", "0.5"], .category), (["0.5", "9007199254740993"], .category),
    (["9223372036854775808"], .category), (["1", "9223372036854775808"], .category),
    (["0.5", "9223372036854775808"], .category),
    (["00123", "2"], .category), (["1", "007"], .category), (["+1"], .category),
    (["1_000"], .category),
    (["0x1F"], .category), ([" 12"], .category), (["12 "], .category), (["5."], .category),
    (["NaN"], .category), (["1.5", "NaN"], .category), (["inf", "1"], .category),
    (["1", "NA"], .category),
    (["1e999"], .category), (["1", "1e-999"], .category), (["null"], .category), (["-"], .category),
    (["true", "false", "TRUE", "False"], .boolean), (["true", "tRue"], .category),
    (["true", "1"], .category), (["0", "true"], .category), (["T", "F"], .category),
    (["yes"], .category),
    (["2024-02-29", "0001-01-01"], .date), (["2024-02-29", "2023-02-29"], .category),
    (["2024-2-29"], .category), (["2024-01-01", "2024"], .category),
    (["2024-01-01T00:00"], .category),
    (["0000-01-01"], .category), (["1", "2024-01-01"], .category), (["漢", "é"], .category),
  ]

  @Test(arguments: inferred) func infersWithoutChangingData(cells: [String], type: ColumnType)
    throws
  {
    // Missing cells around, and any order of the rows, change nothing.
    for cells in [cells, cells.reversed()] {
      for gaps in [0, 1, 3] {
        let blanks = [String](repeating: "", count: gaps)
        let padded = cells.flatMap { blanks + [$0] } + blanks
        let text = "k,x\n" + padded.map { "1,\($0)\n" }.joined()
        let frame = try DataFrame(csvText: text)
        #expect(frame["x"]?.type == type)
        #expect(frame["x"]?.missingCount == padded.count { $0.isEmpty })
        if type == .category {
          #expect(try frame.categories(of: "x") == padded.map { $0.isEmpty ? nil : $0 })
        }
      }
    }
  }

  /// Texts of every kind, then one that fits none: each must come back as it was written.
  @Test func neverLosesATextWhenAColumnTurnsOutToBeTexts() throws {
    var generator = Generator(seed: 5)
    for round in 0..<300 {
      let texts: [String] = (0..<40).map { _ in
        switch (round % 4, generator.below(8)) {
        case (_, 0): return ""
        case (0, _): return "\(Int(truncatingIfNeeded: generator.next()) >> generator.below(63))"
        case (1, _): return generator.pick(["true", "false", "True", "False", "TRUE", "FALSE"])
        case (2, _):
          return CalendarDate(dayNumber: generator.below(3_000_000) - 700_000)?.description ?? ""
        case (_, 1): return "\(generator.finite())"
        case (_, 2): return String(generator.below(1 << 53))
        case (_, 3):
          return generator.pick(["-", ""]) + "." + generator.digits(1 + generator.below(25))
        case (_, 4): return "1." + generator.digits(1 + generator.below(30))
        case (_, 5): return "-0." + generator.digits(1 + generator.below(15))
        case (_, 6): return "-0"
        default:
          return String(generator.below(1000)) + "." + generator.digits(1 + generator.below(10))
        }
      }
      let all = texts + ["end"]
      let frame = try DataFrame(csvText: "k,x\n" + all.map { "1,\($0)\n" }.joined())
      #expect(try frame.categories(of: "x") == all.map { $0.isEmpty ? nil : $0 })
    }
  }

  @Test func keepsMissingApartFromEmptyText() throws {
    let frame = try DataFrame(csvText: "a,b\n\"\",1\n,2\nx,\"3\"\n")
    #expect(try frame.categories(of: "a") == ["", nil, "x"])
    #expect(try frame.integers(of: "b") == [1, 2, 3])
    #expect(try DataFrame(csvText: "a\n1\n\"\"\n")["a"]?.type == .category)
  }

  @Test func readsMarkersAsMissing() throws {
    let text = "a,b\nNA,\"\"\n3,4\n\"NA\",n/a\n"
    let options = CSVOptions(missingMarkers: ["NA", "n/a", ""])
    let frame = try DataFrame(csvText: text, options: options)
    #expect(try frame.integers(of: "a") == [nil, 3, nil])
    #expect(try frame.integers(of: "b") == [nil, 4, nil])
  }

  @Test func readsEmptyColumnsAndHeaderAlone() throws {
    let empty = try DataFrame(csvText: "a,b\n,1\n,2\n")
    #expect(
      empty["a"]?.type == .category && empty["a"]?.levels == [] && empty["a"]?.missingCount == 2)
    for text in ["a,b", "a,b\n", "\u{FEFF}a,b\r\n"] {
      let frame = try DataFrame(csvText: text)
      #expect(frame.rowCount == 0 && frame.columnNames == ["a", "b"])
    }
    let typed = try DataFrame(csvText: "a\n", options: CSVOptions(types: ["a": .number]))
    #expect(typed.columnTypes == ["a": .number])
    #expect(try DataFrame(csvText: "a\n\n5\n\n").integers(of: "a") == [nil, 5, nil])
  }

  // MARK: Types asked for

  @Test func followsTypesAskedFor() throws {
    let text = "zip,on,n,w\n00123,1,1,12345678901234567890\n45678,0,2,1\n,true,,\n"
    let types: [String: ColumnType] = [
      "zip": .category, "on": .boolean, "n": .number, "w": .number,
    ]
    let frame = try DataFrame(csvText: text, options: CSVOptions(types: types))
    #expect(frame.columnTypes == types)
    #expect(try frame.categories(of: "zip") == ["00123", "45678", nil])
    #expect(try frame.booleans(of: "on") == [true, false, true])
    #expect(try frame.numbers(of: "n") == [1, 2, nil])
    #expect(try frame.numbers(of: "w") == [12_345_678_901_234_567_168, 1, nil])
  }

  @Test func refusesWhatDoesNotFitTheTypeAskedFor() throws {
    let cells = ["1", "x,1", "", "2024-01-01", "0.5", "true", "007"]
    let text = "k,x\n" + cells.map { "1,\"\($0)\"\n" }.joined().replacing("\"\"\n", with: "\n")
    let faulty: [(ColumnType, [Int], String)] = [
      (.integer, [2, 4, 5, 6, 7], "\"x,1\" in CSV, line 3"),
      (.number, [2, 4, 6, 7], "\"x,1\" in CSV, line 3"),
      (.boolean, [2, 4, 5, 7], "\"x,1\" in CSV, line 3"),
      (.date, [1, 2, 5, 6, 7], "\"1\" in CSV, line 2"),
    ]
    for (type, rows, first) in faulty {
      do throws(EvaluationError) {
        _ = try DataFrame(csvText: text, options: CSVOptions(types: ["x": type]))
        Issue.record("\(type) accepted")
      } catch {
        guard case .invalidValues("x", let affected, _, let found) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(affected == AffectedRows(rows) && found == first)
      }
    }
    #expect(throws: EvaluationError.missingColumn(column: "y", available: ["k", "x"])) {
      try DataFrame(csvText: text, options: CSVOptions(types: ["y": .number, "z": .date]))
    }
  }

  // MARK: Refusals

  @Test func refusesHeaders() {
    let twice = EvaluationError.malformed(
      source: "CSV", line: 1, needed: "a name of its own for every column",
      found: "\"a\" names columns 1 and 3")
    for text in ["a,b,a\n1,2,3\n", "\u{FEFF}\"a\",b,a"] {
      #expect(throws: twice) { try DataFrame(csvText: text) }
    }
    for text in ["", "\u{FEFF}", "a,,b\n", "a,\" \"\n", "\n", "\n1\n", ","] {
      do throws(EvaluationError) {
        _ = try DataFrame(csvText: text)
        Issue.record("\(text) accepted")
      } catch {
        guard case .malformed("CSV", 1, _, _) = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }

  @Test func refusesTooManyRows() throws {
    let text = "a\n1\n2\n3\n"
    #expect(try DataFrame(csvText: text, options: CSVOptions(maximumRows: 3)).rowCount == 3)
    for limit in [2, 0, -1, Int.min] {
      #expect(throws: EvaluationError.self) {
        try DataFrame(csvText: text, options: CSVOptions(maximumRows: limit))
      }
    }
  }

  /// Another order of the rows gives the same types, the same levels and the same cells in that
  /// order.
  @Test func readsRowsInAnyOrderAlike() throws {
    var generator = Generator(seed: 31)
    let pools = [
      ["1", "2", "", "-3"], ["1", "2.5", "", "1e3"], ["true", "FALSE", ""],
      ["2024-01-01", "", "1999-12-31"], ["b", "a", "", "\"\"", "é"], ["1", "x", "", "2.50"],
      ["9007199254740993", "0.5", "1"], ["", "", ""],
    ]
    for _ in 0..<60 {
      let rows = (0..<20).map { _ in pools.map { generator.pick($0) }.joined(separator: ",") }
      let order = Array(0..<20).shuffled(using: &generator)
      let header = pools.indices.map { "c\($0)" }.joined(separator: ",")
      let frame = try DataFrame(csvText: ([header] + rows).joined(separator: "\n"))
      let shuffled = try DataFrame(
        csvText: ([header] + order.map { rows[$0] }).joined(separator: "\n"))
      #expect(try shuffled == frame.selecting(rows: order))
    }
  }

  /// A file read whole equals its halves read apart under the types of the whole.
  @Test func readsHalvesAsTheWhole() throws {
    var generator = Generator(seed: 32)
    let lines = (0..<40).map { _ in
      "\(generator.below(9)),\(generator.below(9)).5,t\(generator.below(4))\n"
    }
    let whole = try DataFrame(csvText: "a,b,c\n" + lines.joined())
    let options = CSVOptions(types: whole.columnTypes)
    for cut in [0, 1, 20, 40] {
      let head = try DataFrame(csvText: "a,b,c\n" + lines[..<cut].joined(), options: options)
      let tail = try DataFrame(csvText: "a,b,c\n" + lines[cut...].joined(), options: options)
      #expect(try head == whole.selecting(rows: Array(0..<cut)))
      #expect(try tail == whole.selecting(rows: Array(cut..<40)))
    }
  }

  @Test func refusesTooManyColumns() throws {
    let header = (0..<2_000).map { "c\($0)" }.joined(separator: ",")
    let row = [String](repeating: "1", count: 2_000).joined(separator: ",")
    let types = Dictionary(uniqueKeysWithValues: (0..<2_000).map { ("c\($0)", ColumnType.number) })
    let frame = try DataFrame(csvText: "\(header)\n\(row)\n", options: CSVOptions(types: types))
    #expect(frame.columnTypes == types)
    #expect(throws: EvaluationError.self) {
      try DataFrame(csvText: header, options: CSVOptions(maximumColumns: 1_999))
    }
  }

  /// A million fields in one line, as the header and as a row.
  @Test func bearsAMillionFields() throws {
    let wide = [UInt8](repeating: UInt8(ascii: ","), count: 999_999)
    let tooMany = EvaluationError.malformed(
      source: "CSV", line: 1, needed: "at most 10000 fields in a record", found: "more fields")
    #expect(throws: tooMany) { try DataFrame(csvBytes: wide) }
    let ragged = EvaluationError.malformed(
      source: "CSV", line: 2, needed: "2 fields, as in the first record", found: "1000000")
    #expect(throws: ragged) { try DataFrame(csvBytes: Array("a,b\n".utf8) + wide) }
    let header = (0..<30_000).map { "c\($0)" }.joined(separator: ",")
    let row = [String](repeating: "7", count: 30_000).joined(separator: ",")
    let frame = try DataFrame(
      csvText: "\(header)\n\(row)\n\(row)", columns: ["c29999", "c0"],
      options: CSVOptions(maximumColumns: .max))
    #expect(frame.columnNames == ["c29999", "c0"] && frame.rowCount == 2)
  }

  /// Texts that look like numbers elsewhere, and numbers at the ends of the range.
  @Test func readsExtremesExactly() throws {
    let text = "x\n1e400\n-1e400\n"
    #expect(try DataFrame(csvText: text).categories(of: "x") == ["1e400", "-1e400"])
    let numbers = ["5e-324", "2.2250738585072014e-308", "1.7976931348623157e308", "-0.0", "4e-320"]
    let frame = try DataFrame(csvText: "x\n" + numbers.joined(separator: "\n"))
    #expect(
      try frame.completeNumbers(of: "x").map(\.bitPattern)
        == numbers.map { Double($0)?.bitPattern })
    for odd in ["0x1p-2", "NaN", "nan", "inf", "Infinity", "1e-400", "01.5", "1.5f", "1.5e"] {
      let mixed = try DataFrame(csvText: "x\n1.5\n\(odd)\n2.25\n")
      #expect(try mixed.categories(of: "x") == ["1.5", odd, "2.25"], "\(odd)")
      let fault = thrownSentence {
        try DataFrame(csvText: "x\n1.5\n\(odd)\n", options: CSVOptions(types: ["x": .number]))
      }
      #expect(fault.contains("\"\(odd)\" in CSV, line 3 in row 2"), "\(fault)")
    }
  }

  /// Whatever the bytes, there is a frame or an error.
  @Test func survivesRandomBytes() {
    var generator = Generator(seed: 99)
    let alphabet = Array(",,,\n\n\r\"\"ab1.-e0\u{FEFF}é".utf8) + [0, 0xFF, 0xC3]
    var accepted = 0
    for _ in 0..<5_000 {
      let bytes = (0..<generator.below(40)).map { _ in generator.pick(alphabet) }
      if let frame = try? DataFrame(csvBytes: bytes) {
        accepted += 1
        #expect(frame.columns.allSatisfy { $0.count == frame.rowCount })
      }
    }
    #expect(accepted > 50)
  }

  @Test func readsManyRows() throws {
    var text = "id,x,team\n"
    for row in 0..<50_000 { text += "\(row),\(Double(row) / 8),team\(row % 700)\n" }
    let clock = ContinuousClock()
    var frame = try DataFrame([])
    let time = try clock.measure { frame = try DataFrame(csvText: text) }
    print("50,000 rows read in \(time)")
    #expect(frame.rowCount == 50_000 && frame["team"]?.levels.count == 700)
    #expect(try frame.completeNumbers(of: "x") == (0..<50_000).map { Double($0) / 8 })
  }
}
