import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PearsonCorrelationTests {
  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("correlations.json") {
      let (x, y) = (RankReference.numbers(item["x"]), RankReference.numbers(item["y"]))
      let test = try PearsonCorrelation(x, y)
      let truth = item["pearson"]
      // R takes values of 1e9 off a rounded mean, and keeps fewer digits of them.
      let least = abs(x[0]) > 1e6 ? 8.0 : 12
      worst.hold(test.value, against: truth["value"], atLeast: least, "r")
      worst.hold(test.pValue, against: truth["p"], atLeast: min(least, 10.5), "p")
      worst.hold(test.interval()?.lower, against: truth["interval"][0], atLeast: least - 1, "lower")
      worst.hold(test.interval()?.upper, against: truth["interval"][1], atLeast: least - 1, "upper")
    }
    print("digits Pearson: \(worst.worst)")
    #expect(worst.count == 46)
  }

  // r of 1..n against 1..n with one value moved by a small d, in exact arithmetic: 1 - r keeps its
  // digits.
  @Test func besideOne() throws {
    let x = (1...5).map(Double.init)
    // y = x + d e5, with d = 2^-20: mpmath, 30 digits.
    var y = x
    y[4] += 0x1p-20
    let test = try PearsonCorrelation(x, y)
    // sum dx dy = 10 + 2 d, sum dy^2 = 10 + 4 d + 0.8 d^2: 1 - r^2 = 4 d^2 / (10 (10 + 4 d + 0.8
    // d^2)).
    let d = 0x1p-20
    let truth = 4 * d * d / (10 * (10 + 4 * d + 0.8 * d * d))
    #expect(digits(of: test.unexplained, against: truth) > 8.5)
    #expect(digits(of: test.statistic ?? 0, against: (3 / truth).squareRoot()) > 8.5)
    #expect(test.value < 1 && (test.pValue ?? 1) < 1e-15)
  }

  @Test func unitAndOriginAreFree() throws {
    let (x, y) = ([1.0, 4, 2, 8, 5], [2.0, 1, 3, 7, 9])
    let plain = try PearsonCorrelation(x, y)
    for (shift, scale) in [(0, 0x1p-1000), (0, 1e307), (1e9, 1.0), (0, -1), (-1e15, 8)] {
      let moved = try PearsonCorrelation(x.map { ($0 + shift) * scale }, y)
      #expect(agrees(moved.value, plain.value * (scale < 0 ? -1 : 1), relative: 1e-14), "\(scale)")
    }
    let turned = try PearsonCorrelation(y, x)
    #expect(agrees(turned.value, plain.value, relative: 1e-15))
    #expect(plain.degreesOfFreedom == 3 && plain.description.contains("n 5"))
  }

  @Test func pointsOnALine() throws {
    for slope in [1.0, -1, 0.1, 1e200, -3e-200] {
      let x = [1.0, 2.5, 3, 7, 11]
      let line = try PearsonCorrelation(x, x.map { $0 * slope + (abs(slope) == 1 ? 0.5 : 0) })
      #expect(line.value == (slope > 0 ? 1 : -1) && line.unexplained == 0, "\(slope)")
      #expect(line.pValue == 0 && line.statistic == nil)
      #expect(line.interval()?.lower == line.value && line.interval()?.upper == line.value)
      #expect(line.pValue(against: 0.5) == 0)
    }
    let two = try PearsonCorrelation([1, 2], [5, 3])
    #expect(two.value == -1 && two.pValue == nil && two.interval() == nil)
    let three = try PearsonCorrelation([1, 2, 3], [1, 3, 2])
    #expect(agrees(three.value, 0.5, relative: 1e-15) && three.interval() == nil)
    #expect(agrees(three.pValue ?? 0, 2.0 / 3, relative: 1e-13) && three.pValue(against: 0) == nil)
  }

  @Test func otherNulls() throws {
    let test = try PearsonCorrelation([1, 4, 2, 8, 5, 7], [2, 1, 3, 7, 9, 8])
    let interval = try #require(test.interval(level: 0.9))
    #expect(agrees(test.pValue(against: interval.lower ?? 0) ?? 0, 0.1, relative: 1e-11))
    #expect(agrees(test.pValue(against: interval.upper ?? 0) ?? 0, 0.1, relative: 1e-11))
    #expect(test.interval(level: 0.95, sides: .lower)?.upper == nil)
    #expect(test.pValue(against: 1) == nil && test.pValue(against: .nan) == nil)
  }

  @Test func momentsGiveTheSame() throws {
    var generator = Generator(seed: 10)
    let (x, z) = (generator.normals(40), generator.normals(40))
    let y = zip(x, z).map { $0 + $1 }
    let rows = try PearsonCorrelation(x, y)
    var part = try CrossMoments(columns: [Array(x[..<9]), Array(z[..<9]), Array(y[..<9])])
    try part.merge(CrossMoments(columns: [Array(x[9...]), Array(z[9...]), Array(y[9...])]))
    let merged = try PearsonCorrelation(part, 0, 2)
    #expect(agrees(merged.value, rows.value, relative: 1e-13) && merged.count == 40)
    #expect(agrees(merged.pValue ?? 0, rows.pValue ?? 1, relative: 1e-11))
    #expect(try PearsonCorrelation(part, 1, 1).value == 1)
    #expect(thrownCase { try PearsonCorrelation(part, 0, 3) } == "invalidArgument")
    #expect(thrownCase { try PearsonCorrelation(part, -1, 0) } == "invalidArgument")
    let flat = try CrossMoments(columns: [[1, 1], [1, 2]])
    #expect(thrownCase { try PearsonCorrelation(flat, 0, 1) } == "constantColumn")
    let one = try CrossMoments(columns: [[1], [2]])
    #expect(thrownCase { try PearsonCorrelation(one, 0, 1) } == "tooFew")
    let two = try CrossMoments(columns: [[1, 2], [5, 3]])
    #expect(try PearsonCorrelation(two, 0, 1).value == -1)
  }

  @Test func hostileInputs() throws {
    let cases: [([Double], [Double], String)] = [
      ([], [], "tooFew"), ([1], [1], "tooFew"), ([1, 2], [1], "lengthMismatch"),
      ([1, .nan], [1, 2], "nonFinite"), ([1, 2], [1, -.infinity], "nonFinite"),
      ([1, 1, 1], [1, 2, 3], "constantColumn"), ([1, 2, 3], [0, 0, 0], "constantColumn"),
    ]
    for (x, y, name) in cases { #expect(thrownCase { try PearsonCorrelation(x, y) } == name) }
    let end = Double.greatestFiniteMagnitude
    let wide = try PearsonCorrelation([-end, end, 0], [end, -end, 1])
    #expect(abs(wide.value + 1) < 1e-12)
    let usual = try PearsonCorrelation([1, 2, 3, 4], [1, 3, 2, 4])
    for level in [0, 1, .nan] { #expect(usual.interval(level: level) == nil) }
    let data = try JSONEncoder().encode(usual)
    #expect(try JSONDecoder().decode(PearsonCorrelation.self, from: data) == usual)
    for json in [
      #"{"count":1,"value":0.5,"unexplained":0.75}"#, #"{"count":9,"value":1.5,"unexplained":0}"#,
      #"{"count":9,"value":0.5,"unexplained":0.5}"#, #"{"count":2,"value":0.5,"unexplained":0.75}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(PearsonCorrelation.self, from: Data(json.utf8))
      }
    }
  }
}
