public import ROI
import Statistics

extension Gate {
  /// The decision as parts of a report: the verdict, what is missing, what to roll back, and every
  /// reason.
  public var blocks: [Report.Block] {
    let note =
      verdict == nil
      ? "missing: \(missing.joined(separator: ", "))"
      : (nextStep.map { "next: \($0); " } ?? "") + "\(reasons.count { $0.effect == .stops }) stop, "
        + "\(reasons.count { $0.effect == .needsWork }) need work, "
        + "\(reasons.count { $0.effect == .warns }) warn, "
        + "\(reasons.count { $0.effect == .waived }) waived, "
        + "\(reasons.count { $0.effect == .supports }) support"
    var blocks: [Report.Block] = [
      .heading("The gate"),
      .keyFigures([
        .init(
          isInterim ? "Decision (interim)" : "Decision", verdict?.rawValue ?? "no verdict",
          note: note)
      ]),
    ]
    if !rollbackActions.isEmpty {
      blocks.append(.paragraph("To be carried out now, whatever the verdict:"))
      blocks.append(.list(rollbackActions))
    }
    if !reasons.isEmpty { blocks.append(.list(reasons.map(\.description))) }
    let issues = CloseOut(self).issues
    if issues.rows.count > 1 { blocks += issues.blocks }
    return blocks
  }
}
