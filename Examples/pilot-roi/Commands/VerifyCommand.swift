import ArgumentParser
import Foundation
import ProgramEvaluation

/// `pilot-roi verify`: whether the figures of a workbook or a result still follow from their inputs.
struct VerifyCommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Work a worksheet.xlsx or a result.json out anew and name each figure that differs.",
    discussion: """
      A workbook is held against its own inputs and ledger and, where a result.json is given or stands \
      beside it, against the case that result holds. A workbook that another program saved cannot be \
      read: verify the file as it was issued. Exit code 1 when a figure differs.
      """)

  @Argument(help: "A worksheet.xlsx or a result.json that `pilot-roi run` wrote.")
  var file: String

  @Option(name: .long, help: "The result.json that a workbook is held against.")
  var against: String?

  @OptionGroup var output: OutputOptions

  /// One figure that does not follow.
  struct Difference: Encodable {
    let place: String
    let item: String
    let stated: String
    let expected: String
  }

  struct Figures: Encodable {
    let file: String
    let against: String?
    let figures_worked_out: Int
    let differences: [Difference]
  }

  // MARK: Finding

  func finding(_ progress: Progress) throws -> Finding {
    let bytes = try InputFile.bytes(file, of: "a worksheet.xlsx or a result.json")
    let name = (file as NSString).lastPathComponent
    progress.stage("working \(excerpt(name)) out anew")
    let isWorkbook = bytes.starts(with: [0x50, 0x4B])
    if !isWorkbook, against != nil {
      throw EvaluationError.invalidArgument(
        name: "--against", needed: "used with a workbook", found: "a result")
    }
    return try isWorkbook ? workbook(bytes, name) : result(bytes, name)
  }

  private func workbook(_ bytes: [UInt8], _ name: String) throws -> Finding {
    let workbook = try Workbook(reading: bytes, source: name)
    var differences = workbook.differences().map(Difference.init)
    let beside = (file as NSString).deletingLastPathComponent
    let sibling = beside.isEmpty ? "result.json" : beside + "/result.json"
    let result = against ?? (FileManager.default.fileExists(atPath: sibling) ? sibling : nil)
    if let result {
      let bytes = try InputFile.bytes(result, of: "a result.json")
      let verified = try VerifiedResult(bytes, source: (result as NSString).lastPathComponent)
      let known = Set(differences.map(\.place))
      differences += try workbook.differences(from: verified.businessCase).map(Difference.init)
        .filter { !known.contains($0.place) }
    }
    return finding(
      name, against: result.map { ($0 as NSString).lastPathComponent },
      count: workbook.formulaCount, differences)
  }

  private func result(_ bytes: [UInt8], _ name: String) throws -> Finding {
    let verified = try VerifiedResult(bytes, source: name)
    return finding(name, against: nil, count: verified.count, verified.differences)
  }

  private func finding(
    _ name: String, against: String?, count: Int, _ differences: [Difference]
  ) -> Finding {
    let holds = differences.isEmpty
    let basis = against.map { " and from the case in \(excerpt($0))" } ?? ""
    let title =
      holds
      ? "\(excerpt(name)): all \(count) figures follow from their inputs\(basis)"
      : "\(excerpt(name)): \(differences.count) of its figures or words do not follow\(basis)"
    var finding = Finding(
      command: "verify", title: title,
      figures: Figures(
        file: name, against: against, figures_worked_out: count, differences: differences))
    let table =
      [["place", "item", "stated", "should be"]]
      + differences.map { [$0.place, $0.item, $0.stated, $0.expected] }
    if holds {
      finding.screen.say("Nothing was changed since the file was written.")
    } else {
      let shown = table.prefix(31).map { row in row.map { excerpt($0, limit: 32) } }
      finding.screen.show(Array(shown))
      if differences.count > 30 { finding.screen.say("and \(differences.count - 30) more") }
      finding.ending = .difference
    }
    finding.report =
      holds
      ? [.paragraph("Nothing was changed since the file was written.")]
      : [.heading("What does not follow"), .table(table, leftColumns: [0, 1, 2, 3])]
    return finding
  }
}

extension VerifyCommand.Difference {
  init(_ difference: Workbook.Difference) {
    self.init(
      place: difference.place.description, item: difference.label, stated: difference.stated,
      expected: difference.expected)
  }
}
