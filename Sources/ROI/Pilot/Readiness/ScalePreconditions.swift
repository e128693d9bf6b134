public import Statistics

/// What must hold before a programme grows beyond its first cohort.
///
/// What nobody speaks of is open.
public struct ScalePreconditions: Sendable, Hashable, Codable, CustomStringConvertible {
  /// A precondition.
  public enum Item: String, Sendable, Hashable, Codable, CaseIterable {
    /// Behaviour changes in the same way across the cohort.
    case consistentBehaviour
    /// Bias checks are routine.
    case routineBiasChecks
    /// Retention rules are routine.
    case routineRetention
    /// Integrations are stable.
    case stableIntegrations
    /// Event logs can be exported.
    case exportableLogs
    /// Somebody is named to whom a failure escalates.
    case escalationOwner
    /// The contract says whose the data are.
    case dataClauses

    /// The precondition in words.
    public var words: String {
      switch self {
      case .consistentBehaviour: "consistent behaviour change"
      case .routineBiasChecks: "routine bias checks"
      case .routineRetention: "routine retention rules"
      case .stableIntegrations: "stable integrations"
      case .exportableLogs: "exportable event logs"
      case .escalationOwner: "a named escalation owner"
      case .dataClauses: "contractual data clauses"
      }
    }
  }

  /// What shows that a precondition holds; for the escalation owner, the name.
  public struct Proof: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The precondition.
    public let item: Item
    /// A reference, or the owner's name.
    public let reference: String

    /// States what shows it.
    ///
    /// - Throws: `invalidArgument` for a blank reference.
    public init(_ item: Item, _ reference: String) throws(EvaluationError) {
      self.item = item
      self.reference = try stated(reference, as: "what shows \(item.words)")
    }

    /// Decodes a proof, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(Item.self, forKey: .item), fields.decode(String.self, forKey: .reference))
    }

    /// Precondition and reference.
    public var description: String { "\(item.words): \(excerpt(reference))" }
  }

  /// What shows which precondition.
  public let proofs: [Proof]

  /// Collects proofs.
  ///
  /// - Throws: `invalidArgument` for more than 100 proofs.
  public init(_ proofs: [Proof]) throws(EvaluationError) {
    guard proofs.count <= 100 else {
      throw .invalidArgument(
        name: "the proofs of preconditions", needed: "at most 100", found: "\(proofs.count)")
    }
    self.proofs = proofs
  }

  /// Decodes proofs, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(fields.decode([Proof].self, forKey: .proofs))
  }

  /// The preconditions that nothing shows.
  public var open: [Item] { Item.allCases.filter { item in !proofs.contains { $0.item == item } } }

  /// Whether every precondition holds.
  public var isComplete: Bool { open.isEmpty }

  /// The preconditions as a check.
  public var check: Check {
    Check(
      "scale preconditions", figure: Double(open.count), threshold: 0,
      verdict: isComplete ? .passed : .failed, sentence: description)
  }

  /// What is open.
  public var description: String {
    isComplete
      ? "Every precondition of scale holds."
      : "Open before scale: \(open.map(\.words).joined(separator: ", "))."
  }
}
