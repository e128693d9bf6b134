import Distributions
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct EventRateTests {
  @Test func agreesWithR() throws {
    let file = ReferenceRoot.own.appending(path: "statistics/poisson_one.json")
    let cases = try #require(JSONValue(contentsOf: file)["cases"].array)
    #expect(cases.count == 63)
    var worst = 15.95
    for item in cases {
      let rate = try EventRate(
        count: try #require(item["count"].int), exposure: try #require(item["exposure"].double))
      let level = try #require(item["level"].double)
      let two = try #require(rate.interval(level: level))
      let pairs = [
        (two.lower, item["interval"][0].double), (two.upper, item["interval"][1].double),
        (rate.interval(level: level, sides: .lower)?.lower, item["lower"].double),
        (rate.interval(level: level, sides: .upper)?.upper, item["upper"].double),
      ]
      for (value, truth) in pairs {
        let found = digits(of: try #require(value), against: try #require(truth))
        worst = min(worst, found)
        #expect(found > 10, "\(rate) at \(level)")
      }
    }
    print("digits garwood: \(worst)")
  }

  @Test(arguments: [0.8, 0.9, 0.95])
  func coverageIsAtLeastNominal(level: Double) throws {
    // Every count that can occur is enumerated; the interval must hold the mean at least so often.
    let limits = try (0...200).map { count in
      try #require(EventRate(count: count, exposure: 1).interval(level: level))
    }
    var least = 1.0
    var total = 0.0
    var points = 0.0
    for step in 1...600 {
      let mean = Double(step) * 0.1
      let poisson = try #require(Poisson(mean: mean))
      var coverage = 0.0
      for (count, interval) in limits.enumerated() where interval.contains(mean) {
        coverage += poisson.pmf(count)
      }
      least = min(least, coverage)
      total += coverage
      points += 1
    }
    print("coverage garwood \(level): least \(least), mean \(total / points)")
    #expect(least >= level - 1e-12)
  }

  @Test func exposureScalesTheRate() throws {
    let one = try EventRate(count: 7, exposure: 1)
    for exposure in [1e-150, 0.25, 52, 1e300] {
      let rate = try EventRate(count: 7, exposure: exposure)
      #expect(digits(of: rate.rate, against: 7 / exposure) > 15)
      let (found, plain) = (try #require(rate.interval()), try #require(one.interval()))
      #expect(digits(of: (found.lower ?? 0) * exposure, against: plain.lower ?? 0) > 14)
      #expect(digits(of: (found.upper ?? 0) * exposure, against: plain.upper ?? 0) > 14)
    }
  }

  @Test func zeroEventsHaveAnUpperLimit() throws {
    let rate = try EventRate(count: 0, exposure: 0.5)
    let interval = try #require(rate.interval(level: 0.95))
    #expect(interval.lower == 0)
    // roi-s26: -ln(0.025) / 0.5.
    #expect(digits(of: try #require(interval.upper), against: 7.377758908227872605704911) > 14)
    #expect(rate.description == "0 events in 0.5, rate 0")
  }

  @Test func hostileInputs() throws {
    let table: [(Int, Double, String)] = [
      (-1, 1, "invalidArgument"), (.min, 1, "invalidArgument"), (.max, 1, "invalidArgument"),
      (1, 0, "invalidArgument"), (1, -1, "invalidArgument"), (1, .nan, "invalidArgument"),
      (1, .infinity, "invalidArgument"), (1, -.infinity, "invalidArgument"),
      (1, .leastNonzeroMagnitude, "invalidArgument"), (1 << 53, 1, "none"),
      (0, .leastNonzeroMagnitude, "none"), (1, .greatestFiniteMagnitude, "none"),
    ]
    for (count, exposure, expected) in table {
      #expect(thrownCase { try EventRate(count: count, exposure: exposure) } == expected)
    }
    let rate = try EventRate(count: 3, exposure: 2)
    for level in [0, 1, -1, 2, .nan, .infinity] { #expect(rate.interval(level: level) == nil) }
    let vast = try EventRate(count: 1 << 53, exposure: 1)
    let limits = try #require(vast.interval())
    #expect((limits.lower ?? 0) < 0x1p53 && (limits.upper ?? 0) > 0x1p53)
    for text in [
      #"{"count":-1,"exposure":1}"#, #"{"count":1,"exposure":0}"#, #"{"count":1}"#,
      #"{"count":1.5,"exposure":1}"#, #"{"count":1e30,"exposure":1}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(EventRate.self, from: Data(text.utf8))
      }
    }
  }
}
