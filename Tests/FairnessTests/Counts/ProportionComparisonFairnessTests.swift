import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ProportionComparisonFairnessTests {
  private func compare(_ x1: Int, _ n1: Int, _ x2: Int, _ n2: Int) throws -> ProportionComparison {
    try ProportionComparison(
      treated: Proportion(successes: x1, trials: n1),
      control: Proportion(successes: x2, trials: n2), design: .declared)
  }

  @Test func practicalFigures() throws {
    let morris = try compare(2, 10, 15, 25)
    #expect(morris.isBelowFourFifths == true)
    #expect(agrees(morris.shortfall, 2.8571428571428568, relative: 1e-14))
    #expect(agrees(morris.shortfallToReference, 4, relative: 1e-14))
    #expect(try compare(48, 100, 60, 100).isBelowFourFifths == false)
    #expect(try compare(3, 5, 6, 8).isBelowFourFifths == false)
    #expect(try compare(0, 5, 0, 8).isBelowFourFifths == nil)
    #expect(try compare(0, 5, 1, 8).isBelowFourFifths == true)
  }

  /// By the definition: the ratio after one selection has moved.
  @Test func oneSelectionReversesByItsDefinition() throws {
    for n1 in 1...6 {
      for n2 in 1...7 {
        for x1 in 0...n1 {
          for x2 in 0...n2 {
            let before = x1 * n2 < x2 * n1
            let after = x1 < n1 && x2 > 0 && (x1 + 1) * n2 > (x2 - 1) * n1
            #expect(try compare(x1, n1, x2, n2).oneSelectionReverses == (before && after))
          }
        }
      }
    }
    let most = Proportion.mostTrials
    #expect(try compare(most - 2, most, most - 1, most).oneSelectionReverses)
  }

  @Test func countsHaveNames() throws {
    let count = try GroupCount("woman", selected: 5, of: 13)
    #expect(count.description == "woman: 5 of 13, rate 0.384615")
    #expect(try JSONDecoder().decode(GroupCount.self, from: JSONEncoder().encode(count)) == count)
    for (selected, size) in [(0, 0), (-1, 3), (4, 3), (1, -5)] {
      #expect(thrownCase { try GroupCount("g", selected: selected, of: size) } == "invalidArgument")
    }
  }
}
