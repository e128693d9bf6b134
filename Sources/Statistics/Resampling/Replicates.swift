public import Distributions

/// Repetitions of random work, each with a stream of its own: replicate *i* draws from
/// `Philox(seed: seed, stream: i)`.
///
/// So the results are the same whether one task works or seven do, and replicate *i* can be repeated
/// alone.
///
/// ```swift
/// let dice = try Replicates(10_000, seed: 7)
/// let sums = try await dice.map(workers: 2) { random in
///   random.integer(below: 6) + random.integer(below: 6) + 2
/// }
/// ```
///
/// **Same as:** numpy `[work(Generator(Philox(key=[seed, i]))) for i in range(count)]`.
public struct Replicates: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many repetitions there are.
  public let count: Int
  /// The seed of all; the first word of each key.
  public let seed: UInt64

  /// States how often work is repeated.
  ///
  /// - Throws: `invalidArgument` unless the count is between 1 and 10,000,000.
  public init(_ count: Int, seed: UInt64 = 1) throws(EvaluationError) {
    guard (1...10_000_000).contains(count) else {
      throw .invalidArgument(
        name: "the number of replicates", needed: "between 1 and 10000000", found: "\(count)")
    }
    self.count = count
    self.seed = seed
  }

  private enum CodingKeys: String, CodingKey { case count, seed }

  /// Decodes a count and a seed, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Int.self, forKey: .count), seed: fields.decode(UInt64.self, forKey: .seed))
  }

  /// The random numbers of one replicate, counted from 0; a negative number counts as 0.
  public func generator(_ replicate: Int) -> Philox {
    Philox(seed: seed, stream: UInt64(max(0, replicate)))
  }

  // MARK: Working

  /// What each replicate gives, in their order.
  ///
  /// - Parameters:
  ///   - progress: told now and then how many replicates are done, of how many.
  ///   - work: one replicate with its random numbers.
  /// - Returns: the values by replicate.
  /// - Throws: `cancelled` when the surrounding task is cancelled, at the next replicate.
  /// - Complexity: O(count) calls.
  public func map<Value>(
    progress: ((Int, Int) -> Void)? = nil, _ work: (inout Philox) -> Value
  ) throws(EvaluationError) -> [Value] {
    try portions.run(progress: progress) { values($0, work) }
  }

  /// What each replicate gives, in their order, by several tasks at once; the same values for any
  /// number of them.
  ///
  /// - Parameters:
  ///   - workers: how many tasks work at once, at least 1.
  ///   - progress: told now and then how many replicates are done, of how many; never less than
  ///     before.
  ///   - work: one replicate with its random numbers; several run at once.
  /// - Returns: the values by replicate.
  /// - Throws: `invalidArgument` unless the workers are 1 to 1,024; `cancelled` when the surrounding
  ///   task is cancelled, at the next replicate of each worker.
  /// - Complexity: O(count) calls.
  public func map<Value: Sendable>(
    workers: Int, progress: (@Sendable (Int, Int) -> Void)? = nil,
    _ work: @escaping @Sendable (inout Philox) -> Value
  ) async throws(EvaluationError) -> [Value] {
    try await portions.run(workers: workers, progress: progress) { values($0, work) }
  }

  private var portions: Portions { Portions("the replicates", total: count, cost: 1, most: 16) }

  private func values<Value>(_ range: Range<Int>, _ work: (inout Philox) -> Value) -> [Value] {
    var values: [Value] = []
    for replicate in range where !Task.isCancelled {
      var random = generator(replicate)
      values.append(work(&random))
    }
    return values
  }

  /// Count and seed.
  public var description: String { "\(count) replicates, seed \(seed)" }
}
