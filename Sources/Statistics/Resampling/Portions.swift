/// Work on numbered items in portions, by one task or by several at once.
///
/// Values stand in the order of the items, whoever worked them out; so the result is the same for
/// any number of workers.
package struct Portions: Sendable {
  /// What is done, for the error of a cancelled task.
  let what: String
  /// How many items there are.
  let total: Int
  /// How many items a portion has.
  let size: Int

  /// States the work.
  ///
  /// - Parameters:
  ///   - what: what is done, such as `the bootstrap`.
  ///   - total: how many items there are, not negative.
  ///   - cost: about how many steps one item takes; a portion has some two million.
  ///   - most: the most items in a portion.
  package init(_ what: String, total: Int, cost: Int, most: Int = 500) {
    self.what = what
    self.total = total
    size = max(1, min(most, 2_000_000 / max(1, cost)))
  }

  /// The portions in order.
  var ranges: [Range<Int>] {
    stride(from: 0, to: total, by: size).map { $0..<min(total, $0 + size) }
  }

  /// Does the work in this task.
  ///
  /// - Parameters:
  ///   - progress: told after each portion how many items are done, of how many.
  ///   - work: the values of a range of items; fewer when it saw that the task was cancelled.
  /// - Returns: the values by item.
  /// - Throws: `cancelled` when the surrounding task is cancelled.
  package func run<Value>(
    progress: ((Int, Int) -> Void)? = nil, _ work: (Range<Int>) -> [Value]
  ) throws(EvaluationError) -> [Value] {
    var found: [Value] = []
    found.reserveCapacity(total)
    for range in ranges {
      guard !Task.isCancelled else { throw .cancelled(what: what, done: found.count, of: total) }
      let values = work(range)
      guard values.count == range.count else {
        throw .cancelled(what: what, done: found.count, of: total)
      }
      found += values
      progress?(found.count, total)
    }
    return found
  }

  /// Does the work by several tasks at once.
  ///
  /// - Parameters:
  ///   - workers: how many portions are worked on at once.
  ///   - progress: told after each portion how many items are done, of how many; by one task.
  ///   - work: the values of a range of items; fewer when it saw that the task was cancelled.
  /// - Returns: the values by item.
  /// - Throws: `invalidArgument` unless the workers are 1 to 1,024; `cancelled` when the surrounding
  ///   task is cancelled.
  package func run<Value: Sendable>(
    workers: Int, progress: (@Sendable (Int, Int) -> Void)? = nil,
    _ work: @escaping @Sendable (Range<Int>) -> [Value]
  ) async throws(EvaluationError) -> [Value] {
    guard (1...1024).contains(workers) else {
      throw .invalidArgument(
        name: "the number of tasks", needed: "between 1 and 1024", found: "\(workers)")
    }
    let ranges = ranges
    var found = [[Value]](repeating: [], count: ranges.count)
    var done = 0
    await withTaskGroup(of: (Int, [Value]).self) { group in
      var next = 0
      func start() {
        guard next < ranges.count, !Task.isCancelled else { return }
        let place = next
        next += 1
        group.addTask { (place, work(ranges[place])) }
      }
      for _ in 0..<workers { start() }
      for await (place, values) in group {
        guard values.count == ranges[place].count else { continue }
        found[place] = values
        done += values.count
        progress?(done, total)
        start()
      }
    }
    guard done == total else { throw .cancelled(what: what, done: done, of: total) }
    return found.flatMap { $0 }
  }
}
