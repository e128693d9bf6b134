import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Spearman's rank correlation of two columns: Pearson's correlation of their ranks, ties sharing
/// mean ranks.
///
/// The exact p-value is the share of all orders of one column whose correlation is at least as far
/// from zero, ties included. Two pairs have r = 1 or -1.
///
/// **Reference:** Spearman (1904), doi:10.2307/1412159; Best and Roberts (1975),
/// doi:10.2307/2347111, for the series.
/// **Same as:** R `cor.test(x, y, method = "spearman")`, exact up to 9 pairs there; SciPy
/// `spearmanr`, which takes the t reference at any size.
public struct SpearmanCorrelation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How the p-value is made.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Exact up to 10 pairs, else Student's t; the default.
    case automatic
    /// All orders of one column; refused above 12 pairs.
    case exact
    /// Student's t with n - 2 degrees of freedom, as for Pearson's; none for two pairs.
    case studentT
    /// The Edgeworth series of algorithm AS 89, for columns without ties: R's default from 10 to
    /// 1,289 pairs.
    case edgeworth

    /// The method's name in words.
    public var name: String {
      switch self {
      case .automatic: "automatic"
      case .exact: "exact"
      case .studentT: "Student t"
      case .edgeworth: "Edgeworth series"
      }
    }
  }

  /// The correlation of the ranks.
  private let ranked: PearsonCorrelation
  /// How the p-value was made: never `automatic`.
  public let method: Method
  /// The two-sided p-value against no association; nil for two pairs by Student's t.
  public let pValue: Double?

  // MARK: Building

  /// Correlates two columns given in the same order.
  ///
  /// - Throws: `lengthMismatch`, `nonFinite`, `tooFew` below two pairs, `constantColumn`;
  ///   `invalidArgument` when `exact` is asked for more than 12 pairs, or `edgeworth` for tied
  ///   values.
  /// - Complexity: O(*n* log *n*); exact O(2^*n* *n*^4).
  public init(_ x: [Double], _ y: [Double], method: Method = .automatic) throws(EvaluationError) {
    try requirePairs(x, y)
    let (first, second) = (MidRanks(x), MidRanks(y))
    ranked = try PearsonCorrelation(
      first.doubled.map { Double($0) }, second.doubled.map { Double($0) })
    let count = x.count
    let chosen = method == .automatic ? count <= 10 ? .exact : .studentT : method
    self.method = chosen
    switch chosen {
    case .exact, .automatic:
      guard count <= 12 else {
        throw .invalidArgument(
          name: "the exact method", needed: "for up to 12 pairs", found: "asked for \(count)")
      }
      pValue = Self.exactShare(first.doubled, second.doubled)
    case .studentT: pValue = ranked.pValue
    case .edgeworth:
      guard !first.isTied, !second.isTied else {
        throw .invalidArgument(
          name: "the Edgeworth series", needed: "for columns without ties", found: "ties")
      }
      pValue = Self.series(first.doubled, second.doubled)
    }
  }

  private enum CodingKeys: String, CodingKey { case ranked, method, pValue }

  /// Decodes a correlation, refusing a p-value outside [0, 1] or one that its method does not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    ranked = try fields.decode(PearsonCorrelation.self, forKey: .ranked)
    method = try fields.decode(Method.self, forKey: .method)
    pValue = try fields.decodeIfPresent(Double.self, forKey: .pValue)
    guard pValue.map({ (0...1).contains($0) }) ?? true, method != .automatic,
      method != .studentT || pValue == ranked.pValue, method == .studentT || pValue != nil,
      method != .exact || ranked.count <= 12
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValue, in: fields, debugDescription: "needs a p-value of its method")
    }
  }

  // MARK: Figures

  /// How many pairs there are.
  public var count: Int { ranked.count }
  /// The correlation, from -1 to 1.
  public var value: Double { ranked.value }

  /// The confidence interval of the correlation.
  ///
  /// - Returns: nil below four pairs, where all ranks agree or are reversed (no error is known
  ///   there), or for a level outside (0, 1).
  public func interval(
    level: Double = 0.95, sides: Sides = .two, method: RankCorrelationInterval = .bonettWright
  ) -> Interval? {
    guard count > 3, abs(value) < 1 else { return nil }
    let spread = method == .fieller ? 1.06 : 1 + value * value / 2
    return correlationInterval(
      value, centre: atanh(value), error: (spread / Double(count - 3)).squareRoot(),
      level: level, sides: sides, method: method.name)
  }

  // MARK: Tails

  /// The share of orders whose sum of products of ranks is as far from its mean, built up over the
  /// sets of ranks that the first places have taken.
  private static func exactShare(_ first: [Int], _ second: [Int]) -> Double {
    // Whole ranks from 0 where there are no ties, halves of ranks where there are.
    func scores(_ doubled: [Int]) -> [Int] {
      let unit = doubled.allSatisfy { $0 % 2 == 0 } ? 2 : 1
      return doubled.map { ($0 - 2) / unit }
    }
    let (a, b) = (scores(first), scores(second))
    let observed = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    let width = zip(a.sorted(), b.sorted()).reduce(1) { $0 + $1.0 * $1.1 }
    var layer: [Int: [Double]] = [0: [1] + [Double](repeating: 0, count: width - 1)]
    for score in a.sorted() {
      var next: [Int: [Double]] = [:]
      for set in Set(
        layer.keys.flatMap { set in
          b.indices.filter { set >> $0 & 1 == 0 }.map { set | 1 << $0 }
        })
      {
        var ways = [Double](repeating: 0, count: width)
        for place in b.indices where set >> place & 1 == 1 {
          guard let before = layer[set ^ 1 << place] else { continue }
          let product = score * b[place]
          for sum in 0..<max(0, width - product) where before[sum] > 0 {
            ways[sum + product] += before[sum]
          }
        }
        next[set] = ways
      }
      layer = next
    }
    let ways = layer.values.first ?? [1]
    let total = ways.reduce(0, +)
    return LatticeDistribution(lowest: 0, masses: ways.map { $0 / total })
      .asFar(observed, total: a.reduce(0, +) * b.reduce(0, +), size: a.count)
  }

  /// Twice the smaller tail of the sum of squared rank differences.
  private static func series(_ first: [Int], _ second: [Int]) -> Double {
    let n = Double(first.count)
    let sum = zip(first, second).reduce(0.0) {
      let distance = Double($1.0 - $1.1) / 2
      return $0 + distance * distance
    }
    let middle = n * (n - 1) * (n + 1) / 6
    // The distribution is symmetric about its middle, and its values are even.
    let upper = max(sum, 2 * middle - sum)
    let b = 1 / n
    let x = (6 * (upper - 1) * b / (n * n - 1) - 1) * (n - 1).squareRoot()
    let y = x * x
    let tail =
      -y * b * (0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y)))
    let series =
      x * b
      * (0.2274 + b * (0.2531 + 0.1745 * b) + y * (-0.0758 + b * (0.1033 + 0.3932 * b) + tail))
    return min(1, max(0, 2 * (series / exp(y / 2) + Normal.standard.survival(x))))
  }

  /// The correlation with interval and test.
  public var description: String {
    let test = pValue.map { ", p = \(formatted($0)) (\(method.name))" } ?? ""
    return "rho = \(formatted(value)), n \(count)\(test)\(interval().map { "\n\($0)" } ?? "")"
  }
}
