public import Statistics

/// The prices in which flows and rates are stated; the two kinds are types, so that mixing them
/// does not compile.
public protocol PriceBasis: Sendable {
  /// The word for the prices: `nominal` or `real`.
  static var words: String { get }
}

/// Prices of the day, inflation included.
public enum Nominal: PriceBasis {
  /// The word `nominal`.
  public static let words = "nominal"
}

/// Prices of period 0, inflation taken out.
public enum Real: PriceBasis {
  /// The word `real`.
  public static let words = "real"
}

/// Yearly inflation with its date and source.
public typealias InflationRate = DatedRate<Inflation>

/// The mark of a rate of inflation, which discounts nothing.
public enum Inflation {}

/// A yearly discount rate in real or nominal prices; date and source are compulsory.
///
/// Published rates change (one federal circular has said 10 %, 7 % and other rates in turn), so
/// there is no default.
///
/// ```swift
/// let rate = try DiscountRate<Nominal>(0.10, date: RecordDate("2026-01-01"), source: "Treasury memo")
/// ```
public typealias DiscountRate<Prices: PriceBasis> = DatedRate<Prices>

/// A yearly rate with the day on which it was in force and where it comes from.
///
/// The kind of rate is a type: ``Nominal`` and ``Real`` discount, ``Inflation`` links them.
public struct DatedRate<Kind>: Sendable, Hashable {
  /// The rate as a share a year, exact: 1/10 is 10 %.
  public let value: ExactRatio
  /// The day on which it was in force.
  public let date: RecordDate
  /// Where it comes from.
  public let source: String

  /// States a rate.
  ///
  /// - Parameters:
  ///   - value: the rate as a share a year, above -1 and at most 100 (10,000 %); 0.10 is 10 %.
  ///   - date: the day on which it was in force.
  ///   - source: where it comes from.
  /// - Throws: `invalidArgument` for a rate outside those limits or a blank source.
  public init(
    _ value: ExactDecimal, date: RecordDate, source: String
  ) throws(EvaluationError) {
    try self.init(exact: ExactRatio(value), date: date, source: source)
  }

  init(exact value: ExactRatio, date: RecordDate, source: String) throws(EvaluationError) {
    // A value of thousands of digits would make every factor as long.
    guard value > -1, value <= 100, value.bitWidth <= 3_000 else {
      throw .invalidArgument(
        name: "a yearly rate", needed: "a share above -1 and at most 100, such as 0.10",
        found: value.decimal(significantDigits: 6))
    }
    self.value = value
    self.date = date
    self.source = try stated(source, as: "the source of a rate")
  }
}

// MARK: - The Fisher link

extension DatedRate where Kind == Real {
  /// The nominal rate that goes with inflation: (1 + real)(1 + inflation) - 1, exactly.
  ///
  /// - Throws: `invalidArgument` when it leaves the limits of a rate.
  ///
  /// **Reference:** Fisher (1930), The Theory of Interest.
  public func nominal(with inflation: InflationRate) throws(EvaluationError) -> DatedRate<Nominal> {
    try DatedRate<Nominal>(
      exact: (value + 1) * (inflation.value + 1) - 1, date: max(date, inflation.date),
      source: "\(source), with inflation of \(inflation.source)")
  }
}

extension DatedRate where Kind == Nominal {
  /// The real rate that goes with inflation: (1 + nominal) / (1 + inflation) - 1, exactly.
  ///
  /// - Throws: `invalidArgument` when it leaves the limits of a rate.
  ///
  /// **Reference:** Fisher (1930), The Theory of Interest.
  public func real(with inflation: InflationRate) throws(EvaluationError) -> DatedRate<Real> {
    try DatedRate<Real>(
      // A rate is above -1, so the divisor is above 0.
      exact: ((value + 1).divided(by: inflation.value + 1) ?? 1) - 1,
      date: max(date, inflation.date), source: "\(source), less inflation of \(inflation.source)")
  }
}

// MARK: - Text

extension DatedRate: CustomStringConvertible, Codable {
  private static var words: String {
    if let prices = Kind.self as? any PriceBasis.Type { return prices.words }
    return "inflation"
  }

  private enum CodingKeys: String, CodingKey {
    case kind, value, date, source
  }

  /// Decodes a rate, refusing another kind and what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try fields.decode(String.self, forKey: .kind)
    guard kind == Self.words else {
      throw EvaluationError.invalidArgument(
        name: "the kind of a rate", needed: Self.words, found: "\"\(excerpt(kind))\"")
    }
    try self.init(
      exact: fields.decode(ExactRatio.self, forKey: .value),
      date: fields.decode(RecordDate.self, forKey: .date),
      source: fields.decode(String.self, forKey: .source))
  }

  /// Encodes the rate with its kind.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(Self.words, forKey: .kind)
    try fields.encode(value, forKey: .value)
    try fields.encode(date, forKey: .date)
    try fields.encode(source, forKey: .source)
  }

  /// Rate, kind, date and source, such as `10 % nominal (Treasury memo, 2026-01-01)`.
  public var description: String {
    "\(percentage(value)) \(Self.words) (\(excerpt(source)), \(date))"
  }
}
