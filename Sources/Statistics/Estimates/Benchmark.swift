/// A figure known from a better source, such as a randomised trial, to hold an estimate against.
public struct Benchmark: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What is known, with its uncertainty if there is one.
  public let estimate: Estimate
  /// Where it is known from.
  public let source: String

  /// Names a known figure and its source.
  public init(_ estimate: Estimate, source: String) {
    self.estimate = estimate
    self.source = source
  }

  /// Whether an estimate's interval contains the known figure, as a check in plain words.
  ///
  /// The uncertainty of the benchmark itself is not taken off: the question is whether a reader of
  /// the estimate alone would have believed the truth possible.
  ///
  /// - Parameters:
  ///   - estimate: what a study found.
  ///   - level: the level of its two-sided interval.
  /// - Returns: inconclusive when the estimate has no interval.
  public func check(_ estimate: Estimate, level: Double = 0.95) -> Check {
    let known = TextTable.grouped(formatted(self.estimate.value))
    guard let interval = estimate.interval(level: level) else {
      return Check(
        "benchmark", figure: estimate.value, threshold: self.estimate.value,
        verdict: .inconclusive,
        sentence: "The estimate has no interval to hold against the benchmark \(known).")
    }
    let low = interval.lower.map { TextTable.grouped(formatted($0)) } ?? "unbounded"
    let high = interval.upper.map { TextTable.grouped(formatted($0)) } ?? "unbounded"
    let contains = interval.contains(self.estimate.value)
    return Check(
      "benchmark", figure: estimate.value, threshold: self.estimate.value,
      verdict: contains ? .passed : .failed,
      sentence:
        "The \(formatted(level * 100)) % interval, \(low) to \(high), "
        + "\(contains ? "contains" : "excludes") the benchmark \(known) (\(excerpt(source, limit: 120)))"
        + (contains ? "." : ": this method on these data does not recover the truth."))
  }

  /// What is known and where from.
  public var description: String { "\(estimate)\nknown from \(excerpt(source, limit: 120))" }
}
