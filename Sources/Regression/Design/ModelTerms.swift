import Statistics

/// The terms of a model, written as an array.
///
/// They are taken in R's order: single variables first, then interactions of two, then of three; in
/// each group as written. Within an interaction the variables keep the order in which they are
/// written, and so do the names: `coached:role`.
public struct ModelTerms: Sendable, Hashable, Codable {
  /// The terms as written.
  public let terms: [ModelTerm]

  /// The most products of variables that terms may expand to.
  static let limit = 4096

  /// Takes terms in order.
  public init(_ terms: [ModelTerm]) { self.terms = terms }

  /// Takes columns as they are, in order.
  public init(columns: [String]) { terms = columns.map { .column($0) } }

  /// Both, the first before the second.
  public static func + (first: ModelTerms, second: ModelTerms) -> ModelTerms {
    ModelTerms(first.terms + second.terms)
  }

  /// The data columns that the terms read, each once, in the order of first use.
  public var columns: [String] {
    var seen: Set<String> = []
    return terms.flatMap(\.columns).filter { seen.insert($0).inserted }
  }
}

extension ModelTerms: ExpressibleByArrayLiteral {
  /// Takes terms in order.
  public init(arrayLiteral elements: ModelTerm...) { terms = elements }
}

extension ModelTerms: CustomStringConvertible {
  /// The terms as R writes them, joined by plus signs.
  public var description: String {
    let shown = terms.prefix(12).map { excerpt($0.description) }.joined(separator: " + ")
    return terms.isEmpty ? "1" : shown + (terms.count > 12 ? " + \(terms.count - 12) more" : "")
  }
}

// MARK: - Expansion

extension ModelTerms {
  /// The products of variables that the terms stand for, in R's order, none twice.
  ///
  /// - Throws: `duplicateColumn` for a term that is written twice; `invalidArgument` for an
  ///   interaction of nothing; `overflow` beyond ``limit``.
  func products() throws(EvaluationError) -> [[ModelTerm]] {
    var places: [ModelTerm: Int] = [:]
    for (position, term) in terms.enumerated() {
      if let first = places.updateValue(position, forKey: term) {
        throw .duplicateColumn(
          column: term.description, positions: [first + 1, position + 1])
      }
    }
    let declared = declarations
    var products: [[ModelTerm]] = []
    var seen: Set<Set<ModelTerm>> = []
    for term in terms {
      for product in try Self.expanded(term, depth: 0) {
        var variables: [ModelTerm] = []
        for variable in product.map({ Self.resolved($0, declared) })
        where !variables.contains(variable) {
          variables.append(variable)
        }
        if seen.insert(Set(variables)).inserted { products.append(variables) }
      }
      guard products.count <= Self.limit else { throw Self.tooMany }
    }
    let longest = products.map(\.count).max() ?? 0
    return (0...longest).flatMap { size in products.filter { $0.count == size } }
  }

  /// For each column the factor or the numbers that a term declares it to be.
  private var declarations: [String: ModelTerm] {
    var result: [String: ModelTerm] = [:]
    func declare(_ term: ModelTerm) {
      switch term {
      case .factor(let name, _, _), .numeric(let name): result[name] = result[name] ?? term
      case .interaction(let parts), .crossing(let parts): for part in parts { declare(part) }
      case .column, .transformed, .polynomial, .spline: return
      }
    }
    for term in terms { declare(term) }
    return result
  }

  private static func resolved(
    _ variable: ModelTerm, _ declared: [String: ModelTerm]
  ) -> ModelTerm {
    if case .column(let name) = variable { declared[name] ?? variable } else { variable }
  }

  private static func expanded(
    _ term: ModelTerm, depth: Int
  ) throws(EvaluationError) -> [[ModelTerm]] {
    let parts: [ModelTerm]
    let keepsMargins: Bool
    switch term {
    case .interaction(let terms): (parts, keepsMargins) = (terms, false)
    case .crossing(let terms): (parts, keepsMargins) = (terms, true)
    default: return [[term]]
    }
    guard !parts.isEmpty else {
      throw .invalidArgument(
        name: "an interaction", needed: "at least one term", found: "none")
    }
    guard depth < 64, parts.count <= 64 else { throw tooMany }
    var result: [[ModelTerm]] = []
    for (place, part) in parts.enumerated() {
      let next = try expanded(part, depth: depth + 1)
      guard (result.count + 1) * (next.count + 1) <= 4 * limit else { throw tooMany }
      let products = result.flatMap { left in next.map { left + $0 } }
      guard products.allSatisfy({ $0.count <= 64 }) else { throw tooMany }
      if place == 0 {
        result = next
      } else {
        result = keepsMargins ? result + next + products : products
      }
    }
    return result
  }

  private static var tooMany: EvaluationError {
    .overflow(
      what: "the number of interactions", needed: "at most \(limit)", found: "more than that")
  }
}
