import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct GoodnessOfFitTests {
  @Test func agreesWithRAndSciPy() throws {
    let cases = try ContingencyTableTests.references("fits")
    #expect(cases.count == 4)
    for item in cases {
      let counts = (item["counts"].array ?? []).compactMap(\.int)
      let fit = try GoodnessOfFit(counts, weights: item["weights"].array?.compactMap(\.double))
      let (chi, g) = (try #require(fit.chiSquaredTest), try #require(fit.gTest))
      for (value, name) in [
        (chi.statistic, "chi"), (chi.pValue, "p"), (g.statistic, "g"), (g.pValue, "gp"),
      ] {
        #expect(
          agrees(value, try #require(item[name].double), relative: 1e-11), "\(counts) \(name)")
      }
    }
  }

  @Test func weightsOfAnySizeAndEstimatedParameters() throws {
    let small = try GoodnessOfFit([10, 20, 30], weights: [1, 2, 3])
    #expect(small.chiSquaredTest?.statistic == 0 && small.gTest?.statistic == 0)
    let vast = try GoodnessOfFit([10, 20, 31], weights: [1e308, 2e307, 3e307])
    let plain = try GoodnessOfFit([10, 20, 31], weights: [10, 2, 3])
    #expect(
      agrees(
        vast.chiSquaredTest?.statistic ?? 9, plain.chiSquaredTest?.statistic ?? 8, relative: 1e-13))
    let less = try GoodnessOfFit([10, 20, 31], estimatedParameters: 1)
    #expect(less.chiSquaredTest?.degreesOfFreedom == 1 && less.degreesOfFreedom == 1)
    // A category without weight or count is left out.
    let padded = try GoodnessOfFit([10, 0, 20, 31], weights: [1, 0, 1, 1])
    #expect(padded.chiSquaredTest == (try GoodnessOfFit([10, 20, 31])).chiSquaredTest)
    #expect(padded.description.hasPrefix("4 categories, 61 in all"))
  }

  @Test func hostileInputs() throws {
    let table: [(String, String, String)] = [
      ("empty", thrownCase { try GoodnessOfFit([]) }, "tooFew"),
      ("one", thrownCase { try GoodnessOfFit([3]) }, "tooFew"),
      ("nobody", thrownCase { try GoodnessOfFit([0, 0]) }, "tooFew"),
      ("parameters", thrownCase { try GoodnessOfFit([1, 2], estimatedParameters: 1) }, "tooFew"),
      ("many", thrownCase { try GoodnessOfFit([1, 2], estimatedParameters: .max) }, "tooFew"),
      ("negative", thrownCase { try GoodnessOfFit([1, 2, 3], estimatedParameters: -1) }, "tooFew"),
      ("lengths", thrownCase { try GoodnessOfFit([1, 2], weights: [1]) }, "lengthMismatch"),
      ("count", thrownCase { try GoodnessOfFit([1, -2]) }, "invalidArgument"),
      ("overflow", thrownCase { try GoodnessOfFit([.max, .max]) }, "invalidArgument"),
      ("weights", thrownCase { try GoodnessOfFit([1, 2], weights: [-1, 2]) }, "invalidArgument"),
      ("NaN", thrownCase { try GoodnessOfFit([1, 2], weights: [.nan, 2]) }, "invalidArgument"),
      ("none", thrownCase { try GoodnessOfFit([0, 0], weights: [0, 0]) }, "invalidArgument"),
      (
        "impossible", thrownCase { try GoodnessOfFit([1, 2, 3], weights: [1, 0, 1]) }, "undefined"
      ),
      ("tiny", thrownCase { try GoodnessOfFit([1, 2], weights: [1e-300, 1e300]) }, "undefined"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    let huge = try GoodnessOfFit([1 << 52, 1 << 51], weights: [1e-200, 1])
    #expect(huge.chiSquaredTest?.pValue ?? 0 == 0)
  }

  @Test func sharesComeBackToTheLastDigit() throws {
    var generator = Generator(seed: 17)
    for place in 0..<300 {
      let weights = (0..<(2 + place % 40)).map { _ in generator.uniform() + 1e-6 }
      let fit = try GoodnessOfFit(weights.indices.map { $0 }, weights: weights)
      let data = try JSONEncoder().encode(fit)
      #expect(try JSONDecoder().decode(GoodnessOfFit.self, from: data) == fit, "\(weights)")
      #expect(abs(fit.shares.reduce(0, +) - 1) < 1e-14)
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let fit = try GoodnessOfFit([10, 20, 30], weights: [0.25, 0.25, 0.5], estimatedParameters: 1)
    let data = try JSONEncoder().encode(fit)
    #expect(try JSONDecoder().decode(GoodnessOfFit.self, from: data) == fit)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [("[10,20,30]", "[10,-20,30]"), ("0.5]", "-0.5]")] {
      #expect(text.contains(original))
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(
          GoodnessOfFit.self, from: Data(text.replacing(original, with: forged).utf8))
      }
    }
  }
}
