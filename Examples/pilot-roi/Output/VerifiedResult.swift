import Foundation
import ProgramEvaluation

/// A result.json worked out anew from the inputs that it holds.
struct VerifiedResult {
  /// The case with the parts that the result holds.
  let dossier: Dossier
  /// The digests that the result notes.
  let seals: NotedSeals?
  /// How many figures and words were worked out anew.
  private(set) var count = 0
  private(set) var differences: [VerifyCommand.Difference] = []

  /// Members that are inputs, or come from rows that the result does not hold.
  private static let given: Set<String> = [
    "version", "seed", "inputs", "balance", "business_case", "fairness", "intangibles", "schedule",
    "scorecard", "readiness", "seals",
  ]

  /// Reads a result and works its case out.
  ///
  /// - Throws: `malformed` for what is no result of `pilot-roi run`, or holds no case that can be worked out.
  init(_ bytes: [UInt8], source: String) throws(EvaluationError) {
    func refuse(_ needed: String, _ found: String) -> EvaluationError {
      .malformed(source: source, line: 1, needed: needed, found: found)
    }
    let json = try StrictJSON.parse(bytes, source: source)
    guard case .object(let members) = json, case .string(PilotResult.version)? = members["result"]
    else { throw refuse("a result.json of pilot-roi run", "something else") }
    let inputs: Inputs
    do {
      inputs = try JSONDecoder().decode(Inputs.self, from: Data(bytes))
    } catch let error as EvaluationError {
      throw refuse("a case that can be worked out anew", "\(error)")
    } catch {
      throw refuse("a case that can be worked out anew", "a business_case that is none")
    }
    dossier = inputs.dossier
    seals = inputs.seals
    let businessCase = dossier.businessCase
    let anew: JSON
    do {
      let text = try OutputJSON.text(PilotResult.Recomputed(inputs.dossier, inputs.effects))
      anew = try StrictJSON.parse(Array(text.utf8), source: source)
    } catch let error as EvaluationError {
      throw error
    } catch {
      throw refuse("figures that JSON can hold", "others")
    }
    guard case .object(let wanted) = anew else { return }
    for name in wanted.keys.sorted() {
      compare(members[name] ?? .null, wanted[name] ?? .null, at: name)
    }
    if let noted = seals?.ledger, let ledger = try? Ledger(dossier), ledger.hash != noted {
      note("seals.ledger", .string("\(noted)"), .string("\(ledger.hash)"))
    }
    let own = "\(businessCase.delta.design)"
    if businessCase.delta.effect != nil, !inputs.effects.contains(where: { $0.label == own }) {
      note("effects", .null, .string(own))
    }
    for name in members.keys.sorted() where wanted[name] == nil && !Self.given.contains(name) {
      note(name, members[name] ?? .null, .null)
    }
  }

  /// The digests of ledger and audit log as a result notes them.
  struct NotedSeals: Decodable {
    let ledger: SHA256.Digest?
    let audit_head: SHA256.Digest?
  }

  private struct Inputs: Decodable {
    let business_case: BusinessCase
    let effects: [Label]
    let uncertainty: Of<Propagation>?
    let cash_flow: Terms?
    let risk_adjusted: Of<RiskAdjustedView>?
    let confounding: Of<ConfoundingSensitivity>?
    let intangibles: [Intangible]?
    let schedule: PilotSchedule?
    let scorecard: Scorecard?
    let readiness: Readiness?
    let benefits: Of<BenefitPlan>?
    let gate: Of<Gate>?
    let seals: NotedSeals?

    /// The inputs of a part, from which the rest of it follows.
    struct Of<Part: Decodable>: Decodable {
      let inputs: Part
    }

    struct Terms: Decodable {
      let terms: CashFlowProjection.Terms
    }

    struct Label: Decodable, Labelled {
      let label: String
    }

    var dossier: Dossier {
      var dossier = Dossier(business_case)
      dossier.benefits = benefits?.inputs
      dossier.gate = gate?.inputs
      dossier.propagation = uncertainty?.inputs
      dossier.cashFlow = cash_flow.flatMap {
        try? CashFlowProjection(business_case, terms: $0.terms)
      }
      dossier.riskAdjusted = risk_adjusted?.inputs
      dossier.confounding = confounding?.inputs
      dossier.intangibles = intangibles ?? []
      dossier.schedule = schedule
      dossier.scorecard = scorecard
      dossier.readiness = readiness
      return dossier
    }
  }

  // MARK: Comparing

  private mutating func compare(_ stated: JSON, _ wanted: JSON, at path: String) {
    switch (stated, wanted) {
    case (.object(let given), .object(let expected)):
      for name in Set(given.keys).union(expected.keys).sorted() {
        compare(given[name] ?? .null, expected[name] ?? .null, at: "\(path).\(name)")
      }
    case (.array(let given), .array(let expected)):
      // A benchmark adds a check, and rows of other estimates; what the case knows must stand among them.
      for (index, value) in expected.enumerated() where value != .null {
        compare(index < given.count ? given[index] : .null, value, at: "\(path)[\(index)]")
      }
    default:
      count += 1
      if stated != wanted { note(path, stated, wanted) }
    }
  }

  private mutating func note(_ path: String, _ stated: JSON, _ wanted: JSON) {
    differences.append(
      .init(place: path, item: path, stated: Self.words(stated), expected: Self.words(wanted)))
  }

  private static func words(_ value: JSON) -> String {
    switch value {
    case .null: "nothing"
    case .bool(let flag): "\(flag)"
    case .number(let number): "\(number)"
    case .string(let text): excerpt(text, limit: 120)
    case .array, .object: value.kind
    }
  }
}
