import Foundation
import TestSupport

/// The plans that the tests start from.
enum Plans {
  static func bundled(_ name: String) -> URL {
    Program.package.appending(path: "Examples/Pilots/\(name)/plan.json")
  }

  /// The names of all bundled pilots.
  static let bundledNames: [String] = {
    let folder = Program.package.appending(path: "Examples/Pilots").path
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }()

  /// The coaching pilot without what stands beside its money.
  static func coaching() throws -> JSONValue {
    let beside = [
      "notes", "baseline", "evidence", "uncertainty", "cashFlow", "riskAdjusted", "confounding",
      "intangibles", "schedule", "scorecard", "readiness", "gate",
    ]
    return try beside.reduce(JSONValue(contentsOf: bundled("coaching-exits"))) {
      $0.setting([$1], nil)
    }.setting(["kpi", "kind"], nil)
  }

  /// The plan of the job-training pilot, with the path of its data made absolute or replaced.
  static func jobTraining(data: String? = nil) throws -> JSONValue {
    let file = bundled("job-training")
    let people = file.deletingLastPathComponent().appending(path: "people.csv").path
    return try JSONValue(contentsOf: file).setting(["design", "data"], .string(data ?? people))
  }

  /// The coaching pilot with a further benefit and a gate at which all is in order but ROI.
  static func gated() throws -> JSONValue {
    let time: JSONValue = [
      "name": "time", "outcome": "hours", "population": "ten managers", "share": "1",
      "design": "matchedCohort", "value": "480000.00", "standardError": "9500", "source": "a study",
    ]
    let overlap: JSONValue = [
      "countedIn": "time", "removedFrom": "Coaching pilot: avoidable exits", "share": "0.25",
      "rationale": "the same hours",
    ]
    let target: JSONValue = [
      "name": "weekly active", "role": "primary", "side": "atLeast", "figure": "0.7", "byWeek": 6,
      "week": 6, "count": 21, "of": 30,
    ]
    let trigger: JSONValue = [
      "name": "nudges flagged", "moreThan": "0.05", "action": "switch nudges off",
      "readings": [["span": "week 5", "count": 5, "of": 100]],
    ]
    let finding: JSONValue = [
      "name": "impact ratio", "verdict": "inconclusive", "sentence": "Too few to tell.",
    ]
    let waiver: JSONValue = [
      "check": "impact ratio", "owner": "head of coaching", "date": "2026-06-29",
      "plannedCount": 120, "reason": "asked again with the second cohort",
    ]
    return try coaching()
      .setting(
        ["levers"], ["population": "ten managers", "others": [time], "overlaps": [overlap]]
      )
      .setting(
        ["gate"],
        [
          "date": "2026-06-30", "hurdle": "-20", "targets": [target], "triggers": [trigger],
          "fairness": [finding], "waivers": [waiver],
          "governance": [["name": "retention rules", "isComplete": true]], "evidenceStreams": 3,
          "openCriticalIncidents": 0, "legalShowstopper": false, "issuesAreRemediable": true,
        ])
  }

  /// A fairness policy on the means of sales, which those people keep.
  static let policyOnSales: JSONValue = [
    "schema": "fairness-policy/1", "program": "coach", "owner": "people analytics",
    "approved": "2026-01-01", "expires": "2026-12-31",
    "rules": [
      [
        "id": "sales", "metric": "meanDifference", "outcome": "sales", "margin": 1000,
        "groups": ["treat"], "minimumEvaluable": 5,
      ]
    ],
  ]

  /// A small experiment on `people.csv` beside the plan.
  static func experiment() throws -> JSONValue {
    try coaching()
      .setting(["kpi"], ["name": "sales", "unit": "sales a week", "direction": "higherIsBetter"])
      .setting(
        ["design"],
        [
          "kind": "randomizedExperiment", "data": "people.csv", "treatment": "treat",
          "outcome": "sales", "units": "40",
        ]
      )
      .setting(["attribution", "share"], "1").setting(["attribution", "override"], nil)
      .setting(["naive"], "differenceInMeans")
  }

  /// A small matched cohort on `people.csv` beside the plan.
  static func cohort() throws -> JSONValue {
    try experiment().setting(
      ["design"],
      [
        "kind": "matchedCohort", "data": "people.csv", "identifier": "id", "treatment": "treat",
        "outcome": "sales", "covariates": ["age", "tenure"], "units": "40",
      ])
  }

