import Distributions
public import Statistics

/// The effects that Anderson and Rubin's test does not reject: a confidence set that holds its level
/// however weak the instrument is.
///
/// For each supposed effect the test asks whether the instruments still explain what is left of the
/// outcome. Where an instrument hardly moves take-up, no effect can be ruled out, and the set says
/// so by being unbounded; several instruments that contradict each other may leave nothing.
///
/// **Reference:** Anderson and Rubin (1949), doi:10.1214/aoms/1177730090; Dufour (1997),
/// doi:10.2307/2171740, on why a valid set must be able to be unbounded.
/// **Same as:** R `ivmodel::AR.test`; Stata `weakiv`.
public enum AndersonRubinSet: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The effects between two limits; a limit of nil means unbounded.
  case interval(Interval)
  /// The effects up to the lower limit, and those from the upper on.
  case outside(Interval)
  /// Every effect: the instruments say nothing.
  case everything
  /// No effect: the instruments contradict each other or the model.
  case empty

  /// Whether an effect belongs to the set.
  public func contains(_ effect: Double) -> Bool {
    switch self {
    case .interval(let interval): interval.contains(effect)
    case .outside(let interval):
      effect <= interval.lower ?? -.infinity || effect >= interval.upper ?? .infinity
    case .everything: !effect.isNaN
    case .empty: false
    }
  }

  /// The set in words.
  public var description: String {
    func text(_ limit: Double?) -> String { limit.map { formatted($0) } ?? "unbounded" }
    return switch self {
    case .interval(let interval): "from \(text(interval.lower)) to \(text(interval.upper))"
    case .outside(let interval):
      "up to \(text(interval.lower)), or from \(text(interval.upper)) on"
    case .everything: "every effect"
    case .empty: "no effect"
    }
  }
}

/// Anderson and Rubin's F as a ratio of two quadratic forms in the supposed effect b:
/// (E0 - 2 E1 b + E2 b^2) / (U0 - 2 U1 b + U2 b^2).
struct AndersonRubinForm: Sendable, Hashable, Codable {
  private static let method = "Anderson and Rubin"

  let explained: [Double]
  let unexplained: [Double]
  let instruments: Int
  let denominator: Double

  /// nil for sums that are not finite, and without degrees of freedom.
  init?(explained: [Double], unexplained: [Double], instruments: Int, denominator: Double) {
    guard explained.count == 3, unexplained.count == 3,
      (explained + unexplained).allSatisfy(\.isFinite), explained[0] >= 0, explained[2] >= 0,
      unexplained[0] >= 0, unexplained[2] >= 0, instruments > 0, denominator > 0,
      denominator.isFinite
    else { return nil }
    self.explained = explained
    self.unexplained = unexplained
    self.instruments = instruments
    self.denominator = denominator
  }

  /// Decodes a form, refusing sums that no rows can have.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let form = try AndersonRubinForm(
      explained: fields.decode([Double].self, forKey: .explained),
      unexplained: fields.decode([Double].self, forKey: .unexplained),
      instruments: fields.decode(Int.self, forKey: .instruments),
      denominator: fields.decode(Double.self, forKey: .denominator))
    guard let form else {
      throw DecodingError.dataCorruptedError(
        forKey: .explained, in: fields, debugDescription: "needs sums that rows can have")
    }
    self = form
  }

  /// The test of one effect; nil where its figures leave the range of `Double`.
  func test(_ effect: Double) -> ModelTest? {
    func value(_ form: [Double]) -> Double {
      form[0] - 2 * form[1] * effect + form[2] * effect * effect
    }
    return ModelTest(
      "effect of \(formatted(effect)) (Anderson-Rubin)",
      max(0, value(explained)) / value(unexplained), instruments, denominator: denominator)
  }

  /// The effects that are not rejected at one less the level; nil for a level outside (0, 1) and
  /// limits beyond the range of `Double`.
  func set(level: Double) -> AndersonRubinSet? {
    guard level > 0, level < 1,
      let reference = FDistribution(
        numeratorDegreesOfFreedom: Double(instruments), denominatorDegreesOfFreedom: denominator)
    else { return nil }
    // Explained less critical times unexplained: a b^2 - 2 h b + c <= 0.
    let critical = reference.quantile(survival: 1 - level)
    let differences = zip(explained, unexplained).map { $0 - critical * $1 }
    let (c, h, a) = (differences[0], differences[1], differences[2])
    let discriminant = h * h - a * c
    guard discriminant.isFinite else { return nil }
    if a == 0 {
      guard h != 0 else { return c <= 0 ? .everything : .empty }
      let limit = c / (2 * h)
      return .interval(
        Interval(
          level: level, lower: h > 0 ? limit : nil, upper: h > 0 ? nil : limit,
          method: Self.method))
    }
    guard discriminant >= 0 else { return a > 0 ? .empty : .everything }
    let far = h + (h < 0 ? -1 : 1) * discriminant.squareRoot()
    let limits = far == 0 ? [0, 0] : [far / a, c / far].sorted()
    guard limits.allSatisfy(\.isFinite) else { return nil }
    let interval = Interval(
      level: level, lower: limits[0], upper: limits[1], method: Self.method)
    return a > 0 ? .interval(interval) : .outside(interval)
  }
}
