import Foundation
import ROI
import Statistics
import TestSupport
import Worksheets

/// A workbook in which a reviewer changes inputs, and the case that it must come to.
struct WorkbookEdit {
  let name: String
  /// The new values by the keys of Inputs.
  let inputs: [String: ExactDecimal]
  /// The dossier as issued.
  let base: () throws -> Dossier
  /// The dossier with the same change.
  let changed: () throws -> Dossier

  init(
    name: String, inputs: [String: ExactDecimal], base: @escaping () throws -> Dossier,
    changed: @escaping () throws -> Dossier
  ) {
    self.name = name
    self.inputs = inputs
    self.base = base
    self.changed = changed
  }

  private init(
    _ name: String, _ inputs: [String: ExactDecimal], from base: Cases.Parts,
    to changed: Cases.Parts
  ) {
    self.init(
      name: name, inputs: inputs, base: { Dossier(try Cases.make(base)) },
      changed: { Dossier(try Cases.make(changed)) })
  }

  /// A figure that a spreadsheet program must find in a cell of the edited workbook.
  struct Figure {
    let place: CellReference
    let key: String
    let isMoney: Bool
    let value: ExactRatio?
  }

  /// The edited workbook with the old figures beside its formulas.
  func edited() throws -> Workbook { try Workbook(base()).editing(inputs) }

  /// The cells of the issued workbook with the figures of the changed case, matched by sheet, key and
  /// column; what only one of the two has is left out.
  func figures() throws -> [Figure] {
    let issued = try Workbook(base())
    let expected = try Workbook(changed())
    return try Self.figures(of: issued, edit: name) { place, key in
      let sheet = try expected.sheet(place.sheet)
      guard let row = sheet.rows.firstIndex(where: { $0.first?.contents == .text(key) }),
        case .formula(_, let value) = sheet[row + 1, place.column].contents
      else { return nil }
      return value
    }
  }

  /// The live cells of a workbook with the values that some rule gives them.
  static func figures(
    of workbook: Workbook, edit: String?, value: (CellReference, String) throws -> CellValue?
  ) throws -> [Figure] {
    // Found by search, these stay as issued after an edit, and their check says so.
    let isSearched = ["counts", "proportions", "dossier"].contains { edit?.hasPrefix($0) ?? false }
    var figures: [Figure] = []
    for (place, cell) in workbook.sheets.flatMap(\.cells) where place.sheet != "Ledger" {
      guard case .formula = cell.contents,
        case .text(let key) = try workbook.sheet(place.sheet)[place.row, 1].contents
      else { continue }
      if edit != nil, place.sheet == "Checks" || key == "summary_master_check" { continue }
      if isSearched, key.contains("confidence_") { continue }
      guard let value = try value(place, key) else { continue }
      // Bars are texts.
      if case .text = value { continue }
      figures.append(
        Figure(place: place, key: key, isMoney: cell.style == .money, value: value.number))
    }
    return figures
  }

  // MARK: Edits

  /// What is changed in a case of any kind.
  private static let common:
    [(name: String, inputs: [String: ExactDecimal], change: @Sendable (inout Cases.Parts) -> Void)] =
      [
        ("share", ["attribution": 0.15], { $0.shares = (0.15, 0.15) }),
        ("odd-share", ["attribution": 0.1875], { $0.shares = (0.1875, 0.1875) }),
        (
          "unit-value", ["unit_value": 95_000.5, "attribution": 0.25],
          {
            $0.value = "95000.50"
            $0.shares = (0.25, 0.25)
          }
        ),
        ("one-cent", ["unit_value": 0.01], { $0.value = "0.01" }),
        ("large", ["unit_value": 99_999_999.99], { $0.value = "99999999.99" }),
        (
          "costs", ["cost_1": 60_000, "cost_3": 12_345.67],
          { $0.costs = ["60000", "8000", "12345.67"] }
        ),
        ("small-cost", ["cost_2": 0.01], { $0.costs = ["18000", "0.01", "4000"] }),
        ("weeks", ["observed_weeks": 26], { $0.weeks = 26 }),
        ("odd-weeks", ["observed_weeks": 7.5], { $0.weeks = 7.5 }),
        ("working-year", ["weeks_per_year": 48], { $0.year = 48 }),
        (
          "all", ["attribution": 0.22, "unit_value": 1234.56, "cost_1": 1, "observed_weeks": 20],
          {
            $0.shares = (0.22, 0.22)
            $0.value = "1234.56"
            $0.costs = ["1", "8000", "4000"]
            $0.weeks = 20
          }
        ),
      ]

  private static func stated(_ value: Double, _ uncertainty: Uncertainty) throws -> Delta {
    .evidence(
      effect: try Estimate(
        value: value, uncertainty: uncertainty, method: "as stated", direction: .lowerIsBetter),
      design: .beforeAfter, checks: [], units: 3)
  }

