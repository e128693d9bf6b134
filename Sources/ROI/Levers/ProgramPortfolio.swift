public import Statistics

/// The values of several programmes summed, with each shrunken first: the sum of what looked best overstates
/// what will be had.
///
/// Positive-part James-Stein: with values x and standard errors s of k programmes, every value keeps the share
/// max(0, 1 - (k - 2) / sum(x² / s²)) of itself; or, towards their precision-weighted mean m, of its distance from
/// it, max(0, 1 - (k - 3) / sum((x - m)² / s²)). Three programmes are needed (four towards the mean); fewer are
/// summed as they are, and this is said. The shrunken sum is a point: it has no exact interval. Sum all
/// programmes that were run, not those that won.
///
/// **Reference:** James and Stein (1961); Efron and Morris (1973), doi:10.1080/01621459.1973.10481350.
/// **Same as:** GrowthBook's scaled impact for equal standard errors and a target of 0; towards the mean
/// GrowthBook takes k - 2, which is this library's k - 3 for a mean that is estimated.
public struct ProgramPortfolio: Sendable, Hashable {
  /// What values are shrunken towards.
  public enum Target: String, Sendable, Hashable, Codable, CaseIterable {
    /// No effect at all.
    case zero
    /// The mean of the programmes, weighted by their precision.
    case mean
  }

  /// One programme with what is left of its value.
  public struct Program: Sendable, Hashable, CustomStringConvertible {
    /// The case's name.
    public let name: String
    /// The annualised value as estimated.
    public let value: MoneyFigure
    /// Its standard error, in major units.
    public let standardError: Double
    /// The value after shrinkage.
    public let shrunkenValue: MoneyFigure

    /// Name and both values.
    public var description: String { "\(excerpt(name)): \(value), shrunken \(shrunkenValue)" }
  }

  /// The cases in order.
  public let cases: [BusinessCase]
  /// What values are shrunken towards.
  public let target: Target
  /// The programmes in order.
  public let programs: [Program]
  /// The share that a value keeps of its distance from the target: 1 where nothing is shrunken.
  public let keptShare: Double
  /// The costs together.
  public let cost: Money
  /// The sum of the values as estimated.
  public let naiveTotal: MoneyFigure
  /// The sum of the shrunken values.
  public let shrunkenTotal: MoneyFigure
  /// ROI of the naive sum; nil when the programmes cost nothing.
  public let naiveROI: ExactRatio?
  /// ROI of the shrunken sum; nil when the programmes cost nothing.
  public let shrunkenROI: ExactRatio?

  /// Sums programmes.
  ///
  /// - Parameters:
  ///   - cases: 1 to 100 cases of different names in one currency, each with a standard error above 0.
  ///   - target: what values are shrunken towards.
  /// - Throws: `tooFew` without a case; `invalidArgument` for more than 100, a name that stands twice, or another
  ///   currency; `undefined` for a value without a standard error; `overflow` when money does not fit.
  public init(_ cases: [BusinessCase], target: Target = .zero) throws(EvaluationError) {
    guard let first = cases.first else { throw .tooFew(what: "programmes", needed: 1, found: 0) }
    guard cases.count <= 100, Set(cases.map(\.name)).count == cases.count else {
      throw .invalidArgument(
        name: "the programmes", needed: "at most 100, each name once", found: "\(cases.count)")
    }
    let currency = first.costs.currency
    var errors: [Double] = []
    for item in cases {
      try first.costs.total.requireCurrency(of: item.costs.total)
      guard let error = item.valueEstimate?.standardError, error > 0 else {
        throw .undefined(
          what: "the shrinkage of \(excerpt(item.name))", needed: "a standard error above 0",
          found: "\(item.delta.design)")
      }
      errors.append(error)
    }
    let values = cases.map(\.annualised.attributableValue)
    let centre = target == .zero ? 0 : Self.mean(values.map(\.value), errors)
    let kept = Self.keptShare(values.map(\.value), errors, centre: centre, target: target)
    let (share, middle) = (ExactRatio(try ExactDecimal(kept)), ExactRatio(try ExactDecimal(centre)))
    var programs: [Program] = []
    for (index, value) in values.enumerated() {
      let shrunken = middle + (value.exact - middle) * share
      programs.append(
        Program(
          name: cases[index].name, value: value, standardError: errors[index],
          shrunkenValue: try MoneyFigure(shrunken, in: currency)))
    }
    func sum(_ figures: [MoneyFigure]) throws(EvaluationError) -> MoneyFigure {
      MoneyFigure(
        exact: figures.reduce(0) { $0 + $1.exact },
        posted: try Money.sum(figures.map(\.posted), in: currency))
    }
    let cost = try Money.sum(cases.map(\.costs.total), in: currency)
    let (naive, shrunken) = (try sum(values), try sum(programs.map(\.shrunkenValue)))
    self.cases = cases
    self.target = target
    self.programs = programs
    keptShare = kept
    self.cost = cost
    naiveTotal = naive
    shrunkenTotal = shrunken
    naiveROI = (naive.exact - cost.exact).divided(by: cost.exact)
    shrunkenROI = (shrunken.exact - cost.exact).divided(by: cost.exact)
  }

