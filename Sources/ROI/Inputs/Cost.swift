public import Statistics

/// One cost of a programme.
///
/// The amount is what the programme's year takes: the whole of a cost that is paid once, a year's
/// worth of one that recurs. The timing spreads it over the years of a projection.
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
  /// How much it is: in all when it is paid once, a year when it recurs.
  public let amount: Money
  /// Where the figure comes from.
  public let source: String
  /// When it is paid; nil is once, at the start.
  public let timing: CostTiming?
  /// Whether it keeps the programme running after it was built: upkeep of content, data and tools.
  public let isMaintenance: Bool

  /// Lists a cost.
  ///
  /// - Parameters:
  ///   - name: what is paid for.
  ///   - category: its class.
  ///   - amount: how much it is; a year's worth when the timing recurs.
  ///   - source: where the figure comes from.
  ///   - timing: when it is paid; nil is once, at the start.
  ///   - isMaintenance: whether it is upkeep, which a projection of several years must list.
  /// - Throws: `invalidArgument` for a negative amount, a blank name or source, or a timing that ends
  ///   before it begins.
  public init(
    _ name: String, category: Category, amount: Money, source: String, timing: CostTiming? = nil,
    isMaintenance: Bool = false
  ) throws(EvaluationError) {
    guard !amount.isNegative else {
      throw .invalidArgument(
        name: "a cost", needed: "not negative", found: amount.description)
    }
    self.name = try stated(name, as: "a cost's name")
    self.category = category
    self.amount = amount
    self.source = try stated(source, as: "a cost's source")
    try timing?.validate()
    self.timing = timing
    self.isMaintenance = isMaintenance
  }

  /// Decodes a cost, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      category: fields.decode(Category.self, forKey: .category),
      amount: fields.decode(Money.self, forKey: .amount),
      source: fields.decode(String.self, forKey: .source),
      timing: fields.decodeIfPresent(CostTiming.self, forKey: .timing),
      isMaintenance: fields.decodeIfPresent(Bool.self, forKey: .isMaintenance) ?? false)
  }

  private enum CodingKeys: String, CodingKey {
    case name, category, amount, source, timing, isMaintenance
  }

  /// Encodes the cost; a timing and the mark of maintenance only where they are stated.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(name, forKey: .name)
    try fields.encode(category, forKey: .category)
    try fields.encode(amount, forKey: .amount)
    try fields.encode(source, forKey: .source)
    try fields.encodeIfPresent(timing, forKey: .timing)
    if isMaintenance { try fields.encode(true, forKey: .isMaintenance) }
  }

  /// Name, amount, class and source, and the timing where it is stated.
  public var description: String {
    "\(name): \(amount) (\(category.words)\(isMaintenance ? ", maintenance" : ""); \(source))"
      + (timing.map { ", \($0)" } ?? "")
  }
}
