import ROI

extension Formula {
  private enum Kind: String, CodingKey {
    case line, sum, difference, product, quotient, negative, rounded
  }

  private enum Part: String, CodingKey {
    case first = "_0"
    case second = "_1"
    case third = "_2"
    case places
  }

  /// How long the path to a part may be: three steps a level, and where the formula itself stands.
  private static let pathLimit = 3 * depthLimit + 16

  /// Decodes a formula, refusing one nested so deep that reading it could exhaust the stack.
  public init(from decoder: any Decoder) throws {
    guard decoder.codingPath.count <= Self.pathLimit else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "a formula is nested too deep"))
    }
    let fields = try decoder.container(keyedBy: Kind.self)
    guard fields.allKeys.count == 1, let kind = fields.allKeys.first else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "needs one kind of formula"))
    }
    let parts = try fields.nestedContainer(keyedBy: Part.self, forKey: kind)
    func formula(_ part: Part) throws -> Formula { try parts.decode(Formula.self, forKey: part) }
    func terms() throws -> [Formula] { try parts.decode([Formula].self, forKey: .first) }
    switch kind {
    case .line: self = .line(try parts.decode(String.self, forKey: .first))
    case .sum: self = .sum(try terms())
    case .product: self = .product(try terms())
    case .difference: self = try .difference(formula(.first), formula(.second))
    case .quotient: self = try .quotient(formula(.first), formula(.second))
    case .negative: self = .negative(try formula(.first))
    case .rounded:
      self = try .rounded(
        formula(.first), places: parts.decode(Int.self, forKey: .places),
        parts.decode(Rounding.self, forKey: .third))
    }
  }
}
