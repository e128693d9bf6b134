import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct AcceptableBandTests {
  private func interval(_ lower: Double?, _ upper: Double?) throws -> Interval {
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "null" }
    let json = """
      {"level":0.95,"sides":"two","lower":\(text(lower)),"upper":\(text(upper)),"method":"m"}
      """
    return try JSONDecoder().decode(Interval.self, from: Data(json.utf8))
  }

  @Test func aFloorIsHeldAgainstTheWholeInterval() throws {
    let band = AcceptableBand.ratio(floor: .fourFifths, twoSided: false)
    for (lower, upper, verdict) in [
      (0.8, 1.2, FairnessVerdict.pass), (0.9, nil, .pass), (0.79, 1.2, .inconclusive),
      (0.3, 0.8, .inconclusive), (0.3, 0.79, .fail), (0, nil, .inconclusive), (0, 0.1, .fail),
    ] as [(Double, Double?, FairnessVerdict)] {
      #expect(band.verdict(of: try interval(lower, upper)) == verdict, "\(lower)")
    }
    #expect(band.description == "at least 0.8")
  }

  @Test func twoSidesAlsoBoundFromAbove() throws {
    let band = AcceptableBand.ratio(floor: .fourFifths, twoSided: true)
    #expect(band.upper == 1.25)
    #expect(band.verdict(of: try interval(0.9, 1.25)) == .pass)
    #expect(band.verdict(of: try interval(0.9, 1.26)) == .inconclusive)
    #expect(band.verdict(of: try interval(1.3, 2)) == .fail)
    #expect(band.verdict(of: try interval(0.9, nil)) == .inconclusive)
    #expect(band.verdict(of: try interval(1.3, nil)) == .fail)
    let margin = try AcceptableBand.difference(margin: 0.1)
    #expect(margin.verdict(of: try interval(-0.1, 0.1)) == .pass)
    #expect(margin.verdict(of: try interval(-0.2, -0.11)) == .fail)
    #expect(margin.verdict(of: try interval(nil, nil)) == .inconclusive)
    let oneSided = try AcceptableBand.difference(margin: 0.1, twoSided: false)
    #expect(oneSided.verdict(of: try interval(-0.05, 0.9)) == .pass)
    #expect(margin.description == "between -0.1 and 0.1")
  }

  @Test func hostileMarginsAndForgeries() throws {
    for margin in [-0.1, .nan, .infinity] {
      #expect(thrownCase { try AcceptableBand.difference(margin: margin) } == "invalidArgument")
    }
    let band = try AcceptableBand.difference(margin: 0)
    let data = try JSONEncoder().encode(band)
    #expect(try JSONDecoder().decode(AcceptableBand.self, from: data) == band)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(AcceptableBand.self, from: Data(#"{"lower":2,"upper":1}"#.utf8))
    }
  }
}
