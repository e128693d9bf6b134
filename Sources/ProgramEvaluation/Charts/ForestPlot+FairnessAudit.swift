public import Fairness
public import Reporting
public import Statistics

extension ForestPlot {
  /// The deltas of an audit's rule, a row a group, with what the rule accepts and each verdict.
  ///
  /// A suppressed group is named without figures, as in the audit.
  ///
  /// - Parameters:
  ///   - audit: the audit.
  ///   - rule: the rule's name.
  ///   - title: the finding; by default it counts the verdicts.
  /// - Throws: `tooFew` when the rule compares no group; `invalidArgument` for a rule that the policy
  ///   does not have, or figures beyond 1e300.
  public init(
    _ audit: FairnessAudit, rule: String, title: String? = nil
  ) throws(EvaluationError) {
    guard let stated = audit.policy.rules.first(where: { $0.id == rule }) else {
      throw .invalidArgument(
        name: "the rule of the chart", needed: "one of the policy", found: "\"\(excerpt(rule))\"")
    }
    let findings = audit.findings.filter { $0.rule == rule && $0.role == .compared }
    var rows: [Row] = []
    for finding in findings {
      rows.append(try Row(finding, isOneOfMany: stated.breakdowns.count > 1))
    }
    let isRatio = if case .rateRatio = stated.metric { true } else { false }
    var lines = [isRatio ? ReferenceLine.noRatio : .noDifference]
    if let accepted = findings.lazy.compactMap(\.accepted).first {
      for (value, name) in [(accepted.lower, "at least"), (accepted.upper, "at most")] {
        guard let value else { continue }
        lines.append(try ReferenceLine(name, at: value, kind: .limit))
      }
    }
    let against = Set(findings.compactMap(\.reference))
    let reference =
      against.count == 1 ? against.first.map { ", against \(excerpt($0))" } ?? "" : ""
    try self.init(
      title: title, rows: rows, references: lines, isRatio: isRatio,
      unit: "\(stated.metric.name) of \(excerpt(stated.outcome))\(reference)",
      level: findings.lazy.compactMap { $0.interval?.level }.first ?? stated.level)
  }
}

extension ForestPlot.Row {
  fileprivate init(
    _ finding: FairnessFinding, isOneOfMany: Bool
  ) throws(EvaluationError) {
    let name = isOneOfMany ? "\(finding.breakdown): \(finding.group)" : finding.group
    guard let verdict = finding.verdict, verdict != .suppressed else {
      self = .suppressed(name)
      return
    }
    let limits: Limits? = if let interval = finding.interval { try Limits(interval) } else { nil }
    try self.init(
      name, value: finding.delta, limits: limits,
      verdict: ForestPlot.Verdict(rawValue: verdict.rawValue))
  }
}
