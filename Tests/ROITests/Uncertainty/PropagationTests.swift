import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// The chain with every step uncertain, as in the reference case of a full propagation.
enum Uncertain {
  static func share(_ kind: UncertainInput.Kind = .pert(low: 0.2, mostLikely: 0.3, high: 0.5))
    throws -> UncertainInput
  {
    try UncertainInput(kind, source: "band of the design")
  }

  static func delta(_ mean: Double = 2, _ deviation: Double = 0.9) throws -> UncertainInput {
    try UncertainInput(.normal(mean: mean, standardDeviation: deviation), source: "pilot")
  }

  static func worth(
    _ kind: UncertainInput.Kind = .lognormal(logMean: 11.66, logStandardDeviation: 0.18)
  ) throws -> UncertainInput {
    try UncertainInput(kind, source: "Finance")
  }

  static func cost(
    _ kind: UncertainInput.Kind = .triangular(low: 27_000, mostLikely: 30_000, high: 42_000)
  ) throws -> UncertainInput {
    try UncertainInput(kind, source: "quotes")
  }

  static func full(
    delta: UncertainInput? = nil, share: UncertainInput? = nil, worth: UncertainInput? = nil,
    cost: UncertainInput? = nil, draws: Int = 20_000, seed: UInt64 = 11
  ) throws -> Propagation {
    try Propagation(
      delta: delta ?? self.delta(), attribution: share ?? self.share(),
      unitValue: worth ?? self.worth(), cost: cost ?? self.cost(), currency: .usd, draws: draws,
      seed: seed)
  }
}

@Suite struct PropagationTests {
  // MARK: Methods against each other

  /// The reference's own rule for draws: 5 sqrt(p (1 - p) / N) / density.
  @Test func drawsKeepToTheReferenceWithinTheirErrors() throws {
    for item in try ReferenceCase.family("propagation") {
      let joint = try BusinessAnswers(item).propagation()
      let count = Double(joint.draws)
      for (key, row) in item.expected["net_quantiles"].members {
        let p = try #require(Double(key))
        let (net, density) = (try row["net"].number(), try row["density"].number())
        let drawn = try #require(joint.quantile(p)?.simulatedNetBenefit)
        let allowed = 5 * (p * (1 - p) / count).squareRoot() / density
        #expect(abs(drawn.value - net) <= allowed, "\(item.id) at \(key)")
        // The error that is printed is the one that the density implies, to a third.
        #expect(agrees(drawn.error, allowed / 5, relative: 0.35), "\(item.id) at \(key)")
      }
      let probability = try item.expected["prob_net_positive"].number()
      let drawn = try #require(joint.probabilities[0].simulated)
      let error = (probability * (1 - probability) / count).squareRoot()
      #expect(abs(drawn.value - probability) <= 5 * error)
      #expect(agrees(drawn.error, error, relative: 0.1))
    }
  }

