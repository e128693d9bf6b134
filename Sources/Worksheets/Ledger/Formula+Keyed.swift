import ROI

extension Formula {
  // MARK: Words

  /// The formula by the keys of its lines, such as `ROUND(improvement * unit_value, 2)`.
  ///
  /// Rounding half to even has no name in spreadsheets and is written `ROUNDEVEN`.
  public var keyed: String { keyed(depth: 1) }

  private func keyed(depth: Int) -> String {
    guard depth <= Self.depthLimit else { return "a formula nested too deep" }
    func whole(_ formula: Formula) -> String { formula.keyed(depth: depth + 1) }
    func operand(_ formula: Formula) -> String {
      switch formula {
      case .line, .rounded: whole(formula)
      default: "(\(whole(formula)))"
      }
    }
    switch self {
    case .line(let key): return key
    case .sum(let terms):
      return terms.isEmpty ? "0" : terms.map(operand).joined(separator: " + ")
    case .product(let terms):
      return terms.isEmpty ? "1" : terms.map(operand).joined(separator: " * ")
    case .difference(let first, let second): return "\(operand(first)) - \(operand(second))"
    case .quotient(let first, let second): return "\(operand(first)) / \(operand(second))"
    case .negative(let term): return "-\(operand(term))"
    case .rounded(let term, let places, let mode):
      return "\(mode == .halfToEven ? "ROUNDEVEN" : "ROUND")(\(whole(term)), \(places))"
    }
  }

  // MARK: JSON

  /// The formula as JSON: a key for a line, else an object of one operation.
  var canonicalJSON: CanonicalJSON { json(depth: 1) }

  private func json(depth: Int) -> CanonicalJSON {
    // Deeper formulas have no value either.
    guard depth <= Self.depthLimit else { return .null }
    func part(_ formula: Formula) -> CanonicalJSON { formula.json(depth: depth + 1) }
    func parts(_ formulas: [Formula]) -> CanonicalJSON { .array(formulas.map(part)) }
    switch self {
    case .line(let key): return .string(key)
    case .sum(let terms): return ["sum": parts(terms)]
    case .product(let terms): return ["product": parts(terms)]
    case .difference(let first, let second): return ["difference": parts([first, second])]
    case .quotient(let first, let second): return ["quotient": parts([first, second])]
    case .negative(let term): return ["negative": part(term)]
    case .rounded(let term, let places, let mode):
      return [
        "rounded": part(term), "places": .whole(places), "half": .string(mode.rawValue),
      ]
    }
  }

  /// Reads a formula; nil for any other JSON.
  ///
  /// The JSON of a file is at most 64 levels deep, and so is the formula.
  init?(_ json: CanonicalJSON) {
    if let key = json.string {
      self = .line(key)
      return
    }
    guard let members = json.members else { return nil }
    func terms(_ name: String) -> [Formula]? {
      guard members.count == 1, let elements = members[name]?.elements else { return nil }
      let terms = elements.compactMap { Formula($0) }
      return terms.count == elements.count ? terms : nil
    }
    func pair(_ name: String) -> (Formula, Formula)? {
      terms(name).flatMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
    }
    if let terms = terms("sum") {
      self = .sum(terms)
    } else if let terms = terms("product") {
      self = .product(terms)
    } else if let (first, second) = pair("difference") {
      self = .difference(first, second)
    } else if let (first, second) = pair("quotient") {
      self = .quotient(first, second)
    } else if members.count == 1, let term = members["negative"].flatMap({ Formula($0) }) {
      self = .negative(term)
    } else if members.count == 3, let term = members["rounded"].flatMap({ Formula($0) }),
      let places = members["places"]?.whole,
      let mode = members["half"]?.string.flatMap({ Rounding(rawValue: $0) })
    {
      self = .rounded(term, places: places, mode)
    } else {
      return nil
    }
  }
}
