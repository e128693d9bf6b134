import Foundation
import TestSupport
import Testing

@testable import pilot_roi

/// Every fault of a plan is named by its JSON path, and nothing is written.
@Suite struct PlanFaultsTests {
  /// Runs a plan that must be refused, and returns what was said.
  private func refusal(_ text: String) async throws -> String {
    let scratch = try Scratch()
    let plan = try scratch.write("plan.json", text)
    let ending = try await Program.run(["run", plan, "--out", scratch.path("out")])
    #expect(ending.code == 2)
    #expect(ending.output.isEmpty)
    #expect(scratch.names() == ["plan.json"])
    return ending.errors
  }

  private func refusal(_ plan: JSONValue) async throws -> String { try await refusal(plan.text) }

  // MARK: Values

  private static let faults: [(path: [String], value: JSONValue?, named: String)] = [
    (["plan"], "pilot-roi/plan/2", "$.plan"), (["plan"], nil, "$.plan"),
    (["name"], "  ", "$.name"), (["name"], nil, "$.name"), (["name"], 7, "$.name"),
    (["perspective"], "mine", "$.perspective"), (["currency"], "usd", "$.currency"),
    (["currency"], "XAU", "$.currency"), (["kpi"], nil, "$.kpi"), (["kpi"], [], "$.kpi"),
    (["kpi", "direction"], "up", "$.kpi.direction"), (["kpi", "nmae"], "x", "$.kpi.nmae"),
    (["design"], nil, "$.design"), (["design", "kind"], nil, "$.design.kind"),
    (["design", "kind"], "guess", "$.design.kind"),
    (["design", "headcount"], 0, "$.design.headcount"),
    (["design", "headcount"], 1.5, "$.design.headcount"),
    (["design", "baseline", "events"], -1, "$.design.baseline"),
    (["design", "baseline", "weeks"], "0", "$.design.baseline.weeks"),
    (["design", "pilot", "weeks"], "12", "$.design.pilot.weeks"),
    (["design", "pilot", "weeks"], 13, "$.design.pilot.weeks"),
    (["design", "units"], "3", "$.design.units"),
    (["time", "observedWeeks"], "0", "$.time"), (["time", "weeksPerYear"], "54", "$.time"),
    (["time", "observedWeeks"], "1e3", "$.time.observedWeeks"),
    (["time", "deltaCovers"], "window", "$.design.kind"),
    (["time", "persistence"], "", "$.time.persistence"),
    (["attribution", "share"], "1.01", "$.attribution"),
    (["attribution", "share"], "-0.1", "$.attribution"),
    (["attribution", "share"], 0.3, "$.attribution.share"),
    (["attribution", "low"], "0.1", "$.attribution.high"),
    (["attribution", "rationale"], nil, "$.attribution.rationale"),
    (["attribution", "date"], "2026-02-30", "$.attribution.date"),
    (["attribution", "override"], nil, "$.attribution"),
    (["attribution", "override", "author"], "", "$.attribution.override.author"),
    (["attribution", "override", "date"], "31.3.2026", "$.attribution.override.date"),
    (["attribution", "corroboration"], "rumour", "$.attribution.corroboration"),
    (["value", "perUnit"], "-1", "$.value"), (["value", "perUnit"], "1.005", "$.value.perUnit"),
    (["value", "perUnit"], "1,000", "$.value.perUnit"),
    (["value", "source"], nil, "$.value.source"), (["name"], "***", "$.name"),
    (["costs"], nil, "$.costs"), (["costs"], "none", "$.costs"),
    (["costs", "1"], 3, "$.costs[1]"), (["costs", "1", "amount"], "-1", "$.costs[1]"),
    (["costs", "2", "amount"], 4000, "$.costs[2].amount"),
    (["costs", "0", "category"], "gifts", "$.costs[0].category"),
    (["costs", "0", "amount"], "99999999999999999999999", "$.costs[0].amount"),
    (["costsDeclaredNone"], ["fees"], "$.costs"),
    (["costsDeclaredNone"], ["travel"], "$.costsDeclaredNone"),
    (["hurdles"], ["a"], "$.hurdles"), (["hurdles"], [0], "$.hurdles"),
    (["levels", "headline"], 1, "$.levels.headline"),
    (["levels", "interval"], 0, "$.levels.interval"),
    (["levels", "interval"], "0.9", "$.levels.interval"),
    (["benchmark"], ["value": "1", "source": "x", "standardError": "-1"], "$.benchmark"),
    (["naive"], "yes", "$.naive"), (["owner"], "me", "$.owner"),
    (["naive"], .null, "$.naive"), (["levels"], .null, "$.levels"), (["name"], .null, "$.name"),
    (["attribution", "override"], .null, "$.attribution.override"),
  ]

