import ROI
import TestSupport

extension BusinessAnswers {
  private var cases: [JSONValue] { inputs["cases"].array ?? [] }

  private func whole(_ item: JSONValue, _ key: String) throws -> Int {
    guard let number = item[key].int else { throw ReferenceFailure("needs a whole number \(key)") }
    return number
  }

  // MARK: Cohort and retention

  func cohort() throws -> JSONValue {
    .object([
      "results": .array(
        try cases.map { item in
          let check = try CohortCheck(
            CohortCheck.Cohort(
              participants: whole(item, "participants"), controls: whole(item, "controls"),
              departments: whole(item, "departments"), roleLevels: whole(item, "role_levels")),
            rules: .matchedPilot)
          return [
            "ok": .bool(check.isKept),
            "violations": .array(check.violations.map { .init($0.rawValue) }),
          ]
        })
    ])
  }

  func retention() throws -> JSONValue {
    .object([
      "results": .array(
        try cases.map { item in
          let check = try RetentionCheck(
            rawAgeDays: whole(item, "raw_age_days"),
            aggregateAgeMonths: whole(item, "aggregate_age_months"))
          return [
            "raw_ok": .bool(check.rawIsKept), "aggregate_ok": .bool(check.aggregateIsKept),
          ]
        })
    ])
  }

  // MARK: Rubric

  func rubric() throws -> JSONValue {
    .object([
      "results": .array(
        try cases.map { item in
          func rating(_ dimension: ReadinessRubric.Dimension) throws -> ReadinessRubric.Rating {
            let word = item[dimension.rawValue].string ?? ""
            guard let rating = ReadinessRubric.Rating(rawValue: word) else {
              throw ReferenceFailure("needs good or risk for \(dimension.rawValue)")
            }
            return rating
          }
          let rubric = try ReadinessRubric(
            problemComplexity: rating(.problemComplexity), repeatability: rating(.repeatability),
            measurementHook: rating(.measurementHook), dataMaturity: rating(.dataMaturity),
            privacyLegal: rating(.privacyLegal), ownership: rating(.ownership))
          return [
            "advice": .init(rubric.advice.rawValue),
            "risk": .array(rubric.risks.map { .init($0.rawValue) }),
          ]
        })
    ])
  }
}
