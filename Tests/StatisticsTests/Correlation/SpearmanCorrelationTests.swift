import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct SpearmanCorrelationTests {
  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("correlations.json") {
      let (x, y) = (RankReference.numbers(item["x"]), RankReference.numbers(item["y"]))
      let truth = item["spearman"]
      let byT = try SpearmanCorrelation(x, y, method: .studentT)
      worst.hold(byT.value, against: truth["value"], atLeast: 12, "rho")
      // Of ranks that agree throughout R keeps what its sum of products rounds off.
      if abs(byT.value) < 1 { worst.hold(byT.pValue, against: truth["t"], atLeast: 11, "t") }
      if !truth["exact"].isNull {
        let exact = try SpearmanCorrelation(x, y)
        worst.hold(exact.pValue, against: truth["exact"], atLeast: 12, "exact")
      }
      if !truth["series"].isNull {
        let series = try SpearmanCorrelation(x, y, method: .edgeworth)
        worst.hold(series.pValue, against: truth["series"], atLeast: 11, "series")
      }
    }
    print("digits Spearman: \(worst.worst)")
    #expect(worst.count > 30)
  }

  // Every order of one column listed by another program, ties included.
  @Test func agreesWithBruteForce() throws {
    for item in try RankReference.cases("correlations_all.json") {
      let (x, y) = (RankReference.numbers(item["x"]), RankReference.numbers(item["y"]))
      let exact = try SpearmanCorrelation(x, y, method: .exact)
      let place = "\(x) \(y)"
      #expect(
        digits(of: exact.pValue ?? 0, against: item["spearman"].double ?? .nan) > 13, "\(place)")
      #expect(agrees(exact.value, item["rho"].double ?? .nan, relative: 1e-13), "\(place)")
    }
  }

  @Test func intervals() throws {
    let (x, y) = (
      (1...20).map(Double.init),
      [2.0, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 20, 19, 18, 17, 16, 15]
    )
    let test = try SpearmanCorrelation(x, y)
    let r = test.value
    let wright = try #require(test.interval())
    let fieller = try #require(test.interval(method: .fieller))
    let z = 1.959963984540054
    for (interval, spread) in [(wright, 1 + r * r / 2), (fieller, 1.06)] {
      let reach = z * (spread / 17).squareRoot()
      #expect(agrees(interval.lower ?? 0, tanh(atanh(r) - reach), relative: 1e-12))
      #expect(agrees(interval.upper ?? 0, tanh(atanh(r) + reach), relative: 1e-12))
    }
    #expect(wright.method == "Bonett-Wright" && fieller.contains(r))
    #expect(test.method == .studentT && test.description.contains("Student t"))
  }

  @Test func monotoneTransformationsAreFree() throws {
    let (x, y) = ([1.0, 4, 2, 8, 5, 8], [2.0, 1, 3, 7, 9, 2])
    let plain = try SpearmanCorrelation(x, y)
    let moved = try SpearmanCorrelation(x.map { exp($0) }, y.map { -1 / $0 })
    #expect(moved == plain && plain.method == .exact)
    let turned = try SpearmanCorrelation(x, y.map { -$0 })
    #expect(agrees(turned.value, -plain.value, relative: 1e-14))
    #expect(agrees(turned.pValue ?? 0, plain.pValue ?? 1, relative: 1e-13))
  }

  @Test func fewPairs() throws {
    let two = try SpearmanCorrelation([1, 2], [2, 1])
    #expect(two.value == -1 && two.pValue == 1 && two.interval() == nil)
    #expect(try SpearmanCorrelation([1, 2], [2, 1], method: .studentT).pValue == nil)
    let three = try SpearmanCorrelation([1, 2, 3], [1, 2, 3])
    #expect(agrees(three.pValue ?? 0, 1.0 / 3, relative: 1e-14))
    let five = try SpearmanCorrelation([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    #expect(agrees(five.pValue ?? 0, 2.0 / 120, relative: 1e-14) && five.interval() == nil)
  }

  @Test func hostileInputs() throws {
    let cases: [([Double], [Double], String)] = [
      ([], [], "tooFew"), ([1, 2], [1], "lengthMismatch"), ([1, .nan], [1, 2], "nonFinite"),
      ([1, 1], [1, 2], "constantColumn"),
    ]
    for (x, y, name) in cases { #expect(thrownCase { try SpearmanCorrelation(x, y) } == name) }
    let many = (0..<13).map(Double.init)
    #expect(
      thrownCase { try SpearmanCorrelation(many, many, method: .exact) } == "invalidArgument")
    #expect(
      thrownCase { try SpearmanCorrelation([1, 1, 2], [1, 2, 3], method: .edgeworth) }
        == "invalidArgument")
    #expect(
      try SpearmanCorrelation(many, many, method: .edgeworth).pValue.map { (0...1).contains($0) }
        == true)
    let test = try SpearmanCorrelation([1, 2, 3, 4], [1, 3, 2, 4])
    for level in [0, 1, .nan] { #expect(test.interval(level: level) == nil) }
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(SpearmanCorrelation.self, from: data) == test)
    let text = String(decoding: data, as: UTF8.self)
    for (old, new) in [
      ("\"exact\"", "\"automatic\""), ("\"exact\"", "\"studentT\""), ("\"pValue\"", "\"other\""),
      ("\"count\":4", "\"count\":13"),
    ] {
      let forged = text.replacingOccurrences(of: old, with: new)
      #expect(forged != text, "\(old)")
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(SpearmanCorrelation.self, from: Data(forged.utf8))
      }
    }
  }
}
