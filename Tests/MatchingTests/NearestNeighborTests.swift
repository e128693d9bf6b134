import Foundation
import Matching
import TestSupport
import Testing

@Suite struct NearestNeighborTests {
  /// Pairs as treated and control row, in the order of choosing; unmatched rows with reasons.
  struct Choice: Equatable {
    var pairs: [[Int]] = []
    var unmatched: [Int] = []
    var reasons: [UnmatchedRow.Reason] = []
  }

  static func choice(
    _ score: [Double], _ treated: [Bool], _ order: MatchingMethod.Order, _ width: Double?
  ) throws -> Choice {
    let found = try NearestNeighbor.match(
      score: score, treated: treated, order: order, width: width)
    #expect(found.pairs.allSatisfy { $0.distance == abs(score[$0.treated] - score[$0.control]) })
    return Choice(
      pairs: found.pairs.map { [$0.treated, $0.control] }, unmatched: found.unmatched.map(\.row),
      reasons: found.unmatched.map(\.reason))
  }

  /// The rule read aloud: every treated row in its turn looks at every control that is left.
  static func bruteForce(
    score: [Double], treated: [Bool], order: MatchingMethod.Order, width: Double?
  ) -> Choice {
    var queue = score.indices.filter { treated[$0] }
    switch order {
    case .data: break
    case .largest:
      queue.sort { score[$0] != score[$1] ? score[$0] > score[$1] : $0 < $1 }
    case .smallest:
      queue.sort { score[$0] != score[$1] ? score[$0] < score[$1] : $0 < $1 }
    }
    var free = Set(score.indices.filter { !treated[$0] })
    var choice = Choice()
    for row in queue {
      let candidates = free.sorted().filter { abs(score[row] - score[$0]) <= width ?? .infinity }
      let nearest = candidates.min { first, second -> Bool in
        let one = (abs(score[row] - score[first]) * 1e12).rounded()
        let other = (abs(score[row] - score[second]) * 1e12).rounded()
        return one != other ? one < other : first < second
      }
      if let nearest {
        free.remove(nearest)
        choice.pairs.append([row, nearest])
      } else {
        choice.unmatched.append(row)
        choice.reasons.append(free.isEmpty ? .controlsExhausted : .noneWithinCaliper)
      }
    }
    return choice
  }

  static func check(_ score: [Double], _ treated: [Bool], _ width: Double?) throws {
    for order in MatchingMethod.Order.allCases {
      let found = try choice(score, treated, order, width)
      let expected = bruteForce(score: score, treated: treated, order: order, width: width)
      #expect(found == expected, "\(order) \(score) \(treated) \(width ?? -1)")
    }
  }

  @Test func agreesWithBruteForceOnTies() throws {
    // Scores on a grid of sixteenths: differences are exact, ties everywhere, calipers on the
    // boundary.
    var generator = Generator(seed: 41)
    for trial in 0..<500 {
      let rows = Int.random(in: 1...40, using: &generator)
      let grid = [2, 5, 17, 200][trial % 4]
      let score = (0..<rows).map { _ in Double(Int.random(in: 0..<grid, using: &generator)) / 16 }
      let share = [0.1, 0.4, 0.8][trial % 3]
      let treated = (0..<rows).map { _ in generator.uniform() < share }
      try Self.check(score, treated, nil)
      try Self.check(score, treated, Double(Int.random(in: 0...4, using: &generator)) / 16)
    }
  }

  @Test func agreesWithBruteForceOnScoresThatDifferByRounding() throws {
    // Distances that differ by less than 1e-12 are equal, and the lowest row wins.
    var generator = Generator(seed: 42)
    for _ in 0..<300 {
      let rows = Int.random(in: 2...30, using: &generator)
      let score = (0..<rows).map { _ in
        Double(Int.random(in: 0..<6, using: &generator)) / 10 + 1e-14 * generator.normal()
      }
      let treated = (0..<rows).map { _ in generator.uniform() < 0.4 }
      try Self.check(score, treated, nil)
      try Self.check(score, treated, 0.1)
    }
  }

  @Test func agreesWithBruteForceOnContinuousScores() throws {
    var generator = Generator(seed: 43)
    for _ in 0..<200 {
      let rows = Int.random(in: 2...80, using: &generator)
      let score = (0..<rows).map { _ in generator.uniform() }
      let treated = (0..<rows).map { _ in generator.uniform() < 0.5 }
      try Self.check(score, treated, nil)
      try Self.check(score, treated, 0.02)
    }
  }

  @Test func theCaliperIsInclusive() throws {
    let found = try Self.choice([0.5, 0.25], [true, false], .largest, 0.25)
    #expect(found.pairs == [[0, 1]])
    let below = try Self.choice([0.5, 0.25], [true, false], .largest, (0.25).nextDown)
    #expect(below.unmatched == [0] && below.reasons == [.noneWithinCaliper])
  }

  @Test func reasonsAreTold() throws {
    let found = try NearestNeighbor.match(
      score: [0.5, 0.5, 0.5, 0.1], treated: [true, true, false, true], order: .data, width: 0.1)
    #expect(found.pairs.map(\.treated) == [0])
    #expect(found.unmatched.map(\.reason) == [.controlsExhausted, .controlsExhausted])
  }

  @Test func emptyAndOneSided() throws {
    for treated in [[], [true], [false], [true, true], [false, false]] {
      let found = try NearestNeighbor.match(
        score: treated.map { _ in 0.5 }, treated: treated, order: .largest, width: nil)
      #expect(found.pairs.isEmpty)
      #expect(found.unmatched.count == treated.count { $0 })
    }
  }

  @Test func heavyTiesAreNotQuadratic() throws {
    let rows = 40_000
    let treated = (0..<rows).map { $0 % 2 == 0 }
    let clock = ContinuousClock()
    let start = clock.now
    let found = try NearestNeighbor.match(
      score: [Double](repeating: 0.5, count: rows), treated: treated, order: .largest, width: nil)
    print("time 40000 equal scores: \(clock.now - start)")
    #expect(found.pairs.count == rows / 2)
    // Everybody takes the lowest row that is left.
    #expect(found.pairs.allSatisfy { $0.control == $0.treated + 1 })
  }

  @Test func aCancelledTaskStops() async throws {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try NearestNeighbor.match(
        score: [0.1, 0.2], treated: [true, false], order: .largest, width: nil
      ).pairs.count
    }
    task.cancel()
    let result = await task.result
    #expect(thrownCase { try result.get() } == "cancelled")
  }
}
