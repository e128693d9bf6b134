import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct ProgramPortfolioTests {
  /// A programme worth an estimate in dollars, whole.
  private func program(
    _ name: String, _ value: Double, error: Double = 1_000, cost: String = "500.00"
  ) throws -> BusinessCase {
    let effect = try Estimate(
      value: value, uncertainty: .normal(standardError: error), method: "as stated", unit: "USD")
    return try BusinessCase(
      name: name, perspective: .employer,
      indicator: Indicator("savings", unit: "USD", direction: .higherIsBetter),
      delta: .evidence(effect: effect, design: .randomizedExperiment, checks: [], units: 1),
      time: Coaching.time(52), attribution: Coaching.share(1), unitValue: Coaching.value("1.00"),
      costs: Coaching.costs(cost))
  }

  private func portfolio(
    _ values: [Double], errors: [Double]? = nil, target: ProgramPortfolio.Target = .zero
  ) throws -> ProgramPortfolio {
    let cases = try values.enumerated().map {
      try program("programme \($0)", $1, error: errors?[$0] ?? 1_000)
    }
    return try ProgramPortfolio(cases, target: target)
  }

  /// GrowthBook's rule with equal errors: 1 - (k - 2) s² / sum x².
  @Test func equalErrorsShrinkAsInGrowthBook() throws {
    let values = [3_000.0, -1_000, 2_000, 500]
    let found = try portfolio(values)
    let squares = values.reduce(0) { $0 + $1 * $1 }
    let kept = 1 - 2 * 1_000 * 1_000 / squares
    #expect(agrees(found.keptShare, kept, relative: 1e-14))
    #expect(found.naiveTotal.exact == 4_500)
    #expect(agrees(found.shrunkenTotal.value, 4_500 * kept, relative: 1e-14))
    #expect(found.naiveROI == ExactRatio(ExactDecimal(1.25)))
    #expect(
      agrees(try #require(found.shrunkenROI).value, 4_500 * kept / 2_000 - 1, relative: 1e-13))
    // Posted lines foot.
    let posted = try Money.sum(found.programs.map(\.shrunkenValue.posted), in: .usd)
    #expect(found.shrunkenTotal.posted == posted)
    #expect(found.check.passed)
  }

  @Test func theMeanIsATargetToo() throws {
    let (values, errors) = ([3_000.0, 1_000, 2_000, 500, 2_500], [500.0, 1_000, 800, 400, 2_000])
    let found = try portfolio(values, errors: errors, target: .mean)
    let weights = errors.map { 1 / ($0 * $0) }
    let total = weights.reduce(0, +)
    let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let distance = zip(values, errors).reduce(0) {
      $0 + ($1.0 - mean) * ($1.0 - mean) / ($1.1 * $1.1)
    }
    let kept = 1 - 2 / distance
    #expect(agrees(found.keptShare, kept, relative: 1e-12))
    for (program, value) in zip(found.programs, values) {
      #expect(agrees(program.shrunkenValue.value, mean + kept * (value - mean), relative: 1e-12))
    }
    #expect(found.check.verdict == .inconclusive)
    #expect(found.check.sentence.contains("none that was run is left out"))
  }

  /// Noise alone keeps nothing, and never turns a sign; fewer than three are summed as they are.
  @Test func noiseKeepsNothing() throws {
    let noise = try portfolio([100, -200, 300, 50])
    #expect(noise.keptShare == 0 && noise.shrunkenTotal.exact == 0)
    #expect(noise.shrunkenROI == -1)
    let two = try portfolio([3_000, 100])
    #expect(two.keptShare == 1 && two.naiveTotal == two.shrunkenTotal)
    #expect(two.description.contains("not shrunken: that needs 3 programmes"))
    #expect(try portfolio([1, 2, 3], target: .mean).keptShare == 1)
    #expect(try portfolio([0, 0, 0]).keptShare == 0)
  }

  /// Shrunken sums lie nearer to the truth than naive ones: the total squared error of five programmes over
  /// 300 seeded pilots.
  @Test func shrinkageComesNearerToTheTruth() throws {
    var random = Generator(seed: 12)
    let truth = [0.0, 0.5, -0.5, 1, 0]
    var (naive, shrunken) = (0.0, 0.0)
    for _ in 0..<60 {
      let values = truth.map { (1_000 * ($0 + random.normal())).rounded() }
      let found = try portfolio(values)
      for (program, mean) in zip(found.programs, truth) {
        naive += (program.value.value - 1_000 * mean) * (program.value.value - 1_000 * mean)
        let error = program.shrunkenValue.value - 1_000 * mean
        shrunken += error * error
      }
    }
    #expect(shrunken < 0.85 * naive)
  }

  @Test func hostilePortfoliosAreRefused() throws {
    let sound = try program("one", 1_000)
    #expect(thrownCase { try ProgramPortfolio([]) } == "tooFew")
    #expect(thrownCase { try ProgramPortfolio([sound, sound]) } == "invalidArgument")
    let certain = try program("certain", 1_000, error: 0)
    #expect(thrownCase { try ProgramPortfolio([certain]) } == "undefined")
    let declared = try Coaching.businessCase(delta: .declared(baseline: 10, observed: 8))
    #expect(thrownCase { try ProgramPortfolio([sound, declared]) } == "undefined")
    let free = try ProgramPortfolio([program("free", 1_000, cost: "0.00")])
    #expect(free.naiveROI == nil && free.description.contains("undefined"))
    let apart = try portfolio([1_000, 2_000, 3_000], errors: [1e-9, 1e3, 1e9], target: .mean)
    #expect(apart.keptShare == 1 && apart.shrunkenTotal.value.isFinite)
  }

  @Test func decodingComputesAnew() throws {
    let found = try portfolio([3_000, -1_000, 2_000])
    let data = try JSONEncoder().encode(found)
    #expect(try JSONDecoder().decode(ProgramPortfolio.self, from: data) == found)
    #expect(!String(decoding: data, as: UTF8.self).contains("shrunken"))
    #expect(found.description.split(separator: "\n").count <= 10)
  }
}

/// No return of a single person can be asked for: the public interface knows groups alone.
@Suite struct CohortLevelTests {
  /// No public declaration of the money floors takes or gives the identity of a person.
  @Test func noPublicDeclarationNamesAPerson() throws {
    let root = ReferenceRoot.own.appending(path: "../../Sources").standardizedFileURL
    let identity = try Regex(
      "(?i)(person|employee|participant|manager|individual|coachee)_?(id\\b|identifier|name|key|number)"
        + "|per_?(person|employee|participant|individual|coachee)\\b")
    var read = 0
    for floor in ["ROI", "Worksheets", "Reporting"] {
      let folder = root.appendingPathComponent(floor)
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
        read += 1
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        where line.contains("public ") {
          #expect(line.firstMatch(of: identity) == nil, "\(file.lastPathComponent): \(line)")
        }
      }
    }
    #expect(read > 50)
  }

  /// What a case is made of is a count, a rate or the effect of a group; one person has no effect with an
  /// error, and so no interval and no return that a gate would read.
  @Test func onePersonHasNoEffect() throws {
    let one = try Moments([3.0])
    #expect(thrownCase { try Estimate(meanOf: one) } == "tooFew")
  }
}
