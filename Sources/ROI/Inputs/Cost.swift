public import Statistics

/// One cost of a programme.
public struct Cost: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The class of a cost; a fully loaded programme has considered the first three.
  public enum Category: String, Sendable, Hashable, Codable, CaseIterable {
    /// Fees of coaches, vendors and licences.
    case fees
    /// Data work: engineering, analysis, maintenance.
    case analytics
    /// The hours of managers and participants.
    case managerTime
    /// Anything else.
    case other

    /// The classes that a case must list or declare to be none.
    public static let compulsory: [Category] = [.fees, .analytics, .managerTime]

    /// The class in words.
    var words: String {
      switch self {
      case .fees: "fees"
      case .analytics: "analytics"
      case .managerTime: "manager time"
      case .other: "other"
      }
    }
  }

  /// What is paid for.
  public let name: String
  /// Its class.
  public let category: Category
  /// How much it is.
  public let amount: Money
  /// Where the figure comes from.
  public let source: String

  /// Lists a cost.
  ///
  /// - Throws: `invalidArgument` for a negative amount or a blank name or source.
  public init(
    _ name: String, category: Category, amount: Money, source: String
  ) throws(EvaluationError) {
    guard !amount.isNegative else {
      throw .invalidArgument(
        name: "a cost", needed: "not negative", found: amount.description)
    }
    self.name = try stated(name, as: "a cost's name")
    self.category = category
    self.amount = amount
    self.source = try stated(source, as: "a cost's source")
  }

  /// Decodes a cost, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      category: fields.decode(Category.self, forKey: .category),
      amount: fields.decode(Money.self, forKey: .amount),
      source: fields.decode(String.self, forKey: .source))
  }

  /// Name, amount, class and source.
  public var description: String { "\(name): \(amount) (\(category.words); \(source))" }
}
