import Distributions
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How often a trigger fires by chance alone while the true rate stays what it is.
///
/// A literal rule is no test: at exactly its limit it fires in nearly every other week. Both rates
/// are printed, for one week and for a whole pilot.
public struct FalseAlarms: Sendable, Hashable, CustomStringConvertible {
  /// The true share that is assumed.
  public let trueShare: Double
  /// The chance in the week in which it is largest.
  public let perWeek: Double
  /// The chance in at least one of the weeks: 1 - product(1 - p).
  public let perPilot: Double
  /// How many weeks were exposed.
  public let weeks: Int

  /// Both chances in percent.
  public var description: String {
    "at a true share of \(Self.percent(trueShare)), in up to \(Self.percent(perWeek)) of weeks and "
      + "\(Self.percent(perPilot)) of pilots of \(weeks) week\(weeks == 1 ? "" : "s")"
  }

  private static func percent(_ chance: Double) -> String {
    formatted(chance * 100, significantDigits: 3) + " %"
  }
}

extension RollbackTrigger {
  /// How often the rule fires in weeks of the sizes read while the true share is constant.
  ///
  /// The chance in a week of n is that of more than the limit among n draws, by the binomial
  /// distribution.
  ///
  /// - Parameter share: the true share; the limit itself where nil, for a number the limit over the
  ///   mean size of a week.
  /// - Returns: nil when nothing was exposed.
  /// - Throws: `invalidArgument` for a share outside 0 to 1.
  /// - Complexity: O(readings).
  ///
  /// **Same as:** R `1 - prod(1 - pbinom(floor(limit * n), n, share, lower.tail = FALSE))`.
  public func falseAlarms(trueShare share: Double? = nil) throws(EvaluationError) -> FalseAlarms? {
    if let share, !(share >= 0 && share <= 1) {
      throw .invalidArgument(name: "the true share", needed: "from 0 to 1", found: "\(share)")
    }
    let sizes = readings.map(\.total).filter { $0 > 0 }
    guard !sizes.isEmpty else { return nil }
    let mean = sizes.reduce(0.0) { $0 + Double($1) } / Double(sizes.count)
    let share = share ?? (measure == .share ? limit.value : min(1, limit.value / mean))
    let counts = Dictionary(sizes.map { ($0, 1) }, uniquingKeysWith: +)
    var (most, quiet) = (0.0, 0.0)
    for (size, weeks) in counts.sorted(by: { $0.key < $1.key }) {
      guard let least = leastFiring(of: size) else { continue }
      let chance = Binomial(trials: size, probability: share)?.survival(least - 1) ?? 0
      most = max(most, chance)
      quiet += Double(weeks) * log1p(-chance)
    }
    return FalseAlarms(
      trueShare: share, perWeek: most, perPilot: -expm1(quiet), weeks: sizes.count)
  }

  /// The least count that fires in a week of that size; nil where none does.
  private func leastFiring(of size: Int) -> Int? {
    func fires(_ count: Int) -> Bool {
      (try? Reading("week", count: count, of: size)).map { outcome(of: $0) == .fired } ?? false
    }
    guard fires(size) else { return nil }
    var (low, high) = (0, size)
    while low < high {
      let middle = low + (high - low) / 2
      if fires(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
