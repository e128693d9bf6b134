import Foundation
import ProgramEvaluation

/// A result.json worked out anew from the inputs that it holds.
struct VerifiedResult {
  let businessCase: BusinessCase
  /// How many figures and words were worked out anew.
  private(set) var count = 0
  private(set) var differences: [VerifyCommand.Difference] = []

  /// Members that are inputs, or come from rows that the result does not hold.
  private static let given: Set<String> = [
    "version", "seed", "inputs", "balance", "business_case", "fairness",
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
    businessCase = inputs.business_case
    let anew: JSON
    do {
      let text = try OutputJSON.text(
        PilotResult.Recomputed(
          inputs.business_case, inputs.effects, inputs.benefits?.inputs, inputs.gate?.inputs))
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
    let own = "\(businessCase.delta.design)"
    if businessCase.delta.effect != nil, !inputs.effects.contains(where: { $0.label == own }) {
      note("effects", .null, .string(own))
    }
    for name in members.keys.sorted() where wanted[name] == nil && !Self.given.contains(name) {
      note(name, members[name] ?? .null, .null)
    }
  }

  private struct Inputs: Decodable {
    let business_case: BusinessCase
    let effects: [Label]
    let benefits: Of<BenefitPlan>?
    let gate: Of<Gate>?

    /// The inputs of a part, from which the rest of it follows.
    struct Of<Part: Decodable>: Decodable {
      let inputs: Part
    }

    struct Label: Decodable, Labelled {
      let label: String
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

extension PilotResult {
  static let version = "pilot-roi/result/1"

  /// What of a result follows from its case alone.
  struct Recomputed: Encodable {
    let annualised: Case
    let about: About

    struct About: Encodable {
      let result = PilotResult.version
      let name: String
      let currency: String
      let perspective: Perspective
      let design: String
      let in_window: Case
      let attribution: Credit
      let at_band: Reading?
      let at_range: Reading?
      let prob_roi_exceeds: [String: Double?]
      let checks: [Check]
      /// The case's own effect in its place, and nothing in the places of others.
      let effects: [Effect?]
      let benefits: Benefits?
      let gate: Decision?
    }

    init(
      _ pilot: BusinessCase, _ labels: [some Labelled], _ benefits: BenefitPlan?, _ gate: Gate?
    ) {
      annualised = Case(pilot.annualised, label: pilot.label(of: .annualised))
      let own = "\(pilot.delta.design)"
      about = About(
        name: pilot.name, currency: pilot.costs.currency.code, perspective: pilot.perspective,
        design: own, in_window: Case(pilot.inWindow, label: pilot.label(of: .inWindow)),
        attribution: Credit(pilot), at_band: pilot.bandReading.map(Reading.init),
        at_range: pilot.rangeReading.map(Reading.init),
        prob_roi_exceeds: PilotResult.confidences(pilot), checks: pilot.checks,
        effects: labels.map { label in
          label.label == own ? pilot.delta.effect.map { Effect(own, $0) } : nil
        }, benefits: benefits.map(Benefits.init), gate: gate.map(Decision.init))
    }

    func encode(to encoder: any Encoder) throws {
      try annualised.encode(to: encoder)
      try about.encode(to: encoder)
    }
  }
}

/// Something with the label of an effect.
protocol Labelled {
  var label: String { get }
}
