import ProgramEvaluation

/// The fairness audit of a plan: a policy, the people that it is held against, and the day.
struct PlannedFairness {
  private let policy: String
  private let date: CalendarDate
  private let input: FairnessInput

  /// nil after a fault.
  init?(_ object: PlanObject) {
    let policy = object.text("policy")
    let date = object.make("date", needed: "a day as yyyy-MM-dd") {
      text throws(EvaluationError) in
      guard let date = CalendarDate(text) else {
        throw .invalidArgument(name: "a day", needed: "yyyy-MM-dd", found: text)
      }
      return date
    }
    let people = object.text("data")
    let count = object.has("count") ? object.text("count") : nil
    let selected = object.has("selected") ? object.text("selected") : nil
    let treatment = object.has("treatment") ? object.text("treatment") : nil
    let weeks = object.has("weeks") ? object.text("weeks") : nil
    let missing: MissingCells? = object.has("missing") ? object.choice("missing") : .reject
    guard let policy, let date, let people, let missing else { return nil }
    self.policy = policy
    self.date = date
    input = FairnessInput(
      people: people, count: count, selected: selected, treatment: treatment, weeks: weeks,
      missing: missing)
  }

  /// Carries the audit out; paths are relative to the plan's folder.
  func audit(in folder: String, log: InputLog) throws(EvaluationError) -> FairnessAudit {
    let path = policy.hasPrefix("/") ? policy : folder + "/" + policy
    let bytes = try InputFile.bytes(path, of: "a policy")
    log.note(self.policy, bytes)
    let policy = try FairnessPolicy(json: bytes, source: policy)
    var input = input
    input.folder = folder
    input.log = log
    return try FairnessAudit(input.data(for: policy), policy: policy, on: date)
  }
}
