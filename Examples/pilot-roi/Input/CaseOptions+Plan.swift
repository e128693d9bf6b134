import ProgramEvaluation

extension CaseOptions {
  /// The plan that the options state; a fault is named by its option.
  func plan() throws -> Plan {
    let json = try JSON.object(members())
    do {
      return try Plan(json, source: "the options")
    } catch {
      throw PlanError(
        source: error.source,
        faults: error.faults.map { OptionNames.renamed($0, isCounted: isCounted) })
    }
  }

  private var isCounted: Bool { before != nil || after != nil }

  private func members() throws(EvaluationError) -> [String: JSON] {
    guard !(isCounted && (baseline != nil || observed != nil)) else {
      throw .invalidArgument(
        name: "the change", needed: "--baseline and --observed, or --before and --after",
        found: "some of both")
    }
    let design = try isCounted ? counted() : declared()
    return [
      "plan": .string(Plan.version), "name": .string(name ?? "A case from the command line"),
      "perspective": .string(perspective ?? Perspective.employer.rawValue),
      "kpi": .object([
        "name": .string(indicator ?? "the indicator"), "unit": .string(unit ?? "units"),
        "direction": .string(lowerIsBetter ? "lowerIsBetter" : "higherIsBetter"),
      ]), "design": .object(design.members),
      "time": .object(
        texts([
          "observedWeeks": weeks ?? design.weeks, "weeksPerYear": weeksPerYear,
          "deltaCovers": deltaCovers ?? (isCounted ? "year" : nil),
          "horizon": horizon ?? "one year",
          "persistence": persistence ?? "nobody has said that it lasts beyond the weeks observed",
        ])), "attribution": .object(attribution()),
      "value": .object(
        texts([
          "perUnit": unitValue, "source": valueSource ?? "as given on the command line",
        ])),
      "levels": .object([
        "headline": .number("\(headlineLevel ?? 0.90)"),
        "interval": .number("\(intervalLevel ?? 0.90)"),
      ]), "hurdles": .array((hurdles.isEmpty ? ["0"] : hurdles).map(JSON.string)),
    ].merging(try costMembers()) { $1 }
  }

  private func texts(_ members: [String: String?]) -> [String: JSON] {
    members.compactMapValues { $0.map(JSON.string) }
  }

  // MARK: Parts

  private func declared() throws(EvaluationError) -> (members: [String: JSON], weeks: String?) {
    guard headcount == nil else {
      throw .invalidArgument(
        name: "--headcount", needed: "used with --before and --after", found: "stated figures")
    }
    let members = texts(["kind": "declared", "baseline": baseline, "observed": observed])
    return (members, nil)
  }

  private func counted() throws(EvaluationError) -> (members: [String: JSON], weeks: String?) {
    let before = try Self.counts(before, "--before")
    let after = try Self.counts(after, "--after")
    let members: [String: JSON] = [
      "kind": .string("beforeAfter"), "headcount": Self.whole(headcount ?? after.people),
      "baseline": before.json, "pilot": after.json,
    ]
    return (members, after.weeks)
  }

  /// What was counted, as texts.
  private struct Counts {
    let events: String
    let people: String
    let weeks: String

    var json: JSON {
      .object([
        "events": CaseOptions.whole(events), "headcount": CaseOptions.whole(people),
        "weeks": .string(weeks),
      ])
    }
  }

  private static func counts(
    _ text: String?, _ option: String
  ) throws(EvaluationError) -> Counts {
    let parts = (text ?? "").split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw .invalidArgument(
        name: option, needed: "EVENTS,PEOPLE,WEEKS, such as 10,10,52",
        found: text.map { "\"\(excerpt($0))\"" } ?? "not said")
    }
    return Counts(
      events: String(parts[0]), people: String(parts[1]), weeks: String(parts[2]))
  }

  /// A whole number, or the text that is none.
  private static func whole(_ text: String) -> JSON {
    Int(text).map { .number("\($0)") } ?? .string(text)
  }

  private func attribution() -> [String: JSON] {
    var members = texts([
      "share": share, "low": low, "high": high, "rationale": rationale, "author": author,
      "date": date, "corroboration": corroboration,
    ])
    if let override {
      members["override"] = .object(texts(["reason": override, "author": author, "date": date]))
    }
    return members
  }

  /// Currency, costs and the classes that cost nothing.
  func costMembers() throws(EvaluationError) -> [String: JSON] {
    var list: [JSON] = []
    for text in costs {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw .invalidArgument(
          name: "--cost", needed: "CLASS=AMOUNT, such as fees=18000", found: "\"\(excerpt(text))\"")
      }
      let category = String(parts[0])
      list.append(
        .object([
          "name": .string(category), "category": .string(category),
          "amount": .string(String(parts[1])), "source": .string("as given on the command line"),
        ]))
    }
    var members: [String: JSON] = ["costs": .array(list)]
    if !noCosts.isEmpty { members["costsDeclaredNone"] = .array(noCosts.map(JSON.string)) }
    if let currency { members["currency"] = .string(currency) }
    return members
  }
}

/// The options by the place of their content in a plan.
enum OptionNames {
  /// The fault of a plan's place as the fault of an option.
  static func renamed(_ fault: EvaluationError, isCounted: Bool = false) -> EvaluationError {
    guard case .invalidPlan(let path, let needed, let found) = fault else { return fault }
    let known = (isCounted ? counted : declared) + table
    let option = path == "$" ? "--hours" : known.first { path.hasPrefix($0.path) }?.option ?? path
    return .invalidPlan(
      path: option, needed: needed.replacing(" in quotes", with: ""), found: found)
  }

  private static let declared: [(path: String, option: String)] = [
    ("$.design.baseline", "--baseline"), ("$.design", "--observed"),
  ]

  private static let counted: [(path: String, option: String)] = [
    ("$.design.baseline", "--before"), ("$.design.pilot", "--after"),
    ("$.design.headcount", "--headcount"), ("$.design", "--before"),
  ]

  /// The longer paths stand first.
  private static let table: [(path: String, option: String)] = [
    ("$.name", "--name"), ("$.perspective", "--perspective"), ("$.currency", "--currency"),
    ("$.kpi.unit", "--unit"), ("$.kpi", "--indicator"), ("$.time.weeksPerYear", "--weeks-per-year"),
    ("$.time.deltaCovers", "--delta-covers"), ("$.time.horizon", "--horizon"),
    ("$.time.persistence", "--persistence"), ("$.time", "--weeks"),
    ("$.attribution.low", "--low"), ("$.attribution.high", "--high"),
    ("$.attribution.rationale", "--rationale"), ("$.attribution.author", "--author"),
    ("$.attribution.date", "--date"), ("$.attribution.corroboration", "--corroboration"),
    ("$.attribution.override", "--override"), ("$.attribution", "--share"),
    ("$.value.source", "--value-source"), ("$.value", "--unit-value"),
    ("$.costsDeclaredNone", "--no-cost"), ("$.costs", "--cost"), ("$.hurdles", "--hurdle"),
    ("$.levels.interval", "--interval-level"), ("$.levels", "--headline-level"),
    ("$.hoursPerWeek", "--hours-per-week"), ("$.hourCost", "--hour-cost"),
    ("$.workingWeeks", "--working-weeks"), ("$.realisedShare", "--realised-share"),
    ("$.people", "--people"),
  ]
}
