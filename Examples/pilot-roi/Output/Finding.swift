import Foundation
import ProgramEvaluation

/// What a command found: words for the screen, figures for machines, a report and tables for people.
struct Finding {
  /// The command's name; the figures say `pilot-roi/NAME/1`.
  let command: String
  /// The question and its answer in one line.
  let title: String
  /// The answer on one screen: at most 40 lines with its doubts.
  var screen = Screen()
  /// The figures, encoded as an object; numbers that a BLAS sum stands behind are ``printed``.
  let figures: any Encodable
  /// The parts of the report below its title; the checks stand below its opening words.
  var report: [Report.Block] = []
  /// What was asked before the answer is believed.
  var checks: [Check] = []
  /// Tables and other files for the output folder.
  var tables: [OutputFile] = []
  /// What the program ends with.
  var ending = Ending.done

  // MARK: Outputs

  /// Title, answer and doubts.
  var summary: String {
    var whole = Screen()
    whole.say(title)
    whole.gap()
    let body = screen.text
    var text = whole.text + (body.isEmpty ? "" : "\n\n" + body)
    var doubts = Screen()
    doubts.doubts(checks)
    if !doubts.text.isEmpty { text += "\n\n" + doubts.text }
    return text
  }

  /// The files of the output folder.
  func files() throws -> [OutputFile] {
    let report = Report(title, blocks: parts)
    return [
      OutputFile("result.json", try json), OutputFile("report.md", report.markdown),
      OutputFile("report.html", report.html),
    ] + tables
  }

  /// The report with its checks below the opening words, before any heading, table or chart.
  private var parts: [Report.Block] {
    guard !checks.isEmpty else { return report }
    let end =
      report.firstIndex { block in
        switch block {
        case .paragraph, .list, .keyFigures: false
        default: true
        }
      } ?? report.count
    var rest = report[end...]
    // What follows the checks is no part of them.
    if let first = rest.first, !first.isHeading { rest = [.heading("What was found")] + rest }
    return report[..<end] + [.heading("Checks"), .checks(checks)] + rest
  }

  /// The figures as JSON.
  var json: String {
    get throws {
      try OutputJSON.text(
        Envelope(
          figures: figures,
          about: About(
            result: "pilot-roi/\(command)/1", version: PilotROI.version, title: title,
            checks: checks)))
    }
  }

  /// The figures' members and what every result says, in one object.
  private struct Envelope: Encodable {
    let figures: any Encodable
    let about: About

    func encode(to encoder: any Encoder) throws {
      try figures.encode(to: encoder)
      try about.encode(to: encoder)
    }
  }

  private struct About: Encodable {
    let result: String
    let version: String
    let title: String
    let checks: [Check]
  }
}

extension Report.Block {
  fileprivate var isHeading: Bool { if case .heading = self { true } else { false } }
}

/// JSON as every command writes it.
enum OutputJSON {
  /// Sorted keys and two spaces, ending in a line break; the same bytes for the same figures.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}

extension Double {
  /// Six significant digits: the last ones of a figure that a solver made depend on the machine.
  var printed: Double {
    guard self != 0, isFinite else { return self }
    return Double(String(format: "%.5e", self)) ?? self
  }
}
