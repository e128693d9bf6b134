public import Statistics

/// All costs of a programme in one currency, with the classes that are declared to be none.
public struct CostLedger: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The costs as listed.
  public let costs: [Cost]
  /// The compulsory classes that are said to cost nothing.
  public let declaredNone: Set<Cost.Category>
  /// Whether it is said that nothing has to be kept up.
  public let declaresNoMaintenance: Bool
  /// The one currency.
  public let currency: Currency
  /// The sum of the costs as posted.
  public let total: Money

  /// Sums costs of one currency.
  ///
  /// An empty list is a programme that costs nothing, which leaves ROI undefined.
  ///
  /// - Parameters:
  ///   - costs: the costs.
  ///   - declaredNone: classes that are said to cost nothing.
  ///   - declaresNoMaintenance: whether it is said that nothing has to be kept up, which a projection
  ///     of several years asks.
  ///   - currency: the currency of all of them.
  /// - Throws: `invalidArgument` for another currency, a class declared none that has a cost above 0,
  ///   or maintenance that is listed and declared none; `overflow` when the total does not fit.
  /// - Complexity: O(*n*).
  public init(
    _ costs: [Cost], declaredNone: Set<Cost.Category> = [], declaresNoMaintenance: Bool = false,
    in currency: Currency
  ) throws(EvaluationError) {
    for cost in costs where declaresNoMaintenance && cost.isMaintenance && !cost.amount.isZero {
      throw .invalidArgument(
        name: "maintenance declared none", needed: "without a cost of maintenance",
        found: "\(cost)")
    }
    for cost in costs where declaredNone.contains(cost.category) && !cost.amount.isZero {
      throw .invalidArgument(
        name: "the costs declared none", needed: "classes without a cost",
        found: "\(cost.category.words), which has \(cost)")
    }
    self.costs = costs
    self.declaredNone = declaredNone
    self.declaresNoMaintenance = declaresNoMaintenance
    self.currency = currency
    total = try Money.sum(costs.lazy.map(\.amount), in: currency)
  }

  private enum CodingKeys: String, CodingKey {
    case costs, declaredNone, declaresNoMaintenance, currency
  }

  /// Decodes the costs and sums them anew.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Cost].self, forKey: .costs),
      declaredNone: Set(fields.decode([Cost.Category].self, forKey: .declaredNone)),
      declaresNoMaintenance: fields.decodeIfPresent(Bool.self, forKey: .declaresNoMaintenance)
        ?? false,
      in: fields.decode(Currency.self, forKey: .currency))
  }

  /// Encodes the costs and the classes declared none in a fixed order; the total is not stored.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(costs, forKey: .costs)
    try fields.encode(
      Cost.Category.allCases.filter(declaredNone.contains), forKey: .declaredNone)
    if declaresNoMaintenance { try fields.encode(true, forKey: .declaresNoMaintenance) }
    try fields.encode(currency, forKey: .currency)
  }

  // MARK: Properties

  /// The compulsory classes that are neither listed nor declared none.
  public var missingCategories: [Cost.Category] {
    Cost.Category.compulsory.filter { category in
      !declaredNone.contains(category) && !costs.contains { $0.category == category }
    }
  }

  /// Whether the costs are fully loaded: each compulsory class listed or declared none.
  public var check: Check {
    let missing = missingCategories
    let words = missing.map(\.words).joined(separator: ", ")
    return Check(
      "cost classes", figure: Double(missing.count), threshold: 0,
      verdict: missing.isEmpty ? .passed : .failed,
      sentence: missing.isEmpty
        ? "Fees, analytics and manager time are each listed or declared none."
        : "Neither listed nor declared none: \(words). The cost may be understated.")
  }

  /// Whether maintenance over several years is listed, or said to be none.
  ///
  /// Upkeep can rival the cost of building, so a projection without it is too good.
  public var maintenanceCheck: Check {
    let lines = costs.filter(\.isMaintenance)
    let recurs = lines.contains { $0.timing?.recurs ?? false }
    let verdict: Check.Verdict =
      recurs || declaresNoMaintenance ? .passed : lines.isEmpty ? .failed : .inconclusive
    let sentence =
      recurs
      ? "A recurring cost of maintenance is listed."
      : declaresNoMaintenance
        ? "It is declared that nothing has to be kept up."
        : lines.isEmpty
          ? "No maintenance is listed for several years nor declared none. The cost may be understated."
          : "Maintenance is listed, but not as a cost that recurs."
    return Check("maintenance", verdict: verdict, sentence: sentence)
  }

  /// The total, the number of costs and the classes missing.
  public var description: String {
    let missing = missingCategories.map(\.words).joined(separator: ", ")
    return "\(total) in \(costs.count) cost\(costs.count == 1 ? "" : "s")"
      + (missing.isEmpty ? "" : "; not considered: \(missing)")
  }
}
