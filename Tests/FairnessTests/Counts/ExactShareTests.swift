import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ExactShareTests {
  @Test func decimalsAreFractions() throws {
    let share = try ExactShare("0.05")
    #expect(share.numerator == 5 && share.denominator == 100 && share.value == 0.05)
    #expect(try ExactShare(0.8) == .fourFifths && ExactShare("0.80") == ExactShare("0.8"))
    #expect(try ExactShare("1").value == 1 && ExactShare("1.0") == ExactShare("1"))
    let least = try ExactShare(1e-9)
    #expect(least.denominator == 1_000_000_000 && least.description == "0.000000001")
    #expect(try ExactShare(least.description) == least)
    #expect(Set([try ExactShare("0.8"), .fourFifths]).count == 1)
    #expect(share.description == "0.05")
  }

  @Test(arguments: [
    "", "0", "0.0", "1.01", "2", "-0.1", "+0.5", "0.1234567891", ".5", "5.", "0,5", "1e-2", "0.5 ",
    "nan", "0.5.1", "99999999999999999999", "٠.٥",
  ])
  func otherTextsAreRefused(text: String) {
    #expect(thrownCase { try ExactShare(text) } == "invalidArgument")
  }

  @Test func otherNumbersAreRefused() {
    for value in [
      0, -0.5, 1.0000001, 1.0 / 3, Double.nan, .infinity, 1e-10, .leastNonzeroMagnitude,
    ] {
      #expect(thrownCase { try ExactShare(value) } == "invalidArgument", "\(value)")
    }
  }

  /// Of all tables up to 40 that lie exactly on four fifths none is below, though a third is in floating
  /// point.
  @Test func fourFifthsIsExact() throws {
    var onTheLine = 0
    var wronglyBelow = 0
    for n1 in 1...40 {
      for n2 in 1...40 {
        for x2 in 1...n2 where (4 * x2 * n1).isMultiple(of: 5 * n2) {
          let x1 = 4 * x2 * n1 / (5 * n2)
          guard x1 <= n1 else { continue }
          onTheLine += 1
          let first = try Proportion(successes: x1, trials: n1)
          let second = try Proportion(successes: x2, trials: n2)
          #expect(ExactShare.fourFifths.isAbove(ratioOf: first, to: second) == false)
          if first.rate / second.rate < 0.8 { wronglyBelow += 1 }
          if x1 > 0 {
            let less = try Proportion(successes: x1 - 1, trials: n1)
            #expect(ExactShare.fourFifths.isAbove(ratioOf: less, to: second) == true)
          }
        }
      }
    }
    #expect(onTheLine > 500 && wronglyBelow > onTheLine / 5)
  }

  @Test func limitsAreStrict() throws {
    let share = try ExactShare("0.05")
    #expect(!share.isExceeded(by: 2, of: 40) && share.isExceeded(by: 3, of: 40))
    #expect(!share.isExceeded(by: 0, of: 0) && !share.isExceeded(by: 5, of: 100))
    #expect(share.isExceeded(by: 215_000_000, of: 1 << 32))
    // Products of the largest counts leave 64 bits; the comparison does not.
    let most = Proportion.mostTrials
    let all = try Proportion(successes: most, trials: most)
    let almost = try Proportion(successes: most - 1, trials: most)
    #expect(try ExactShare("1").isAbove(ratioOf: almost, to: all) == true)
    #expect(try ExactShare("0.999999999").isAbove(ratioOf: almost, to: all) == false)
    #expect(
      ExactShare.fourFifths.isAbove(ratioOf: all, to: try Proportion(successes: 0, trials: 3))
        == nil)
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let data = try JSONEncoder().encode([ExactShare.fourFifths])
    #expect(String(decoding: data, as: UTF8.self) == "[\"0.8\"]")
    #expect(try JSONDecoder().decode([ExactShare].self, from: data) == [.fourFifths])
    for text in ["[\"0\"]", "[\"2\"]", "[0.8]", "[\"x\"]"] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode([ExactShare].self, from: Data(text.utf8))
      }
    }
  }
}
