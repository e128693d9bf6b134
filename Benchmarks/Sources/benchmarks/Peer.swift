import Foundation

/// A program in another language that does what a case does, and times itself.
struct Peer {
  enum Language: String {
    case python = "peers.py"
    case r = "peers.R"

    var command: [String] {
      switch self {
      case .python: ["python3"]
      case .r: ["Rscript", "--vanilla"]
      }
    }
  }

  /// What it is called when it is missing.
  let title: String
  let language: Language
  /// The name of the case in the peer's program.
  let work: String
  /// The folder, or the file, with the data.
  let data: URL
  /// The parts of the peer's work that are compared; all when nil.
  let stages: Set<String>?
  /// Whether it solves an easier problem: it gives the first figures alone, and they may be below
  /// ours.
  let isEasier: Bool

  init(
    _ title: String, _ language: Language, _ work: String, data: URL, stages: Set<String>? = nil,
    isEasier: Bool = false
  ) {
    self.title = title
    self.language = language
    self.work = work
    self.data = data
    self.stages = stages
    self.isEasier = isEasier
  }

  /// What the peer's program prints as its last line.
  struct Report: Decodable {
    var name: String?
    var missing: String?
    var figures: [Double] = []
    /// The seconds of each run by part of the work.
    var stages: [String: [Double]] = [:]

    enum CodingKeys: String, CodingKey { case name, missing, figures, stages }

    init(missing: String) { self.missing = missing }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      name = try fields.decodeIfPresent(String.self, forKey: .name)
      missing = try fields.decodeIfPresent(String.self, forKey: .missing)
      figures = try fields.decodeIfPresent([Double].self, forKey: .figures) ?? []
      stages = try fields.decodeIfPresent([String: [Double]].self, forKey: .stages) ?? [:]
    }

    /// The median over runs of the sum of the parts.
    func seconds(of wanted: Set<String>?) -> Double {
      let parts = stages.filter { wanted?.contains($0.key) ?? true }.map(\.value)
      let runs = parts.map(\.count).min() ?? 0
      return median((0..<runs).map { run in parts.reduce(0) { $0 + $1[run] } })
    }
  }

  /// Runs the program with one run to warm up and so many timed ones.
  func run(_ runs: Int) throws -> Report {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Peers/\(language.rawValue)").standardizedFileURL
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = language.command + [script.path, work, data.path, "\(runs)"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // 127 is env's word for a program that is not there.
    if process.terminationStatus == 127 { return Report(missing: language.command[0]) }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard process.terminationStatus == 0, let last = lines.last else {
      throw PeerFailure(peer: title, status: process.terminationStatus)
    }
    return try JSONDecoder().decode(Report.self, from: Data(last.utf8))
  }
}

/// A peer that is there, but did not finish.
struct PeerFailure: Error, CustomStringConvertible {
  let peer: String
  let status: Int32

  var description: String { "\(peer) ended with status \(status); its words are above" }
}
