import Distributions
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Statistics

@Suite struct ReplicatesTests {
  static func walk(_ random: inout Philox) -> Double {
    (0..<20).reduce(0.0) { sum, _ in sum + random.uniform() * Double(random.integer(below: 7)) }
  }

  // MARK: Workers

  @Test func theNumberOfWorkersChangesNothing() async throws {
    let replicates = try Replicates(1_003, seed: 99)
    let alone = try replicates.map(Self.walk)
    #expect(alone.count == 1_003 && Set(alone).count > 990)
    for workers in [1, 2, 3, 7] {
      let together = try await replicates.map(workers: workers) { Self.walk(&$0) }
      #expect(together == alone, "\(workers) workers")
    }
    // Each replicate can be had alone: stream i.
    for place in [0, 1, 500, 1_002] {
      var random = Philox(seed: 99, stream: UInt64(place))
      #expect(Self.walk(&random) == alone[place])
      var own = replicates.generator(place)
      #expect(Self.walk(&own) == alone[place])
    }
    #expect(try Replicates(50, seed: 98).map(Self.walk) != Array(alone.prefix(50)))
    #expect(try Replicates(50, seed: 99).map(Self.walk) == Array(alone.prefix(50)))
  }

  @Test func progressNeverFalls() async throws {
    let replicates = try Replicates(500, seed: 1)
    var steps: [Int] = []
    _ = try replicates.map(progress: { done, total in
      #expect(total == 500)
      steps.append(done)
    }) { $0.next() }
    #expect(steps.last == 500 && steps == steps.sorted() && steps.count > 10)
    let noted = Mutex([Int]())
    _ = try await replicates.map(
      workers: 3, progress: { done, _ in noted.withLock { $0.append(done) } }
    ) { $0.next() }
    let together = noted.withLock { $0 }
    #expect(together.last == 500 && together == together.sorted() && together.count > 10)
  }

  // MARK: Cancellation

  // A task that is cancelled at its fortieth replicate stops within a replicate of each worker.
  @Test func cancellationStopsSoon() async throws {
    for workers in [0, 1, 3] {
      let calls = Mutex(0)
      let task = Task {
        let replicates = try Replicates(1_000_000, seed: 1)
        let work: @Sendable (inout Philox) -> Int = { random in
          let call = calls.withLock {
            $0 += 1
            return $0
          }
          if call >= 40 { while !Task.isCancelled {} }
          return random.integer(below: 5)
        }
        if workers == 0 { return try replicates.map(work).count }
        return try await replicates.map(workers: workers, work).count
      }
      while calls.withLock({ $0 }) < 40 { await Task.yield() }
      task.cancel()
      var found = "none"
      var done = 0
      do {
        _ = try await task.value
      } catch let error as EvaluationError {
        found = thrownCase { throw error }
        if case .cancelled(_, let number, let total) = error {
          done = number
          #expect(total == 1_000_000)
        }
      }
      #expect(found == "cancelled")
      #expect(done <= 40 && calls.withLock { $0 } <= 40 + max(1, workers), "\(workers) workers")
    }
  }

  // MARK: Hostile

  @Test func hostileInputs() async throws {
    for count in [0, -1, .min, 10_000_001, .max] {
      #expect(thrownCase { try Replicates(count) } == "invalidArgument", "\(count)")
    }
    let replicates = try Replicates(3)
    for workers in [0, -4, 1025, .max] {
      await #expect(throws: EvaluationError.self) {
        try await replicates.map(workers: workers) { $0.next() }
      }
    }
    #expect(try await replicates.map(workers: 1024) { $0.next() } == replicates.map { $0.next() })
    #expect(replicates.generator(-5) == replicates.generator(0))
    #expect(replicates.generator(.max).stream == UInt64(Int.max))
    let data = try JSONEncoder().encode(replicates)
    #expect(try JSONDecoder().decode(Replicates.self, from: data) == replicates)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Replicates.self, from: Data("{\"count\":0,\"seed\":1}".utf8))
    }
    #expect(replicates.description == "3 replicates, seed 1")
  }
}
