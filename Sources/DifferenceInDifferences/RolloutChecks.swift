import Statistics

/// What is asked before the effect of a rollout is believed.
struct RolloutChecks {
  let panel: CohortPanelMoments
  let plan: RolloutPlan
  let errors: StaggeredAdoption.Errors
  let test: PreTrendTest?
  let asked: ComparisonGroup

  /// All checks in order.
  var all: [Check] { [trends, group, waves, varied, complete] }

  private var trends: Check {
    guard let test else {
      return Check(
        "parallel trends before the start", threshold: 0.05, verdict: .inconclusive,
        sentence:
          "No joint test of the time before the start can be made from these periods and units.")
    }
    let p = formatted(test.pValue, significantDigits: 2)
    return Check(
      "parallel trends before the start", figure: test.pValue, threshold: 0.05,
      verdict: test.pValue < 0.05 ? .failed : .passed,
      sentence: test.pValue < 0.05
        ? "Waves and comparison already moved apart before the start (p \(p)); the effect may be that trend."
        : "Waves and comparison moved alike before the start as far as \(test.degreesOfFreedom) effects can tell (p \(p)); that does not prove it for afterwards."
    )
  }

  private var group: Check {
    let never = plan.waves.first { $0.start == nil }?.count ?? 0
    if let last = plan.lastWave {
      return Check(
        "comparison group", figure: 0, verdict: .inconclusive,
        sentence:
          "Nobody is never treated: waves are compared with later ones, and periods from the start of the last wave (\(excerpt(panel.label(of: panel.waves[last.place].start)))) on are not used."
      )
    }
    let isFew = never < Self.few
    return Check(
      "comparison group", figure: Double(never), threshold: Double(Self.few),
      verdict: isFew ? .inconclusive : .passed,
      sentence: "\(never) units are never treated"
        + (isFew ? "; with so few, the comparison hangs on them." : "."))
  }

  /// Fewer units than this make a wave small.
  private static let few = 5

  private var waves: Check {
    let estimated = Set(plan.cells.map(\.wave)).sorted().map { plan.waves[$0] }
    let smallest = estimated.min { $0.count < $1.count }
    let small = estimated.filter { $0.count < Self.few }
    let count = smallest?.count ?? 0
    guard !small.isEmpty else {
      return Check(
        "size of waves", figure: Double(count), threshold: Double(Self.few), verdict: .passed,
        sentence: "The smallest of \(estimated.count) waves has \(count) units.")
    }
    let names = small.prefix(4).map {
      "\(excerpt(panel.label(of: panel.waves[$0.place].start))) (\($0.count))"
    }.joined(separator: ", ")
    return Check(
      "size of waves", figure: Double(count), threshold: Double(Self.few), verdict: .failed,
      sentence:
        "\(small.count) of \(estimated.count) waves have fewer than \(Self.few) units: \(names). Their standard errors are too small; a wave of one unit adds nothing to them."
    )
  }

  private var varied: Check {
    switch errors {
    case .byUnit:
      let count = plan.unitCount
      let isFew = count < 30
      if panel.hasMixedTeams {
        return Check(
          "independent units", figure: Double(count), threshold: 30,
          verdict: isFew ? .inconclusive : .passed,
          sentence: "Units of one team start at different dates, so errors are by unit (\(count)).")
      }
      return Check(
        "independent units", figure: Double(count), threshold: 30,
        verdict: isFew ? .inconclusive : .passed,
        sentence: isFew
          ? "Errors rest on \(count) units, fewer than the normal reference asks for; intervals are somewhat narrow."
          : "Errors are by unit (\(count)); if whole teams start together, name the team's column.")
    case .byTeam(let count):
      let isFew = count < 20
      return Check(
        "number of teams", figure: Double(count), threshold: 20,
        verdict: isFew ? .inconclusive : .passed,
        sentence: isFew
          ? "Errors rest on \(count) teams, each of which starts as one; with fewer than 20 they are rough."
          : "Each team starts as one, so errors are by team (\(count)).")
    }
  }

  private var complete: Check {
    let lost = panel.incompleteUnits
    let total = panel.unitCount + lost
    let share = Double(lost) / Double(max(1, total))
    var sentence =
      lost == 0
      ? "Every unit is observed in all \(panel.periods.count) periods."
      : "\(lost) of \(total) units lack periods and are left out: the effect is of units observed throughout, such as people who stayed."
    if plan.alwaysTreated > 0 {
      sentence += " \(plan.alwaysTreated) units are treated from the first period on and left out."
    }
    let verdict: Check.Verdict = lost == 0 ? .passed : share > 0.05 ? .failed : .inconclusive
    return Check(
      "complete panel", figure: share, threshold: 0.05, verdict: verdict, sentence: sentence)
  }
}
