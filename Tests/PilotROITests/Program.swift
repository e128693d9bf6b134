import Foundation
import TestSupport
import Testing

/// The built program, run as its users run it.
enum Program {
  /// How a run ended.
  struct Ending: Sendable {
    /// The exit code, or nil when a signal ended it.
    let code: Int32?
    let output: String
    let errors: String
  }

  /// The root of the package.
  static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The program stands in the same folder as the bundle of the tests.
  private static let executable: URL? = {
    let starts = [
      URL(filePath: CommandLine.arguments[0]), Bundle.main.bundleURL,
      URL(filePath: "/proc/self/exe").resolvingSymlinksInPath(),
    ]
    for start in starts {
      var folder = start
      for _ in 0..<4 {
        folder.deleteLastPathComponent()
        let program = folder.appending(path: "pilot-roi")
        if FileManager.default.isExecutableFile(atPath: program.path) { return program }
      }
    }
    return nil
  }()

  /// Two processes at a time, whatever the number of tests.
  private static let gate = Gate(permits: 2)

  static func run(_ arguments: [String], in folder: URL? = nil) async throws -> Ending {
    let executable = try #require(Self.executable, "the program is not beside the tests")
    await gate.enter()
    do {
      let ending = try await launch(executable, arguments, folder)
      await gate.leave()
      return ending
    } catch {
      await gate.leave()
      throw error
    }
  }

  private static func launch(
    _ executable: URL, _ arguments: [String], _ folder: URL?
  ) async throws -> Ending {
    // Files, not pipes: a pipe that nobody empties would stop the program.
    let streams = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: streams) }
    let output = streams.appending(path: "out")
    let errors = streams.appending(path: "err")
    for file in [output, errors] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    process.standardInput = FileHandle.nullDevice
    // Closed at once: thousands of runs would otherwise keep thousands of files open.
    let handles = [
      try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: errors),
    ]
    defer { for handle in handles { try? handle.close() } }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    let code: Int32? = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { ended in
        continuation.resume(
          returning: ended.terminationReason == .exit ? ended.terminationStatus : nil)
      }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    return Ending(
      code: code, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}

/// Lets a number of tasks in at a time.
private actor Gate {
  private var permits: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(permits: Int) { self.permits = permits }

  func enter() async {
    if permits > 0 {
      permits -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    if waiting.isEmpty {
      permits += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}

/// A folder of its own for a test, removed when the test ends.
final class Scratch: Sendable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "pilot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: folder.appending(path: name))
    return path(name)
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  /// A plan as a file.
  @discardableResult
  func write(_ name: String, _ plan: JSONValue) throws -> String { try write(name, plan.text) }

  /// The names in a folder below, hidden ones too; nil when there is no such folder.
  func names(_ name: String = "") -> [String]? {
    try? FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }

  /// The files in a folder and in those below it, by their paths from it.
  func tree(_ name: String) -> [String] {
    let walk = FileManager.default.enumerator(atPath: path(name))
    return (walk?.compactMap { $0 as? String } ?? []).filter { file in
      let place = folder.appending(path: "\(name)/\(file)").resolvingSymlinksInPath()
      let facts = try? FileManager.default.attributesOfItem(atPath: place.path)
      return facts?[.type] as? FileAttributeType == .typeRegular
    }.sorted()
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }
}
