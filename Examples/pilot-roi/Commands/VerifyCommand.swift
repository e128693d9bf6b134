import ArgumentParser
import Foundation
import ProgramEvaluation

/// `pilot-roi verify`: whether the figures of a workbook or a result still follow from their inputs.
struct VerifyCommand: FindingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Work a worksheet.xlsx, result.json, ledger.json or audit.json out anew and name what differs.",
    discussion: """
      A workbook is held against its own inputs and ledger, a ledger against its hashes, an audit log \
      against its chain; and, where a result.json is given or stands beside them, against the case and \
      the digests that result holds. A workbook that another program saved cannot be \
      read: verify the file as it was issued. Exit code 1 when a figure differs.
      """)

  @Argument(
    help: "A worksheet.xlsx, result.json, ledger.json or audit.json that `pilot-roi run` wrote.")
  var file: String

  @Option(name: .long, help: "The result.json that a workbook, ledger or log is held against.")
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
    let bytes = try InputFile.bytes(
      file, of: "a worksheet.xlsx, result.json, ledger.json or audit.json")
    let name = (file as NSString).lastPathComponent
    progress.stage("working \(excerpt(name)) out anew")
    if bytes.starts(with: [0x50, 0x4B]) { return try workbook(bytes, name) }
    switch try Self.format(of: bytes, name) {
    case Self.ledgerFormat: return try ledger(bytes, name)
    case RunAudit.format: return try audit(bytes, name)
    default: return try result(bytes, name)
    }
  }

  private static let ledgerFormat = "ledger 1"

  /// What a JSON file says that it is.
  private static func format(of bytes: [UInt8], _ name: String) throws(EvaluationError) -> String? {
    guard case .object(let members) = try StrictJSON.parse(bytes, source: name),
      case .string(let format)? = members["format"]
    else { return nil }
    return format
  }

  /// The result that a file is held against: the one named, or the one beside it.
  private func reference() throws -> (name: String, result: VerifiedResult)? {
    let beside = (file as NSString).deletingLastPathComponent
    let sibling = beside.isEmpty ? "result.json" : beside + "/result.json"
    let path = against ?? (FileManager.default.fileExists(atPath: sibling) ? sibling : nil)
    guard let path else { return nil }
    let name = (path as NSString).lastPathComponent
    let bytes = try InputFile.bytes(path, of: "a result.json")
    return (name, try VerifiedResult(bytes, source: name))
  }

  private func workbook(_ bytes: [UInt8], _ name: String) throws -> Finding {
    let workbook = try Workbook(reading: bytes, source: name)
    var differences = workbook.differences().map(Difference.init)
    let reference = try reference()
    if let reference {
      let known = Set(differences.map(\.place))
      differences += try workbook.differences(from: reference.result.dossier).map(Difference.init)
        .filter { !known.contains($0.place) }
    }
    return finding(
      name, against: reference?.name, count: workbook.formulaCount, differences)
  }

  private func ledger(_ bytes: [UInt8], _ name: String) throws -> Finding {
    let ledger = try Ledger(reading: bytes, source: name)
    let reference = try reference()
    var differences = ledger.differences(hash: reference?.result.seals?.ledger)
    if let reference {
      differences += try ledger.differences(from: reference.result.dossier).filter {
        !differences.contains($0)
      }
    }
    return finding(
      name, against: reference?.name, count: ledger.entries.count,
      differences.map(Difference.init))
  }

  private func audit(_ bytes: [UInt8], _ name: String) throws -> Finding {
    let log = try AuditFile(bytes, source: name)
    let reference = try reference()
    let faults = AuditLog.faults(
      in: log.entries, head: reference?.result.seals?.audit_head ?? log.head)
    return finding(
      name, against: reference?.name, count: log.entries.count, of: "entries of the chain",
      faults.map {
        Difference(
          place: name, item: "\($0)", stated: "another entry", expected: "the chain as written")
      })
  }

  private func result(_ bytes: [UInt8], _ name: String) throws -> Finding {
    guard against == nil else {
      throw EvaluationError.invalidArgument(
        name: "--against", needed: "used with a workbook, a ledger or an audit log",
        found: "a result")
    }
    let verified = try VerifiedResult(bytes, source: name)
    return finding(name, against: nil, count: verified.count, verified.differences)
  }

  private func finding(
    _ name: String, against: String?, count: Int, of items: String = "figures",
    _ differences: [Difference]
  ) -> Finding {
    let holds = differences.isEmpty
    let basis = against.map { " and from the case in \(excerpt($0))" } ?? ""
    let title =
      holds
      ? "\(excerpt(name)): all \(count) \(items) follow from their inputs\(basis)"
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

  init(_ difference: Ledger.Difference) {
    self.init(
      place: difference.key ?? "the ledger", item: difference.member, stated: difference.stated,
      expected: difference.expected)
  }
}
