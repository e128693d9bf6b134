import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PValueCombinationTests {
  @Test func agreesWithSixtyDigits() throws {
    let file = ReferenceRoot.own.appending(path: "statistics/pvalues.json")
    let cases = try #require(JSONValue(contentsOf: file)["combined"].array)
    #expect(cases.count == 9)
    var worst = 15.95
    for item in cases {
      let values = try #require(item["p"].array).compactMap(\.double)
      let weights = try #require(item["weights"].array).compactMap(\.double)
      for (method, name) in [
        (PValueCombination.Method.fisher, "fisher"), (.tippett, "tippett"),
        (.stouffer(), "stouffer"), (.stouffer(weights: weights), "weighted"), (.cauchy, "cauchy"),
      ] {
        guard let truth = item[name].double else { continue }
        let found = try PValueCombination(values, method: method)
        let value = try #require(found.logPValue)
        #expect(
          agrees(value, truth, relative: 1e-12, absolute: 1e-15), "\(name) of \(values) \(value)")
        if abs(truth) > 1e-3 { worst = min(worst, digits(of: value, against: truth)) }
        #expect(agrees(found.pValue, exp(truth), relative: 1e-9, absolute: 1e-300))
      }
    }
    print("digits combined p-values: \(worst)")
  }

  /// SciPy 1.17 `combine_pvalues([0.01, 0.2, 0.3], method=, weights=[1, 2, 3])`.
  @Test func agreesWithSciPy() throws {
    for (method, truth) in [
      (PValueCombination.Method.fisher, 0.021561751324834632), (.stouffer(), 0.016512032608962935),
      (.tippett, 0.029701),
    ] {
      let found = try PValueCombination([0.01, 0.2, 0.3], method: method).pValue
      #expect(agrees(found, truth, relative: 1e-12), "\(method.name) \(found)")
    }
  }

  @Test func onePValueIsItself() throws {
    for p in [1e-300, 1e-9, 0.04, 0.5, 0.97] {
      for method in [PValueCombination.Method.fisher, .stouffer(), .tippett, .cauchy] {
        let found = try PValueCombination([p], method: method).pValue
        #expect(agrees(found, p, relative: 1e-12), "\(method.name) \(p) \(found)")
      }
    }
  }

  @Test func endsAreDefined() throws {
    let tiny = Double.leastNonzeroMagnitude
    for method in [PValueCombination.Method.fisher, .stouffer(), .tippett, .cauchy] {
      let none = try PValueCombination([0.4, 0, 0.2], method: method)
      #expect(none.pValue == 0 && none.logPValue == nil, "\(method.name)")
      let all = try PValueCombination([1, 1], method: method)
      #expect(all.pValue == 1 && all.logPValue == 0, "\(method.name)")
      let least = try PValueCombination([tiny, tiny, tiny], method: method)
      #expect((least.logPValue ?? 0) < -740, "\(method.name)")
    }
    #expect(try PValueCombination([0.3, 1], method: .stouffer()).pValue == 1)
    #expect(try PValueCombination([0.3, 1], method: .cauchy).pValue == 1)
    #expect(try PValueCombination([0, 1]).pValue == 0)
    for method in [PValueCombination.Method.stouffer(), .cauchy] {
      #expect(thrownCase { try PValueCombination([0, 1], method: method) } == "undefined")
    }
  }

  @Test func falseAlarmsKeepTheLevel() throws {
    var generator = Generator(seed: 71)
    var counts = [0, 0, 0]
    let families = 3000
    for _ in 0..<families {
      let values = (0..<4).map { _ in generator.uniform() }
      for (place, method) in [PValueCombination.Method.fisher, .stouffer(), .tippett].enumerated() {
        if try PValueCombination(values, method: method).pValue <= 0.05 { counts[place] += 1 }
      }
    }
    for count in counts {
      let error = (0.05 * 0.95 / Double(families)).squareRoot()
      #expect(abs(Double(count) / Double(families) - 0.05) < 4 * error)
    }
  }

  @Test func hostileInputs() throws {
    #expect(thrownCase { try PValueCombination([]) } == "tooFew")
    for wrong in [-0.1, 1.1, .nan, .infinity] {
      for method in [PValueCombination.Method.fisher, .stouffer(), .tippett, .cauchy] {
        #expect(
          thrownCase { try PValueCombination([0.5, wrong], method: method) } == "invalidArgument")
      }
    }
    for (weights, fault) in [
      ([1.0], "lengthMismatch"), ([1, 0], "invalidArgument"), ([1, -1], "invalidArgument"),
      ([1, .nan], "invalidArgument"), ([.infinity, 1], "invalidArgument"), ([], "lengthMismatch"),
    ] {
      let method = PValueCombination.Method.stouffer(weights: weights)
      #expect(thrownCase { try PValueCombination([0.5, 0.2], method: method) } == fault)
    }
    let vast = try PValueCombination([0.5, 0.2], method: .stouffer(weights: [1e300, 1e300]))
    let even = try PValueCombination([0.5, 0.2], method: .stouffer())
    #expect(agrees(vast.pValue, even.pValue, relative: 1e-14))
    // A weight that vanishes beside the largest: certainty remains certainty.
    let weights = PValueCombination.Method.stouffer(weights: [1e-300, 1e300])
    #expect(try PValueCombination([0, 0.5], method: weights).pValue == 0)
    #expect(try PValueCombination([1, 0.5], method: weights).pValue == 1)
    let other = try PValueCombination([1e-9, 0.3], method: weights)
    #expect(agrees(other.pValue, 0.3, relative: 1e-13))
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let combined = try PValueCombination([0.25, 0.5], method: .stouffer(weights: [1, 2]))
    let data = try JSONEncoder().encode(combined)
    #expect(try JSONDecoder().decode(PValueCombination.self, from: data) == combined)
    #expect(combined.description.hasPrefix("2 p-values by weighted Stouffer: p = "))
    let forged = String(decoding: data, as: UTF8.self).replacing("0.25", with: "0.75")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(PValueCombination.self, from: Data(forged.utf8))
    }
  }
}
