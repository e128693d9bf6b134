import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct StandardizedDifferenceTests {
  private static func size(_ d: Double, _ n1: Int, _ n0: Int) throws -> StandardizedDifference {
    let treated = try #require(Moments(count: n1, mean: d, standardDeviation: 1))
    guard n0 > 0 else { return try StandardizedDifference(differences: treated) }
    let control = try #require(Moments(count: n0, mean: 0, standardDeviation: 1))
    return try StandardizedDifference(treated: treated, control: control)
  }

  @Test func agreesWithTheReference() throws {
    for item in try ABData.cases("effect_size") {
      let (treated, control) = try ABData.moments()
      let size = try StandardizedDifference(treated: treated, control: control)
      let interval = try #require(size.interval())
      try ABData.expect(
        [
          "cohen_d": size.cohenD, "hedges_g": size.hedgesG, "hedges_j": size.correction,
          "ci_low_d": interval.lower, "ci_high_d": interval.upper,
        ], item)
    }
  }

  @Test func agreesWithAnIntegralOfTheNoncentralT() throws {
    let file = ReferenceRoot.own.appending(path: "statistics/tests.json")
    let cases = try #require(JSONValue(contentsOf: file)["sizes"].array)
    #expect(cases.count == 7)
    var worst = 15.95
    for item in cases {
      let size = try Self.size(
        #require(item["d"].double), #require(item["n1"].int), #require(item["n0"].int))
      let interval = try #require(size.interval())
      for (value, truth) in [
        (size.cohenD, item["d"]), (size.correction, item["correction"]),
        (interval.lower ?? .nan, item["interval"][0]),
        (interval.upper ?? .nan, item["interval"][1]),
      ] {
        let truth = try #require(truth.double)
        #expect(agrees(value, truth, relative: 1e-11, absolute: 1e-14), "\(size) \(value) \(truth)")
        if truth != 0 { worst = min(worst, digits(of: value, against: truth)) }
      }
    }
    print("digits standardised difference: \(worst)")
  }

  @Test func theCorrectionKeepsItsDigits() throws {
    // J of 1 and 2 degrees of freedom by hand, and 1 - 3 / (4 v - 1) for large v.
    #expect(try Self.size(0.5, 2, 0).correction == 0)
    let truth = 1 / Double.pi.squareRoot()
    #expect(agrees(try Self.size(0.5, 3, 0).correction, truth, relative: 1e-14))
    for pairs in [1_000_001, 1_000_000_001] {
      let v = Double(pairs - 1)
      #expect(abs(try Self.size(0.5, pairs, 0).correction - (1 - 3 / (4 * v - 1))) < 1e-12)
    }
    let two = try Self.size(0.5, 2, 0)
    #expect(two.hedgesG == nil && two.hedgesInterval() == nil && two.interval() != nil)
  }

  @Test func sidesAndMethods() throws {
    let size = try Self.size(0.4, 30, 25)
    let mirror = try Self.size(-0.4, 30, 25)
    for method in StandardizedDifference.IntervalMethod.allCases {
      let two = try #require(size.interval(level: 0.9, method: method))
      let lower = try #require(size.interval(level: 0.95, sides: .lower, method: method))
      #expect(agrees(two.lower ?? 9, lower.lower ?? 8, relative: 1e-12) && lower.upper == nil)
      let other = try #require(mirror.interval(level: 0.9, method: method))
      #expect(agrees(two.lower ?? 9, 0 - (other.upper ?? 8), relative: 1e-12))
      #expect(two.contains(0.4) && two.method == method.name)
      let hedges = try #require(size.hedgesInterval(level: 0.9, method: method))
      #expect(agrees(hedges.upper ?? 9, size.correction * (two.upper ?? 8), relative: 1e-14))
    }
    // The normal form is near the exact one among many.
    let many = try Self.size(0.4, 3000, 2500)
    let gap = (many.interval()?.lower ?? 9) - (many.interval(method: .normal)?.lower ?? 8)
    #expect(abs(gap) < 2e-4)
    #expect(agrees(many.standardError, 0.0273 + 0.00001, relative: 0.01))
  }

  @Test func coverageIsNominal() throws {
    // Normal data with d = 0.8 in groups of 6: the noncentral t interval covers exactly 95 %.
    var generator = Generator(seed: 23)
    var (exact, normal) = (0, 0)
    let samples = 600
    for _ in 0..<samples {
      let size = try StandardizedDifference(
        treated: Moments(generator.normals(6).map { $0 + 0.8 }),
        control: Moments(generator.normals(6)))
      if size.interval()?.contains(0.8) == true { exact += 1 }
      if size.interval(method: .normal)?.contains(0.8) == true { normal += 1 }
    }
    let share = Double(exact) / Double(samples)
    print(
      "coverage Cohen d 6 and 6: noncentral t \(share), normal \(Double(normal) / Double(samples))")
    #expect(abs(share - 0.95) < 4 * (0.95 * 0.05 / Double(samples)).squareRoot())
  }

  @Test func hostileInputs() throws {
    let one = try Moments([1])
    let two = try Moments([1, 2])
    let flat = try Moments([2, 2])
    let table: [(String, String, String)] = [
      (
        "one treated", thrownCase { try StandardizedDifference(treated: one, control: two) },
        "tooFew"
      ),
      (
        "flat", thrownCase { try StandardizedDifference(treated: flat, control: flat) },
        "constantColumn"
      ),
      ("one pair", thrownCase { try StandardizedDifference(differences: one) }, "tooFew"),
      (
        "flat pairs", thrownCase { try StandardizedDifference(differences: flat) }, "constantColumn"
      ),
      ("vast d", thrownCase { try Self.size(1e80, 3, 3) }, "overflow"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    let size = try StandardizedDifference(treated: two, control: Moments([0, 4, 9]))
    for level in [0, 1, -1, .nan] { #expect(size.interval(level: level) == nil) }
    for (d, n) in [(1e70, 3), (1e-300, 3), (0, 2), (4, 1_000_000_000)] as [(Double, Int)] {
      let interval = try Self.size(d, n, n).interval(level: 0.99)
      #expect((interval?.lower ?? -.infinity) <= (interval?.upper ?? .infinity))
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let size = try Self.size(0.4, 5, 7)
    let data = try JSONEncoder().encode(size)
    #expect(try JSONDecoder().decode(StandardizedDifference.self, from: data) == size)
    #expect(size.description.hasPrefix("Cohen d 0.4, Hedges g 0.36"), "\(size)")
    for text in [
      #"{"cohenD":1,"comparison":{"pairs":{"_0":1}}}"#,
      #"{"cohenD":1,"comparison":{"groups":{"treated":5,"control":-5}}}"#,
      #"{"cohenD":1e99,"comparison":{"pairs":{"_0":5}}}"#, "{}",
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(StandardizedDifference.self, from: Data(text.utf8))
      }
    }
  }
}
