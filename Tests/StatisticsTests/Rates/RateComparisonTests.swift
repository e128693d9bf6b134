import Distributions
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct RateComparisonTests {
  static func compare(
    _ treated: (Int, Double), _ control: (Int, Double), perExposure: Double = 1
  ) throws -> RateComparison {
    try RateComparison(
      treated: EventRate(count: treated.0, exposure: treated.1),
      control: EventRate(count: control.0, exposure: control.1), perExposure: perExposure)
  }

  // MARK: References

  @Test func agreesWithR() throws {
    let file = ReferenceRoot.own.appending(path: "statistics/poisson_two.json")
    let cases = try #require(JSONValue(contentsOf: file)["cases"].array)
    #expect(cases.count == 42)
    var worst = 15.95
    for item in cases {
      let counts = try #require(item["counts"].array).compactMap(\.int)
      let exposures = try #require(item["exposures"].array).compactMap(\.double)
      let result = try Self.compare((counts[0], exposures[0]), (counts[1], exposures[1]))
      let level = try #require(item["level"].double)
      let interval = try #require(result.exactRatioInterval(level: level))
      var pairs: [(Double?, Double?)] = [
        (interval.lower, item["lower"].double), (result.pValueFewer, item["fewer"].double),
        (result.pValueMore, item["more"].double),
      ]
      let upper = try #require(item["upper"].double)
      if upper.isFinite {
        pairs.append((interval.upper, upper))
      } else {
        #expect(interval.upper == nil)
      }
      for (place, (value, truth)) in pairs.enumerated() {
        let found = digits(of: try #require(value), against: try #require(truth))
        worst = min(worst, found)
        #expect(found > 10, "\(place) of \(counts) \(exposures) at \(level): \(value ?? .nan)")
      }
    }
    print("digits poisson ratio: \(worst)")
  }

  @Test func theSeedQuarter() throws {
    // Case roi-s25: 10 exits in a year before, 2 in a quarter; improvement 2 a year.
    let result = try Self.compare((2, 0.25), (10, 1))
    let improvement = result.effect.improvement
    let interval = try #require(improvement.interval(level: 0.9))
    #expect(improvement.value == 2)
    #expect(digits(of: try #require(interval.lower), against: -15.78168716696089792287743) > 13)
    #expect(digits(of: try #require(interval.upper), against: 11.57861518457225899834552) > 13)
    #expect(
      digits(of: try #require(improvement.standardError), against: 6.480740698407860230965967) > 15)
    let ratio = try #require(result.exactRatioInterval(level: 0.9))
    #expect(digits(of: try #require(result.ratio), against: 0.8) > 15)
    #expect(digits(of: try #require(ratio.lower), against: 0.1256685474087627695300315) > 13)
    #expect(digits(of: try #require(ratio.upper), against: 3.118773253877042590909375) > 13)
    #expect(digits(of: result.pValueFewer, against: 0.55834574848) > 13)
    // The one-sided 0.90 bound is the lower end of the two-sided 0.80 interval.
    let one = try #require(improvement.interval(level: 0.9, sides: .lower))
    let two = try #require(improvement.interval(level: 0.8))
    #expect(agrees(one.lower ?? .nan, two.lower ?? 0, relative: 1e-14))
    #expect(one.upper == nil)
  }

  @Test func noEventInThePilot() throws {
    // Case roi-s26.
    let result = try Self.compare((0, 0.5), (7, 1))
    let interval = try #require(result.effect.improvement.interval(level: 0.95))
    #expect(digits(of: try #require(interval.lower), against: -1.48238664365270595610912) > 12)
    #expect(digits(of: try #require(interval.upper), against: 14.42267536170237941229082) > 13)
    #expect(result.ratio == 0)
    let ratio = try #require(result.exactRatioInterval())
    #expect(ratio.lower == 0)
    #expect(digits(of: try #require(ratio.upper), against: 1.387627960192905308679009) > 13)
    #expect(digits(of: result.pValueFewer, against: 0.05852766346593507087334248) > 13)
    #expect(result.checks.first?.verdict == .inconclusive)
  }

  /// Equation 9 of Donner and Zou (2012) in SciPy, with limits from `scipy.stats.chi2`.
  @Test(arguments: [
    ((2, 2.5), (10, 10.0), 0.95, 0.09260373989474756, 3.6104394199453225),
    ((2, 2.5), (10, 10.0), 0.90, 0.1354225258685865, 2.9987392674189395),
    ((40, 100.0), (25, 120.0), 0.95, 1.146292320756249, 3.2652930835016365),
    ((0, 5.0), (10, 10.0), 0.95, 0, 0.8640221784965572),
  ])
  func ratioByMover(
    treated: (Int, Double), control: (Int, Double), level: Double, lower: Double, upper: Double
  ) throws {
    let interval = try #require(try Self.compare(treated, control).ratioInterval(level: level))
    #expect(interval.method == "MOVER of Garwood limits")
    #expect(agrees(try #require(interval.lower), lower, relative: 1e-12))
    #expect(agrees(try #require(interval.upper), upper, relative: 1e-12))
  }

  @Test func ratioByMoverTurnsWithItsGroups() throws {
    for (first, second) in [(2, 10), (1, 1), (300, 7), (0, 4), (5, 0), (1 << 53, 3)] {
      let ratio = try #require(try Self.compare((first, 2), (second, 3)).ratioInterval())
      let turned = try #require(try Self.compare((second, 3), (first, 2)).ratioInterval())
      #expect((ratio.lower == 0) == (first == 0) && (ratio.upper == nil) == (second == 0))
      for (limit, other) in [(ratio.lower, turned.upper), (ratio.upper, turned.lower)] {
        if let limit, let other, limit != 0 {
          #expect(agrees(limit * other, 1, relative: 1e-9))
        }
      }
      if let point = try Self.compare((first, 2), (second, 3)).ratio {
        #expect(ratio.contains(point))
      }
    }
    #expect(try Self.compare((0, 1), (0, 1)).ratioInterval() == nil)
    #expect(try Self.compare((5, 1e-140), (5, 1e300)).ratioInterval() == nil)
    for level in [0, 1, .nan, -0.5, 7] {
      #expect(try Self.compare((1, 1), (2, 1)).ratioInterval(level: level) == nil)
    }
  }

  // MARK: Properties

  @Test func moverIsTheFormula() throws {
    for (x, y) in [(2, 10), (0, 7), (5, 0), (0, 0), (40, 41)] {
      let treated = try EventRate(count: x, exposure: 0.5)
      let control = try EventRate(count: y, exposure: 2)
      let result = try RateComparison(treated: treated, control: control, perExposure: 3)
      for level in [0.5, 0.8, 0.95, 0.999] {
        let found = try #require(result.effect.interval(level: level))
        let (a, b) = (
          try #require(treated.interval(level: level)), try #require(control.interval(level: level))
        )
        let (la, ua) = (a.lower ?? 0, a.upper ?? 0)
        let (lb, ub) = (b.lower ?? 0, b.upper ?? 0)
        let difference = treated.rate - control.rate
        let below =
          ((treated.rate - la) * (treated.rate - la) + (ub - control.rate) * (ub - control.rate))
        let above =
          ((ua - treated.rate) * (ua - treated.rate) + (control.rate - lb) * (control.rate - lb))
        #expect(abs((found.lower ?? .nan) - 3 * (difference - below.squareRoot())) < 1e-11)
        #expect(abs((found.upper ?? .nan) - 3 * (difference + above.squareRoot())) < 1e-11)
      }
    }
  }

  @Test func exchangingTheRatesTurnsTheInterval() throws {
    let one = try #require(try Self.compare((3, 1), (9, 2)).effect.interval())
    let other = try #require(try Self.compare((9, 2), (3, 1)).effect.interval())
    #expect(agrees(one.lower ?? .nan, -(other.upper ?? 0), relative: 1e-14))
    #expect(agrees(one.upper ?? .nan, -(other.lower ?? 0), relative: 1e-14))
  }

  @Test(arguments: [1e-250, 1e-150, 1e-100, 1e100, 1e150, 1e250])
  func tinyAndHugeRatesKeepTheirWidth(scale: Double) throws {
    // Squares of such rates leave the range of Double; the limits must not.
    let plain = try #require(try Self.compare((3, 1), (9, 2)).effect.interval())
    let scaled = thrownCase { try Self.compare((3, 1 / scale), (9, 2 / scale)) }
    guard scaled == "none" else {
      #expect(scale > 1e150 && scaled == "invalidArgument")
      return
    }
    let interval = try #require(try Self.compare((3, 1 / scale), (9, 2 / scale)).effect.interval())
    #expect(digits(of: try #require(interval.lower) / scale, against: plain.lower ?? 0) > 13)
    #expect(digits(of: try #require(interval.upper) / scale, against: plain.upper ?? 0) > 13)
  }

  @Test func exposuresThatDifferWildly() throws {
    let result = try Self.compare((5, 1e-3), (5, 1e12))
    let interval = try #require(result.effect.interval())
    let alone = try #require(try EventRate(count: 5, exposure: 1e-3).interval())
    #expect(digits(of: try #require(interval.lower), against: alone.lower ?? 0) > 9)
    #expect(result.pValueMore < 1e-60 && result.pValueMore > 0)
    #expect(agrees(result.pValueFewer, 1, relative: 1e-12))
    // Sums of such exposures would overflow.
    let vast = try Self.compare((5, 1e308), (5, 1.5e308))
    let same = try Self.compare((5, 1), (5, 1.5))
    #expect(digits(of: vast.pValueFewer, against: same.pValueFewer) > 13)
    #expect(vast.exactRatioInterval() != nil)
    #expect(try Self.compare((5, 1e-140), (5, 1e300)).exactRatioInterval() == nil)
  }

  @Test func confidenceIsTheLevelOfTheBound() throws {
    for counts in [(2, 10), (0, 7), (6, 0), (0, 0), (30, 20)] {
      let effect = try Self.compare((counts.0, 0.25), (counts.1, 1)).effect.improvement
      var last = 1.0
      for step in -60...60 {
        let threshold = Double(step) * 0.5 + 0.01
        let confidence = try #require(effect.confidence(thatExceeds: threshold))
        #expect(confidence >= 0 && confidence <= 1)
        #expect(confidence <= last + 1e-12, "monotone at \(threshold)")
        last = confidence
        // Inverted: the one-sided bound at that level is the threshold.
        if confidence > 1e-6, confidence < 1 - 1e-9,
          let bound = effect.interval(level: confidence, sides: .lower)?.lower
        {
          #expect(abs(bound - threshold) < 1e-6 * (1 + abs(threshold)), "\(counts) \(threshold)")
        }
      }
      #expect(effect.confidence(thatExceeds: -.infinity) == 1)
      #expect(effect.confidence(thatExceeds: .infinity) == 0)
      #expect(effect.confidence(thatExceeds: .nan) == nil)
    }
    // No pilot event and a base of none: the improvement cannot exceed zero at any level.
    let none = try Self.compare((3, 1), (0, 1)).effect.improvement
    #expect(none.confidence(thatExceeds: 1) == 0)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    for perExposure in [0, -1, .nan, .infinity] {
      #expect(
        thrownCase { try Self.compare((1, 1), (2, 1), perExposure: perExposure) }
          == "invalidArgument")
    }
    #expect(
      thrownCase { try Self.compare((1, 1e-100), (0, 1), perExposure: 1e300) } == "invalidArgument")
    let result = try Self.compare((1, 1), (2, 1))
    for level in [0, 1, .nan, -0.5, 7] {
      #expect(result.exactRatioInterval(level: level) == nil)
      #expect(result.effect.interval(level: level) == nil)
    }
    #expect(try Self.compare((0, 1), (0, 1)).exactRatioInterval() == nil)
    #expect(try Self.compare((0, 1), (0, 1)).ratio == nil)
    #expect(try Self.compare((0, 1), (0, 1)).pValueFewer == 1)
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let result = try Self.compare((2, 0.25), (10, 1), perExposure: 1.5)
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(RateComparison.self, from: data) == result)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [
      ("\"value\":-3", "\"value\":-30"), ("\"factor\":1.5", "\"factor\":15"),
      ("\"count\":10", "\"count\":-10"),
    ] {
      #expect(text.contains(original))
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(RateComparison.self, from: forgery)
      }
    }
  }

  // MARK: Coverage

  // Every pair of counts that can occur is enumerated over a grid of true yearly rates; the exposures are
  // those of a year before and a quarter's pilot. MOVER is no exact method: what it covers is stated here.
  @Test(arguments: [(Sides.two, 0.90, 0.90), (.two, 0.80, 0.80), (.lower, 0.90, 0.90)])
  func coverageIsEnumerated(sides: Sides, level: Double, least expected: Double) throws {
    let rates = stride(from: 2.0, through: 24, by: 2).map { $0 }
    let limit = 64
    let intervals = try (0...limit).map { before in
      try (0...limit / 2).map { after in
        try #require(
          RateComparison(
            treated: EventRate(count: after, exposure: 0.25),
            control: EventRate(count: before, exposure: 1)
          ).effect.interval(level: level, sides: sides))
      }
    }
    var least = 1.0
    var total = 0.0
    for before in rates {
      for after in rates {
        let control = try #require(Poisson(mean: before))
        let treated = try #require(Poisson(mean: after / 4))
        var coverage = 0.0
        for first in 0...limit {
          for second in 0...limit / 2 where intervals[first][second].contains(after - before) {
            coverage += control.pmf(first) * treated.pmf(second)
          }
        }
        least = min(least, coverage)
        total += coverage
      }
    }
    print("coverage MOVER \(sides.rawValue) \(level): least \(least), mean \(total / 144)")
    #expect(least > expected)
    #expect(total / 144 < 0.99)
  }
}