  /// A controlled series of the bundled months, with every member that a series can have.
  static func series() throws -> JSONValue {
    let months = Program.package.appending(path: "Examples/Data/seat-belts/months.csv").path
    return try coaching()
      .setting(
        ["kpi"],
        ["name": "casualties", "unit": "casualties a month", "direction": "lowerIsBetter"]
      )
      .setting(
        ["design"],
        [
          "kind": "interruptedTimeSeries", "data": .string(months), "outcome": "front",
          "time": "month", "period": "month", "comparison": "rear",
          "comparisonModel": "difference",
          "interventions": [
            ["start": "1983-02-01", "change": "levelAndSlope", "phaseIn": 0]
          ], "season": ["periods": 12, "fourierPairs": 2], "slopeOrigin": "oneAtFirstPeriod",
          "scale": "logarithm", "method": "reml", "missing": "reject", "units": "12",
        ]
      )
      .setting(["naive"], "differenceInMeans")
  }

  /// Forty people with overlapping groups; the same for everyone.
  static func people(seed: UInt64 = 7, treat: (Int) -> Int = { $0 % 3 == 0 ? 1 : 0 }) -> [[String]]
  {
    var generator = Generator(seed: seed)
    let rows = (0..<40).map { row in
      let treated = treat(row)
      return [
        "P\(row)", "\(treated)", "\(25 + generator.below(30) + 2 * treated)",
        "\(generator.below(12))", "\(generator.below(100) + 5 * treated).5",
      ]
    }
    return [["id", "treat", "age", "tenure", "sales"]] + rows
  }

  /// A rollout in two waves on `panel.csv` beside the plan, with every member.
  static func rollout() throws -> JSONValue {
    try experiment().setting(
      ["design"],
      [
        "kind": "staggeredRollout", "data": "panel.csv", "unit": "store", "time": "week",
        "outcome": "sales", "start": "start", "team": "region", "comparison": "notYetTreated",
        "base": "universal", "anticipation": 0, "summary": "simple", "unbalanced": "leaveOut",
        "missing": "completeCases", "units": "40",
      ]
    ).setting(["naive"], nil)
  }

  /// Thirty stores in six regions over six weeks; two regions start in week 3, two in week 5.
  static func panel(seed: UInt64 = 9) -> [[String]] {
    var generator = Generator(seed: seed)
    let rows = (0..<30).flatMap { store -> [[String]] in
      let start = ["3", "5", ""][store / 5 % 3]
      let level = 100 + generator.below(40)
      return (1...6).map { week in
        let gain = Int(start).map { week >= $0 ? 6 : 0 } ?? 0
        let sales = level + 2 * week + gain + generator.below(8)
        return ["S\(store)", "R\(store / 5)", "\(week)", start, "\(sales)"]
      }
    }
    return [["store", "region", "week", "start", "sales"]] + rows
  }

  static func csv(_ rows: [[String]]) -> String {
    rows.map { $0.joined(separator: ",") + "\n" }.joined()
  }
}

extension Generator {
  /// A number from 0 to below a limit.
  mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
}

// MARK: - Editing JSON

extension JSONValue {
  /// The value with a member at a path replaced, or removed by nil; a number in a path is an index.
  func setting(_ path: [String], _ value: JSONValue?) -> JSONValue {
    guard let key = path.first else { return value ?? .null }
    let rest = Array(path.dropFirst())
    switch self {
    case .array(var items):
      guard let index = Int(key), items.indices.contains(index) else { return self }
      if rest.isEmpty, value == nil {
        items.remove(at: index)
      } else {
        items[index] = items[index].setting(rest, value)
      }
      return .array(items)
    case .object(var members):
      members[key] = rest.isEmpty ? value : (members[key] ?? .object([:])).setting(rest, value)
      return .object(members)
    default: return self
    }
  }

  func at(_ path: [String]) -> JSONValue {
    path.reduce(self) { value, key in Int(key).map { value[$0] } ?? value[key] }
  }

  /// The path of each value in it, leaves and folders alike.
  var paths: [[String]] {
    switch self {
    case .object(let members):
      members.keys.sorted().flatMap { key in
        [[key]] + (members[key]?.paths ?? []).map { [key] + $0 }
      }
    case .array(let items):
      items.enumerated().flatMap { index, item in
        [["\(index)"]] + item.paths.map { ["\(index)"] + $0 }
      }
    default: []
    }
  }

  /// The value as JSON text with sorted names.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .string(let text): Self.quoted(text)
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.sorted { $0.key < $1.key }.map { Self.quoted($0.key) + ":" + $0.value.text }
        .joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
