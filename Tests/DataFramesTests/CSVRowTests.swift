import DataFrames
import Statistics
import Testing

@Suite struct CSVRowTests {
  private func row(_ text: String) throws -> CSVRow {
    var tokenizer = CSVTokenizer()
    tokenizer.append(Array(text.utf8))
    tokenizer.finish()
    #expect(try tokenizer.next())
    return tokenizer.row
  }

  @Test func decodesFieldsOnDemand() throws {
    let row = try row("plain,,\"\",\"a \"\"b\"\"\",\"\"\"\",12,\"12\",\"1.5e3\",é\n")
    #expect(row.count == 9)
    #expect(
      (0..<9).map { row.text($0) } == [
        "plain", "", "", "a \"b\"", "\"", "12", "12", "1.5e3", "é",
      ])
    #expect((0..<9).filter { row.isMissing($0) } == [1])
    #expect((0..<9).map { row.number($0) } == [nil, nil, nil, nil, nil, 12, 12, 1_500, nil])
    #expect((0..<9).map { row.integer($0) } == [nil, nil, nil, nil, nil, 12, 12, nil, nil])
    #expect(row.bytes(3) == Array("a \"b\"".utf8))
    #expect(row.bytes(8) == [0xC3, 0xA9])
    #expect(row.bytes(1).isEmpty)
  }

  @Test func outlivesItsReader() throws {
    var rows: [CSVRow] = []
    var tokenizer = CSVTokenizer()
    for index in 0..<50 {
      tokenizer.append(Array("\"x\"\"\(index)\",\(index)\n\(index)".utf8))
      tokenizer.append(Array(",y\n".utf8))
      while try tokenizer.next() { rows.append(tokenizer.row) }
    }
    #expect(rows.count == 100)
    for index in 0..<50 {
      #expect(rows[2 * index].text(0) == "x\"\(index)" && rows[2 * index].integer(1) == index)
      #expect(rows[2 * index + 1].integer(0) == index && rows[2 * index + 1].text(1) == "y")
      #expect(rows[2 * index].line == 2 * index + 1)
    }
  }
}
