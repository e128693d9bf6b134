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
}
