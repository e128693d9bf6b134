import Foundation
import Matching
import TestSupport
import Testing

@Suite struct NearestNeighborTests {
  typealias Method = MatchingMethod

  /// The rules of one search.
  struct Rules {
    var order = Method.Order.largest
    var ratio = 1
    var limit: Int? = 1
    var width: Double?
    var strata: [Int]?
    var differences: [Int]?
    var limits: (values: [Double], width: Double)?

    var replacement: Method.Replacement {
      limit.map { $0 == 1 ? .none : .limited(to: $0) } ?? .unlimited
    }
  }

  static func problem(
    _ score: [Double], _ treated: [Bool], _ rules: Rules
  ) -> MatchingProblem {
    var problem = MatchingProblem(isFocal: treated, scores: score, scoreWidth: rules.width)
    if let strata = rules.strata {
      problem.strata = strata
      problem.strataCount = (strata.max() ?? 0) + 1
    }
    if let codes = rules.differences { problem.differences = [.init(name: "team", codes: codes)] }
    if let limits = rules.limits {
      problem.limits = [.init(name: "age", values: limits.values, width: limits.width)]
    }
    return problem
  }

  static func found(
    _ score: [Double], _ treated: [Bool], _ rules: Rules
  ) throws -> [[Int]] {
    let problem = problem(score, treated, rules)
    let pairs = try NearestNeighbor.match(
      problem, search: LineSearch(problem, scores: score, limit: rules.limit), order: rules.order,
      ratio: rules.ratio, replacement: rules.replacement)
    try MatchAudit.check(pairs, problem, ratio: rules.ratio, replacement: rules.replacement)
    return pairs.map { [$0.focal, $0.partner] }
  }

  /// The rule read aloud: everybody in turn looks at every control that may still be had.
  static func bruteForce(
    _ score: [Double], _ treated: [Bool], _ rules: Rules
  ) -> [[Int]] {
    var uses = [Int](repeating: 0, count: score.count)
    var pairs: [[Int]] = []
    func figure(_ row: Int, _ control: Int) -> Double {
      (abs(score[row] - score[control]) * 1e12).rounded()
    }
    let controls = score.indices.filter { !treated[$0] }
    var own = [Set<Int>](repeating: [], count: score.count)
    func nearest(_ row: Int) -> Int? {
      var best: (figure: Double, row: Int)?
      for control in controls
      where uses[control] < rules.limit ?? .max && !own[row].contains(control)
        && abs(score[row] - score[control]) <= rules.width ?? .infinity
        && rules.strata.map({ $0[row] == $0[control] }) ?? true
        && rules.differences.map({ $0[row] != $0[control] }) ?? true
        && rules.limits.map({ abs($0.values[row] - $0.values[control]) <= $0.width }) ?? true
      {
        let figure = figure(row, control)
        if figure < best?.figure ?? .infinity { best = (figure, control) }
      }
      return best?.row
    }
    var queue = score.indices.filter { treated[$0] }
    switch rules.order {
    case .data, .closest, .random: break
    case .largest: queue.sort { (-score[$0], $0) < (-score[$1], $1) }
    case .smallest: queue.sort { (score[$0], $0) < (score[$1], $1) }
    }
    func take(_ row: Int, _ control: Int) {
      uses[control] += 1
      own[row].insert(control)
      pairs.append([row, control])
    }
    for _ in 0..<rules.ratio {
      var satisfied: [Int] = []
      if rules.order == .closest {
        var left = queue
        while true {
          let wishes = left.compactMap { row in nearest(row).map { (row, $0) } }
          guard
            let best = wishes.min(by: { (figure($0.0, $0.1), $0.0) < (figure($1.0, $1.1), $1.0) })
          else { break }
          take(best.0, best.1)
          satisfied.append(best.0)
          left.removeAll { $0 == best.0 }
        }
        queue = satisfied.sorted()
        continue
      }
      for row in queue {
        guard let control = nearest(row) else { continue }
        take(row, control)
        satisfied.append(row)
      }
      queue = satisfied
    }
    return pairs
  }

