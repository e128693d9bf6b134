import Foundation
import Testing

/// The record of one folder of reference cases: what was compared, how well, and what was left out.
public struct ReferenceReport {
  /// How close an answer must come.
  public enum Tolerance: Sendable {
    /// |answer - expected| <= relative |expected| + absolute.
    case within(relative: Double, absolute: Double)
    /// Equal as decimals: `1.4` equals `1.40`.
    case exactDecimal
    /// At least this many digits.
    case digits(Double)
  }

  private let folder: String
  private var cases = 0
  private var numbers = 0
  private var worst = (digits: 15.95, place: "")
  private var failures: [String] = []
  private var leftOut: [String: Int] = [:]
  private var notYet: [String: Int] = [:]

  /// An empty record of a folder.
  public init(folder: String) { self.folder = folder }

  // MARK: Cases

  /// Counts a case of a kind that a later version will handle.
  public mutating func postpone(kind: String) { notYet[kind, default: 0] += 1 }

  /// Notes that a field of a kind is not compared.
  public mutating func leaveOut(_ kind: String, _ field: String) {
    leftOut[field.isEmpty ? kind : "\(kind).\(field)", default: 0] += 1
  }

  /// Notes a failure that is not a number, such as an unknown kind or an error thrown.
  public mutating func fail(_ place: String, _ reason: String) {
    failures.append("\(folder)/\(place): \(reason)")
  }

  /// Holds an answer against what a case expects; fields that the answer lacks are left out.
  ///
  /// - Parameters:
  ///   - answer: the same shape as `expected`; an object may lack members.
  ///   - kind: the case's kind, for the list of what is left out.
  ///   - place: the case's name, for messages.
  public mutating func compare(
    _ answer: JSONValue, with expected: JSONValue, tolerance: Tolerance,
    fieldTolerance: [String: Tolerance] = [:], kind: String, place: String
  ) {
    cases += 1
    compare(answer, expected, tolerance, fieldTolerance, kind, field: "", place)
  }

  private mutating func compare(
    _ answer: JSONValue, _ expected: JSONValue, _ tolerance: Tolerance,
    _ fields: [String: Tolerance], _ kind: String, field: String, _ place: String
  ) {
    switch (expected, answer) {
    case (.object(let wanted), .object(let given)):
      for (key, value) in wanted.sorted(by: { $0.key < $1.key }) {
        let name = field.isEmpty ? key : "\(field).\(key)"
        if let ours = given[key] {
          compare(ours, value, fields[key] ?? tolerance, fields, kind, field: name, place)
        } else {
          leaveOut(kind, name)
        }
      }
    case (.array(let wanted), .array(let given)):
      guard wanted.count == given.count else {
        fail(place, "\(field): \(wanted.count) elements expected, \(given.count) found")
        return
      }
      for (value, ours) in zip(wanted, given) {
        compare(ours, value, tolerance, fields, kind, field: field, place)
      }
    case (.null, .null), (.bool, .bool):
      if answer != expected { fail(place, "\(field): \(answer) is not \(expected)") }
    default:
      compareScalar(answer, expected, tolerance, "\(place) \(field)")
    }
  }

  private mutating func compareScalar(
    _ answer: JSONValue, _ expected: JSONValue, _ tolerance: Tolerance, _ place: String
  ) {
    if case .exactDecimal = tolerance, let wanted = expected.string, let given = answer.string {
      numbers += 1
      if normalised(wanted) != normalised(given) { fail(place, "\(given) is not \(wanted)") }
      return
    }
    guard let wanted = expected.double, let given = answer.double else {
      if answer != expected { fail(place, "\(answer) is not \(expected)") }
      return
    }
    numbers += 1
    let correct = digits(of: given, against: wanted)
    let passed: Bool
    switch tolerance {
    case .within(let relative, let absolute):
      passed = agrees(given, wanted, relative: relative, absolute: absolute)
      // A difference inside the absolute allowance says nothing about digits.
      if abs(given - wanted) > absolute, correct < worst.digits { worst = (correct, place) }
    case .exactDecimal: passed = given == wanted
    case .digits(let least):
      passed = correct >= least
      if correct < worst.digits { worst = (correct, place) }
    }
    if !passed { fail(place, "\(given) is not \(wanted) (\(correct) digits)") }
  }

  // MARK: Closing

  /// Prints the record, and fails the test for every failure and for a folder in which nothing was known.
  public func close() {
    var lines = ["reference \(folder): \(cases) cases, \(numbers) numbers compared"]
    if numbers > 0 {
      lines.append("  worst digits \(String(format: "%.1f", worst.digits)) at \(worst.place)")
    }
    if !notYet.isEmpty {
      let kinds = notYet.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
      lines.append("  not yet: " + kinds.joined(separator: ", "))
    }
    if !leftOut.isEmpty {
      lines.append("  left out: " + leftOut.keys.sorted().joined(separator: ", "))
    }
    print(lines.joined(separator: "\n"))
    if cases == 0, notYet.isEmpty, failures.isEmpty {
      Issue.record("reference \(folder): the folder is there but holds no case")
    }
    for failure in failures { Issue.record("\(failure)") }
  }

  /// Says that a folder is absent from the root.
  public static func absent(_ folder: String) {
    print(
      "reference \(folder): absent from \(ReferenceRoot.url.lastPathComponent), nothing compared")
  }
}

/// A decimal text without superfluous zeros and signs: `-0.00` is `0`, `1.40` is `1.4`.
private func normalised(_ decimal: String) -> String {
  var text = decimal
  if text.contains(".") {
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
  }
  return text == "-0" ? "0" : text
}
