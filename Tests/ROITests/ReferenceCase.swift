import Foundation
import ROI
import TestSupport
import Testing

extension JSONValue {
  /// The text, or a number as a text.
  func text() throws -> String {
    switch self {
    case .string(let text): return text
    case .number(let number):
      return Int(exactly: number).map { String($0) } ?? "\(number)"
    default: return try #require(string)
    }
  }

  /// The number, or a text that is one.
  func number() throws -> Double { try #require(double) }

  /// The elements of an array; none of anything else.
  var elements: [JSONValue] { array ?? [] }

  /// The members of an object; none of anything else.
  var members: [String: JSONValue] { object ?? [:] }
}

/// A reference case of Tests/Reference/roi.
struct ReferenceCase: Decodable, Sendable {
  let id: String
  let family: String
  let inputs: JSONValue
  let expected: JSONValue
  let tolerance: JSONValue

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

func decimal(_ field: JSONValue) throws -> ExactDecimal { try ExactDecimal(field.text()) }

func dollars(_ field: JSONValue) throws -> Money { try Money(field.text(), .usd) }

/// The tolerance `exact-decimal`: rounded half to even to the digits printed, the exact figure is
/// the text.
func expectExactly(
  _ ratio: ExactRatio?, _ field: JSONValue, _ name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  guard !field.isNull else {
    #expect(ratio == nil, "\(name)", sourceLocation: sourceLocation)
    return
  }
  let text = try field.text()
  let figures = text.filter(\.isNumber).drop { $0 == "0" }.count
  let ratio = try #require(ratio, "\(name)", sourceLocation: sourceLocation)
  let rounded = try ExactDecimal(ratio.decimal(significantDigits: max(1, figures)))
  #expect(rounded == (try ExactDecimal(text)), "\(name)", sourceLocation: sourceLocation)
}
