import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct SummaryTests {
  // MARK: References

  // Exact fractions: means far from zero, values at both ends of the range of Double.
  @Test func agreesWithExactFractions() throws {
    var (means, spreads, shapes) = (WorstDigits(), WorstDigits(), WorstDigits())
    for item in try RankReference.cases("moments.json") {
      let values = RankReference.numbers(item["values"])
      let summary = try Summary(values)
      let place = "\(values.prefix(3))"
      means.hold(summary.mean, against: item["mean"], atLeast: 15, place)
      if item["sd"].isNull {
        #expect(summary.standardDeviation == nil, "\(place)")
      } else {
        spreads.hold(summary.standardDeviation, against: item["sd"], atLeast: 14, place)
      }
      means.hold(summary.geometricMean, against: item["geometric"], atLeast: 13.5, place)
      // Where the third moment vanishes by symmetry its relative error says nothing.
      if abs(item["skewness"].double ?? 0) > 1e-6 {
        shapes.hold(summary.skewness(.moments), against: item["skewness"], atLeast: 12, place)
      } else if let truth = item["skewness"].double {
        #expect(abs((summary.skewness(.moments) ?? .nan) - truth) < 1e-14, "\(place)")
      }
      if item["kurtosis"].isNull {
        #expect(summary.excessKurtosis(.moments) == nil)
      } else {
        shapes.hold(summary.excessKurtosis(.moments), against: item["kurtosis"], atLeast: 13, place)
      }
    }
    print(
      "digits means \(means.worst), standard deviations \(spreads.worst), shapes \(shapes.worst)")
    #expect(means.count == 26 && spreads.count == 13)
  }

  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("quantiles.json") {
      let values = RankReference.numbers(item["values"])
      let summary = try Summary(values)
      worst.hold(summary.mean, against: item["mean"], atLeast: 14, "mean")
      worst.hold(summary.standardDeviation, against: item["sd"], atLeast: 13, "sd")
      worst.hold(summary.medianAbsoluteDeviation, against: item["mad"], atLeast: 14, "mad")
      for convention in ShapeConvention.allCases {
        let place = convention.rawValue - 1
        // R takes deviations from a rounded mean; of values around 1e9 it keeps fewer digits.
        let least = abs(summary.mean) > 1e6 ? 6.0 : 11
        worst.hold(
          summary.skewness(convention), against: item["skewness"][place], atLeast: least, "skew")
        worst.hold(
          summary.excessKurtosis(convention), against: item["kurtosis"][place], atLeast: least,
          "kurtosis")
      }
    }
    #expect(worst.count > 70)
  }

  @Test func agreesWithASpreadsheet() throws {
    // SKEW and KURT of 3, 4, 5, 2, 3, 4, 5, 6, 4, 7, as in the help of a spreadsheet.
    let summary = try Summary([3, 4, 5, 2, 3, 4, 5, 6, 4, 7])
    #expect(agrees(summary.skewness() ?? 0, 0.359543071, relative: 1e-8))
    #expect(agrees(summary.excessKurtosis() ?? 0, -0.151799637, relative: 1e-8))
    #expect(agrees(summary.standardError ?? 0, 0.4725815626, relative: 1e-8))
  }

  // MARK: Properties

  @Test func shiftAndScale() throws {
    var generator = Generator(seed: 5)
    let values = generator.normals(40).map { ($0 * 1024).rounded() / 1024 }
    let plain = try Summary(values)
    for (shift, scale) in [(1e9, 1.0), (-1e12, 4), (0, 1e-300), (0, 1e300), (0, -2)] {
      let moved = try Summary(values.map { ($0 + shift) * scale })
      let spread = try #require(plain.standardDeviation) * abs(scale)
      #expect(agrees(moved.standardDeviation ?? 0, spread, relative: shift == 0 ? 1e-14 : 1e-3))
      let skewness = try #require(plain.skewness()) * (scale < 0 ? -1 : 1)
      #expect(agrees(moved.skewness() ?? 0, skewness, relative: shift == 0 ? 1e-12 : 1e-3))
      #expect(
        agrees(
          moved.excessKurtosis() ?? 0, plain.excessKurtosis() ?? 1,
          relative: shift == 0 ? 1e-12 : 1e-2))
    }
  }

  @Test func missingCellsAreCounted() throws {
    let summary = try Summary([1, nil, 3, nil, nil, 5])
    #expect(summary.count == 3 && summary.missing == 3 && summary.mean == 3)
    #expect(summary.description.contains("missing 3"))
    let whole = try Summary([1.0, 3, 5])
    #expect(whole.missing == 0 && !whole.description.contains("missing"))
    #expect(summary.standardDeviation == 2 && summary.coefficientOfVariation == 2.0 / 3)
    #expect(summary.interquartileRange == 2 && summary.variance == 4)
  }

  // MARK: Hostile

  @Test func smallAndConstantSamples() throws {
    let one = try Summary([42.0])
    #expect(one.mean == 42 && one.median == 42 && one.medianAbsoluteDeviation == 0)
    #expect(one.standardDeviation == nil && one.variance == nil && one.standardError == nil)
    #expect(one.skewness() == nil && one.excessKurtosis() == nil)
    #expect(one.coefficientOfVariation == nil && one.description.contains("undefined"))
    let same = try Summary([0.1, 0.1, 0.1])
    #expect(same.mean == 0.1 && same.standardDeviation == 0 && same.skewness(.moments) == nil)
    #expect(same.geometricMean == 0.1)
    let two = try Summary([1.0, 2])
    #expect(two.skewness() == nil && two.skewness(.moments) == 0 && two.excessKurtosis() == nil)
    #expect(two.excessKurtosis(.moments) == -2 && two.excessKurtosis(.sampleDeviation) == -2.75)
    #expect(try Summary([-1.0, 1]).coefficientOfVariation == nil)
    #expect(try Summary([0.0, 4]).geometricMean == 0 && Summary([-1.0, 4]).geometricMean == nil)
  }

  @Test func hostileInputs() throws {
    #expect(thrownCase { try Summary([Double]()) } == "tooFew")
    #expect(thrownCase { try Summary([Double?](repeating: nil, count: 3)) } == "tooFew")
    #expect(thrownCase { try Summary([1, .nan]) } == "nonFinite")
    #expect(thrownSentence { try Summary([1, nil, .infinity], column: "pay") }.contains("row 3"))
    let end = Double.greatestFiniteMagnitude
    let wide = try Summary([-end, end, end, -end])
    #expect(wide.mean == 0 && wide.standardDeviation == nil && wide.interquartileRange == nil)
    #expect(wide.excessKurtosis(.moments) == -2 && wide.skewness(.moments) == 0)
    #expect(try Summary([end, end]).mean == end)
    let data = try JSONEncoder().encode(wide)
    #expect(try JSONDecoder().decode(Summary.self, from: data) == wide)
    let text = String(decoding: try JSONEncoder().encode(Summary([1.0, 2, 4])), as: UTF8.self)
    for (old, new) in [
      ("\"count\":3", "\"count\":0"), ("\"missing\":0", "\"missing\":-1"),
      ("\"median\":2", "\"median\":9"), ("\"maximum\":4", "\"maximum\":1e999"),
      ("\"minimum\":1", "\"minimum\":3"), ("\"count\":3", "\"count\":1"),
      ("\"momentSkewness\":0", "\"momentSkewness\":2"),
      ("\"momentSkewness\":", "\"momentSkewness\":-9"),
      ("\"momentKurtosis\":-1", "\"momentKurtosis\":-3"),
      ("\"momentKurtosis\":-1", "\"momentKurtosis\":4"),
    ] {
      let forged = text.replacingOccurrences(of: old, with: new)
      #expect(forged != text, "\(old)")
      #expect(throws: (any Error).self, "\(new)") {
        try JSONDecoder().decode(Summary.self, from: Data(forged.utf8))
      }
    }
    let one = String(decoding: try JSONEncoder().encode(Summary([2.0])), as: UTF8.self)
    let spread = one.replacingOccurrences(
      of: "\"count\":1", with: "\"count\":1,\"standardDeviation\":3")
    #expect(throws: Never.self) { try JSONDecoder().decode(Summary.self, from: Data(one.utf8)) }
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Summary.self, from: Data(spread.utf8))
    }
  }
}
