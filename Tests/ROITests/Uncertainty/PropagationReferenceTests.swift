import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// Propagations against quadrature by scipy and draws by numpy.
@Suite struct PropagationReferenceTests {
  private static func read(_ file: String) throws -> JSONValue {
    let url = ReferenceRoot.own.appending(path: "roi-risk/\(file)")
    return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: url))
  }

  private func input(_ field: JSONValue) throws -> UncertainInput {
    let figures = try (field[1].array ?? []).map { try $0.number() }
    let exact = try figures.map { try ExactDecimal($0) }
    let kind: UncertainInput.Kind =
      switch field[0].string {
      case "fixed": .fixed(exact[0])
      case "uniform": .uniform(low: exact[0], high: exact[1])
      case "triangular": .triangular(low: exact[0], mostLikely: exact[1], high: exact[2])
      case "pert": .pert(low: exact[0], mostLikely: exact[1], high: exact[2])
      case "normal": .normal(mean: figures[0], standardDeviation: figures[1])
      case "t": .t(center: figures[0], standardError: figures[1], degreesOfFreedom: figures[2])
      default: .lognormal(logMean: figures[0], logStandardDeviation: figures[1])
      }
    return try UncertainInput(kind, source: "reference")
  }

  @Test func quantilesAreThoseOfBruteQuadrature() throws {
    var simulated: [String] = []
    for item in try Self.read("propagation.json")["cases"].elements {
      let name = item["name"].string ?? ""
      let joint = try Propagation(
        delta: input(item["delta"]), attribution: input(item["attribution"]),
        unitValue: input(item["unitValue"]), cost: input(item["cost"]), currency: .usd,
        hurdles: [0, 0.5], draws: 4_000, seed: 5)
      for (index, field) in item["probabilities"].elements.enumerated() {
        let quantile = try #require(try joint.quantile(field.number()))
        let net = try item["net"][index].number()
        let roi = try item["roi"][index].number()
        let drawn = try #require(quantile.simulatedNetBenefit)
        #expect(abs(drawn.value - net) < 5 * drawn.error, "\(name), draws")
        guard case .quadrature = joint.method else { continue }
        #expect(agrees(quantile.netBenefit, net, relative: 1e-7, absolute: 1e-4), "\(name)")
        #expect(agrees(try #require(quantile.roi), roi, relative: 1e-7, absolute: 1e-8), "\(name)")
      }
      if joint.method == .simulation {
        simulated.append(name)
      } else {
        for (place, key) in ["exceedsZero", "exceedsHalf"].enumerated() {
          let probability = try #require(joint.probabilities[place].probability)
          #expect(agrees(probability, try item[key].number(), relative: 1e-8), "\(name)")
        }
      }
      for value in joint.informationValues {
        let wanted = try item["information"][value.input.rawValue].number()
        #expect(
          agrees(try #require(value.value), wanted, relative: 1e-6, absolute: 0.01),
          "\(name), \(value)")
      }
    }
    // Wide beliefs about two inputs at once are left to the draws, which say so.
    #expect(simulated == ["peak at an end", "wide lognormal worth"])
  }

  @Test func drawsAreNumpys() throws {
    let item = try Self.read("draws.json")
    let joint = try Uncertain.full(draws: item["draws"].int ?? 0)
    let simulation = try #require(joint.simulation)
    let figures: [(Double, String)] = [
      (simulation.meanNetBenefit.value, "mean"), (simulation.meanNetBenefit.error, "meanError"),
      (simulation.expectedLossIfAdopted.value, "lossIfAdopted"),
      (simulation.expectedLossIfRejected.value, "lossIfRejected"),
      (simulation.netBenefits[0], "least"), (simulation.netBenefits.last ?? 0, "most"),
    ]
    for (figure, key) in figures {
      #expect(agrees(figure, try item[key].number(), relative: 1e-11), "\(key)")
    }
    for (index, field) in item["probabilities"].elements.enumerated() {
      let quantile = try #require(joint.quantile(try field.number()))
      let (net, roi) = (try item["net"][index].number(), try item["roi"][index].number())
      #expect(agrees(try #require(quantile.simulatedNetBenefit).value, net, relative: 1e-10))
      #expect(agrees(try #require(quantile.simulatedROI).value, roi, relative: 1e-10))
    }
    let above = try #require(joint.probabilities[0].simulated)
    #expect(above.value == (try item["exceedsZero"].number()))
  }

  /// Nested draws: the mean over 600 attributions of the better decision, each judged by 600 outcomes.
  @Test func theValueOfOneInputIsThatOfNestedDraws() throws {
    let delta = try Uncertain.delta(1, 0.5)
    let share = try Uncertain.share(.uniform(low: 0.05, high: 0.5))
    let worth = try Uncertain.worth(.fixed(120_000))
    let cost = try Uncertain.cost()
    let joint = try Uncertain.full(
      delta: delta, share: share, worth: worth, cost: cost, draws: 1_000)
    let outer = share.draws(600, seed: 91)
    let (deltas, costs) = (delta.draws(600, seed: 92), cost.draws(600, seed: 93))
    var better: [Double] = []
    var means: [Double] = []
    for known in outer {
      var sum = 0.0
      for (improvement, spent) in zip(deltas, costs) {
        sum += improvement * known * 120_000 - spent
      }
      means.append(sum / 600)
      better.append(max(0, sum / 600))
    }
    let nested =
      better.reduce(0, +) / 600 - max(0, means.reduce(0, +) / 600)
    let exact = try #require(joint.informationValues.first { $0.input == .attribution }?.value)
    #expect(agrees(exact, nested, relative: 0.15))
    // To know everything is worth at least as much as to know one thing.
    let all = try #require(joint.expectedValueOfPerfectInformation)
    #expect(joint.informationValues.allSatisfy { ($0.value ?? 0) <= all })
    let values = joint.informationValues.map { $0.value ?? -1 }
    #expect(values == values.sorted(by: >))
  }
}
