public import Statistics

// MARK: - Checks

extension BenefitPlan {
  /// What is asked of the sum, beside the checks of each lever's own study.
  public var checks: [Check] {
    var checks = [overlapCheck]
    let directional = levers.filter(\.isDirectional)
    checks.append(
      Check(
        "comparison of each lever", figure: Double(directional.count), threshold: 0,
        verdict: directional.isEmpty ? .passed : .inconclusive,
        sentence: directional.isEmpty
          ? "Every lever has a comparison."
          : "Without a comparison, and so directional at best: \(Self.named(directional))."))
    let bare = levers.filter { !$0.hasInterval }
    checks.append(
      Check(
        "interval of each lever", figure: Double(bare.count), threshold: 0,
        verdict: bare.isEmpty ? .passed : .inconclusive,
        sentence: bare.isEmpty
          ? "Every lever has an interval."
          : "Without an interval, and so left out of the lower bound: \(Self.named(bare))."))
    checks.append(costs.check)
    return checks
  }

  private var overlapCheck: Check {
    let pairs = undeclaredPairs
    let words = pairs.prefix(3).map(\.description).joined(separator: "; ")
    let more = pairs.count > 3 ? " and \(pairs.count - 3) more" : ""
    return Check(
      "overlap of levers", figure: Double(pairs.count), threshold: 0,
      verdict: pairs.isEmpty ? .passed : .failed,
      sentence: pairs.isEmpty
        ? "Levers that share people have a declared overlap."
        : "The same people, and no declared overlap: \(words)\(more). Something may be counted twice."
    )
  }

  private static func named(_ levers: [Lever]) -> String {
    let words = levers.prefix(5).map { excerpt($0.name) }.joined(separator: ", ")
    return levers.count > 5 ? "\(words) and \(levers.count - 5) more" : words
  }
}

// MARK: - Description

extension BenefitPlan: CustomStringConvertible {
  /// The levers, what overlaps remove, the total and its bounds, in at most ten lines.
  public var description: String {
    var lines = [
      "\(levers.count) lever\(levers.count == 1 ? "" : "s"): "
        + levers.prefix(4).map { "\(excerpt($0.name, limit: 30)) \($0.value)" }
        .joined(separator: ", ") + (levers.count > 4 ? " and \(levers.count - 4) more" : "")
    ]
    if !deductions.isEmpty {
      lines.append("gross \(grossTotal); overlaps remove \(removed)")
    }
    lines.append(
      "total \(total), cost \(costs.total), net \(netBenefit), ROI \(figure(roi)) (net / cost), "
        + "BCR \(figure(benefitCostRatio)) (value / cost)")
    if let headline { lines.append("headline: \(headline)") }
    for dependence in [Dependence.independent, .unrestricted] {
      if let limits = try? limits(level: headlineLevel, sides: .lower, dependence: dependence) {
        lines.append("beside it: \(limits)")
      }
    }
    let open = checks.filter { !$0.passed }.map { "\($0.name) \($0.verdict.rawValue)" }
    if !open.isEmpty { lines.append("open: " + open.joined(separator: ", ")) }
    return lines.joined(separator: "\n")
  }

  private var removed: String {
    (try? Money.sum(deductions.map(\.amount.posted), in: costs.currency))?.description ?? "too much"
  }
}

// MARK: - Coding

extension BenefitPlan: Codable {
  private enum CodingKeys: String, CodingKey { case levers, overlaps, costs, headlineLevel }

  /// Decodes the inputs and adds them up anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      levers: fields.decode([Lever].self, forKey: .levers),
      overlaps: fields.decode([LeverOverlap].self, forKey: .overlaps),
      costs: fields.decode(CostLedger.self, forKey: .costs),
      headlineLevel: fields.decode(Double.self, forKey: .headlineLevel))
  }

  /// Encodes the inputs; the figures follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(levers, forKey: .levers)
    try fields.encode(overlaps, forKey: .overlaps)
    try fields.encode(costs, forKey: .costs)
    try fields.encode(headlineLevel, forKey: .headlineLevel)
  }
}
