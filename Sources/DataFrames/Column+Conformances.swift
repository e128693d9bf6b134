internal import Statistics

// MARK: - Equality

extension Column: Hashable {
  /// Whether name, type and all cells are equal; NaN equals NaN, so that a column equals itself.
  public static func == (first: Column, second: Column) -> Bool {
    guard first.name == second.name, first.count == second.count, first.missing == second.missing
    else { return false }
    switch (first.storage, second.storage) {
    case (.numbers(let a), .numbers(let b)):
      return a.indices.allSatisfy { a[$0] == b[$0] || (a[$0].isNaN && b[$0].isNaN) }
    case (.integers(let a), .integers(let b)): return a == b
    case (.booleans(let a), .booleans(let b)): return a == b
    case (.dates(let a), .dates(let b)): return a == b
    case (.categories(let a, let levels), .categories(let b, let others)):
      return a == b && levels == others
    default: return false
    }
  }

  /// Hashes name, type and cells.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(type)
    hasher.combine(missing)
    switch storage {
    case .numbers(let values):
      for value in values { hasher.combine(value.isNaN ? Double.nan : value) }
    case .integers(let values): hasher.combine(values)
    case .booleans(let values): hasher.combine(values)
    case .dates(let values): hasher.combine(values)
    case .categories(let codes, let levels):
      hasher.combine(codes)
      hasher.combine(levels)
    }
  }
}

// MARK: - Description

extension Column: CustomStringConvertible {
  /// Name, type and missing count in one line, such as `tenure: number, 12 missing`.
  public var description: String { "\(excerpt(name)): \(summary)" }

  /// Type, levels and missing count.
  var summary: String {
    let levelCount = type == .category ? " (\(levels.count) levels)" : ""
    let gaps = missingCount > 0 ? ", \(missingCount) missing" : ""
    return type.rawValue + levelCount + gaps
  }
}

// MARK: - Coding

extension Column: Codable {
  private enum CodingKeys: String, CodingKey { case name, type, cells }

  /// Decodes name, type and cells, where null is missing; levels are found anew, so none can be
  /// faulty.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .name)
    switch try container.decode(ColumnType.self, forKey: .type) {
    case .number:
      let cells = try container.decode([Double?].self, forKey: .cells)
      guard cells.allSatisfy({ $0?.isFinite ?? true }) else {
        throw DecodingError.dataCorruptedError(
          forKey: .cells, in: container, debugDescription: "Finite numbers are needed.")
      }
      self.init(name, numbers: cells)
    case .integer:
      self.init(name, integers: try container.decode([Int?].self, forKey: .cells))
    case .boolean:
      self.init(name, booleans: try container.decode([Bool?].self, forKey: .cells))
    case .category:
      self.init(name, categories: try container.decode([String?].self, forKey: .cells))
    case .date:
      self.init(name, dates: try container.decode([CalendarDate?].self, forKey: .cells))
    }
  }

  /// Encodes name, type and cells, missing cells as null.
  ///
  /// - Throws: `EncodingError.invalidValue` for a number that is not finite, which JSON cannot
  ///   hold.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(type, forKey: .type)
    func present<Value, Coded>(_ values: [Value], _ code: (Value) -> Coded) -> [Coded?] {
      values.indices.map { missing[$0] ? nil : code(values[$0]) }
    }
    switch storage {
    case .numbers(let values):
      if let value = values.first(where: { !$0.isFinite }) {
        throw EncodingError.invalidValue(
          value,
          .init(
            codingPath: container.codingPath + [CodingKeys.cells],
            debugDescription: "Column \(name) holds NaN or an infinity."))
      }
      try container.encode(present(values) { $0 }, forKey: .cells)
    case .integers(let values): try container.encode(present(values) { $0 }, forKey: .cells)
    case .booleans(let values): try container.encode(present(values) { $0 }, forKey: .cells)
    case .categories(let codes, let levels):
      try container.encode(present(codes) { levels[Int($0)] }, forKey: .cells)
    case .dates(let values):
      try container.encode(
        present(values) { CalendarDate(dayNumber: Int($0)) }.map { $0 ?? nil }, forKey: .cells)
    }
  }
}
