import ProgramEvaluation

extension PilotRun {
  /// The files of the output folder by name: they appear together or not at all.
  func files() throws -> [OutputFile] {
    var files = [
      OutputFile("result.json", try PilotResult(self).json),
      OutputFile("report.md", report.markdown), OutputFile("report.html", report.html),
      OutputFile("worksheet.csv", worksheet.csv),
      OutputFile("audit.json", try RunAudit(self, ledger: ledger).bytes()),
    ]
    let brief = try brief
    files += [OutputFile("brief.md", brief.markdown), OutputFile("brief.html", brief.html)]
    if let ledger {
      files += [
        OutputFile("ledger.json", try ledger.bytes()), OutputFile("ledger.csv", ledger.csv),
      ]
    }
    if let workbook {
      files.append(OutputFile("worksheet.xlsx", workbook.bytes()))
      files += workbook.csvFiles.map { OutputFile("\(OutputFolder.sheets)/\($0.name)", $0.bytes) }
    }
    return files
  }
}