  @Test(arguments: faults.indices)
  func `a faulty value is named by its path`(index: Int) async throws {
    let fault = Self.faults[index]
    let said = try await refusal(Plans.coaching().setting(fault.path, fault.value))
    #expect(said.contains("\n  \(fault.named)"), "\(said)")
  }

  private static let rowFaults: [(path: [String], value: JSONValue?, named: String)] = [
    (["design", "covariates"], nil, "$.design.covariates"),
    (["design", "covariates"], ["age", 3], "$.design.covariates"),
    (["design", "covariates"], [], "$.design.covariates"),
    (["design", "covariates"], ["age", "age"], "$.design.covariates"),
    (["design", "covariates"], ["age", "re78"], "$.design.covariates"),
    (["design", "covariates"], ["treat"], "$.design.covariates"),
    (["design", "covariates"], ["id", "age"], "$.design.covariates"),
    (["design", "outcome"], "treat", "$.design.outcome"),
    (["design", "order"], "sideways", "$.design.order"),
    (["design", "method"], "luck", "$.design.method"),
    (["design", "distance"], "miles", "$.design.distance"),
    (["design", "ratio"], "2", "$.design.ratio"), (["design", "classes"], 4, "$.design.classes"),
    (["design", "reuse"], "twice", "$.design.reuse"),
    (["design", "exact"], "age", "$.design.exact"),
    (["design", "antiExact"], ["re78"], "$.design.outcome"),
    (["design", "within"], [["column": "age", "width": 0]], "$.design.within[0]"),
    (["design", "within"], [["column": "age"]], "$.design.within[0].width"),
    (["design", "adjusted"], "yes", "$.design.adjusted"),
    (["design", "missing"], "guess", "$.design.missing"),
    (["design", "units"], "0", "$.design.units"), (["design", "units"], "-4", "$.design.units"),
    (["design", "caliper"], ["width": 0, "scale": "raw"], "$.design.caliper"),
    (["design", "caliper"], ["width": 0.2, "scale": "miles"], "$.design.caliper.scale"),
    (["design", "caliper"], ["width": 0.2, "scale": "raw", "x": 1], "$.design.caliper.x"),
    (["attribution", "share"], "0.6", "$.attribution"),
    (["design", "headcount"], 3, "$.design.headcount"),
  ]

