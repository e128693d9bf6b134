import ArgumentParser
import Foundation
import ProgramEvaluation

/// `pilot-roi fairness`: a policy held against rows, counts and weeks, or against group sizes before there
/// are any.
struct FairnessCommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "fairness",
    abstract: "Hold a fairness policy against people, counts and weeks.",
    discussion: """
      Exit codes: 0 pass; 1 fail; 3 inconclusive, not evaluable or suppressed. What a waiver in force \
      covers does not count. Thresholds are the program's, not a legal test. With --sizes and --rate \
      the policy's own chances are printed before there are any data.
      """)

  @Argument(help: "The policy, a JSON file of the schema fairness-policy/1.")
  var policy: String

  @Argument(help: "The people, a CSV file: one row a person, or one a count with --count.")
  var people: String?

  @Option(name: .long, help: "A column that says for how many people each row stands.")
  var count: String?

  @Option(name: .long, help: "The value of an outcome of texts that counts as selected.")
  var selected: String?

  @Option(name: .long, help: "A column of 0 and 1 by which effects are measured in each group.")
  var treatment: String?

  @Option(name: .long, help: "The weeks, a CSV file with columns week, flagged and shown.")
  var weeks: String?

  @Option(name: .long, help: "The day of the audit as yyyy-MM-dd; today where it is left out.")
  var on: String?

  @Flag(name: .long, help: "Leave out people without an outcome instead of refusing them.")
  var completeCases = false

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "Groups with their sizes before there are data, such as woman=13 man=17.")
  var sizes: [String] = []

  @Option(name: .long, help: "The reference's assumed rate, with --sizes.")
  var rate: Double?

  @OptionGroup var output: OutputOptions

  func finding(_ progress: Progress) throws -> Finding {
    let bytes = try InputFile.bytes(policy, of: "a policy")
    let policy = try FairnessPolicy(
      json: bytes, source: (self.policy as NSString).lastPathComponent)
    guard sizes.isEmpty else { return try forecast(policy) }
    let date = try FairnessInput.date(on)
    progress.stage("reading")
    let input = FairnessInput(
      people: people, count: count, selected: selected, treatment: treatment, weeks: weeks,
      missing: completeCases ? .completeCases : .reject)
    let data = try input.data(for: policy)
    progress.stage("auditing")
    return Self.finding(try FairnessAudit(data, policy: policy, on: date))
  }

  // MARK: Audit

  private static func finding(_ audit: FairnessAudit) -> Finding {
    let name = excerpt(audit.policy.program)
    let action = audit.action == .none ? "" : "; action: \(audit.action.words)"
    var finding = Finding(
      command: "fairness", title: "\(name): \(audit.gateVerdict.sentence)\(action)",
      figures: FairnessFigures(audit))
    finding.screen = screen(audit)
    finding.checks = audit.checks
    finding.report = audit.sentences.map { .paragraph("\($0).") } + audit.blocks
    finding.tables = [OutputFile("findings.csv", audit.csv)]
    finding.ending =
      switch audit.gateVerdict {
      case .pass: .done
      case .fail: .difference
      case .inconclusive, .notEvaluable, .suppressed: .noAnswer
      }
    return finding
  }

  private static func screen(_ audit: FairnessAudit) -> Screen {
    var screen = Screen()
    for sentence in audit.sentences { screen.say(sentence) }
    let cells = audit.cells.map { Array($0.dropFirst()) }
    let most = 18
    screen.show(Array(cells.prefix(most)))
    if cells.count > most { screen.say("and \(cells.count - most) more groups") }
    for monitor in audit.monitors.prefix(3) {
      for line in monitor.description.split(separator: "\n") { screen.say(String(line)) }
    }
    return screen
  }

  // MARK: Forecast

  private func forecast(_ policy: FairnessPolicy) throws(EvaluationError) -> Finding {
    guard people == nil, weeks == nil else {
      throw .invalidArgument(
        name: "the data", needed: "left out with --sizes, which asks what data could tell",
        found: "a file")
    }
    guard let rate else {
      throw .invalidArgument(
        name: "--rate", needed: "the reference's assumed rate beside --sizes", found: "left out")
    }
    let forecasts = try policy.forecast(
      sizes: try sizes.map(FairnessInput.size), referenceRate: rate)
    guard !forecasts.isEmpty else {
      throw .undefined(
        what: "the forecast",
        needed: "a rule on rate ratios with one side and a reference among "
          + "the groups", found: "none in the policy")
    }
    func percent(_ chance: Double) -> String {
      String(format: "%.1f %%", chance * 100)
    }
    let best = forecasts.map(\.atParity.pass).max() ?? 0
    var finding = Finding(
      command: "fairness",
      title:
        "\(excerpt(policy.program)): at equal rates an audit of these groups passes in at most "
        + "\(percent(best)) of pilots",
      figures: ["forecasts": forecasts])
    let rows =
      [["rule", "group", "people", "passes at parity", "fails at 0.6", "needed to pass"]]
      + forecasts.map {
        [
          excerpt($0.rule, limit: 30), excerpt("\($0.group) against \($0.reference)", limit: 40),
          "\($0.power.focalSize) and \($0.power.referenceSize)", percent($0.atParity.pass),
          percent($0.atHarm.fail), $0.sizeToPass.map { "\($0) each" } ?? "none",
        ]
      }
    finding.screen.say(
      "exact chances over all tables at a reference rate of \(rate.printed), before any data")
    finding.screen.show(rows)
    finding.screen.say("a \(FairnessPolicy.basis)")
    finding.report = [
      .paragraph("Exact chances over all tables, before any data. A \(FairnessPolicy.basis)."),
      .table(rows, leftColumns: [0, 1]),
    ]
    return finding
  }
}

extension FairnessVerdict {
  /// The verdict as the end of a sentence.
  fileprivate var sentence: String {
    switch self {
    case .pass: "shown to keep to the program's fairness thresholds"
    case .fail: "breaks a fairness threshold of the program"
    case .inconclusive, .suppressed: "fairness is not shown either way"
    case .notEvaluable: "fairness cannot be judged"
    }
  }
}
