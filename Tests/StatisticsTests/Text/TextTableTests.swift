import Foundation
import Statistics
import Testing

@Suite struct TextTableTests {
  @Test func alignsColumns() {
    let text = TextTable.aligned([["", "value"], ["long name", "1"], ["x", "23.5"]])
    #expect(text == "           value\nlong name      1\nx           23.5")
    #expect(TextTable.aligned([]) == "")
    #expect(TextTable.aligned([["a", "b"], ["c"]]) == "a  b\nc")
    #expect(TextTable.aligned([["é", "1"], ["ab", "2"]]) == "é   1\nab  2")
  }

  @Test func markdownHasARule() {
    let text = TextTable.markdown([["name", "n"], ["a|b", "1"]])
    #expect(text == "| name | n |\n| :-- | --: |\n| a\\|b | 1 |")
    #expect(TextTable.markdown([]) == "")
  }

  @Test(arguments: [
    ("plain", "plain"), ("a*b_c`d", "a\\*b\\_c\\`d"), ("[x](http://y)", "\\[x\\](http://y)"),
    ("<script>&amp;", "&lt;script&gt;&amp;amp;"), ("a\nb\tc", "a b c"),
    ("back\\slash", "back\\\\slash"),
    ("~~gone~~", "\\~\\~gone\\~\\~"), ("\u{202E}evil\u{2028}", " evil "), ("", ""),
  ])
  func escapes(text: String, expected: String) {
    #expect(TextTable.escaped(text) == expected)
  }

  @Test func oneHugeCellSwellsNoOtherRow() {
    let huge = String(repeating: "y", count: 100_000)
    let rows = [["a", "b"], ["x", huge]] + [[String]](repeating: ["1", "2"], count: 1_000)
    let text = TextTable.aligned(rows)
    #expect(text.utf8.count < 500_000)
    #expect(text.contains("x  " + huge))
    #expect(text.split(separator: "\n").last?.utf8.count == 203)
  }

  @Test func shortRowsCostNothing() {
    let wide = [String](repeating: "x", count: 10_000)
    let text = TextTable.markdown([["h"], wide] + [[String]](repeating: [], count: 10_000))
    #expect(text.utf8.count < 300_000)
    // The header is as long as the longest row, for readers drop cells beyond it.
    #expect(text.prefix { $0 != "\n" }.count { $0 == "|" } == 10_001)
  }
}