  /// Faults of what stands beside the figures.
  private static let evidenceFaults: [(path: [String], value: JSONValue?, named: String)] = [
    (["baseline", "headcount"], -3, "$.baseline"), (["baseline", "headcount"], 1, "$.baseline"),
    (["baseline", "headcount"], nil, "$.baseline.headcount"),
    (["baseline", "to"], "2024-12-31", "$.baseline.to"),
    (["baseline", "sampleSize"], 0, "$.baseline"), (["baseline", "unit"], "x", "$.baseline.unit"),
    (["baseline", "cadence"], "hourly", "$.baseline.cadence"),
    (["baseline", "source"], "", "$.baseline.source"),
    (["baseline", "validation", "to"], "2025-11-20", "$.baseline.validation"),
    (["baseline", "validation"], nil, "$.baseline.validation"),
    (["baseline", "minimumWeeks"], 0, "$.baseline"),
    (["kpi", "kind"], "engagement", "$.kpi"), (["kpi", "kind"], "late", "$.kpi.kind"),
    (["evidence", "to"], "2025-12-31", "$.evidence.to"),
    (["evidence", "to"], "2026-03-01", "$.evidence"),
    (
      ["evidence", "narratives", "0", "reference"], "she said it helped", "$.evidence.narratives[0]"
    ),
    (["evidence", "narratives", "1", "reference"], "CN-101", "$.evidence"),
    (["evidence", "narratives", "0", "quote"], "it helped", "$.evidence.narratives[0].quote"),
    (["evidence", "narratives", "0", "stance"], "agrees", "$.evidence.narratives[0].stance"),
    (["evidence", "signOff", "sponsor"], " ", "$.evidence.signOff.sponsor"),
    (["evidence", "signOff", "date"], "soon", "$.evidence.signOff.date"),
    (["evidence", "confounders", "keeper"], nil, "$.evidence.confounders.keeper"),
    (
      ["evidence", "confounders", "entries", "0", "ruling", "date"], "2026-01-01",
      "$.evidence.confounders.entries[0]"
    ),
    (
      ["evidence", "confounders", "entries", "0", "ruling", "reason"], "",
      "$.evidence.confounders.entries[0].ruling.reason"
    ),
    (["evidence", "trust", "0", "readings", "0", "count"], 61, "$.evidence.trust[0].readings[0]"),
    (["evidence", "trust", "0", "readings", "0", "week"], 12, "$.evidence.trust[0]"),
    (["evidence", "trust", "0", "significance"], 1, "$.evidence.trust[0]"),
    (
      ["evidence", "measurementPlan", "registered"], "2025-12-15",
      "$.evidence.measurementPlan.registered"
    ),
    (["evidence", "measurementPlan", "firstOutcome"], "2026-05-01", "$.evidence"),
    (["evidence", "measurementPlan", "lock"], "abc", "$.evidence.measurementPlan.lock"),
    (["evidence", "measurementPlan", "power", "power"], 1, "$.evidence.measurementPlan.power"),
    (["evidence", "manifest", "0", "sha256"], "0xABC", "$.evidence.manifest[0]"),
    (["evidence", "manifest", "0", "rows"], -1, "$.evidence.manifest[0]"),
    (["uncertainty", "cost", "low"], "40000", "$.uncertainty.cost"),
    (["uncertainty", "cost", "source"], nil, "$.uncertainty.cost.source"),
    (["uncertainty", "cost", "mostLikely"], nil, "$.uncertainty.cost.mostLikely"),
    (["uncertainty", "draws"], 10, "$.uncertainty.draws"),
    (["uncertainty", "seed"], -1, "$.uncertainty.seed"),
    (["uncertainty", "unitValue", "low"], 1, "$.uncertainty.unitValue.low"),
    (["intangibles", "0", "direction"], "up", "$.intangibles[0].direction"),
    (["intangibles", "0", "amount"], "5", "$.intangibles[0].amount"),
    (["value", "costAvoided"], "5.00", "$.value.costAvoided"),
    (["value", "perUnit"], nil, "$.value.perUnit"),
    (["attribution", "shape"], "pert", "$.attribution.mostLikely"),
    (["attribution", "mostLikely"], "0.3", "$.attribution.low"),
    (["notes"], "a text", "$.notes"), (["cashFlow", "years"], 0, "$.cashFlow"),
    (["cashFlow", "rate", "source"], nil, "$.cashFlow.rate.source"),
    (["cashFlow", "rate", "date"], nil, "$.cashFlow.rate.date"),
    (["cashFlow", "rate", "value"], "-1", "$.cashFlow.rate"),
    (["cashFlow", "dropOff"], "1.5", "$.cashFlow"),
    (["cashFlow", "benefitStartLagWeeks"], "-1", "$.cashFlow"),
    (["cashFlow"], nil, "$.cashFlow"), (["riskAdjusted", "costs"], nil, "$.riskAdjusted.costs"),
    (["riskAdjusted", "benefits", "risk"], "1.2", "$.riskAdjusted.benefits.risk"),
    (["costs", "1", "timing"], "years 3 to 1", "$.costs[1]"),
    (["costs", "1", "timing"], "now and then", "$.costs[1].timing"),
    (["costs", "1", "timing"], "once on 2026-02-30", "$.costs[1].timing"),
    (["maintenanceDeclaredNone"], true, "$.costs"),
  ]