  static func check(_ score: [Double], _ treated: [Bool], _ rules: Rules) throws {
    let found = try found(score, treated, rules)
    let expected = bruteForce(score, treated, rules)
    // With replacement the order in which people choose is no matter, nor is it kept.
    let sorts = rules.limit == nil
    let isSame = sorts ? Set(found) == Set(expected) : found == expected
    #expect(isSame, "\(rules) \(score) \(treated)")
  }

  static let fixedOrders: [Method.Order] = [.largest, .smallest, .data, .closest]

  @Test func agreesWithBruteForceOnTies() throws {
    // Scores on a grid of sixteenths: differences are exact, ties everywhere, calipers on the
    // boundary.
    var generator = Generator(seed: 41)
    for trial in 0..<160 {
      let rows = Int.random(in: 1...30, using: &generator)
      let grid = [2, 5, 17, 200][trial % 4]
      let score = (0..<rows).map { _ in Double(Int.random(in: 0..<grid, using: &generator)) / 16 }
      let share = [0.1, 0.4, 0.8][trial % 3]
      let treated = (0..<rows).map { _ in generator.uniform() < share }
      for order in Self.fixedOrders {
        var rules = Rules(order: order)
        try Self.check(score, treated, rules)
        rules.width = Double(Int.random(in: 0...4, using: &generator)) / 16
        rules.ratio = 1 + trial % 3
        rules.limit = [1, 2, nil, 3][trial / 3 % 4]
        try Self.check(score, treated, rules)
        rules.strata = (0..<rows).map { _ in Int.random(in: 0...2, using: &generator) }
        try Self.check(score, treated, rules)
      }
    }
  }

  @Test func agreesWithBruteForceUnderEveryConstraint() throws {
    var generator = Generator(seed: 44)
    for trial in 0..<160 {
      let rows = Int.random(in: 2...30, using: &generator)
      let grid = [3, 9, 1000][trial % 3]
      let score = (0..<rows).map { _ in Double(Int.random(in: 0..<grid, using: &generator)) / 16 }
      let treated = (0..<rows).map { _ in generator.uniform() < 0.4 }
      var rules = Rules(order: Self.fixedOrders[trial % 4], ratio: 1 + trial % 2)
      rules.limit = [1, 2, nil][trial % 3]
      rules.differences = (0..<rows).map { _ in Int.random(in: 0...3, using: &generator) }
      if trial % 2 == 0 {
        rules.limits = ((0..<rows).map { _ in Double(generator.below(9)) }, 2)
      }
      if trial % 5 > 2 {
        rules.strata = (0..<rows).map { _ in Int.random(in: 0...1, using: &generator) }
      }
      if trial % 5 > 1 { rules.width = 0.25 }
      try Self.check(score, treated, rules)
    }
  }

  @Test func agreesWithBruteForceOnScoresThatDifferByRounding() throws {
    // Distances that differ by less than 1e-12 are equal, and the lowest row wins.
    var generator = Generator(seed: 42)
    for trial in 0..<150 {
      let rows = Int.random(in: 2...30, using: &generator)
      let score = (0..<rows).map { _ in
        Double(Int.random(in: 0..<6, using: &generator)) / 10 + 1e-14 * generator.normal()
      }
      let treated = (0..<rows).map { _ in generator.uniform() < 0.4 }
      for order in Self.fixedOrders {
        try Self.check(score, treated, Rules(order: order, ratio: 1 + trial % 2))
        try Self.check(score, treated, Rules(order: order, width: 0.1))
      }
    }
  }

  @Test func agreesWithBruteForceOnContinuousScores() throws {
    var generator = Generator(seed: 43)
    for trial in 0..<60 {
      let rows = Int.random(in: 2...60, using: &generator)
      let score = (0..<rows).map { _ in generator.uniform() }
      let treated = (0..<rows).map { _ in generator.uniform() < 0.5 }
      for order in Self.fixedOrders {
        try Self.check(score, treated, Rules(order: order, ratio: 1 + trial % 3))
        try Self.check(score, treated, Rules(order: order, width: 0.02))
      }
    }
  }

