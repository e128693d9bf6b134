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

@Suite struct CheckAndDesignTests {
  @Test func figuresThatAreNotFiniteAreLeftOut() throws {
    let check = Check(
      "balance", figure: .nan, threshold: .infinity, verdict: .failed, sentence: "No.")
    #expect(check.figure == nil && check.threshold == nil && !check.passed)
    #expect(check.description == "balance: failed. No.")
    let data = try JSONEncoder().encode(check)
    #expect(try JSONDecoder().decode(Check.self, from: data) == check)
  }

  @Test func designsSayWhetherTheyAreControlled() throws {
    let designs: [(StudyDesign, Bool)] = [
      (.randomizedExperiment, true), (.matchedCohort, true), (.staggeredRollout, true),
      (.interruptedTimeSeries(controlled: true), true),
      (.interruptedTimeSeries(controlled: false), false), (.beforeAfter, false), (.declared, false),
    ]
    #expect(Set(designs.map(\.0.description)).count == 7)
    for (design, isControlled) in designs {
      #expect(design.isControlled == isControlled)
      let data = try JSONEncoder().encode(design)
      #expect(try JSONDecoder().decode(StudyDesign.self, from: data) == design)
    }
  }

  @Test func openChecksAreThoseThatDidNotPass() throws {
    let result = try RateComparison(
      treated: EventRate(count: 1, exposure: 1), control: EventRate(count: 9, exposure: 1))
    #expect(result.openChecks == result.checks)
    let full = try RateComparison(
      treated: EventRate(count: 10, exposure: 1), control: EventRate(count: 9, exposure: 1))
    #expect(full.openChecks.isEmpty)
  }
}
