import Distributions
import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct UncertainInputTests {
  private func input(_ kind: UncertainInput.Kind) throws -> UncertainInput {
    try UncertainInput(kind, source: "test")
  }

  private let kinds: [UncertainInput.Kind] = [
    .fixed(3), .uniform(low: 1, high: 4), .triangular(low: 1, mostLikely: 1, high: 4),
    .pert(low: 1, mostLikely: 2, high: 4), .normal(mean: -2, standardDeviation: 3),
    .t(center: 1, standardError: 2, degreesOfFreedom: 7),
    .lognormal(logMean: 0.5, logStandardDeviation: 0.4),
  ]

  /// The mean of many draws and of evenly spaced quantiles is the mean.
  @Test func drawsAndQuantilesFollowTheMoments() throws {
    for kind in kinds {
      let input = try input(kind)
      let (mean, variance) = (try #require(input.mean), try #require(input.variance))
      let draws = input.draws(4_000, seed: 3, stream: 2)
      #expect(draws == input.draws(4_000, seed: 3, stream: 2))
      let average = draws.reduce(0, +) / 4_000
      #expect(abs(average - mean) <= 5 * (variance / 4_000).squareRoot(), "\(input)")
      let quantiles = try (0..<400).map { try #require(input.quantile((Double($0) + 0.5) / 400)) }
      #expect(quantiles == quantiles.sorted())
      #expect(agrees(quantiles.reduce(0, +) / 400, mean, relative: 0.01, absolute: 0.01))
      #expect(input.quantile(0) == nil && input.quantile(1) == nil && input.quantile(.nan) == nil)
      #expect(input.draws(-1, seed: 1).isEmpty)
      #expect(input.isFixed == (kind == .fixed(3)))
    }
  }

  @Test func whatHasNoSpreadIsFixed() throws {
    let flat: [UncertainInput.Kind] = [
      .uniform(low: 2, high: 2), .triangular(low: 2, mostLikely: 2, high: 2),
      .pert(low: 2, mostLikely: 2, high: 2), .normal(mean: 2, standardDeviation: 0),
      .t(center: 2, standardError: 0, degreesOfFreedom: 5),
      .estimate(try Estimate(value: 2, uncertainty: .unknown, method: "declared")),
      .estimate(try Estimate(value: 2, uncertainty: .normal(standardError: 0), method: "exact")),
    ]
    for kind in flat {
      #expect(try input(kind).kind == .fixed(2))
      #expect(try input(kind).variance == 0)
    }
  }

  // MARK: Confidence distributions

  /// The central intervals of a confidence distribution are those of the estimate.
  @Test func countsKeepTheirOwnIntervals() throws {
    let rates = try Coaching.comparison().effect
    let quiet = try RateComparison(
      treated: EventRate(count: 0, exposure: 2), control: EventRate(count: 0, exposure: 3),
      perExposure: 1, unit: "exits"
    ).effect
    for estimate in [rates, quiet] {
      let input = try input(.estimate(estimate))
      for level in [0.5, 0.8, 0.9, 0.99] {
        let interval = try #require(estimate.interval(level: level))
        let tail = (1 - level) / 2
        let low = try #require(input.quantile(tail))
        let high = try #require(input.quantile(1 - tail))
        #expect(agrees(low, try #require(interval.lower), relative: 1e-6))
        #expect(agrees(high, try #require(interval.upper), relative: 1e-6))
      }
      let (mean, variance) = (try #require(input.mean), try #require(input.variance))
      let draws = input.draws(20_000, seed: 8)
      let average = draws.reduce(0, +) / 20_000
      #expect(abs(average - mean) < 5 * (variance / 20_000).squareRoot())
      let spread = draws.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 19_999
      #expect(agrees(spread, variance, relative: 0.05))
      #expect(input.ends == nil)
      #expect(input.words.contains("confidence distribution"))
    }
    // No event in either group has no plug-in error, but it has an interval.
    #expect(quiet.standardError == 0)
    #expect(try !input(.estimate(quiet)).isFixed)
  }

  @Test func estimatesWithAReferenceAreThatReference() throws {
    let normal = try Estimate(
      value: 2, uncertainty: .normal(standardError: 0.5), method: "as stated")
    let asStated = try input(.normal(mean: 2, standardDeviation: 0.5))
    #expect(try input(.estimate(normal)).quantile(0.3) == asStated.quantile(0.3))
    #expect(try input(.estimate(normal)).draws(5, seed: 1) == asStated.draws(5, seed: 1))
    let t = try Estimate(
      value: 2, uncertainty: .t(standardError: 0.5, degreesOfFreedom: 2), method: "Welch t")
    #expect(try input(.estimate(t)).variance == nil)
    #expect(try input(.estimate(t)).mean == 2)
  }

  // MARK: Hostile input

  @Test func hostileFiguresAreRefused() throws {
    let hostile: [UncertainInput.Kind] = [
      .uniform(low: 2, high: 1), .triangular(low: 1, mostLikely: 3, high: 2),
      .pert(low: 1, mostLikely: 0, high: 2), .normal(mean: .nan, standardDeviation: 1),
      .normal(mean: 1, standardDeviation: -1), .normal(mean: .infinity, standardDeviation: 0),
      .normal(mean: 1, standardDeviation: .infinity),
      .t(center: 1, standardError: 1, degreesOfFreedom: 0),
      .t(center: .nan, standardError: 1, degreesOfFreedom: 3),
      .t(center: 1, standardError: 1, degreesOfFreedom: .nan),
      .lognormal(logMean: 1, logStandardDeviation: 0),
      .lognormal(logMean: .nan, logStandardDeviation: 1),
    ]
    for kind in hostile {
      #expect(ROITests.kind(thrown { _ = try input(kind) }) == "invalidArgument", "\(kind)")
    }
    for words in hostileWords {
      let fault = thrown { _ = try UncertainInput(.fixed(1), source: words) }
      #expect(kind(fault) == "invalidArgument")
    }
  }

  @Test func decodingRefusesWhatTheInitializerRefuses() throws {
    for kind in kinds {
      let input = try input(kind)
      let data = try JSONEncoder().encode(input)
      #expect(try JSONDecoder().decode(UncertainInput.self, from: data) == input)
    }
    let sound = try JSONEncoder().encode(input(.uniform(low: 1, high: 4)))
    let text = String(decoding: sound, as: UTF8.self)
    for (from, to) in [(#""1""#, #""9""#), ("test", " "), (#""4""#, #""four""#)] {
      #expect(text.contains(from))
      let forged = Data(text.replacingOccurrences(of: from, with: to).utf8)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(UncertainInput.self, from: forged)
      }
    }
  }
}
