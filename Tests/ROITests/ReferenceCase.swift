import Foundation
import ROI
import Testing

/// A value of a reference file.
indirect enum JSON: Decodable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case array([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  subscript(key: String) -> JSON {
    if case .object(let fields) = self { fields[key] ?? .null } else { .null }
  }

  var array: [JSON] { if case .array(let items) = self { items } else { [] } }
  var object: [String: JSON] { if case .object(let fields) = self { fields } else { [:] } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var isNull: Bool { if case .null = self { true } else { false } }

  /// The text, or a number as a text.
  var text: String? {
    switch self {
    case .text(let text): text
    case .number(let number): number == number.rounded() ? String(Int(number)) : "\(number)"
    default: nil
    }
  }

  var number: Double? { text.flatMap(Double.init) }

  func string() throws -> String { try #require(text) }
  func double() throws -> Double { try #require(number) }
}

/// A reference case of Tests/Reference/roi.
struct ReferenceCase: Decodable, Sendable {
  let id: String
  let family: String
  let inputs: JSON
  let expected: JSON
  let tolerance: JSON

  static func folder(_ name: String, file: String = #filePath) -> URL {
    URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Reference/\(name)")
  }

  static func family(_ name: String) throws -> [ReferenceCase] {
    let folder = folder("roi")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "json" }
      .map { try JSONDecoder().decode(ReferenceCase.self, from: Data(contentsOf: $0)) }
      .filter { $0.family == name }.sorted { $0.id < $1.id }
  }
}

// MARK: - Fields

func decimal(_ field: JSON) throws -> ExactDecimal { try ExactDecimal(field.string()) }

func dollars(_ field: JSON) throws -> Money { try Money(field.string(), .usd) }

/// The tolerance `exact-decimal`: rounded half to even to the digits printed, the exact figure is
/// the text.
func expectExactly(
  _ ratio: ExactRatio?, _ field: JSON, _ name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  guard !field.isNull else {
    #expect(ratio == nil, "\(name)", sourceLocation: sourceLocation)
    return
  }
  let text = try field.string()
  let figures = text.filter(\.isNumber).drop { $0 == "0" }.count
  let ratio = try #require(ratio, "\(name)", sourceLocation: sourceLocation)
  let rounded = try ExactDecimal(ratio.decimal(significantDigits: max(1, figures)))
  #expect(rounded == (try ExactDecimal(text)), "\(name)", sourceLocation: sourceLocation)
}
