import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct WilcoxonSignedRankTests {
  // MARK: References

  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("signed_rank.json") {
      let d = RankReference.numbers(item["differences"])
      let place = "\(d.count) differences"
      let normal = try WilcoxonSignedRank(differences: d, method: .normal)
      worst.hold(normal.statistic, against: item["statistic"], atLeast: 15, place)
      worst.hold(normal.pValue, against: item["normal"]["two"], atLeast: 12, place)
      worst.hold(normal.pValueLess, against: item["normal"]["less"], atLeast: 12, place)
      worst.hold(normal.pValueGreater, against: item["normal"]["greater"], atLeast: 12, place)
      let plain = try WilcoxonSignedRank(differences: d, method: .normalUncorrected)
      worst.hold(plain.pValue, against: item["normal"]["uncorrected"], atLeast: 12, place)
      let pratt = try WilcoxonSignedRank(differences: d, method: .normalUncorrected, zeros: .pratt)
      worst.hold(pratt.pValue, against: item["pratt"], atLeast: 12, place)
      worst.hold(normal.pseudoMedian, against: item["pseudoMedian"], atLeast: 14, place)
      let exact = try WilcoxonSignedRank(differences: d, method: .exact)
      worst.hold(exact.pValue, against: item["exact"]["wilcoxon"], atLeast: 10, place)
      worst.hold(exact.pValueLess, against: item["exact"]["less"], atLeast: 10, place)
      worst.hold(exact.pValueGreater, against: item["exact"]["greater"], atLeast: 10, place)
      let exactPratt = try WilcoxonSignedRank(differences: d, method: .exact, zeros: .pratt)
      worst.hold(exactPratt.pValue, against: item["exact"]["pratt"], atLeast: 10, place)
      worst.hold(exact.interval()?.lower, against: item["interval95"][0], atLeast: 14, place)
      worst.hold(exact.interval()?.upper, against: item["interval95"][1], atLeast: 14, place)
      worst.hold(try SignTest(differences: d).pValue, against: item["sign"], atLeast: 13, place)
    }
    print("digits signed rank: \(worst.worst)")
    #expect(worst.count == 119)
  }

  // Every choice of signs listed by another program, with ties and zeros.
  @Test func agreesWithBruteForce() throws {
    for item in try RankReference.cases("signed_rank_all.json") {
      let d = RankReference.numbers(item["differences"])
      for zeros in WilcoxonSignedRank.Zeros.allCases {
        let test = try WilcoxonSignedRank(differences: d, zeros: zeros)
        let truth = item[zeros.rawValue]
        for (value, key) in [
          (test.pValue, "two"), (test.pValueLess, "less"), (test.pValueGreater, "greater"),
        ] {
          #expect(
            digits(of: value, against: truth[key].double ?? .nan) > 14, "\(zeros) \(key) \(d)")
        }
      }
    }
  }

  // MARK: Properties

  @Test func pseudoMedianIsAnOrderedAverage() throws {
    var generator = Generator(seed: 2)
    for n in [1, 2, 3, 8, 25] {
      let d = generator.normals(n).map { ($0 * 4).rounded() / 4 }.sorted()
      let averages = (0..<n).flatMap { i in (i..<n).map { (d[i] + d[$0]) / 2 } }.sorted()
      for rank in 1...averages.count {
        #expect(PairSelection.average(rank, d) == averages[rank - 1])
      }
      let test = try WilcoxonSignedRank(differences: d)
      let count = averages.count
      #expect(test.pseudoMedian == (averages[(count - 1) / 2] + averages[count / 2]) / 2)
    }
  }

  @Test func intervalAndTestAgree() throws {
    var generator = Generator(seed: 31)
    for n in [6, 9, 20] {
      let d = generator.normals(n)
      let interval = try #require(try WilcoxonSignedRank(differences: d).interval())
      let (lower, upper) = (try #require(interval.lower), try #require(interval.upper))
      for (shift, isInside) in [
        (lower - 1e-9, false), (lower + 1e-9, true), (upper - 1e-9, true), (upper + 1e-9, false),
      ] {
        let moved = try WilcoxonSignedRank(differences: d.map { $0 - shift })
        #expect((moved.pValue > 0.05) == isInside, "\(n)")
      }
    }
  }

  @Test func pairsAreDifferences() throws {
    let (after, before) = ([5.0, 7, 9, 4], [4.0, 8, 5, 4])
    let pairs = try WilcoxonSignedRank(treated: after, control: before)
    #expect(pairs == (try WilcoxonSignedRank(differences: [1, -1, 4, 0])))
    let turned = try WilcoxonSignedRank(treated: before, control: after)
    #expect(turned.pValue == pairs.pValue && turned.pseudoMedian == -pairs.pseudoMedian)
    #expect(pairs.description.contains("V = 4.5"))
  }

  // MARK: Hostile

  // By Pratt's rule the table is as long as the ranks are high, which zeros raise.
  @Test func manyZerosStayQuick() throws {
    let zeros = [Double](repeating: 0, count: 110_000)
    let differences = (1...49).map(Double.init) + zeros
    let pratt = try WilcoxonSignedRank(differences: differences, zeros: .pratt)
    #expect(!pratt.isExact && pratt.pValue > 0 && pratt.pValue < 1e-10)
    let half = try WilcoxonSignedRank(differences: (1...500).map(Double.init), method: .exact)
    #expect(half.isExact)
    let beside = (1...500).map(Double.init) + zeros.prefix(1_000)
    #expect(
      thrownCase { try WilcoxonSignedRank(differences: beside, method: .exact, zeros: .pratt) }
        == "invalidArgument")
    // Few zeros, and Wilcoxon's rule with any number, remain exact.
    let few = (1...49).map(Double.init) + zeros.prefix(100)
    for rule in WilcoxonSignedRank.Zeros.allCases {
      let test = try WilcoxonSignedRank(differences: few, zeros: rule)
      #expect(test.isExact && agrees(test.pValue, exp2(-48), relative: 1e-12))
    }
  }

  @Test func hostileInputs() throws {
    #expect(thrownCase { try WilcoxonSignedRank(differences: []) } == "tooFew")
    #expect(thrownCase { try WilcoxonSignedRank(differences: [.nan]) } == "nonFinite")
    #expect(thrownCase { try WilcoxonSignedRank(treated: [1], control: []) } == "lengthMismatch")
    let end = Double.greatestFiniteMagnitude
    #expect(thrownCase { try WilcoxonSignedRank(treated: [end], control: [-end]) } == "nonFinite")
    let many = (1...501).map(Double.init)
    #expect(
      thrownCase { try WilcoxonSignedRank(differences: many, method: .exact) } == "invalidArgument")
    #expect(try !WilcoxonSignedRank(differences: many).isExact)
    for method in RankTestMethod.allCases {
      for zeros in WilcoxonSignedRank.Zeros.allCases {
        let still = try WilcoxonSignedRank(differences: [0, 0], method: method, zeros: zeros)
        #expect(still.pValue == 1 && still.pValueLess == 1 && still.pseudoMedian == 0)
        let one = try WilcoxonSignedRank(differences: [3], method: method, zeros: zeros)
        #expect(one.pValue == 1 || method == .normalUncorrected)
        #expect(one.pseudoMedian == 3 && one.interval()?.lower == nil)
      }
    }
    // Hundreds of zeros beside one difference: the interval's table would be long.
    let mostlyZero = try WilcoxonSignedRank(differences: [1] + [Double](repeating: 0, count: 900))
    #expect(mostlyZero.isExact && mostlyZero.pValue == 1 && mostlyZero.interval()?.upper == 0)
    let wide = try WilcoxonSignedRank(differences: [end, end, -end])
    #expect(wide.pseudoMedian.isFinite)
    for level in [0, 1, .nan] { #expect(wide.interval(level: level) == nil) }
    let data = try JSONEncoder().encode(mostlyZero)
    #expect(try JSONDecoder().decode(WilcoxonSignedRank.self, from: data) == mostlyZero)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"pValue\":1", with: "\"pValue\":0.5")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(WilcoxonSignedRank.self, from: Data(forged.utf8))
    }
  }
}