  @Test func quadratureStandsBesideDraws() throws {
    let joint = try Uncertain.full()
    guard case .quadrature = joint.method else {
      Issue.record("needs quadrature, found \(joint.method)")
      return
    }
    #expect(joint.checks.map(\.name) == ["linearisation", "simulation"])
    #expect(joint.checks[1].passed)
    let simulation = try #require(joint.simulation)
    let adopted = try #require(joint.expectedLossIfAdopted)
    #expect(
      abs(simulation.expectedLossIfAdopted.value - adopted)
        < 5 * simulation.expectedLossIfAdopted.error)
    let mean = try #require(joint.moments.netMean)
    #expect(abs(simulation.meanNetBenefit.value - mean) < 5 * simulation.meanNetBenefit.error)
    // What is won less what is lost is the mean.
    let rejected = try #require(joint.expectedLossIfRejected)
    #expect(agrees(rejected - adopted, mean, relative: 1e-9))
  }

  /// With an uncertain cost the quantile of ROI is not that of net over the mean cost.
  @Test func roiHasQuantilesOfItsOwn() throws {
    let joint = try Uncertain.full()
    for quantile in joint.quantiles {
      let roi = try #require(quantile.roi)
      let drawn = try #require(quantile.simulatedROI)
      #expect(abs(drawn.value - roi) < 5 * drawn.error)
      let above = try #require(joint.probability(thatROIExceeds: roi))
      #expect(agrees(above, 1 - quantile.probability, relative: 1e-9))
    }
  }

  @Test func oneUncertainInputIsCarriedInClosedForm() throws {
    let fixed = (
      share: try Uncertain.share(.fixed(0.3)), worth: try Uncertain.worth(.fixed(120_000)),
      cost: try Uncertain.cost(.fixed(30_000))
    )
    let joint = try Uncertain.full(
      delta: Uncertain.delta(2, 18.0.squareRoot()), share: fixed.share, worth: fixed.worth,
      cost: fixed.cost)
    #expect(joint.method == .closedForm(of: .delta))
    #expect(joint.simulation == nil)
    #expect(joint.description.contains("not simulated"))
    // roi-s18: the same delta, carried by the case itself.
    #expect(agrees(try #require(joint.headline.roi), -5.124595377545127, relative: 1e-12))
    #expect(
      agrees(
        try #require(joint.expectedValueOfPerfectInformation), 42221.84109826936, relative: 1e-11))
    #expect(
      agrees(try #require(joint.probabilities[0].probability), 0.608336491544272, relative: 1e-12))
    #expect(joint.probabilities[0].isConfidence)
    #expect(joint.informationValues.map(\.input) == [.delta])
    #expect(
      joint.informationValues[0].value.map {
        agrees($0, 42221.84109826936, relative: 1e-11)
      } == true)
    // A cost alone: net falls with it.
    let costly = try Uncertain.full(
      delta: UncertainInput(.fixed(2), source: "declared"), share: fixed.share, worth: fixed.worth)
    #expect(costly.method == .closedForm(of: .cost))
    let median = try #require(costly.quantile(0.5))
    #expect(agrees(median.netBenefit, 72_000 - 32513.167019494862, relative: 1e-12))
    #expect(agrees(try #require(median.roi), 72_000 / 32513.167019494862 - 1, relative: 1e-12))
    let low = try #require(costly.quantile(0.1))
    #expect(low.netBenefit < median.netBenefit)
    #expect(!costly.probabilities[0].isConfidence)
  }

  /// Where no input has smooth tails, draws alone remain, and say so.
  @Test func drawsHeadWhatHasNoOtherWay() throws {
    let joint = try Uncertain.full(
      delta: UncertainInput(.uniform(low: 1, high: 3), source: "guess"),
      worth: Uncertain.worth(.fixed(120_000)))
    #expect(joint.method == .simulation)
    #expect(joint.headline.netBenefit == joint.headline.simulatedNetBenefit?.value)
    #expect(joint.description.contains("Monte Carlo error"))
    // A delta far narrower than the band is a step, which points cannot follow.
    let step = try Uncertain.full(delta: Uncertain.delta(2, 1e-4))
    #expect(step.checks.allSatisfy { $0.name != "simulation" || $0.passed })
  }

  // MARK: Cases

  @Test func aCaseBringsItsOwnDelta() throws {
    let coaching = try Coaching.businessCase(
      attribution: Attribution(
        low: 0.20, mostLikely: 0.30, high: 0.50, shape: .pert, rationale: "interviews",
        author: "B. Analyst", date: RecordDate("2026-03-30"), override: Coaching.override()))
    let joint = try Propagation(coaching, draws: 5_000, seed: 3)
    #expect(joint.belongs(to: coaching))
    #expect(try !joint.belongs(to: Coaching.businessCase()))
    #expect(joint.uncertainInputs == [.delta, .attribution])
    #expect(joint.method == .simulation)
    #expect(joint.level == coaching.intervalLevel)
    // With every other input fixed the interval is the case's own, from its counts.
    let alone = try Propagation(Coaching.businessCase(), seed: 3)
    let interval = try #require(try Coaching.businessCase().annualised.interval)
    #expect(alone.method == .closedForm(of: .delta))
    #expect(
      agrees(
        try #require(alone.lower.roi), try #require(interval.lower?.roi?.value), relative: 1e-7))
    #expect(
      agrees(
        try #require(alone.upper.roi), try #require(interval.upper?.roi?.value), relative: 1e-7))
    let confidence = try #require(try Coaching.businessCase().confidences[0].confidence)
    #expect(agrees(try #require(alone.probabilities[0].probability), confidence, relative: 1e-9))
    #expect("\(alone.probabilities[0])".hasPrefix("confidence"))
  }

  @Test func aDeclaredDeltaIsTakenAsCertain() throws {
    let declared = try Coaching.businessCase(delta: .declared(baseline: 10, observed: 8))
    let joint = try Propagation(declared)
    #expect(joint.method == .closedForm(of: nil))
    #expect(joint.lower.roi == 1.4 && joint.upper.roi == 1.4)
    #expect(joint.histogram() == nil)
    #expect(joint.delta.source.contains("taken as certain"))
    #expect(joint.linearisation == nil)
  }

  @Test func aProgrammeThatCostsNothingHasNoROI() throws {
    let joint = try Uncertain.full(cost: Uncertain.cost(.fixed(0)))
    #expect(joint.headline.roi == nil && joint.probabilities[0].probability == nil)
    #expect(joint.headline.netBenefit.isFinite)
    #expect(joint.histogram() == nil)
    #expect(joint.simulation?.rois.isEmpty == true)
  }

  // MARK: Draws

  @Test func theSameSeedGivesTheSameBits() throws {
    let (first, second) = (try Uncertain.full(), try Uncertain.full())
    #expect(first.simulation?.netBenefits == second.simulation?.netBenefits)
    let other = try Uncertain.full(seed: 12)
    #expect(first.simulation?.netBenefits != other.simulation?.netBenefits)
    #expect(first == second && first != other)
    #expect(first.hashValue == second.hashValue)
  }

  @Test func progressIsToldAndCancellingStops() async throws {
    var told: [Int] = []
    _ = try Propagation(
      delta: Uncertain.delta(), attribution: Uncertain.share(), unitValue: Uncertain.worth(),
      cost: Uncertain.cost(), currency: .usd, draws: 20_000
    ) { done, total in
      told.append(done)
      #expect(total == 20_000)
    }
    #expect(told == [10_000, 20_000])
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return thrown { _ = try Uncertain.full() }
    }
    task.cancel()
    guard case .cancelled = await task.value else {
      Issue.record("a cancelled task must not go on")
      return
    }
  }

  // MARK: Histogram

  @Test func theHistogramHoldsAllBelief() throws {
    for (joint, bins) in [
      (try Uncertain.full(draws: 2_000), 30), (try Propagation(Coaching.businessCase()), 4),
    ] {
      let histogram = try #require(joint.histogram(bins: bins))
      #expect(histogram.edges.count == bins + 1 && histogram.shares.count == bins)
      let total = histogram.below + histogram.above + histogram.shares.reduce(0, +)
      #expect(agrees(total, 1, relative: 1e-9))
      #expect(histogram.below < 0.01 && histogram.above < 0.01)
      #expect(joint.histogram(bins: 0)?.shares.count == 1)
    }
    let joint = try Uncertain.full(delta: Uncertain.delta(2, 0.9), draws: 1_000)
    #expect(joint.histogram(bins: .max)?.shares.count == 1_000)
  }

  // MARK: Coding and hostile input

  @Test func decodingComputesAnew() throws {
    let joint = try Uncertain.full(draws: 1_000)
    let data = try JSONEncoder().encode(joint)
    let again = try JSONDecoder().decode(Propagation.self, from: data)
    #expect(again == joint)
    #expect(again.lower == joint.lower && again.simulation == joint.simulation)
    let text = String(decoding: data, as: UTF8.self)
    #expect(!text.contains("netBenefits"))
    for (from, to) in [
      ("\"draws\":1000", "\"draws\":0"), ("\"level\":0.9", "\"level\":1.5"),
      ("\"significantDigits\":2", "\"significantDigits\":99"),
    ] {
      #expect(text.contains(from))
      let forged = Data(text.replacingOccurrences(of: from, with: to).utf8)
      #expect(throws: EvaluationError.self) {
        try JSONDecoder().decode(Propagation.self, from: forged)
      }
    }
  }

  @Test func hostileInputsAreRefused() throws {
    let hostile: [(String, () throws -> Propagation)] = [
      ("draws", { try Uncertain.full(draws: 999) }),
      ("draws", { try Uncertain.full(draws: .max) }),
      ("share above 1", { try Uncertain.full(share: Uncertain.share(.fixed(1.2))) }),
      (
        "share below 0",
        { try Uncertain.full(share: Uncertain.share(.uniform(low: -0.1, high: 0.3))) }
      ),
      (
        "share spread out",
        { try Uncertain.full(share: Uncertain.share(.normal(mean: 0.5, standardDeviation: 0.4))) }
      ),
      ("negative worth", { try Uncertain.full(worth: Uncertain.worth(.fixed(-1))) }),
      ("negative cost", { try Uncertain.full(cost: Uncertain.cost(.uniform(low: -5, high: 9))) }),
    ]
    for (name, build) in hostile {
      #expect(kind(thrown { _ = try build() }) == "invalidArgument", "\(name)")
    }
    let huge = try UncertainInput(
      .normal(mean: 1e200, standardDeviation: 1e200), source: "a slip of the pen")
    let beyond = thrown {
      _ = try Uncertain.full(
        delta: huge, worth: Uncertain.worth(.lognormal(logMean: 400, logStandardDeviation: 1)))
    }
    #expect(["overflow", "other"].contains(kind(beyond)))
  }

  @Test func extremesStayFinite() throws {
    let (worth, cost) = (try Uncertain.worth(.fixed(120_000)), try Uncertain.cost(.fixed(30_000)))
    func few(_ freedom: Double) throws -> Propagation {
      let delta = try UncertainInput(
        .t(center: 2, standardError: 1, degreesOfFreedom: freedom), source: "few people")
      return try Uncertain.full(delta: delta, worth: worth, cost: cost, draws: 1_000)
    }
    let extremes: [Propagation] = [
      try few(1), try few(1.5),
      try Uncertain.full(delta: Uncertain.delta(-40, 1e-9), worth: worth, draws: 1_000),
      try Uncertain.full(delta: Uncertain.delta(0, 1e9), worth: worth, draws: 1_000),
      try Uncertain.full(
        share: Uncertain.share(.uniform(low: 0, high: 1)), worth: worth, cost: cost, draws: 1_000),
      try Uncertain.full(
        worth: worth, cost: Uncertain.cost(.uniform(low: 0, high: 1)), draws: 1_000),
    ]
    for joint in extremes {
      for quantile in joint.quantiles { #expect(quantile.netBenefit.isFinite) }
      #expect(
        zip(joint.quantiles, joint.quantiles.dropFirst())
          .allSatisfy { $0.netBenefit <= $1.netBenefit })
      #expect(joint.description.split(separator: "\n").count <= 10)
    }
    // Student's t with one degree of freedom has no mean, and nothing that follows from one.
    #expect(extremes[0].moments.netMean == nil)
    #expect(extremes[0].expectedValueOfPerfectInformation == nil)
    #expect(extremes[1].moments.netStandardDeviation == nil && extremes[1].linearisation == nil)
    #expect(extremes[1].expectedLossIfAdopted != nil)
  }
}
