import Foundation
import Statistics
import Testing

@Suite struct UnreachableReasonTests {
  @Test func everyReasonHasItsOwnWords() {
    let words = UnreachableReason.allCases.map(\.description)
    #expect(Set(words).count == UnreachableReason.allCases.count)
    #expect(words.allSatisfy { !$0.hasSuffix(".") && $0.count > 20 })
  }

  @Test func aServiceCanSwitchOnTheReason() throws {
    let error = EvaluationError.unreachable(
      what: "the sample size", reason: .ceiling, needed: 0.8, attainable: 0.318103)
    guard case .unreachable(_, .ceiling, let needed, let attainable) = error else {
      Issue.record("not the case that was made")
      return
    }
    #expect(needed == 0.8 && attainable == 0.318103)
    #expect(
      error.description
        == "the sample size cannot be had: the power has a ceiling here; change another part of the design. Power asked for 0.8, attainable 0.318103."
    )
    let data = try JSONEncoder().encode(error)
    #expect(try JSONDecoder().decode(EvaluationError.self, from: data) == error)
  }
}
