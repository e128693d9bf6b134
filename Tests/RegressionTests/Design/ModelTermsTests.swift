import Foundation
import Regression
import TestSupport
import Testing

@Suite struct ModelTermsTests {
  @Test func writtenAsInR() {
    let table: [(ModelTerm, String)] = [
      ("age", "age"), (.factor("role", reference: "sales"), "role"),
      (.transformed("pay", .logarithm), "log(pay)"),
      (.transformed("pay", .centered), "scale(pay, scale = FALSE)"),
      (.polynomial("age", degree: 2), "poly(age, 2)"),
      (.polynomial("age", degree: 2, isRaw: true), "poly(age, 2, raw = TRUE)"),
      (.naturalSpline("age", degreesOfFreedom: 4), "ns(age, df = 4)"),
      (
        .naturalSpline("age", knots: [30, 40.5], boundary: 18...65),
        "ns(age, knots = c(30, 40.5), Boundary.knots = c(18, 65))"
      ),
      (.interaction("coached", .polynomial("age", degree: 2)), "coached:poly(age, 2)"),
      (.crossing("coached", "role"), "coached * role"),
    ]
    for (term, text) in table { #expect("\(term)" == text) }
  }

  @Test func columnsAreNamedOnce() {
    let terms: ModelTerms = ["b", .crossing("a", .naturalSpline("b", degreesOfFreedom: 3)), "c"]
    #expect(terms.columns == ["b", "a", "c"])
    #expect((terms + ["d"]).columns == ["b", "a", "c", "d"])
    #expect("\(terms)" == "b + a * ns(b, df = 3) + c")
    #expect("\(ModelTerms([]))" == "1")
    #expect(ModelTerms(columns: ["x", "y"]) == ["x", "y"])
  }

  @Test func storedAndRestored() throws {
    let terms: ModelTerms = [
      "b", .crossing("a", .naturalSpline("b", degreesOfFreedom: 3)),
      .naturalSpline("c", knots: [1, 2], boundary: 0...3),
      .factor("d", reference: "x", contrasts: .sum),
      .interaction(of: [.transformed("e", .square), .polynomial("f", degree: 2)]),
    ]
    let data = try JSONEncoder().encode(terms)
    #expect(try JSONDecoder().decode(ModelTerms.self, from: data) == terms)
  }

  /// Text that is nested without end is refused, not followed to the end of the stack.
  @Test func nestingIsBounded() {
    let depth = 20_000
    let text =
      #"{"terms":["# + String(repeating: #"{"interaction":{"of":["#, count: depth)
      + #"{"column":{"_0":"x"}}"# + String(repeating: "]}}", count: depth) + "]}"
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(ModelTerms.self, from: Data(text.utf8))
    }
  }
}
