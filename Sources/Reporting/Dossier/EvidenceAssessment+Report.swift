public import ROI
import Statistics

extension EvidenceAssessment {
  /// The evidence as parts of a report: grade, streams, why the report is called what it is, what stands in
  /// the way of publication, and the record with narratives by reference.
  public var blocks: [Report.Block] {
    let names = agreeing.map(\.rawValue).joined(separator: ", ")
    var blocks: [Report.Block] = [
      .heading("The evidence"),
      .keyFigures([
        .init("Grade", "\(grade)", note: "\(design), \(designGrade) at best"),
        .init(
          "Streams that agree", "\(streams) of 3",
          note: names.isEmpty ? strength : "\(names): \(strength)"),
        .init(
          "Called", reportKind.title,
          note: isPublishable ? "may be published" : "not to be published as it stands"),
      ]),
      .list(reasons),
    ]
    if !obstacles.isEmpty {
      blocks.append(.paragraph("Before it is published as a return on investment:"))
      blocks.append(.list(obstacles))
    }
    return blocks + (record?.blocks ?? [])
  }
}

extension EvidenceRecord {
  /// The record as parts of a report.
  var blocks: [Report.Block] {
    var blocks: [Report.Block] = [.list(facts)]
    if !narratives.isEmpty {
      blocks.append(
        Self.table(
          ["narrative", "stance", "who speaks"],
          narratives.map { [$0.reference, $0.stance.rawValue, $0.role.rawValue] }))
    }
    if let confounders, !confounders.entries.isEmpty {
      blocks.append(
        Self.table(
          ["confounder, from", "kind", "what happened", "ruled out by"],
          confounders.entries.map {
            [
              "\($0.date)", $0.kind.rawValue, cut($0.event, to: 300),
              $0.ruling?.description
                ?? (window.contains($0.date) ? "open" : "open, outside the window"),
            ]
          }))
    }
    if !trust.isEmpty {
      blocks += trust.prefix(6).compactMap { (try? MonitorChart($0)).map { .figure(.monitor($0)) } }
      blocks.append(.checks(trust.map(\.check)))
    }
    return blocks
  }

  private var facts: [String] {
    var facts = [
      "Observed: \(window).", "Sponsor: \(sponsor?.description ?? "no sign-off").",
      "Confounder log: \(confounders?.description ?? "none kept").",
      "Plan: \(plan?.description ?? "none registered").",
    ]
    facts += data.prefix(20).map { "Data: \($0)." }
    if data.count > 20 { facts.append("And \(data.count - 20) more data sets.") }
    return facts
  }

  /// A table of texts whose rows beyond the sixtieth are counted.
  private static func table(_ header: [String], _ rows: [[String]]) -> Report.Block {
    let rest = rows.count - maximumRows
    let shown = rows.prefix(maximumRows)
    let more = rest > 0 ? [["and \(grouped(rest)) more"] + header.dropFirst().map { _ in "" }] : []
    return .table([header] + shown + more, leftColumns: Set(header.indices))
  }
}

extension [Intangible] {
  /// Benefits that are no money, as parts of a report.
  var blocks: [Report.Block] {
    guard !isEmpty else { return [] }
    return [
      .heading("What is not turned into money"),
      .paragraph("Listed beside the figures, and in no sum."),
      .table(
        [["what", "which way", "what was seen", "source"]]
          + prefix(maximumRows).map {
            [$0.name, $0.direction.rawValue, cut($0.evidence, to: 300), $0.source]
          }, leftColumns: [0, 1, 2, 3]),
    ] + (count > maximumRows ? [.paragraph("And \(count - maximumRows) more.")] : [])
  }
}
