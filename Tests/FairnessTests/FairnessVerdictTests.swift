import Fairness
import Testing

@Suite struct FairnessVerdictTests {
  @Test func failComesFirstAndAPassNeedsAll() {
    #expect(FairnessVerdict.overall([.pass, .suppressed, .fail]) == .fail)
    #expect(FairnessVerdict.overall([.pass, .pass]) == .pass)
    for open in [FairnessVerdict.inconclusive, .notEvaluable, .suppressed] {
      #expect(FairnessVerdict.overall([.pass, open]) == .inconclusive)
      #expect(FairnessVerdict.overall([open]) == .inconclusive)
    }
    #expect(FairnessVerdict.overall([]) == .notEvaluable)
  }

  @Test func exitCodes() {
    #expect(FairnessVerdict.allCases.map(\.exitCode) == [0, 1, 3, 3, 3])
    #expect(FairnessVerdict.notEvaluable.words == "not evaluable")
  }
}