  @Test(arguments: evidenceFaults.indices)
  func `a faulty value of evidence is named by its path`(index: Int) async throws {
    let fault = Self.evidenceFaults[index]
    let said = try await refusal(Plans.evidenced().setting(fault.path, fault.value))
    #expect(said.contains("\n  \(fault.named)"), "\(said)")
  }

  /// Faults of weeks, indicators and people.
  private static let stageFaults: [(path: [String], value: JSONValue?, named: String)] = [
    (["schedule", "preset"], "custom", "$.schedule.preset"),
    (["schedule", "start"], "2999-12-01", "$.schedule"),
    (["scorecard", "behaviours"], ["one"], "$.scorecard"),
    (["scorecard", "indicators", "0", "owner"], " ", "$.scorecard.indicators[0].owner"),
    (["scorecard", "indicators", "1", "kind"], "leading", "$.scorecard"),
    (["scorecard", "indicators", "1", "part"], "primary", "$.scorecard"),
    (["scorecard", "indicators", "0", "kind"], "engagement", "$.scorecard.indicators[0]"),
    (
      ["scorecard", "indicators", "0", "baseline", "level"], "a few",
      "$.scorecard.indicators[0].baseline.level"
    ),
    (
      ["scorecard", "indicators", "0", "baseline", "level"], "31 of 30", "$.scorecard.indicators[0]"
    ),
    (
      ["scorecard", "indicators", "0", "goals", "0", "due"], "week 6",
      "$.scorecard.indicators[0].goals[0].due"
    ),
    (
      ["scorecard", "indicators", "0", "goals", "0", "due"], "by week 0",
      "$.scorecard.indicators[0]"
    ),
    (
      ["scorecard", "indicators", "1", "frequency"], "weeks 4,13",
      "$.scorecard.indicators[1].frequency"
    ),
    (["scorecard", "indicators", "1", "frequency"], "weeks 13, 4", "$.scorecard.indicators[1]"),
    (["scorecard", "readings", "0", "level"], "70 %", "$.scorecard"),
    (["scorecard", "readings", "0", "level"], "12abc", "$.scorecard.readings[0].level"),
    (["scorecard", "readings", "0", "indicator"], "another", "$.scorecard"),
    (["readiness", "rubric", "ownership"], "fair", "$.readiness.rubric.ownership"),
    (["readiness", "rubric", "ownership"], nil, "$.readiness.rubric.ownership"),
    (["readiness", "checklist", "items", "0", "score"], 6, "$.readiness.checklist.items[0]"),
    (["readiness", "checklist", "total"], nil, "$.readiness.checklist.total"),
    (["readiness", "cohort", "participants"], -5, "$.readiness.cohort"),
    (["readiness", "cohort", "consent", "given"], 11, "$.readiness.cohort.consent"),
    (["readiness", "retention", "date"], nil, "$.readiness.retention.date"),
    (["gate", "triggers", "1", "countAbove"], -1, "$.gate.triggers[1]"),
    (["gate", "monitors", "0", "alpha"], 0.9, "$.gate.monitors[0]"),
    (["gate", "ninetyDays", "date"], "2026-01-01", "$.gate.ninetyDays"),
    (["gate", "scale", "0", "item"], "luck", "$.gate.scale[0].item"),
    (["gate", "issues", "0", "change"], "", "$.gate.issues[0].change"),
  ]

  @Test(arguments: stageFaults.indices)
  func `a faulty value of weeks or people is named by its path`(index: Int) async throws {
    let fault = Self.stageFaults[index]
    let said = try await refusal(Plans.staged().setting(fault.path, fault.value))
    #expect(said.contains("\n  \(fault.named)"), "\(said)")
  }

