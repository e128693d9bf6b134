#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How p-values of one family are adjusted for their number.
///
/// With p-values in ascending order p(1) to p(m), each adjusted p-value is the smallest level at which
/// the procedure would reject that hypothesis.
///
/// **Reference:** Sidak (1967), doi:10.1080/01621459.1967.10482935; Holm (1979), Scandinavian Journal
/// of Statistics 6, 65-70; Hochberg (1988), doi:10.1093/biomet/75.4.800; Hommel (1988),
/// doi:10.1093/biomet/75.2.383; Benjamini and Hochberg (1995),
/// doi:10.1111/j.2517-6161.1995.tb02031.x; Benjamini and Yekutieli (2001),
/// doi:10.1214/aos/1013699998.
/// **Same as:** R `p.adjust(p, method)`; statsmodels `multipletests(p, method="sidak")` and
/// `"holm-sidak"` for the two of Sidak.
public enum PValueAdjustment: String, Sendable, Hashable, Codable, CaseIterable {
  /// The p-values as they are.
  case none
  /// m p: keeps the chance of any false rejection, whatever the dependence.
  case bonferroni
  /// 1 - (1 - p)^m: for independent tests, where it is exact, and for positively dependent ones.
  case sidak
  /// The running maximum of (m - i + 1) p(i): as Bonferroni, and never less powerful.
  case holm
  /// The running maximum of 1 - (1 - p(i))^(m - i + 1): as Sidak, and never less powerful.
  case holmSidak
  /// The running minimum from the largest of (m - i + 1) p(i); for independent or positively dependent
  /// tests.
  case hochberg
  /// The closed test of Simes' tests: as Hochberg, and never less powerful.
  case hommel
  /// The running minimum from the largest of m p(i) / i: keeps the false discovery rate of independent
  /// or positively dependent tests.
  case benjaminiHochberg
  /// Benjamini and Hochberg's times 1 + 1/2 + ... + 1/m: keeps it under any dependence.
  case benjaminiYekutieli

  /// The procedure's name in words.
  public var name: String {
    switch self {
    case .none: "none"
    case .bonferroni: "Bonferroni"
    case .sidak: "Sidak"
    case .holm: "Holm"
    case .holmSidak: "Holm-Sidak"
    case .hochberg: "Hochberg"
    case .hommel: "Hommel"
    case .benjaminiHochberg: "Benjamini-Hochberg"
    case .benjaminiYekutieli: "Benjamini-Yekutieli"
    }
  }

  /// The adjusted p-values, in the order given.
  ///
  /// P-values as small as 1e-300 keep their digits.
  ///
  /// - Throws: `invalidArgument` when a p-value is NaN or outside [0, 1], and for Hommel's procedure with
  ///   more than 20,000.
  /// - Complexity: O(*m* log *m*), Hommel's O(*m*^2).
  public func adjusted(_ pValues: [Double]) throws(EvaluationError) -> [Double] {
    try Self.validate(pValues)
    guard self != .none, !pValues.isEmpty else { return pValues }
    guard self != .hommel || pValues.count <= 20_000 else {
      throw .invalidArgument(
        name: "Hommel's procedure", needed: "at most 20000 p-values", found: "\(pValues.count)")
    }
    return Self.inOrder(pValues, adjusted(ascending:))
  }

  /// Which hypotheses are rejected at a level, in the order given: those whose adjusted p-value is at
  /// most the level.
  ///
  /// - Throws: `invalidArgument` when the level is outside (0, 1), and what ``adjusted(_:)`` throws.
  /// - Complexity: as ``adjusted(_:)``.
  public func rejections(
    _ pValues: [Double], level: Double = 0.05
  ) throws(EvaluationError) -> [Bool] {
    guard level > 0, level < 1 else {
      throw .invalidArgument(name: "the level", needed: "inside (0, 1)", found: "\(level)")
    }
    return try adjusted(pValues).map { $0 <= level }
  }

  /// Refuses what is no p-value.
  static func validate(_ pValues: [Double]) throws(EvaluationError) {
    if let wrong = pValues.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .invalidArgument(
        name: "p-value \(wrong + 1)", needed: "between 0 and 1", found: "\(pValues[wrong])")
    }
  }

  /// Adjusts p-values in ascending order and gives them back in their own, cut at 1.
  static func inOrder(_ pValues: [Double], _ adjust: ([Double]) -> [Double]) -> [Double] {
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    let adjusted = adjust(order.map { pValues[$0] })
    var result = pValues
    for (place, original) in order.enumerated() { result[original] = min(1, adjusted[place]) }
    return result
  }

  private func adjusted(ascending sorted: [Double]) -> [Double] {
    let count = sorted.count
    let size = Double(count)
    func scaled(_ factor: (Int) -> Double) -> [Double] {
      sorted.indices.map { sorted[$0] * factor($0) }
    }
    switch self {
    case .none: return sorted
    case .bonferroni: return scaled { _ in size }
    case .sidak: return sorted.map { Self.sidak($0, tests: size) }
    case .holm: return Self.runningMaximum(scaled { Double(count - $0) })
    case .holmSidak:
      return Self.runningMaximum(
        sorted.indices.map { Self.sidak(sorted[$0], tests: Double(count - $0)) })
    case .hochberg: return Self.runningMinimum(scaled { Double(count - $0) })
    case .hommel: return Self.hommel(sorted)
    case .benjaminiHochberg: return Self.benjaminiHochberg(sorted)
    case .benjaminiYekutieli:
      let sum = (1...count).reversed().reduce(0.0) { $0 + 1 / Double($1) }
      return Self.runningMinimum(scaled { size * sum / Double($0 + 1) })
    }
  }

  /// 1 - (1 - p)^tests without cancellation.
  private static func sidak(_ p: Double, tests: Double) -> Double {
    p == 1 ? 1 : -expm1(tests * log1p(-p))
  }

  /// The adjusted p-values of Benjamini and Hochberg, not cut at 1.
  static func benjaminiHochberg(_ sorted: [Double]) -> [Double] {
    let size = Double(sorted.count)
    return runningMinimum(sorted.indices.map { sorted[$0] * (size / Double($0 + 1)) })
  }

  /// Wright's algorithm: for every size of a subset its Simes p-value, which no member of the largest
  /// p-values falls below.
  private static func hommel(_ sorted: [Double]) -> [Double] {
    let count = sorted.count
    var adjusted = sorted
    for size in stride(from: count, through: 2, by: -1) {
      let factor = Double(size)
      let rest = count - size
      var simes = Double.infinity
      for place in 1...size {
        simes = min(simes, factor * sorted[rest + place - 1] / Double(place))
      }
      for place in rest..<count { adjusted[place] = max(adjusted[place], simes) }
      for place in 0..<rest {
        adjusted[place] = max(adjusted[place], min(factor * sorted[place], simes))
      }
    }
    return adjusted
  }

  private static func runningMaximum(_ values: [Double]) -> [Double] {
    var largest = 0.0
    return values.map { value in
      largest = max(largest, value)
      return largest
    }
  }

  private static func runningMinimum(_ values: [Double]) -> [Double] {
    var least = Double.infinity
    return values.reversed().map { value in
      least = min(least, value)
      return least
    }.reversed()
  }
}
