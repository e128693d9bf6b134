import Dispatch
import Foundation
import ProgramEvaluation

/// Ten thousand bootstrap means of a thousand skewed values; the peers draw other numbers, so that
/// standard error and limits agree to a few hundredths alone.
func bootstrapCase(_ folder: URL, workers: Int?) throws -> Case {
  let values = skewed(1_000, seed: 61)
  let data = folder.appendingPathComponent("bootstrap", isDirectory: true)
  try Dataset(numbers: [("x", values)]).write(to: data)
  let statistic = try BootstrapStatistic.mean(of: values)
  let method = try BootstrapMethod(interval: .percentile, replicates: 10_000, seed: 1)
  let fit: @Sendable () throws -> Bootstrap = {
    guard let workers else { return try Bootstrap(statistic, method: method) }
    return try blocking { try await Bootstrap(statistic, method: method, workers: workers) }
  }
  return Case(
    title: "10,000 bootstrap means of 1,000" + (workers.map { ", \($0) tasks" } ?? ""),
    peers: [
      Peer("numpy, one matrix", .python, "bootstrap-matrix", data: data),
      Peer("numpy, a loop over streams", .python, "bootstrap-streams", data: data),
      Peer("scipy", .python, "bootstrap-scipy", data: data),
      Peer("R boot", .r, "bootstrap", data: data),
    ],
    figures: {
      let found = try fit()
      return [found.standardError]
        + (found.estimate.interval().map { [$0.lower ?? 0, $0.upper ?? 0] } ?? [])
    },
    tolerance: 0.05,
    sample: { try seconds { _ = try fit() } })
}

/// A permutation test of 60 against 60 people with 9,999 random assignments.
func permutationCase(_ folder: URL) throws -> Case {
  let values = skewed(120, seed: 62)
  let groups = values.indices.map { $0 % 2 }
  let data = folder.appendingPathComponent("permutation", isDirectory: true)
  try Dataset(numbers: [("y", values)], groups: [("g", groups)]).write(to: data)
  let statistic = try PermutationStatistic.differenceOfMeans(values)
  let assignment = try Assignment(groups: groups)
  return Case(
    title: "permutation test, 9,999 assignments of 120",
    peers: [Peer("scipy", .python, "permutation", data: data)],
    figures: {
      let found = try RandomizationTest(statistic, assignment)
      return [found.statistic, found.standardDeviation]
    },
    tolerance: 0.05,
    sample: { try seconds { _ = try RandomizationTest(statistic, assignment) } })
}

/// Values of a lognormal distribution.
private func skewed(_ count: Int, seed: UInt64) -> [Double] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in exp(generator.normal()) }
}

// MARK: - Waiting

/// What an asynchronous piece of work gives, waited for by this thread.
private func blocking<Value: Sendable>(
  _ work: @escaping @Sendable () async throws -> Value
) throws -> Value {
  let done = DispatchSemaphore(value: 0)
  let outcome = Outcome<Value>()
  Task.detached {
    do {
      outcome.result = .success(try await work())
    } catch {
      outcome.result = .failure(error)
    }
    done.signal()
  }
  done.wait()
  guard let result = outcome.result else { throw CancellationError() }
  return try result.get()
}

/// Written before the signal and read after it.
private final class Outcome<Value: Sendable>: @unchecked Sendable {
  var result: Swift.Result<Value, any Error>?
}
