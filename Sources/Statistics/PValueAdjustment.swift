/// How p-values of one family are adjusted for their number.
///
/// With p-values in ascending order p(1) to p(m), each adjusted p-value is the smallest level at which
/// the procedure would reject that hypothesis.
///
/// **Reference:** Holm (1979), Scandinavian Journal of Statistics 6, 65-70; Hochberg (1988),
/// doi:10.1093/biomet/75.4.800; Benjamini and Hochberg
/// (1995), doi:10.1111/j.2517-6161.1995.tb02031.x; Benjamini and Yekutieli (2001),
/// doi:10.1214/aos/1013699998.
/// **Same as:** R `p.adjust(p, method)`.
public enum PValueAdjustment: String, Sendable, Hashable, Codable, CaseIterable {
  /// The p-values as they are.
  case none
  /// m p: keeps the chance of any false rejection, whatever the dependence.
  case bonferroni
  /// The running maximum of (m - i + 1) p(i): as Bonferroni, and never less powerful.
  case holm
  /// The running minimum from the largest of (m - i + 1) p(i); for independent or positively dependent
  /// tests.
  case hochberg
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
    case .holm: "Holm"
    case .hochberg: "Hochberg"
    case .benjaminiHochberg: "Benjamini-Hochberg"
    case .benjaminiYekutieli: "Benjamini-Yekutieli"
    }
  }

  /// The adjusted p-values, in the order given.
  ///
  /// - Throws: `invalidArgument` when a p-value is NaN or outside [0, 1].
  /// - Complexity: O(*m* log *m*).
  public func adjusted(_ pValues: [Double]) throws(EvaluationError) -> [Double] {
    if let wrong = pValues.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .invalidArgument(
        name: "p-value \(wrong + 1)", needed: "between 0 and 1", found: "\(pValues[wrong])")
    }
    guard self != .none, !pValues.isEmpty else { return pValues }
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    let adjusted = adjusted(ascending: order.map { pValues[$0] })
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
    case .holm: return Self.runningMaximum(scaled { Double(count - $0) })
    case .hochberg: return Self.runningMinimum(scaled { Double(count - $0) })
    case .benjaminiHochberg: return Self.runningMinimum(scaled { size / Double($0 + 1) })
    case .benjaminiYekutieli:
      let sum = (1...count).reversed().reduce(0.0) { $0 + 1 / Double($1) }
      return Self.runningMinimum(scaled { size * sum / Double($0 + 1) })
    }
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
