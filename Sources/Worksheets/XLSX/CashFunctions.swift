/// The cash-flow functions of spreadsheets, as a cross-check beside flows that are discounted one by one.
enum CashFunctions {
  /// The present value one period before the first flow: sum of flow(i) / (1 + rate)^i from i = 1.
  ///
  /// **Same as:** `NPV(rate, flows)`.
  static func netPresentValue(of flows: [Double], at rate: Double) -> Double {
    guard rate > -1 else { return .nan }
    return flows.reversed().reduce(0) { ($0 + $1) / (1 + rate) }
  }

  /// The rate at which the flows are worth 0, the first at once, by Newton's steps from a guess.
  ///
  /// NaN where the steps do not settle within 50, as spreadsheets show an error.
  ///
  /// **Same as:** `IRR(flows, guess)`.
  static func internalRate(of flows: [Double], near guess: Double) -> Double {
    guard flows.contains(where: { $0 > 0 }), flows.contains(where: { $0 < 0 }) else { return .nan }
    var rate = guess
    for _ in 0..<50 {
      guard rate > -1 else { return .nan }
      var value = 0.0
      var slope = 0.0
      // By v = 1 / (1 + rate), from the last flow to the first.
      let v = 1 / (1 + rate)
      for flow in flows.reversed() {
        slope = slope * v + value
        value = value * v + flow
      }
      guard slope != 0 else { return .nan }
      let next = 1 / (v - value / slope) - 1
      guard next.isFinite else { return .nan }
      if abs(next - rate) <= 1e-14 * max(1, abs(next)) { return next }
      rate = next
    }
    return .nan
  }
}
