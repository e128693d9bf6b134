/// How close an answer must come.
public enum ReferenceTolerance: Sendable {
  /// |answer - expected| <= relative |expected| + absolute.
  case within(relative: Double, absolute: Double)
  /// Equal as decimals: `1.4` equals `1.40`.
  case exactDecimal
  /// At least this many digits.
  case digits(Double)
}

extension ReferenceReport {
  /// Holds an answer against what a case expects; fields that the answer lacks are left out.
  ///
  /// - Parameters:
  ///   - answer: the same shape as `expected`; an object may lack members.
  ///   - expected: the case's figures.
  ///   - tolerance: how close the answer must come.
  ///   - fieldTolerance: tolerances of single fields, by the field's own name.
  ///   - kind: the case's kind, for the list of what is left out.
  ///   - place: the case's name, for messages.
  public mutating func compare(
    _ answer: JSONValue, with expected: JSONValue, tolerance: ReferenceTolerance,
    fieldTolerance: [String: ReferenceTolerance] = [:], kind: String, place: String
  ) {
    compare(answer, expected, tolerance, fieldTolerance, kind, field: "", place, index: "")
  }

  private mutating func compare(
    _ answer: JSONValue, _ expected: JSONValue, _ tolerance: ReferenceTolerance,
    _ fields: [String: ReferenceTolerance], _ kind: String, field: String, _ place: String,
    index: String
  ) {
    switch (expected, answer) {
    case (.object(let wanted), .object(let given)):
      for (key, value) in wanted.sorted(by: { $0.key < $1.key }) {
        let name = field.isEmpty ? key : "\(field).\(key)"
        if let ours = given[key] {
          compare(
            ours, value, fields[key] ?? tolerance, fields, kind, field: name, place, index: index)
        } else {
          leaveOut(kind, name)
        }
      }
    case (.array(let wanted), .array(let given)):
      guard wanted.count == given.count else {
        fail(place, "\(field): \(wanted.count) elements expected, \(given.count) found")
        return
      }
      for (number, (value, ours)) in zip(wanted, given).enumerated() {
        compare(
          ours, value, tolerance, fields, kind, field: field, place, index: "\(index)[\(number)]")
      }
    default:
      let name = field + index
      compareScalar(answer, expected, tolerance, name.isEmpty ? place : "\(place) \(name)")
    }
  }

  private mutating func compareScalar(
    _ answer: JSONValue, _ expected: JSONValue, _ tolerance: ReferenceTolerance, _ place: String
  ) {
    if case .exactDecimal = tolerance, let wanted = expected.string, let given = answer.string {
      let passed = normalised(wanted) == normalised(given)
      count(digits: passed ? 15.95 : 0, place: place)
      if !passed { fail(place, "\(given) is not \(wanted)") }
      return
    }
    guard let wanted = expected.double, let given = answer.double else {
      if answer != expected { fail(place, "\(answer) is not \(expected)") }
      return
    }
    let correct = digits(of: given, against: wanted)
    let passed: Bool
    switch tolerance {
    case .within(let relative, let absolute):
      passed = agrees(given, wanted, relative: relative, absolute: absolute)
      // A difference inside the absolute allowance says nothing about digits.
      let isTelling = !(abs(given - wanted) <= absolute)
      count(digits: isTelling ? correct : nil, place: place)
    case .exactDecimal:
      passed = given == wanted
      count(digits: correct, place: place)
    case .digits(let least):
      passed = correct >= least
      count(digits: correct, place: place)
    }
    if !passed { fail(place, "\(given) is not \(wanted)") }
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
