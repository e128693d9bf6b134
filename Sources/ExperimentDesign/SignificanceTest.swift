public import Statistics

/// The test that a plan will be judged by: its level, its alternative, and which rejections count.
public struct SignificanceTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Which effects the test looks for.
  public enum Alternative: String, Sendable, Hashable, Codable, CaseIterable {
    /// Effects of either sign, with half of the level in each tail.
    case twoSided
    /// Positive effects, with the whole level in the upper tail.
    case greater
    /// Negative effects, with the whole level in the lower tail.
    case less
  }

  /// Which rejections of a two-sided test count as power.
  public enum Tails: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every rejection, as in pwr, statsmodels and `power.t.test(strict = TRUE)`.
    case both
    /// Rejections on the effect's own side, as in `power.t.test` by default.
    case ofTheEffect
  }

  /// The chance of a false alarm, inside (0, 1).
  public let alpha: Double
  /// Which effects the test looks for.
  public let alternative: Alternative
  /// Which rejections of a two-sided test count.
  public let tails: Tails

  /// The two-sided 5 % test that counts both tails.
  public static let standard = SignificanceTest(valid: 0.05, .twoSided, .both)

  private init(valid alpha: Double, _ alternative: Alternative, _ tails: Tails) {
    self.alpha = alpha
    self.alternative = alternative
    self.tails = tails
  }

  /// A test of a level.
  ///
  /// - Parameters:
  ///   - alpha: the chance of a false alarm, from 1e-300 up to, but not including, 1.
  ///   - alternative: which effects the test looks for.
  ///   - tails: which rejections of a two-sided test count; both unless stated otherwise.
  /// - Throws: `invalidArgument` for a level outside that range.
  public init(
    alpha: Double = 0.05, alternative: Alternative = .twoSided, tails: Tails = .both
  ) throws(EvaluationError) {
    guard alpha >= 1e-300, alpha < 1 else {
      throw .invalidArgument(name: "alpha", needed: "inside (0, 1)", found: "\(alpha)")
    }
    self.init(valid: alpha, alternative, tails)
  }

  /// Decodes a test, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      alpha: fields.decode(Double.self, forKey: .alpha),
      alternative: fields.decode(Alternative.self, forKey: .alternative),
      tails: fields.decode(Tails.self, forKey: .tails))
  }

  /// What one tail holds under no effect.
  var tailLevel: Double { alternative == .twoSided ? alpha / 2 : alpha }

  /// The power without any effect, which a plan must exceed.
  var baseLevel: Double { alternative == .twoSided && tails == .both ? alpha : tailLevel }

  /// Level and alternative in words.
  public var description: String {
    let level = "\(formatted(alpha * 100)) %"
    switch alternative {
    case .twoSided:
      return "two-sided \(level) test" + (tails == .both ? "" : ", the effect's own tail counted")
    case .greater: return "one-sided \(level) test for an increase"
    case .less: return "one-sided \(level) test for a decrease"
    }
  }
}
