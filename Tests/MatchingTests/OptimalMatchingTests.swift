import DataFrames
import Foundation
import Matching
import TestSupport
import Testing

@Suite struct OptimalMatchingTests {
  /// Pairs and length of the best matching, by trying every choice for one focal place after the
  /// other.
  static func bruteForce(
    _ focal: [Double], _ candidates: [Double], ratio: Int, width: Double
  ) -> (pairs: Int, length: Double) {
    let places = focal.flatMap { [Double](repeating: $0, count: ratio) }
    var used = [Bool](repeating: false, count: candidates.count)
    func best(_ place: Int) -> (Int, Double) {
      guard place < places.count else { return (0, 0) }
      var result = best(place + 1)
      for other in candidates.indices where !used[other] {
        let distance = abs(places[place] - candidates[other])
        guard distance <= width else { continue }
        used[other] = true
        let rest = best(place + 1)
        used[other] = false
        if rest.0 + 1 > result.0 || (rest.0 + 1 == result.0 && rest.1 + distance < result.1) {
          result = (rest.0 + 1, rest.1 + distance)
        }
      }
      return result
    }
    return best(0)
  }

  @Test func agreesWithBruteForce() throws {
    var generator = Generator(seed: 51)
    for trial in 0..<500 {
      let ratio = 1 + trial % 3
      let focalCount = 1 + generator.below([5, 3, 2][ratio - 1])
      let candidateCount = 1 + generator.below(6)
      let isGrid = trial % 2 == 0
      func scores(_ count: Int) -> [Double] {
        (0..<count).map { _ in
          isGrid ? Double(generator.below(12)) / 16 : generator.uniform()
        }
      }
      let (focal, candidates) = (scores(focalCount), scores(candidateCount))
      // Groups stand mixed, so that rows tell nothing.
      let order = (0..<(focalCount + candidateCount)).shuffled(using: &generator)
      let all = order.map { $0 < focalCount ? focal[$0] : candidates[$0 - focalCount] }
      let isFocal = order.map { $0 < focalCount }
      let width = [Double.infinity, 0.125, 0.0625, 0.25][trial % 4]
      let problem = MatchingProblem(
        isFocal: isFocal, scores: all, scoreWidth: width.isFinite ? width : nil)
      let pairs = try OptimalMatching.match(problem, scores: all, ratio: ratio)
      try MatchAudit.check(pairs, problem, ratio: ratio, replacement: .none)
      let truth = Self.bruteForce(focal, candidates, ratio: ratio, width: width)
      let length = pairs.reduce(0) { $0 + $1.distance }
      #expect(pairs.count == truth.pairs, "\(all) \(isFocal) \(width) \(ratio)")
      #expect(abs(length - truth.length) < 1e-11, "\(all) \(isFocal) \(width) \(ratio)")
    }
  }

  @Test func eachStratumIsSolvedAlone() throws {
    var generator = Generator(seed: 52)
    for _ in 0..<60 {
      let rows = 14
      let score = (0..<rows).map { _ in generator.uniform() }
      let isFocal = (0..<rows).map { _ in generator.uniform() < 0.4 }
      var problem = MatchingProblem(isFocal: isFocal, scores: score, scoreWidth: 0.2)
      problem.strata = (0..<rows).map { _ in generator.below(2) }
      problem.strataCount = 2
      let pairs = try OptimalMatching.match(problem, scores: score, ratio: 1)
      try MatchAudit.check(pairs, problem, ratio: 1, replacement: .none)
      var truth = (pairs: 0, length: 0.0)
      for stratum in 0...1 {
        func part(_ focal: Bool) -> [Double] {
          score.indices.filter { problem.strata[$0] == stratum && isFocal[$0] == focal }
            .map { score[$0] }
        }
        let own = Self.bruteForce(part(true), part(false), ratio: 1, width: 0.2)
        truth = (truth.pairs + own.pairs, truth.length + own.length)
      }
      #expect(pairs.count == truth.pairs)
      #expect(abs(pairs.reduce(0) { $0 + $1.distance } - truth.length) < 1e-12)
    }
  }

  @Test func isNeverLongerThanGreedy() throws {
    for seed in 0..<10 {
      let frame = try Cohorts.made(200, seed: UInt64(200 + seed), levels: 40)
      func sample(_ method: MatchingMethod) throws -> MatchedSample {
        try MatchedSample(frame, treatment: "treated", covariates: ["a", "b"], method: method)
      }
      for caliper in try [nil, Caliper(0.1)] {
        let optimal = try sample(.optimal(caliper: caliper))
        for order in NearestNeighborTests.fixedOrders {
          let greedy = try sample(.nearestNeighbor(order: order, caliper: caliper))
          #expect(optimal.pairs.count >= greedy.pairs.count)
          if optimal.pairs.count == greedy.pairs.count {
            #expect(optimal.totalDistance <= greedy.totalDistance + 1e-12)
          }
        }
      }
    }
  }

  @Test func longWaitsAreNotQuadratic() throws {
    // All treated stand left of all controls: the longest blocks that there can be.
    let rows = 60_000
    let score = (0..<rows).map { Double($0) / Double(rows) }
    let problem = MatchingProblem(
      isFocal: (0..<rows).map { $0 < rows / 2 }, scores: score, scoreWidth: 0.75)
    let start = ContinuousClock.now
    let pairs = try OptimalMatching.match(problem, scores: score, ratio: 1)
    let duration = ContinuousClock.now - start
    print("time 60000 scores apart: \(duration)")
    #expect(pairs.count == rows / 2)
    #expect(duration < .seconds(30))
  }

  @Test func wantsNoMoreThanMemoryHolds() throws {
    let rows = 300_000
    let problem = MatchingProblem(
      isFocal: (0..<rows).map { $0 % 2 == 0 }, scores: [Double](repeating: 0, count: rows))
    #expect(
      thrownCase { try OptimalMatching.match(problem, scores: problem.scores ?? [], ratio: 1000) }
        == "overflow")
  }

  @Test func emptyAndOneSided() throws {
    for isFocal in [[], [true], [false], [true, true]] {
      let score = isFocal.map { _ in 0.5 }
      let problem = MatchingProblem(isFocal: isFocal, scores: score)
      #expect(try OptimalMatching.match(problem, scores: score, ratio: 2).isEmpty)
    }
  }
}
