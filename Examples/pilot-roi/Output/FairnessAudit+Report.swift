import ProgramEvaluation

extension FairnessAudit {
  /// What was held against what, and who could not be placed.
  var sentences: [String] {
    var sentences = [
      "policy of \(excerpt(policy.owner)), in force until \(policy.expires), held against data on "
        + "\(date): \(FairnessPolicy.basis)"
    ]
    sentences += policy.rules.prefix(4).map(\.description)
    if let peopleCount { sentences.append("\(peopleCount) people") }
    if !unknown.isEmpty {
      let counts = unknown.prefix(6).map {
        "\(excerpt($0.column)) \($0.count.map(String.init) ?? "hidden")"
      }
      sentences.append("without an entry: \(counts.joined(separator: ", "))")
    }
    if peopleWithoutOutcome > 0 {
      sentences.append("\(peopleWithoutOutcome) people left out, for they have no outcome")
    }
    return sentences
  }

  /// Groups, strata and weeks as parts of a report.
  var blocks: [Report.Block] {
    var blocks: [Report.Block] = [.heading("Groups")]
    for rule in policy.rules {
      // A rule that only describes has no verdicts to draw.
      if let plot = try? ForestPlot(self, rule: rule.id) { blocks.append(.figure(.forest(plot))) }
    }
    blocks.append(.table(cells, leftColumns: [0, 1, 9]))
    let stratified = findings.filter { $0.stratified != nil }
    if !stratified.isEmpty {
      blocks.append(.heading("Within strata"))
      blocks.append(
        .list(
          stratified.prefix(40).compactMap { finding in
            finding.stratified.map { "\(finding.breakdown) \(finding.group): \($0)" }
          }))
    }
    if !monitors.isEmpty {
      blocks.append(.heading("Weeks"))
      blocks += monitors.map { .paragraph($0.description) }
    }
    return blocks
  }

  /// The waivers in force, as a gate takes them: written when the policy was approved.
  var gateWaivers: [Waiver] {
    waivedChecks.sorted { $0.key < $1.key }.compactMap { check, waiver in
      guard let written = try? RecordDate(policy.approved.description) else { return nil }
      return try? Waiver(
        check: check, owner: waiver.by, date: written, plannedCount: waiver.plannedSize,
        reason: waiver.reason)
    }
  }
}
