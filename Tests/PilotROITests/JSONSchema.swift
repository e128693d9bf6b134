import TestSupport

/// A JSON value held against a JSON Schema, with the keywords that the published schemas use.
///
/// A keyword that it does not know is a fault, so that a schema cannot say more than is checked.
enum JSONSchema {
  private static let annotations: Set<String> = [
    "$schema", "$id", "title", "description", "default", "format", "examples",
  ]

  /// The faults of a value, each with its path; empty for a value that fits.
  static func faults(_ value: JSONValue, _ schema: JSONValue, at path: String = "$") -> [String] {
    guard let keywords = schema.object else { return ["\(path): no schema"] }
    return keywords.keys.sorted().flatMap { keyword -> [String] in
      if annotations.contains(keyword) { return [] }
      return check(keyword, keywords[keyword] ?? .null, value, schema, path)
    }
  }

  private static func check(
    _ keyword: String, _ rule: JSONValue, _ value: JSONValue, _ schema: JSONValue, _ path: String
  ) -> [String] {
    func fault(_ holds: Bool) -> [String] { holds ? [] : ["\(path): \(keyword)"] }
    switch keyword {
    case "type": return fault(rule.string.map { isOfType(value, $0) } ?? false)
    case "const": return fault(value == rule)
    case "enum": return fault(rule.array?.contains(value) ?? false)
    case "oneOf":
      let fitting = (rule.array ?? []).count { faults(value, $0, at: path).isEmpty }
      return fault(fitting == 1)
    case "pattern":
      guard let text = value.string else { return [] }
      return fault((try? Regex(rule.string ?? "").firstMatch(in: text)) != nil)
    case "maxLength": return fault(value.string.map { $0.count <= rule.int ?? 0 } ?? true)
    case "minimum": return fault(number(value).map { $0 >= rule.double ?? .nan } ?? true)
    case "maximum": return fault(number(value).map { $0 <= rule.double ?? .nan } ?? true)
    case "exclusiveMinimum": return fault(number(value).map { $0 > rule.double ?? .nan } ?? true)
    case "exclusiveMaximum": return fault(number(value).map { $0 < rule.double ?? .nan } ?? true)
    case "minItems": return fault(value.array.map { $0.count >= rule.int ?? 0 } ?? true)
    case "maxItems": return fault(value.array.map { $0.count <= rule.int ?? 0 } ?? true)
    case "uniqueItems": return fault(value.array.map { Set($0).count == $0.count } ?? true)
    case "items":
      return (value.array ?? []).enumerated().flatMap { index, item in
        faults(item, rule, at: "\(path)[\(index)]")
      }
    case "required":
      return (rule.array ?? []).compactMap(\.string).flatMap { name -> [String] in
        guard let members = value.object, members[name] == nil else { return [] }
        return ["\(path).\(name): required"]
      }
    case "properties":
      return (value.object ?? [:]).sorted { $0.key < $1.key }.flatMap { name, member in
        rule.object?[name].map { faults(member, $0, at: "\(path).\(name)") } ?? []
      }
    case "additionalProperties":
      guard rule == false else { return ["\(path): additionalProperties is not false"] }
      let known = schema["properties"].object ?? [:]
      return (value.object ?? [:]).keys.sorted().filter { known[$0] == nil }.map {
        "\(path).\($0): additionalProperties"
      }
    default: return ["\(path): \(keyword) is no keyword that is known"]
    }
  }

  private static func number(_ value: JSONValue) -> Double? {
    if case .number(let number) = value { number } else { nil }
  }

  private static func isOfType(_ value: JSONValue, _ name: String) -> Bool {
    switch (name, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool),
      ("number", .number), ("null", .null):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }
}