  @Test(arguments: rowFaults.indices)
  func `a faulty value of a matched design is named by its path`(index: Int) async throws {
    let fault = Self.rowFaults[index]
    let said = try await refusal(Plans.jobTraining().setting(fault.path, fault.value))
    #expect(said.contains("\n  \(fault.named)"), "\(said)")
  }

  @Test func `all faults are listed at once`() async throws {
    let said = try await refusal(
      Plans.coaching().setting(["currency"], "usd").setting(["kpi", "unit"], nil)
        .setting(["costs", "1", "source"], " ").setting(["extra"], 1))
    #expect(said.hasPrefix("plan.json: 4 faults\n"))
    for path in ["$.currency", "$.kpi.unit", "$.costs[1].source", "$.extra"] {
      #expect(said.contains("\n  \(path): needed "), "\(path)")
    }
  }

  @Test func `a design without a kind is one fault`() async throws {
    let said = try await refusal(Plans.jobTraining().setting(["design", "kind"], nil))
    #expect(said.hasPrefix("plan.json: 1 fault\n"))
  }

  @Test func `hundreds of faults stay a screen`() async throws {
    var plan = try Plans.coaching()
    for index in 0..<300 { plan = plan.setting(["extra\(index)"], 1) }
    let said = try await refusal(plan)
    #expect(said.split(separator: "\n").count == 22)
    #expect(said.contains("and 280 more"))
  }

  // MARK: Text

  @Test func `a name that stands twice is refused`() async throws {
    let text = try String(contentsOf: Plans.bundled("coaching-exits"), encoding: .utf8)
    let said = try await refusal(
      text.replacing("\"share\": \"0.30\",", with: "\"share\": \"0.30\", \"share\": \"0.90\","))
    #expect(said.contains("\"share\" for the second time"))
    #expect(said.contains("plan.json, line "))
    let escaped = try await refusal(
      text.replacing("\"share\": \"0.30\",", with: "\"share\": \"0.30\", \"sh\\u0061re\": \"1\","))
    #expect(escaped.contains("\"share\" for the second time"))
  }

  @Test(arguments: [
    "", " ", "null", "[]", "{", "{}", "7", "\"plan\"", "{\"plan\":}", "{\"plan\" 1}", "{,}", "[1,]",
    "{\"a\":1,}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}", "{'a':1}",
    "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":\"\u{1}\"}", "{\"a\":\"\\x\"}",
    "{\"a\":\"\\ud800\"}",
    "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\\u0041\"}", "// text\n{}", "{} {}", "\u{FEFF}\u{FEFF}{}",
  ])
  func `what is not one JSON object is refused`(text: String) async throws {
    let said = try await refusal(text)
    #expect(said.contains("plan.json"))
  }

  @Test func `deep nesting is refused`() async throws {
    for count in [64, 100_000] {
      let said = try await refusal(String(repeating: "[", count: count))
      #expect(said.contains("plan.json, line 1"))
      let objects = String(repeating: "{\"a\":", count: count)
      #expect(try await refusal(objects).contains("plan.json, line 1"))
    }
  }

  @Test func `control characters of a plan do not reach the terminal`() async throws {
    let plan = try Plans.coaching()
      .setting(["\u{1B}[2Jkey\nplan.json: 0 faults"], 1)
      .setting(["kpi", "direction"], "\u{1B}]0;title\u{7}\nfine")
      .setting(["plan"], "\u{1B}[31m")
    let said = try await refusal(plan)
    #expect(said.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    #expect(said.split(separator: "\n").count == 4)
  }

  /// At each length the file ends inside the object, so that none is a plan.
  @Test func `a plan cut short at any byte is refused`() throws {
    let bytes = Array(try Plans.coaching().text.utf8)
    for length in 0..<bytes.count {
      var said = "no fault"
      do {
        _ = try Plan(Array(bytes[..<length]), source: "plan.json")
      } catch {
        said = "\(error)"
      }
      #expect(said.contains("plan.json, line "), "\(length) bytes: \(said)")
    }
  }
}
