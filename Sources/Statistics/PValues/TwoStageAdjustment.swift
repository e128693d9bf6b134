/// An adjustment of p-values in two stages, which estimates from the first how many hypotheses are
/// true and so rejects more in the second.
///
/// At level q, with q' = q / (1 + q) for Benjamini, Krieger and Yekutieli and q' = q for Benjamini and
/// Hochberg: the first stage rejects r hypotheses by Benjamini and Hochberg's procedure at q'. With r
/// of 0 or m that is all; otherwise the second stage is the same procedure with m - r in place of m.
/// The adjusted p-values are those of the last stage, to be held against q; unlike those of
/// ``PValueAdjustment`` they belong to this level alone.
///
/// **Reference:** Benjamini, Krieger and Yekutieli (2006), doi:10.1093/biomet/93.3.491; Benjamini and
/// Hochberg (2000), doi:10.3102/10769986025001060.
/// **Same as:** statsmodels `multipletests(p, level, method="fdr_tsbky")` and `"fdr_tsbh"`.
public struct TwoStageAdjustment: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The procedure's first level.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// q / (1 + q): keeps the false discovery rate of independent tests, the default.
    case benjaminiKriegerYekutieli
    /// q itself: keeps it only about.
    case benjaminiHochberg
  }

  /// The false discovery rate that is kept, inside (0, 1).
  public let level: Double
  /// The procedure's first level.
  public let method: Method

  /// States a level and a procedure.
  ///
  /// - Throws: `invalidArgument` for a level outside (0, 1).
  public init(
    level: Double = 0.05, method: Method = .benjaminiKriegerYekutieli
  ) throws(EvaluationError) {
    guard level > 0, level < 1 else {
      throw .invalidArgument(name: "the level", needed: "inside (0, 1)", found: "\(level)")
    }
    self.level = level
    self.method = method
  }

  /// Decodes a procedure, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      level: fields.decode(Double.self, forKey: .level),
      method: fields.decode(Method.self, forKey: .method))
  }

  /// The adjusted p-values, in the order given.
  ///
  /// - Throws: `invalidArgument` when a p-value is NaN or outside [0, 1].
  /// - Complexity: O(*m* log *m*).
  public func adjusted(_ pValues: [Double]) throws(EvaluationError) -> [Double] {
    try PValueAdjustment.validate(pValues)
    let factor = method == .benjaminiHochberg ? 1 : 1 + level
    return PValueAdjustment.inOrder(pValues) { sorted in
      let first = PValueAdjustment.benjaminiHochberg(sorted)
      let rejected = first.count { $0 <= level / factor }
      let isFinal = rejected == 0 || rejected == sorted.count
      let share = isFinal ? 1 : Double(sorted.count - rejected) / Double(sorted.count)
      return first.map { $0 * share * factor }
    }
  }

  /// Which hypotheses are rejected, in the order given.
  ///
  /// - Throws: `invalidArgument` when a p-value is NaN or outside [0, 1].
  public func rejections(_ pValues: [Double]) throws(EvaluationError) -> [Bool] {
    try adjusted(pValues).map { $0 <= level }
  }

  /// The procedure with its level.
  public var description: String {
    let name =
      switch method {
      case .benjaminiKriegerYekutieli: "Benjamini-Krieger-Yekutieli"
      case .benjaminiHochberg: "Benjamini-Hochberg"
      }
    return "two-stage \(name) at \(formatted(level * 100)) %"
  }
}
