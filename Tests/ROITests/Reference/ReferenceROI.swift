import ROI
import TestSupport
import Testing

/// From a delta to money: a case is known by its `family`.
@Suite struct ReferenceROI {
  /// The families that a later version will answer.
  static let notYet: Set<String> = []

  @Test func allCases() { Self.report(below: .current).close() }

  static func report(below root: ReferenceRoot) -> ReferenceReport {
    ReferenceReport(folder: "roi", below: root, notYet: notYet) { json, file, _, report in
      guard let family = json["family"].string else {
        report.fail(file, "an ROI case needs a family")
        return
      }
      guard let answer = try BusinessAnswers(json).answer(family) else {
        report.postpone(family, place: file)
        return
      }
      guard let tolerance = tolerance(json["tolerance"]) else {
        report.fail(file, "the tolerance \(json["tolerance"]) is not understood")
        return
      }
      report.beginCase()
      report.compare(
        answer, with: json["expected"], tolerance: tolerance,
        fieldTolerance: fieldTolerances(json["tolerance"]), kind: family, place: file)
    }
  }

  private static func tolerance(_ json: JSONValue) -> ReferenceTolerance? {
    switch (json["kind"].string, json["value"].double) {
    case ("exact-decimal", _), ("exact", _): .exactDecimal
    case ("relative", let value?): .within(relative: value, absolute: 0)
    case ("absolute", let value?): .within(relative: 0, absolute: value)
    case ("mixed", _): relative(json["moments"])
    default: nil
    }
  }

  /// Of a mixed tolerance: quantiles, probabilities and expected losses by quadrature; its draws are judged
  /// where propagations are tested.
  private static func fieldTolerances(_ json: JSONValue) -> [String: ReferenceTolerance] {
    if json["kind"].string == "exact-decimal" {
      // A ratio beside money has its own tolerance under its own name.
      return (json.object ?? [:]).compactMapValues(relative)
    }
    guard json["kind"].string == "mixed",
      let quadrature = relative(json["quantiles_quadrature"])
    else { return [:] }
    return ["net": quadrature, "prob_net_positive": quadrature, "evpi": quadrature]
  }

  /// A tolerance in words, such as `relative 1e-12`.
  private static func relative(_ json: JSONValue) -> ReferenceTolerance? {
    let words = json.string?.split(separator: " ") ?? []
    guard words.count == 2, words[0] == "relative", let value = Double(words[1]) else {
      return nil
    }
    return .within(relative: value, absolute: 0)
  }
}

// MARK: - Exact figures as decimal texts

extension ExactRatio {
  /// The number as the reference prints it: in full, or rounded half to even to the reference's
  /// digits where the reference was itself cut.
  ///
  /// A reference of fewer than twenty digits was not cut, so the number must equal it exactly.
  func printed(like reference: JSONValue) -> JSONValue {
    guard let text = reference.string else { return .init(value) }
    let digits = text.filter(\.isNumber).drop { $0 == "0" }.count
    if digits >= 20 { return .init(decimal(significantDigits: digits)) }
    return .init(exactDecimal ?? decimal(significantDigits: 40))
  }
}

extension MoneyFigure {
  /// Money as posted; where the reference was not rounded to the minor unit, the exact amount.
  func printed(like reference: JSONValue) -> JSONValue {
    guard let text = reference.string, let point = text.firstIndex(of: ".") else {
      return exact.printed(like: reference)
    }
    let places = text.distance(from: point, to: text.endIndex) - 1
    return places == posted.currency.minorDigits
      ? .init(posted.amount) : exact.printed(like: reference)
  }
}