  private static func mean(_ values: [Double], _ errors: [Double]) -> Double {
    // Weights relative to the smallest error, so that none overflows.
    let least = errors.min() ?? 1
    let weights = errors.map { (least / $0) * (least / $0) }
    let total = weights.reduce(0, +)
    return zip(values, weights).reduce(0) { $0 + $1.0 * ($1.1 / total) }
  }

  private static func keptShare(
    _ values: [Double], _ errors: [Double], centre: Double, target: Target
  ) -> Double {
    let freedom = values.count - (target == .zero ? 2 : 3)
    guard freedom > 0 else { return 1 }
    let distance = zip(values, errors).reduce(0) { sum, pair in
      let score = (pair.0 - centre) / pair.1
      return sum + score * score
    }
    guard distance > 0 else { return 0 }
    return max(0, 1 - Double(freedom) / distance)
  }

  /// Whether losses stand among the programmes, as they must where all that were run are summed.
  public var check: Check {
    let winners = programs.filter { !$0.value.exact.isNegative && !$0.value.exact.isZero }.count
    let isSuspect = winners == programs.count && programs.count > 1
    return Check(
      "programmes summed", figure: Double(winners), threshold: Double(programs.count),
      verdict: isSuspect ? .inconclusive : .passed,
      sentence: isSuspect
        ? "All \(programs.count) programmes gained: make sure that none that was run is left out."
        : "\(winners) of \(programs.count) programmes gained; the others are counted too.")
  }
}

// MARK: - Text and coding

extension ProgramPortfolio: CustomStringConvertible, Codable {
  /// Both sums with their ROI, and how much was kept, in at most ten lines.
  public var description: String {
    let needed = target == .zero ? 3 : 4
    let shrinkage =
      programs.count < needed
      ? "not shrunken: that needs \(needed) programmes"
      : "each keeps \(percentageText(keptShare)) of its distance from "
        + (target == .zero ? "0" : "their mean")
    var lines = [
      "\(programs.count) programmes, cost \(cost)",
      "summed as estimated: \(naiveTotal), ROI \(figure(naiveROI))",
      "shrunken first (positive-part James-Stein): \(shrunkenTotal), ROI \(figure(shrunkenROI)); "
        + shrinkage,
    ]
    lines += programs.prefix(5).map(\.description)
    if programs.count > 5 { lines.append("and \(programs.count - 5) more") }
    return lines.joined(separator: "\n")
  }

  private func percentageText(_ share: Double) -> String { "\(formatted(share * 100)) %" }

  private enum CodingKeys: String, CodingKey { case cases, target }

  /// Decodes the cases and sums them anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([BusinessCase].self, forKey: .cases),
      target: fields.decode(Target.self, forKey: .target))
  }

  /// Encodes the cases and the target; the sums follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(cases, forKey: .cases)
    try fields.encode(target, forKey: .target)
  }
}