  @Test func theCaliperIsInclusive() throws {
    #expect(try Self.found([0.5, 0.25], [true, false], Rules(width: 0.25)) == [[0, 1]])
    #expect(try Self.found([0.5, 0.25], [true, false], Rules(width: (0.25).nextDown)).isEmpty)
  }

  @Test func emptyAndOneSided() throws {
    for treated in [[], [true], [false], [true, true], [false, false]] {
      for order in Method.Order.allCases {
        #expect(
          try Self.found(treated.map { _ in 0.5 }, treated, Rules(order: order, ratio: 3)).isEmpty)
      }
    }
  }

  @Test func aSeedShufflesAndRepeats() throws {
    let score = (0..<60).map { Double($0 % 7) / 10 }
    let treated = (0..<60).map { $0 % 3 == 0 }
    let problem = Self.problem(score, treated, Rules())
    func pairs(_ seed: UInt64) throws -> [FoundPair] {
      try NearestNeighbor.match(
        problem, search: LineSearch(problem, scores: score, limit: 1), order: .random, ratio: 1,
        replacement: .none, seed: seed)
    }
    #expect(try pairs(1) == pairs(1))
    #expect(try pairs(1) != pairs(2))
    #expect(try Set(pairs(1).map(\.focal)) == Set(pairs(2).map(\.focal)))
    // numpy: rows = numpy.flatnonzero(treated); Generator(Philox(key=[1, 0])).shuffle(rows).
    #expect(try pairs(1).prefix(5).map(\.focal) == Self.numpyOrder)
  }

  static let numpyOrder = [51, 0, 48, 24, 3]

  @Test func heavyTiesAreNotQuadratic() throws {
    let rows = 40_000
    let score = [Double](repeating: 0.5, count: rows)
    let treated = (0..<rows).map { $0 % 2 == 0 }
    let start = ContinuousClock.now
    for rules in [Rules(), Rules(order: .closest), Rules(ratio: 2, limit: nil)] {
      let found = try Self.found(score, treated, rules)
      #expect(found.count == rows / 2 * rules.ratio)
      // Everybody takes the lowest row that is left.
      if rules.ratio == 1 { #expect(found.allSatisfy { $0[1] == $0[0] + 1 }) }
    }
    let duration = ContinuousClock.now - start
    print("time 3 x 40000 equal scores: \(duration)")
    #expect(duration < .seconds(30))
  }

  @Test func aCancelledTaskStops() async throws {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try Self.found([0.1, 0.2], [true, false], Rules()).count
    }
    task.cancel()
    let result = await task.result
    #expect(thrownCase { try result.get() } == "cancelled")
  }

  @Test func theAuditRefusesWhatBreaksARule() throws {
    let score = [0.5, 0.5, 0.25, 0.9]
    let treated = [true, false, false, true]
    var rules = Rules(width: 0.3)
    rules.differences = [0, 1, 0, 2]
    let problem = Self.problem(score, treated, rules)
    func audit(_ pairs: [(Int, Int, Double)], ratio: Int = 1, _ replacement: Method.Replacement)
      -> String
    {
      thrownCase {
        try MatchAudit.check(
          pairs.map { FoundPair(focal: $0.0, partner: $0.1, distance: $0.2) }, problem,
          ratio: ratio, replacement: replacement)
      }
    }
    #expect(audit([(0, 1, 0)], .none) == "none")
    for (name, found) in [
      ("two treated", audit([(0, 3, 0.4)], .none)), ("turned", audit([(1, 0, 0)], .none)),
      ("same team", audit([(0, 2, 0.25)], .none)), ("too far", audit([(3, 1, 0.4)], .none)),
      ("wrong distance", audit([(0, 1, 0.1)], .none)),
      ("too many partners", audit([(0, 1, 0), (0, 1, 0)], .unlimited)),
      ("the same twice", audit([(0, 1, 0), (0, 1, 0)], ratio: 2, .unlimited)),
      ("used too often", audit([(0, 1, 0), (0, 1, 0)], ratio: 2, .limited(to: 1))),
    ] { #expect(found == "undefined", "\(name)") }
  }
}