  /// The kinds of delta, each with changes of its own data.
  private static func kinds() throws -> [(
    name: String, parts: Cases.Parts, data: [(inputs: [String: ExactDecimal], delta: Delta)]
  )] {
    [
      (
        "counts", .init(delta: try Cases.counts()),
        [
          (["baseline_count": 14, "pilot_count": 1], try Cases.counts(before: 14, after: 1)),
          (["baseline_count": 3, "pilot_count": 7], try Cases.counts(before: 3, after: 7)),
          (["pilot_count": 0], try Cases.counts(after: 0)),
        ]
      ),
      (
        "proportions", .init(delta: try Cases.proportions()),
        [
          (["pilot_count": 0], try Cases.proportions(pilot: 0)),
          (["pilot_count": 118], try Cases.proportions(pilot: 118)),
          (["units": 41], try Cases.proportions(units: 41)),
        ]
      ),
      (
        "normal", .init(delta: try stated(-1.25, .normal(standardError: 0.7))),
        [
          (["effect": 0.75], try stated(0.75, .normal(standardError: 0.7))),
          (["standard_error": 0.0625], try stated(-1.25, .normal(standardError: 0.0625))),
        ]
      ),
      (
        "t", .init(delta: try stated(-2.5, .t(standardError: 1.1, degreesOfFreedom: 9.4))),
        [
          (["effect": -8], try stated(-8, .t(standardError: 1.1, degreesOfFreedom: 9.4))),
          (
            ["standard_error": 3.25, "degrees_of_freedom": 4.7],
            try stated(-2.5, .t(standardError: 3.25, degreesOfFreedom: 4.7))
          ),
        ]
      ),
      (
        "study",
        .init(
          delta: try Cases.evidence(.higherIsBetter), direction: .higherIsBetter, covers: .window),
        []
      ),
      (
        "declared", .init(delta: Cases.declared()),
        [
          (["observed": 9], Cases.declared(10, 9)), (["observed": 11.5], Cases.declared(10, 11.5)),
          (["baseline": 8.25], Cases.declared(8.25, 8)),
        ]
      ),
    ]
  }

  /// At least ten edits of each kind of delta, and the reference case with its own.
  static func all() throws -> [WorkbookEdit] {
    var edits: [WorkbookEdit] = []
    for (kind, parts, data) in try kinds() {
      for edit in common {
        var changed = parts
        edit.change(&changed)
        edits.append(
          WorkbookEdit("\(kind)-\(edit.name)", edit.inputs, from: parts, to: changed))
      }
      for (number, item) in data.enumerated() {
        var changed = parts
        changed.delta = item.delta
        edits.append(
          WorkbookEdit("\(kind)-data-\(number)", item.inputs, from: parts, to: changed))
      }
    }
    return try edits + reference().map(\.edit) + dossiers()
  }

  /// Edits of what stands beside the case: years, levers, the gate.
  private static func dossiers() throws -> [WorkbookEdit] {
    let full = try Dossiers.full()
    var years = full
    years.cashFlow = try Dossiers.projection(full.businessCase)
    var (shorter, levers, missed) = (years, full, full)
    shorter.cashFlow = try Dossiers.projection(
      full.businessCase, rate: 0.07, lag: 26, dropOff: 0.5)
    if let plan = full.benefits {
      levers.benefits = try BenefitPlan(
        levers: plan.levers,
        overlaps: [
          LeverOverlap(countedIn: "time", removedFrom: "quality", share: 0.9, rationale: "more"),
          plan.overlaps[1],
        ], costs: plan.costs)
    }
    missed.gate = try Dossiers.gate(full.businessCase) { $0.openCriticalIncidents = 1 }
    let edits: [(name: String, issued: Dossier, inputs: [String: ExactDecimal], changed: Dossier)] =
      [
        (
          "years", years, ["discount_rate": 0.07, "benefit_lag_weeks": 26, "drop_off": 0.5], shorter
        ),
        ("levers", full, ["overlap_1_share": 0.9], levers),
        ("gate", full, ["open_incidents": 1], missed),
      ]
    return edits.map { edit in
      WorkbookEdit(
        name: "dossier-\(edit.name)", inputs: edit.inputs, base: { edit.issued },
        changed: { edit.changed })
    }
  }

  // MARK: Reference case

  /// The edits of the reference case of workbooks, the first none, with the figures that it states.
  static func reference() throws -> [(edit: WorkbookEdit, expected: JSONValue)] {
    let item = try JSONValue(
      contentsOf: ReferenceRoot.own.appending(path: "roi/roi-s48-workbook.json"))
    let keys = [
      "baseline": "baseline", "observed": "observed", "unit_value": "unit_value",
      "attribution": "attribution", "program_cost": "cost_1",
    ]
    func parts(_ changes: [String: JSONValue]) throws -> Cases.Parts {
      func text(_ key: String) -> String {
        (changes[key] ?? item["inputs"]["base"][key]).string ?? ""
      }
      let share = try ExactDecimal(text("attribution"))
      return .init(
        delta: .declared(
          baseline: try ExactDecimal(text("baseline")), observed: try ExactDecimal(text("observed"))
        ), weeks: 52, shares: (share, share), value: text("unit_value"),
        costs: [text("program_cost")])
    }
    let changes = [[:]] + (item["inputs"]["mutations"].array ?? []).map { $0.object ?? [:] }
    let expected = [item["expected"]["base"]] + (item["expected"]["mutated"].array ?? [])
    return try zip(changes, expected).enumerated().map { number, pair in
      var inputs: [String: ExactDecimal] = [:]
      for (key, value) in pair.0 {
        inputs[keys[key] ?? key] = try ExactDecimal(value.string ?? "")
      }
      return (
        WorkbookEdit(
          "reference-\(number)", inputs, from: try parts([:]), to: try parts(pair.0)), pair.1
      )
    }
  }
}
