import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What repeats from cycle to cycle, such as the months of a year.
public enum Seasonality: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Nothing.
  case none
  /// A level for each place in a cycle of so many periods, the first place as reference.
  ///
  /// Places are counted by the period's number, so that with ``PeriodUnit/month`` and 12 the
  /// reference is January, and with numbers the periods 1, 13, 25 and so on.
  case dummies(period: Int)
  /// Pairs of a sine and a cosine of j x 2 pi t / period, for j = 1, 2, ... pairs; of a pair at half
  /// the period the sine is zero and left out.
  case fourier(period: Double, pairs: Int)

  /// The months of the year.
  public static let monthly = Seasonality.dummies(period: 12)
  /// The quarters of the year.
  public static let quarterly = Seasonality.dummies(period: 4)

  /// The cycle in words.
  public var description: String {
    switch self {
    case .none: "no season"
    case .dummies(let period): "a level for each of \(period) seasons"
    case .fourier(let period, let pairs):
      "\(pairs) Fourier pairs of period \(formatted(period))"
    }
  }

  /// The length of a cycle in whole periods; nil without one.
  var cycle: Int? {
    switch self {
    case .none: nil
    case .dummies(let period): period
    case .fourier(let period, _): Int(exactly: period.rounded())
    }
  }

  // MARK: Columns

  /// Columns over periods that are used.
  ///
  /// - Throws: `invalidArgument` for a period below two, no pairs, or more than half the period.
  func terms(over periods: [Int]) throws(EvaluationError) -> [Term] {
    switch self {
    case .none: return []
    case .dummies(let period):
      guard period >= 2 else {
        throw .invalidArgument(
          name: "the period of a season", needed: "at least 2", found: "\(period)")
      }
      let places = Set(periods.map { PeriodUnit.place(of: $0, in: period) }).sorted()
      return places.dropFirst().map { .indicator(place: $0, period: period) }
    case .fourier(let period, let pairs):
      guard period >= 2, period.isFinite else {
        throw .invalidArgument(
          name: "the period of a season", needed: "at least 2", found: "\(period)")
      }
      guard pairs >= 1, 2 * Double(pairs) <= period else {
        throw .invalidArgument(
          name: "the Fourier pairs", needed: "from 1 to half the period",
          found: "\(pairs)")
      }
      // More pairs than rows cannot be estimated; the rows are counted before columns are made.
      return (1...min(pairs, periods.count)).flatMap { pair -> [Term] in
        let sine = Term.sine(pair: pair, period: period)
        let cosine = Term.cosine(pair: pair, period: period)
        return 2 * Double(pair) == period ? [cosine] : [sine, cosine]
      }
    }
  }

  /// One column of a season.
  enum Term: Sendable, Hashable {
    case indicator(place: Int, period: Int)
    case sine(pair: Int, period: Double)
    case cosine(pair: Int, period: Double)

    var name: String {
      switch self {
      case .indicator(let place, let period): "\(period == 12 ? "month" : "season")\(place)"
      case .sine(let pair, _): "sine\(pair)"
      case .cosine(let pair, _): "cosine\(pair)"
      }
    }

    func value(at index: Int) -> Double {
      switch self {
      case .indicator(let place, let period):
        PeriodUnit.place(of: index, in: period) == place ? 1 : 0
      case .sine(let pair, let period): sin(Self.angle(pair, index, period))
      case .cosine(let pair, let period): cos(Self.angle(pair, index, period))
      }
    }

    private static func angle(_ pair: Int, _ index: Int, _ period: Double) -> Double {
      let turn = (Double(pair) * Double(index)).truncatingRemainder(dividingBy: period)
      return 2 * .pi * turn / period
    }
  }
}
