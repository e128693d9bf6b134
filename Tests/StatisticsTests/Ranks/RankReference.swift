import Foundation
import TestSupport
import Testing

/// Reference cases of this topic, by file.
enum RankReference {
  static func cases(_ file: String) throws -> [JSONValue] {
    let folder = ReferenceRoot.own.appending(path: "ranks")
    return try #require(JSONValue(contentsOf: folder.appending(path: file))["cases"].array)
  }

  /// A list of numbers; R writes a list of one as the number itself.
  static func numbers(_ json: JSONValue) -> [Double] {
    json.array?.compactMap(\.double) ?? json.double.map { [$0] } ?? []
  }

  static func groups(_ json: JSONValue) -> [[Double]] { (json.array ?? []).map(numbers) }
}

/// The fewest digits of a suite, printed at its end.
struct WorstDigits {
  private(set) var worst = 15.95
  private(set) var count = 0

  mutating func hold(
    _ value: Double?, against truth: JSONValue, atLeast least: Double, _ place: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let truth = truth.double else { return }
    let agreement = digits(of: value ?? .nan, against: truth)
    worst = min(worst, agreement)
    count += 1
    #expect(
      agreement > least, "\(place): \(String(describing: value)) is not \(truth)",
      sourceLocation: sourceLocation)
  }
}
