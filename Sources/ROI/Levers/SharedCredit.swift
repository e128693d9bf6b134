public import Statistics

/// Several programmes that claim shares of one improvement.
///
/// Claims above the whole are refused unless the caller chooses how to settle them. Combined without
/// settling, claims are added. Read as independent, they overlap: what all of them explain together is
/// 1 - product of (1 - claim), and the fair part of each is its Shapley value, which adds up to that.
///
/// **Reference:** Shapley (1953), A value for n-person games, doi:10.1515/9781400881970-018.
public struct SharedCredit: Sendable, Hashable, Codable {
  /// What happens to claims on one improvement.
  public enum Settlement: String, Sendable, Hashable, Codable, CaseIterable {
    /// They are added; above 100 % they are refused.
    case added
    /// They are scaled in proportion, so that they add up to 100 %.
    case proportional
    /// They are read as independent causes: each gets its Shapley value of what all explain together.
    case shapley
  }

  /// One programme's claim.
  public struct Claim: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Who claims.
    public let name: String
    /// The share of the improvement, from 0 to 1.
    public let share: ExactDecimal

    /// States a claim.
    ///
    /// - Throws: `invalidArgument` for a blank name or a share outside 0 to 1.
    public init(_ name: String, share: ExactDecimal) throws(EvaluationError) {
      self.name = try stated(name, as: "the claimant's name")
      guard share >= 0, share <= 1 else {
        throw .invalidArgument(
          name: "the claim of \(excerpt(name))", needed: "from 0 to 1", found: share.description)
      }
      self.share = share
    }

    /// Decodes a claim, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .name),
        share: fields.decode(ExactDecimal.self, forKey: .share))
    }

    /// Name and share.
    public var description: String { "\(excerpt(name)) \(percentage(share))" }
  }

  /// What is claimed.
  public let claims: [Claim]
  /// How the claims are settled.
  public let settlement: Settlement
  /// The sum of what is claimed.
  public let claimed: ExactRatio
  /// The share of each claim after settling, in order.
  public let shares: [ExactRatio]

  // MARK: Building

  /// Settles claims on one improvement.
  ///
  /// - Parameters:
  ///   - claims: 1 to 20 claims of different names.
  ///   - settlement: how they are settled; added unless said otherwise.
  /// - Throws: `tooFew` without a claim; `invalidArgument` for more than 20 claims, a name that stands
  ///   twice, or claims that are added to more than 100 %.
  /// - Complexity: O(n²) exact operations for Shapley values, else O(n).
  public init(_ claims: [Claim], settlement: Settlement = .added) throws(EvaluationError) {
    guard !claims.isEmpty else { throw .tooFew(what: "claims", needed: 1, found: 0) }
    guard claims.count <= 20 else {
      throw .invalidArgument(name: "the claims", needed: "at most 20", found: "\(claims.count)")
    }
    guard Set(claims.map(\.name)).count == claims.count else {
      throw .invalidArgument(
        name: "the claims", needed: "each claimant once", found: "a name that stands twice")
    }
    let sum = claims.reduce(ExactRatio(0)) { $0 + ExactRatio($1.share) }
    guard settlement != .added || sum <= 1 else {
      throw .invalidArgument(
        name: "the claims on one improvement",
        needed: "at most 100 % together, or a settlement in proportion or by Shapley values",
        found: percentage(sum))
    }
    self.claims = claims
    self.settlement = settlement
    claimed = sum
    let stated = claims.map { ExactRatio($0.share) }
    shares =
      switch settlement {
      case .added: stated
      case .proportional: stated.map { $0.divided(by: sum) ?? 0 }
      case .shapley: Self.shapleyValues(of: stated)
      }
  }

  private enum CodingKeys: String, CodingKey { case claims, settlement }

  /// Decodes the claims and settles them anew.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Claim].self, forKey: .claims),
      settlement: fields.decode(Settlement.self, forKey: .settlement))
  }

  /// Encodes the claims and how they are settled; the shares follow.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(claims, forKey: .claims)
    try fields.encode(settlement, forKey: .settlement)
  }

  /// The mean over all orders of what one claim adds: the claim times the mean, over the sizes of the group
  /// that came before, of the mean product of (1 - claim) over such groups.
  private static func shapleyValues(of claims: [ExactRatio]) -> [ExactRatio] {
    // Elementary symmetric polynomials of what the claims leave unexplained.
    var symmetric: [ExactRatio] = [1]
    for claim in claims {
      symmetric.append(0)
      for size in stride(from: symmetric.count - 1, to: 0, by: -1) {
        symmetric[size] = symmetric[size] + symmetric[size - 1] * (1 - claim)
      }
    }
    return claims.map { claim in
      var total: ExactRatio = 0
      var groups: ExactRatio = 1
      var others: ExactRatio = 0
      for size in claims.indices {
        // The polynomial without this claim's own factor.
        others = symmetric[size] - others * (1 - claim)
        total = total + (others.divided(by: groups) ?? 0)
        groups =
          (groups * ExactRatio(claims.count - 1 - size)).divided(by: ExactRatio(size + 1)) ?? 0
      }
      return (claim * total).divided(by: ExactRatio(claims.count)) ?? 0
    }
  }

  // MARK: Results

  /// Whether more than the whole is claimed.
  public var isOverClaimed: Bool { claimed > 1 }

  /// What the settled shares come to together.
  public var total: ExactRatio { shares.reduce(0) { $0 + $1 } }

  /// What independent causes explain together: 1 - product of (1 - claim).
  public var independentTotal: ExactRatio {
    1 - claims.reduce(ExactRatio(1)) { $0 * (1 - ExactRatio($1.share)) }
  }

  /// The money of each claim, posted so that the parts add up to the posted whole.
  ///
  /// - Parameter value: what the whole improvement is worth.
  /// - Returns: the parts in order, by largest remainder.
  /// - Throws: `overflow` when an amount does not fit.
  public func money(of value: MoneyFigure) throws(EvaluationError) -> [Money] {
    let whole = try Money(posting: value.exact * total, in: value.posted.currency)
    return try whole.allocated(by: shares)
  }
}

extension SharedCredit: CustomStringConvertible {
  /// The claims, what they come to, and how they are settled.
  public var description: String {
    let words = claims.prefix(8).map(\.description).joined(separator: ", ")
    let more = claims.count > 8 ? " and \(claims.count - 8) more" : ""
    let how =
      switch settlement {
      case .added: "added"
      case .proportional: "scaled in proportion"
      case .shapley: "by Shapley values of independent causes"
      }
    return "\(words)\(more): \(percentage(claimed)) claimed, \(percentage(total)) credited (\(how))"
  }
}
