import Statistics

/// When money spent has come back, and whether it stays so.
///
/// The cumulative flow is followed from the first flow that is not zero; inside a period it is taken
/// to grow linearly. A flow that begins with a gain has paid back at once, at period 0.
public struct Payback: Sendable, Hashable, CustomStringConvertible {
  /// The periods until the cumulative flow first reaches zero; nil when it never does.
  public let periods: ExactRatio?
  /// Whether the cumulative flow never falls below zero again; nil when it never reaches zero.
  public let isSustained: Bool?
  /// The periods from which the cumulative flow stays at or above zero to the end; nil when it ends
  /// below zero.
  public let finalPeriods: ExactRatio?

  /// Follows the cumulative sum of flows, period 0 first.
  ///
  /// - Complexity: O(*n*).
  init(_ flows: [ExactRatio]) {
    var (first, final): (ExactRatio?, ExactRatio?) = (nil, nil)
    var isSustained = true
    var cumulative = ExactRatio(0)
    let start = flows.firstIndex { !$0.isZero } ?? flows.endIndex
    for period in start..<flows.endIndex {
      let before = cumulative
      cumulative = cumulative + flows[period]
      if cumulative.isNegative {
        if first != nil { isSustained = false }
        final = nil
      } else if final == nil {
        // From below zero the flow is above zero, so the share exists; at the start nothing is owed.
        let share = period == start ? nil : (-before).divided(by: flows[period])
        final =
          share.map { ExactRatio(period - 1) + $0 } ?? ExactRatio(period == start ? 0 : period)
        first = first ?? final
      }
    }
    periods = first
    self.isSustained = first == nil ? nil : isSustained
    finalPeriods = final
  }

  /// The payback in words.
  public var description: String {
    guard let periods else { return "never pays back" }
    let words = "pays back after \(periods.decimal(significantDigits: 4)) periods"
    if isSustained == true { return words }
    return words + ", not sustained"
      + (finalPeriods.map { " (for good after \($0.decimal(significantDigits: 4)))" } ?? "")
  }
}
