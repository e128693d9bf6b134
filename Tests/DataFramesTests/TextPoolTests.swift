import DataFrames
import Statistics
import TestSupport
import Testing

/// The pool of distinct texts, through the category columns that it makes.
@Suite struct TextPoolTests {
  @Test func agreesWithADictionary() throws {
    var generator = Generator(seed: 13)
    for (rows, kinds, length) in [(200, 3, 2), (3_000, 2_000, 3), (8_000, 100_000, 30)] {
      let texts = (0..<rows).map { _ in
        let tail = String(repeating: "x", count: generator.below(length))
        return "k\(generator.below(kinds))" + tail
      }
      let frame = try DataFrame(csvText: "a\n" + texts.joined(separator: "\n"))
      #expect(try frame.categories(of: "a") == texts)
      #expect(frame["a"]?.levels == Set(texts).sorted())
      #expect(frame["a"] == Column("a", categories: texts))
    }
  }

  @Test func tellsPrefixesAndOneByteTextsApart() throws {
    let texts = (0...64).map { String(repeating: "a", count: $0) } + ["b", "ba", "ab", "é", "É"]
    let frame = try DataFrame(csvText: "a\n" + texts.map { "\"\($0)\"\n" }.joined())
    #expect(try frame.categories(of: "a") == texts)
    #expect(frame["a"]?.levels.count == texts.count)
  }

  @Test func joinsEquivalentSpellings() throws {
    let (composed, decomposed) = ("Jos\u{E9}", "Jose\u{301}")
    for texts in [[composed, decomposed, "Jose"], [decomposed, "Jose", composed]] {
      let frame = try DataFrame(csvText: "a\n" + texts.joined(separator: "\n"))
      #expect(
        frame["a"]?.levels.map { Array($0.utf8) } == ["Jose", decomposed].map { Array($0.utf8) })
      #expect(try frame.groups(of: "a").sizes == [1, 2])
      #expect(frame["a"] == Column("a", categories: texts))
    }
  }

  @Test func manyMissingMarkersCostNothing() throws {
    let markers = Set((0..<20_000).map { "m\($0)" })
    let text = "a\n" + String(repeating: "m7\nabc\n", count: 5_000)
    let frame = try DataFrame(csvText: text, options: CSVOptions(missingMarkers: markers))
    #expect(frame["a"]?.missingCount == 5_000 && frame["a"]?.levels == ["abc"])
  }
}
