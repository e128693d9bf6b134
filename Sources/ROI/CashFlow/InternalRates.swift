#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Statistics

/// All real internal rates of return of a flow in (-1, infinity), with a status.
///
/// An internal rate makes the net present value zero. There may be none, or several, and then no one
/// of them is "the" rate: spreadsheets and most libraries return whichever their search meets first.
/// Two periods of opposite sign have one; the number of sign changes bounds the number of rates
/// (Descartes).
///
/// - A rate at which the net present value touches zero without crossing it is listed once.
/// - Flows that are all zero have none, for every rate would do.
/// - Rates of periodic flows are decided and located in exact arithmetic and are right to the last
///   digits; those of dated flows in `Double`, where a minimum within rounding error of zero counts
///   as touching.
public struct InternalRates: Sendable, Hashable {
  /// How many rates there are.
  public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
    /// Exactly one.
    case unique
    /// Two or more: none of them alone decides anything.
    case multiple
    /// None.
    case none
  }

  /// The rates as shares a period (a year for dated flows), in ascending order.
  public let rates: [Double]

  /// Whether there is one rate, several, or none.
  public var status: Status {
    rates.isEmpty ? .none : rates.count == 1 ? .unique : .multiple
  }

  /// The rate where there is exactly one, else nil.
  public var unique: Double? { rates.count == 1 ? rates[0] : nil }

  // MARK: Periodic flows

  /// The rates of whole amounts, one a period.
  init(ofPeriods amounts: [Int64]) throws(EvaluationError) {
    let (terms, step) = Self.stripped(amounts)
    let sum = ExponentialSum(terms.map { (Double($0.amount), Double($0.period)) }, atZero: nil)
    let exact = ExactPresentValue(terms)
    var found: [Double]
    switch exact.signChanges {
    case 0: found = []
    case 1: found = exact.rate(between: -1, and: .infinity, sum).map { [$0] } ?? []
    default:
      found =
        exact.degree <= RootIsolation.largestDegree
        ? RootIsolation(exact).brackets.compactMap { bracket in
          bracket.isTouching
            ? bracket.middle : exact.rate(between: bracket.lower, and: bracket.upper, sum)
        }
        : try sum.roots().map { exact.refined($0.rate, isTouching: $0.isTouching) }
    }
    if step > 1 {
      // The rate of a step of several periods, spread over them.
      found = found.map { expm1(log1p($0) / Double(step)) }
    }
    rates = Self.distinct(found)
  }

  /// The flows from the first that is not zero, and the largest step that divides all their
  /// distances, which becomes the period.
  private static func stripped(
    _ amounts: [Int64]
  ) -> (terms: [(amount: Int64, period: Int)], step: Int) {
    let present = amounts.enumerated().filter { $1 != 0 }
    guard let first = present.first?.offset else { return ([], 1) }
    var step = 0
    for (offset, _) in present {
      var (large, small) = (offset - first, step)
      while small != 0 { (large, small) = (small, large % small) }
      step = large
    }
    step = max(1, step)
    return (present.map { ($0.element, ($0.offset - first) / step) }, step)
  }

  // MARK: Dated flows

  /// The rates of amounts at times in years.
  init(ofTimes flows: [(amount: Int64, years: Double)]) throws(EvaluationError) {
    var terms: [(Double, Double)] = []
    var sum: Int128 = 0
    for flow in flows {
      sum += Int128(flow.amount)
      // Flows of one day are one flow: what cancels on a day leaves no change of sign.
      if let last = terms.last, last.1 == flow.years {
        terms[terms.count - 1].0 += Double(flow.amount)
      } else {
        terms.append((Double(flow.amount), flow.years))
      }
    }
    let value = ExponentialSum(terms.filter { $0.0 != 0 }, atZero: Double(sum))
    rates = Self.distinct(try value.roots().map(\.rate))
  }

  /// Ascending, finite, above -1, without repetitions.
  private static func distinct(_ rates: [Double]) -> [Double] {
    var kept: [Double] = []
    for rate in rates.sorted() where rate > -1 && rate.isFinite {
      if let last = kept.last, rate - last <= 4 * (1 + rate).ulp { continue }
      kept.append(rate == 0 ? 0 : rate)
    }
    return kept
  }
}

// MARK: - Text

extension InternalRates: CustomStringConvertible, Codable {
  /// Every rate in per cent, or that there is none.
  public var description: String {
    func words(_ rate: Double) -> String { "\(formatted(rate * 100)) %" }
    switch status {
    case .none: return "no internal rate of return"
    case .unique: return "internal rate of return \(words(rates[0])), the only one"
    case .multiple:
      let list = rates.prefix(12).map(words).joined(separator: ", ")
      return "\(rates.count) internal rates of return, so none decides: \(list)"
        + (rates.count > 12 ? " and \(rates.count - 12) more" : "")
    }
  }

  private enum CodingKeys: String, CodingKey {
    case rates, status
  }

  /// Decodes rates, refusing any that are not ascending, finite and above -1.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rates = try fields.decode([Double].self, forKey: .rates)
    let isAscending = zip(rates, rates.dropFirst()).allSatisfy { $0 < $1 }
    guard isAscending, rates.allSatisfy({ $0 > -1 && $0.isFinite }),
      try fields.decode(Status.self, forKey: .status) == status
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .rates, in: fields, debugDescription: "needs ascending rates above -1")
    }
  }

  /// Encodes the rates beside their status.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(rates, forKey: .rates)
    try fields.encode(status, forKey: .status)
  }
}
