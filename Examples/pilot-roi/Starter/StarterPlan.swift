import Foundation
import ProgramEvaluation

/// A plan to start from: what the data can tell is filled in, what only people can is left open.
struct StarterPlan {
  /// What stands above the design: whose money it is, in which currency, and what changed.
  let head: [StarterChoice]
  /// The members of the design in order, with the reasons.
  let design: [StarterChoice]
  /// Everything else of the plan.
  let rest: [StarterChoice]

  init(kind: DesignKind, study: StudyDesign, design: [StarterChoice], outcome: String?) {
    self.design =
      [
        StarterChoice(
          name: "kind", value: .text(kind.rawValue),
          why: "\(study): it decides how much of the effect may be credited")
      ] + design
    head = Self.head(outcome: outcome)
    rest = Self.rest(study)
  }

  private static func head(outcome: String?) -> [StarterChoice] {
    [
      StarterChoice(
        name: "name", value: .open("what the pilot is called"), why: "it heads every output"),
      StarterChoice(
        name: "perspective", value: .text(Perspective.employer.rawValue),
        why: "whose money it is: employer, participant or public"),
      StarterChoice(
        name: "currency", value: .text("USD"),
        why: "a guess: put the one currency of your books here"),
      StarterChoice(
        name: "kpi",
        value: .object([
          ("name", outcome.map { .text($0) } ?? .open("the indicator")),
          ("unit", .open("what one of it is, such as hours a week per manager")),
          ("direction", .open("higherIsBetter or lowerIsBetter")),
        ]),
        why:
          "what is to change; the direction says which way is good, so that harm is never counted as gain"
      ),
    ]
  }

  // MARK: Money

  private static func rest(_ study: StudyDesign) -> [StarterChoice] {
    [
      StarterChoice(
        name: "time",
        value: .object([
          ("observedWeeks", .open("the weeks that the pilot ran, such as 13")),
          ("weeksPerYear", .text("52")),
          ("deltaCovers", .text(study == .beforeAfter ? "year" : "window")),
          ("horizon", .open("how far the benefit is counted")),
          ("persistence", .open("what is assumed after the window")),
        ]),
        why:
          "figures of the window and of a year stand side by side, the second extrapolated; 52 is a guess: people who work 48 weeks save 48 weeks of hours"
      ),
      StarterChoice(
        name: "attribution", value: attribution(study),
        why:
          "a \(study) carries \(AttributionBand(for: study).shares); beyond that it needs an override with author and date"
      ),
      StarterChoice(
        name: "value",
        value: .object([
          ("perUnit", .open("money per unit of the indicator, such as 1200.00")),
          ("source", .open("who says so")),
        ]), why: "a price without a source is not used"),
      StarterChoice(
        name: "costs",
        value: .list(
          Cost.Category.compulsory.map { category in
            .object([
              ("name", .open("what is paid for")), ("category", .text(category.rawValue)),
              ("amount", .open("money, such as 18000.00")), ("source", .open("where it stands")),
            ])
          }),
        why: "three classes must be listed, or named in costsDeclaredNone"),
      StarterChoice(name: "hurdles", value: .texts(["0"]), why: "0 is break-even"),
      StarterChoice(
        name: "levels",
        value: .object([("headline", .number("0.90")), ("interval", .number("0.90"))]),
        why: "the headline is the one-sided 90 % bound, with the point beside it"),
    ]
  }

  private static func attribution(_ study: StudyDesign) -> StarterValue {
    let band = AttributionBand(for: study)
    let share: [(name: String, value: StarterValue)] =
      band.admitsEstimateAsItStands
      ? [("share", .text("1"))]
      : [("low", .text(band.low.description)), ("high", .text(band.high.description))]
    return .object(
      share + [
        ("rationale", .open("why this share")), ("author", .open("who decided")),
        ("date", .open("when, as yyyy-mm-dd")),
      ])
  }

  // MARK: Outputs

  /// The plan as JSON, ending in a line break; the reasons stand in its notes.
  var json: String {
    let top: [(name: String, value: StarterValue)] = [
      ("plan", .text(Plan.version)), ("notes", .list(notes.map { .text($0) })),
    ]
    let members =
      top + head.map { ($0.name, $0.value) }
      + [("design", .object(design.map { ($0.name, $0.value) }))] + rest.map { ($0.name, $0.value) }
    return StarterValue.object(members).json() + "\n"
  }

  /// What a reader of the plan must know: what is open, each choice, and what may be added.
  private var notes: [String] {
    let open = (head + design + rest).map(\.value.openCount).reduce(0, +)
    return [
      "\(open) places begin with \"\(PlanObject.openMark)\": only people can say what stands there. pilot-roi run names each that is left."
    ] + reasons
  }

  /// Each choice with its reason, by its place in the plan.
  var reasons: [String] {
    let placed =
      head.map { ($0.name, $0) } + design.map { ("design.\($0.name)", $0) }
      + rest.map { ($0.name, $0) }
    return placed.map { path, choice in
      "\(path)\(choice.value.preview.map { " = \($0)" } ?? ""): \(choice.why)"
    }
  }
}
