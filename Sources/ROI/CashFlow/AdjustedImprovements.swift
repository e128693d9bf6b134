public import Statistics

/// What participants say that a programme was worth, each estimate times the share that they credit
/// to it and times their confidence.
///
/// Adjusted value = first year's value x isolation x confidence, posted once; the total is the sum of
/// posted lines over *all* participants, and those who gave no data count as zero. Costs are fully
/// loaded. ROI is net over cost, the benefit-cost ratio gross over cost, both undiscounted and for
/// the first year alone.
///
/// Rows are estimates by reference id; returns exist for the whole group only.
///
/// **Reference:** Phillips, Phillips (2007), The Value of Learning: guiding principles 6 to 10.
public struct AdjustedImprovements: Sendable, Hashable {
  /// One participant's estimate.
  public struct Estimate: Sendable, Hashable, Codable {
    /// The reference id; never a name.
    public let id: String
    /// The value of the improvement in the first year; a loss is negative.
    public let annualValue: Money
    /// The share credited to the programme, from 0 to 1.
    public let isolation: ExactDecimal
    /// The confidence in that estimate, from 0 to 1.
    public let confidence: ExactDecimal

    /// Records an estimate.
    ///
    /// - Throws: `invalidArgument` for a share outside 0 to 1 or a blank id.
    public init(
      _ id: String, annualValue: Money, isolation: ExactDecimal, confidence: ExactDecimal
    ) throws(EvaluationError) {
      self.id = try stated(id, as: "an estimate's reference id")
      for (name, share) in [("the isolation", isolation), ("the confidence", confidence)]
      where share < 0 || share > 1 {
        throw .invalidArgument(
          name: "\(name) of \(excerpt(id))", needed: "from 0 to 1", found: share.description)
      }
      self.annualValue = annualValue
      self.isolation = isolation
      self.confidence = confidence
    }

    /// Decodes an estimate, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .id),
        annualValue: fields.decode(Money.self, forKey: .annualValue),
        isolation: fields.decode(ExactDecimal.self, forKey: .isolation),
        confidence: fields.decode(ExactDecimal.self, forKey: .confidence))
    }
  }

  /// The estimates of those who gave data.
  public let estimates: [Estimate]
  /// How many took part, with data or without.
  public let participants: Int
  /// The fully loaded costs.
  public let costs: CostLedger
  /// The adjusted value of each estimate.
  public let adjusted: [MoneyFigure]
  /// The sum of the posted adjusted values.
  public let total: Money
  /// Total less costs.
  public let netBenefit: Money

  /// Adjusts estimates and sums them.
  ///
  /// - Parameters:
  ///   - estimates: one of each participant who gave data, at most 100,000.
  ///   - participants: how many took part; those without data count as zero.
  ///   - costs: the fully loaded costs.
  /// - Throws: `invalidArgument` for more estimates than participants, another currency, or an
  ///   unexpected number; `duplicateIdentifiers` for an id that is repeated; `overflow` when money
  ///   does not fit.
  /// - Complexity: O(*n*).
  public init(
    _ estimates: [Estimate], participants: Int, costs: CostLedger
  ) throws(EvaluationError) {
    guard participants >= max(1, estimates.count), estimates.count <= 100_000 else {
      throw .invalidArgument(
        name: "the participants", needed: "at least as many as the estimates, of which 100,000 fit",
        found: "\(participants) participants and \(estimates.count) estimates")
    }
    var seen: Set<String> = []
    for (row, estimate) in estimates.enumerated() where !seen.insert(estimate.id).inserted {
      throw .duplicateIdentifiers(column: "id", rows: AffectedRows([row + 1]), found: estimate.id)
    }
    var adjusted: [MoneyFigure] = []
    for estimate in estimates {
      try costs.total.requireCurrency(of: estimate.annualValue)
      adjusted.append(
        try MoneyFigure(
          estimate.annualValue.exact * ExactRatio(estimate.isolation)
            * ExactRatio(estimate.confidence),
          in: costs.currency))
    }
    self.estimates = estimates
    self.participants = participants
    self.costs = costs
    self.adjusted = adjusted
    total = try Money.sum(adjusted.map(\.posted), in: costs.currency)
    netBenefit = try total - costs.total
  }

  // MARK: Ratios

  /// Total over costs; nil when nothing was spent.
  public var benefitCostRatio: ExactRatio? { total.exact.divided(by: costs.total.exact) }

  /// Net over costs; nil when nothing was spent.
  public var roi: ExactRatio? { netBenefit.exact.divided(by: costs.total.exact) }

  /// Whether everybody gave data; those who did not count as zero.
  public var check: Check {
    let missing = participants - estimates.count
    return Check(
      "participants without data", figure: Double(missing), threshold: 0,
      verdict: missing == 0 ? .passed : .inconclusive,
      sentence: missing == 0
        ? "All \(participants) participants gave an estimate."
        : "\(missing) of \(participants) participants gave no data and count as zero improvement.")
  }
}

// MARK: - Text

extension AdjustedImprovements: CustomStringConvertible, Codable {
  /// Total, cost and both ratios with their definitions.
  public var description: String {
    "\(estimates.count) of \(participants) participants: adjusted value \(total) in the first year, "
      + "cost \(costs.total), BCR \(figure(benefitCostRatio)) (value / cost), ROI \(figure(roi)) "
      + "(net / cost), undiscounted"
  }

  private enum CodingKeys: String, CodingKey {
    case estimates, participants, costs
  }

  /// Decodes the estimates and sums anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Estimate].self, forKey: .estimates),
      participants: fields.decode(Int.self, forKey: .participants),
      costs: fields.decode(CostLedger.self, forKey: .costs))
  }

  /// Encodes the estimates, participants and costs; the figures follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(estimates, forKey: .estimates)
    try fields.encode(participants, forKey: .participants)
    try fields.encode(costs, forKey: .costs)
  }
}
