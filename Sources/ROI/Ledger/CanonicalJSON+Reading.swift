public import Statistics

extension CanonicalJSON {
  /// Reads the JSON of a file, strictly: a name that stands twice, a number with decimals or one beyond
  /// 2^53 - 1, or anything after the value is refused.
  ///
  /// White space and the order of names do not matter; written again, the value has its one spelling.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8.
  ///   - source: what to call the file in an error.
  /// - Throws: `malformed` with the line, or with what was found.
  /// - Complexity: O(bytes).
  public init(reading bytes: [UInt8], source: String = "the JSON") throws(EvaluationError) {
    try self.init(StrictJSON.parse(bytes, source: source), source: source)
  }

  /// Takes a value that the strict reader has read, which is at most 64 levels deep.
  private init(_ json: JSON, source: String) throws(EvaluationError) {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .flag(flag)
    case .string(let text): self = .string(text)
    case .number(let text):
      guard let number = Int(text), number.magnitude <= Self.wholeLimit else {
        throw .malformed(
          source: source, line: 1, needed: "whole numbers within 2^53, and decimals as texts",
          found: json.kind)
      }
      self = .whole(number)
    case .array(let items):
      var values: [CanonicalJSON] = []
      for item in items { values.append(try CanonicalJSON(item, source: source)) }
      self = .array(values)
    case .object(let members):
      var values: [String: CanonicalJSON] = [:]
      for (name, member) in members {
        values[name] = try CanonicalJSON(member, source: source)
      }
      self = .object(values)
    }
  }

  // MARK: Members

  /// A member of an object; nil where there is none.
  public subscript(_ name: String) -> CanonicalJSON? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The text, or nil for anything else.
  public var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The whole number, or nil for anything else.
  public var whole: Int? { if case .whole(let number) = self { number } else { nil } }

  /// The elements of an array, or nil for anything else.
  public var elements: [CanonicalJSON]? { if case .array(let items) = self { items } else { nil } }

  /// The members of an object, or nil for anything else.
  public var members: [String: CanonicalJSON]? {
    if case .object(let members) = self { members } else { nil }
  }
}

// MARK: - Literals

extension CanonicalJSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
  ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByNilLiteral
{
  /// An object written in the source; a name that stands twice is a programmer's slip and traps.
  public init(dictionaryLiteral elements: (String, CanonicalJSON)...) {
    self = .object(Dictionary(uniqueKeysWithValues: elements))
  }

  /// An array written in the source.
  public init(arrayLiteral elements: CanonicalJSON...) { self = .array(elements) }

  /// A text written in the source.
  public init(stringLiteral value: String) { self = .string(value) }

  /// A whole number written in the source.
  public init(integerLiteral value: Int) { self = .whole(value) }

  /// True or false written in the source.
  public init(booleanLiteral value: Bool) { self = .flag(value) }

  /// Nothing, written in the source.
  public init(nilLiteral: ()) { self = .null }
}

// MARK: - Description and coding

extension CanonicalJSON: CustomStringConvertible, Codable {
  /// The beginning of the one spelling, or why there is none.
  public var description: String {
    do {
      return excerpt(try text(), limit: 240)
    } catch {
      return error.description
    }
  }

  /// Decodes whatever stands there, refusing numbers that are not whole and too many levels.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Int.self), number.magnitude <= Self.wholeLimit {
      self = .whole(number)
    } else {
      guard decoder.codingPath.count < Self.depthLimit else {
        throw DecodingError.dataCorruptedError(
          in: value, debugDescription: "needs at most \(Self.depthLimit) levels")
      }
      if let items = try? value.decode([CanonicalJSON].self) {
        self = .array(items)
      } else {
        self = .object(try value.decode([String: CanonicalJSON].self))
      }
    }
  }

  /// Encodes the value as it is.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .flag(let flag): try container.encode(flag)
    case .whole(let number): try container.encode(number)
    case .string(let text): try container.encode(text)
    case .array(let items): try container.encode(items)
    case .object(let members): try container.encode(members)
    }
  }
}
