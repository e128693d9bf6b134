import Distributions
import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct MannWhitneyTests {
  // MARK: References

  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("mann_whitney.json") {
      let (x, y) = (RankReference.numbers(item["treated"]), RankReference.numbers(item["control"]))
      let normal = try MannWhitney(treated: x, control: y, method: .normal)
      let place = "\(x.count) and \(y.count)"
      worst.hold(normal.statistic, against: item["statistic"], atLeast: 15, place)
      worst.hold(normal.shift, against: item["shift"], atLeast: 13, place)
      worst.hold(normal.pValue, against: item["normal"]["two"], atLeast: 12, place)
      worst.hold(normal.pValueLess, against: item["normal"]["less"], atLeast: 12, place)
      worst.hold(normal.pValueGreater, against: item["normal"]["greater"], atLeast: 12, place)
      let plain = try MannWhitney(treated: x, control: y, method: .normalUncorrected)
      worst.hold(plain.pValue, against: item["normal"]["uncorrected"], atLeast: 12, place)
      guard !item["exact"].isNull else { continue }
      let exact = try MannWhitney(treated: x, control: y)
      #expect(exact.isExact)
      worst.hold(exact.pValue, against: item["exact"]["two"], atLeast: 10, place)
      worst.hold(exact.pValueLess, against: item["exact"]["less"], atLeast: 10, place)
      worst.hold(exact.pValueGreater, against: item["exact"]["greater"], atLeast: 10, place)
      for (level, key) in [(0.8, "interval80"), (0.95, "interval95")] {
        let interval = exact.shiftInterval(level: level)
        // R gives the extreme differences where no limit has the level.
        if let lower = interval?.lower {
          worst.hold(lower, against: item[key][0], atLeast: 13, place)
          worst.hold(interval?.upper, against: item[key][1], atLeast: 13, place)
        }
      }
    }
    print("digits Mann-Whitney: \(worst.worst)")
    #expect(worst.count == 96)
  }

  // Every choice of the treated listed by another program, ties included.
  @Test func agreesWithBruteForce() throws {
    for item in try RankReference.cases("mann_whitney_all.json") {
      let (x, y) = (RankReference.numbers(item["treated"]), RankReference.numbers(item["control"]))
      let test = try MannWhitney(treated: x, control: y, method: .exact)
      for (value, key) in [
        (test.pValue, "two"), (test.pValueLess, "less"), (test.pValueGreater, "greater"),
      ] {
        #expect(digits(of: value, against: item[key].double ?? .nan) > 14, "\(key) \(x) \(y)")
      }
      #expect(test.pValue > 0 && test.isExact)
    }
  }

  // P(U = 0) = 1 / C(40, 20), far out in the tail, keeps its digits.
  @Test func farTailsKeepTheirDigits() throws {
    let low = (1...20).map(Double.init)
    let high = (21...40).map(Double.init)
    let test = try MannWhitney(treated: low, control: high)
    #expect(test.statistic == 0 && test.superiority == 0)
    #expect(digits(of: test.pValueLess, against: 1 / 137_846_528_820) > 14)
    #expect(digits(of: test.pValue, against: 2 / 137_846_528_820) > 14)
    #expect(test.pValueGreater == 1)
  }

  // MARK: Shift

  @Test func shiftIsAnOrderedDifference() throws {
    var generator = Generator(seed: 9)
    for (n, m) in [(1, 1), (2, 5), (7, 7), (13, 4), (30, 31)] {
      let x = generator.normals(n).map { ($0 * 8).rounded() / 8 }
      let y = generator.normals(m).map { ($0 * 8).rounded() / 8 }
      let differences = x.flatMap { a in y.map { a - $0 } }.sorted()
      let test = try MannWhitney(treated: x, control: y)
      let middle = differences.count
      #expect(test.shift == (differences[(middle - 1) / 2] + differences[middle / 2]) / 2)
      for rank in 1...differences.count {
        let found = PairSelection.difference(rank, x.sorted(), y.sorted())
        #expect(found == differences[rank - 1])
      }
      for level in [0.5, 0.9, 0.99] {
        let interval = try #require(test.shiftInterval(level: level))
        if let lower = interval.lower, let upper = interval.upper {
          #expect(differences.contains(lower) && differences.contains(upper) && lower <= upper)
        }
      }
    }
  }

  // Rejecting a shift and leaving it out of the interval are one thing.
  @Test func intervalAndTestAgree() throws {
    var generator = Generator(seed: 21)
    for (n, m) in [(5, 6), (8, 8), (12, 20)] {
      let (x, y) = (generator.normals(n), generator.normals(m))
      let test = try MannWhitney(treated: x, control: y)
      for level in [0.8, 0.95] {
        let interval = try #require(test.shiftInterval(level: level))
        let (lower, upper) = (try #require(interval.lower), try #require(interval.upper))
        for (shift, isInside) in [
          (lower - 1e-9, false), (lower + 1e-9, true), (upper - 1e-9, true), (upper + 1e-9, false),
        ] {
          let moved = try MannWhitney(treated: x.map { $0 - shift }, control: y)
          #expect((moved.pValue > 1 - level) == isInside, "\(n) \(m) \(level)")
        }
      }
    }
  }

  @Test func bothGroupsExchanged() throws {
    let (x, y) = ([3.0, 1, 4, 1, 5], [9.0, 2, 6, 5, 3, 5])
    for method in RankTestMethod.allCases {
      let one = try MannWhitney(treated: x, control: y, method: method)
      let other = try MannWhitney(treated: y, control: x, method: method)
      #expect(one.statistic + other.statistic == 30 && one.shift == -other.shift)
      #expect(agrees(one.pValue, other.pValue, relative: 1e-13))
      #expect(agrees(one.pValueLess, other.pValueGreater, relative: 1e-13))
      let (a, b) = (try #require(one.shiftInterval()), try #require(other.shiftInterval()))
      #expect(a.lower == b.upper.map { -$0 } && a.upper == b.lower.map { -$0 })
      let (p, q) = (
        try #require(one.superiorityInterval()), try #require(other.superiorityInterval())
      )
      #expect(agrees(p.lower ?? 0, 1 - (q.upper ?? 0), relative: 1e-12))
    }
  }

  // MARK: Superiority

  @Test func newcombesIntervalSolvesItsEquation() throws {
    let test = try MannWhitney(treated: [1, 4, 5, 7, 9, 12, 13], control: [2, 3, 6, 0.5, 0.1])
    let p = test.superiority
    let interval = try #require(test.superiorityInterval(level: 0.9))
    let z = Normal.standard.quantile(0.95)
    for limit in [interval.lower, interval.upper] {
      let t = try #require(limit)
      let sizes = 1 + 5 * ((1 - t) / (2 - t) + t / (1 + t))
      let variance = t * (1 - t) * sizes / 35
      #expect(agrees((p - t) * (p - t), z * z * variance, relative: 1e-12))
    }
    #expect(interval.contains(p))
  }

  @Test func everyPairWon() throws {
    let test = try MannWhitney(treated: [5, 6, 7], control: [1, 2, 3, 4])
    #expect(test.superiority == 1)
    let newcombe = try #require(test.superiorityInterval())
    #expect(newcombe.upper == 1 && (newcombe.lower ?? 1) < 0.75 && (newcombe.lower ?? 0) > 0.3)
    for method in [MannWhitney.SuperiorityMethod.deLong, .brunnerMunzel] {
      let flat = try #require(test.superiorityInterval(method: method))
      #expect(flat.lower == 1 && flat.upper == 1)
    }
    let lost = try MannWhitney(treated: [1], control: [2])
    #expect(lost.superiorityInterval()?.lower == 0)
    #expect(lost.superiorityInterval(method: .deLong) == nil)
    for level in [1e-9, 0.3, 0.5, 0.9999] {
      for sides in Sides.allCases {
        for each in [test, lost] {
          let interval = try #require(each.superiorityInterval(level: level, sides: sides))
          #expect((0...1).contains(interval.lower ?? 0) && (0...1).contains(interval.upper ?? 1))
        }
      }
    }
  }

  // MARK: Hostile

  @Test func tiesAndSmallGroups() throws {
    for method in RankTestMethod.allCases {
      let flat = try MannWhitney(treated: [4, 4, 4], control: [4, 4], method: method)
      #expect(flat.pValue == 1 && flat.pValueLess == 1 && flat.pValueGreater == 1)
      #expect(flat.shift == 0 && flat.superiority == 0.5)
      let pair = try MannWhitney(treated: [2], control: [1], method: method)
      // Without its correction the normal reference has no such thing as an exact 1.
      #expect(pair.pValue == 1 || method == .normalUncorrected)
      #expect(pair.shift == 1)
      #expect(pair.shiftInterval()?.lower == nil && pair.shiftInterval()?.upper == nil)
    }
    // Three and three: no 95 % limit, but a 90 % one.
    let three = try MannWhitney(treated: [4, 5, 6], control: [1, 2, 3])
    #expect(three.pValue == 0.1 && three.shiftInterval()?.lower == nil)
    #expect(three.shiftInterval(level: 0.9)?.lower == 1)
    #expect(three.shiftInterval(level: 0.9)?.upper == 5)
    // With ties R leaves the exact distribution; here p is 2/6, not the normal 0.2.
    let tied = try MannWhitney(treated: [1, 1], control: [2, 2])
    #expect(agrees(tied.pValue, 1.0 / 3, relative: 1e-14) && tied.isExact)
    #expect(
      tied.description.contains("exact") && tied.description.split(separator: "\n").count <= 10)
  }

  @Test func ruleOfTheDefault() throws {
    let (small, large) = ((0..<49).map(Double.init), (0..<50).map { Double($0) + 0.5 })
    #expect(try !MannWhitney(treated: small, control: large).isExact)
    #expect(try MannWhitney(treated: [1, 2], control: small).isExact)
    #expect(
      thrownCase {
        try MannWhitney(
          treated: (0..<400).map(Double.init), control: (0..<400).map(Double.init), method: .exact)
      } == "invalidArgument")
  }

  @Test func hostileInputs() throws {
    let end = Double.greatestFiniteMagnitude
    let cases: [([Double], [Double], String)] = [
      ([], [1], "tooFew"), ([1], [], "tooFew"), ([.nan], [1], "nonFinite"),
      ([1], [.infinity], "nonFinite"), ([end], [-end], "overflow"), ([-end], [end], "overflow"),
    ]
    for (x, y, name) in cases {
      #expect(thrownCase { try MannWhitney(treated: x, control: y) } == name, "\(x) \(y)")
    }
    let test = try MannWhitney(
      treated: [end, .leastNonzeroMagnitude * 2000], control: [.leastNonzeroMagnitude, 0])
    #expect(test.shift.isFinite)
    for level in [0, 1, -1, .nan, 2] {
      #expect(
        test.shiftInterval(level: level) == nil && test.superiorityInterval(level: level) == nil)
    }
    for sides in Sides.allCases {
      for level in [1e-300, 1 - 1e-16] {
        #expect(test.shiftInterval(level: level, sides: sides) != nil)
      }
    }
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(MannWhitney.self, from: data) == test)
    let text = String(decoding: data, as: UTF8.self)
    for (old, new) in [
      ("\"isExact\":true", "\"isExact\":false"), ("\"statistic\":4", "\"statistic\":3"),
    ] {
      let forged = text.replacingOccurrences(of: old, with: new)
      #expect(forged != text, "\(old) in \(text)")
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(MannWhitney.self, from: Data(forged.utf8))
      }
    }
  }

  // Hundreds of thousands of pairs' differences without a list of them.
  @Test func manyPairs() throws {
    var generator = Generator(seed: 4)
    let (x, y) = (generator.normals(1500).map { $0 + 0.5 }, generator.normals(2000))
    let test = try MannWhitney(treated: x, control: y)
    #expect(!test.isExact && abs(test.shift - 0.5) < 0.15)
    let interval = try #require(test.shiftInterval())
    #expect(interval.contains(test.shift) && (interval.upper ?? 9) - (interval.lower ?? 0) < 0.3)
  }
}
