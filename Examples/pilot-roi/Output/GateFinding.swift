import ProgramEvaluation

/// A decision in words and for machines.
struct GateFinding {
  let gate: Gate
  /// What is decided on, for the title.
  let name: String

  init(_ gate: Gate, of name: String) {
    self.gate = gate
    self.name = name
  }

  private struct Figures: Encodable {
    let name: String
    let decision: PilotResult.Decision
  }

  var finding: Finding {
    Finding(
      command: "gate", title: title, screen: screen,
      figures: Figures(name: name, decision: PilotResult.Decision(gate)), report: gate.blocks,
      ending: ending)
  }

  private var ending: Ending {
    switch gate.verdict {
    case .go: .done
    case .reconfigure, .noGo: .difference
    case nil: .noAnswer
    }
  }

  // MARK: Words

  private var title: String {
    let verdict =
      switch gate.verdict {
      case .go: "go"
      case .reconfigure: "reconfigure: put right what is open, then pilot again"
      case .noGo: "no-go"
      case nil: "no verdict, for something is missing"
      }
    return "\(excerpt(name)), gate of \(gate.inputs.date): \(verdict)"
  }

  private var screen: Screen {
    var screen = Screen()
    if !gate.missing.isEmpty {
      screen.say("Missing, and then nobody can decide:")
      screen.list(gate.missing.prefix(12).map { $0 })
      screen.gap()
    }
    if !gate.rollbackActions.isEmpty {
      screen.say("Roll back now:")
      screen.list(gate.rollbackActions.prefix(6).map { $0 })
      screen.gap()
    }
    let kinds: [(Gate.Reason.Effect, String)] = [
      (.stops, "It stops on:"), (.needsWork, "Put right first:"), (.waived, "Waived:"),
      (.warns, "To be watched:"),
      (.supports, "In order:"),
    ]
    for (effect, words) in kinds {
      let reasons = gate.reasons.filter { $0.effect == effect }
      guard !reasons.isEmpty else { continue }
      screen.say(words)
      screen.list(reasons.prefix(10).map(\.sentence))
      if reasons.count > 10 { screen.say("    and \(reasons.count - 10) more") }
    }
    return screen
  }
}
