import Foundation
import TestSupport
import Testing

/// The output folder is there whole or not at all, and nothing of others is touched.
@Suite struct OutputFolderTests {
  private func run(
    _ scratch: Scratch, out: String, _ options: String..., plan: String? = nil
  ) async throws -> Program.Ending {
    let plan = plan ?? Plans.bundled("manager-hours").path
    return try await Program.run(["run", plan, "--out", out] + options, in: scratch.folder)
  }

  /// Whether permissions bind this user; they do not bind root.
  private static let permissionsBind: Bool = {
    guard let scratch = try? Scratch() else { return false }
    let manager = FileManager.default
    try? manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.folder.path)
    defer {
      try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.folder.path)
    }
    return (try? scratch.write("file", "text")) == nil
  }()

  @Test func `an existing folder needs force`() async throws {
    let scratch = try Scratch()
    #expect(try await run(scratch, out: "out").code == 0)
    try scratch.write("out/report.md", "mine")
    let refused = try await run(scratch, out: "out")
    #expect(refused.code == 2)
    #expect(refused.errors.contains("--force"))
    #expect(try scratch.text("out/report.md") == "mine")
    #expect(try await run(scratch, out: "out", "--force").code == 0)
    #expect(try scratch.text("out/report.md").hasPrefix("# Coaching pilot"))
    #expect(scratch.names() == ["out"])
    #expect(scratch.names("out")?.count == Outputs.files.count)
  }

  @Test func `force replaces an empty folder and makes a new one`() async throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      at: scratch.folder.appending(path: "empty"), withIntermediateDirectories: true)
    #expect(try await run(scratch, out: "empty").code == 2)
    #expect(try await run(scratch, out: "empty", "--force").code == 0)
    #expect(try await run(scratch, out: "new", "--force").code == 0)
    #expect(scratch.names() == ["empty", "new"])
    #expect(scratch.names("empty")?.count == Outputs.files.count)
  }

  @Test(arguments: ["notes.txt", ".hidden", "result.json.bak"])
  func `force spares a folder that holds other files`(other: String) async throws {
    let scratch = try Scratch()
    #expect(try await run(scratch, out: "out").code == 0)
    try scratch.write("out/" + other, "mine")
    let refused = try await run(scratch, out: "out", "--force")
    #expect(refused.code == 2)
    #expect(refused.errors.contains(other))
    #expect(try scratch.text("out/" + other) == "mine")
    #expect(scratch.names() == ["out"])
    #expect(scratch.names("out")?.count == Outputs.files.count + 1)
  }

  @Test func `force spares a folder that has our names for folders`() async throws {
    let scratch = try Scratch()
    let precious = scratch.folder.appending(path: "out/report.md")
    try FileManager.default.createDirectory(at: precious, withIntermediateDirectories: true)
    try scratch.write("out/report.md/precious", "mine")
    #expect(try await run(scratch, out: "out", "--force").code == 2)
    #expect(try scratch.text("out/report.md/precious") == "mine")
  }

  @Test func `force follows no link`() async throws {
    let scratch = try Scratch()
    #expect(try await run(scratch, out: "real").code == 0)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link"), withDestinationPath: scratch.path("real"))
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("dangling"), withDestinationPath: scratch.path("absent"))
    for link in ["link", "dangling"] {
      #expect(try await run(scratch, out: link).code == 2)
      #expect(try await run(scratch, out: link, "--force").code == 2)
    }
    #expect(scratch.names() == ["dangling", "link", "real"])
    #expect(scratch.names("real")?.count == Outputs.files.count)
  }

  @Test func `a file in the place of a folder is spared`() async throws {
    let scratch = try Scratch()
    try scratch.write("file", "mine")
    for out in ["file", "file/out", "file/a/b"] {
      for options in [[], ["--force"]] {
        let plan = Plans.bundled("manager-hours").path
        let ending = try await Program.run(
          ["run", plan, "--out", out] + options, in: scratch.folder)
        #expect(ending.code == 2, "\(out)")
        #expect(ending.errors.contains("file"))
      }
    }
    #expect(try scratch.text("file") == "mine")
    #expect(scratch.names() == ["file"])
  }

  @Test(arguments: ["", ".", "..", "/"])
  func `no folder in use is replaced`(out: String) async throws {
    let scratch = try Scratch()
    try scratch.write("mine", "mine")
    #expect(try await run(scratch, out: out).code == 2)
    #expect(try await run(scratch, out: out, "--force").code == 2)
    #expect(scratch.names() == ["mine"])
  }

  @Test func `folders on the way are made`() async throws {
    let scratch = try Scratch()
    #expect(try await run(scratch, out: "a/b/out/").code == 0)
    #expect(scratch.names("a/b") == ["out"])
    #expect(scratch.names("a/b/out")?.count == Outputs.files.count)
  }

  @Test func `a name of the longest kind works or is refused`() async throws {
    let scratch = try Scratch()
    for length in [200, 255, 256, 5_000] {
      let ending = try await run(scratch, out: String(repeating: "n", count: length))
      #expect(ending.code == 0 || ending.code == 2, "\(length)")
      if ending.code == 2 { #expect(!ending.errors.isEmpty) }
    }
    let names = scratch.names() ?? []
    #expect(
      names.allSatisfy { !$0.hasPrefix(".") && scratch.names($0)?.count == Outputs.files.count })
  }

  @Test(.enabled(if: permissionsBind, "root may write anywhere"))
  func `a folder that is not writable is named`() async throws {
    let scratch = try Scratch()
    let closed = scratch.folder.appending(path: "closed")
    let manager = FileManager.default
    try manager.createDirectory(at: closed, withIntermediateDirectories: true)
    try manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: closed.path)
    defer { try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: closed.path) }
    let ending = try await run(scratch, out: "closed/out")
    #expect(ending.code == 2)
    #expect(ending.errors.contains("closed/out"))
    #expect(scratch.names("closed") == [])
  }

  @Test func `a failure leaves earlier results alone`() async throws {
    let scratch = try Scratch()
    #expect(try await run(scratch, out: "out").code == 0)
    let before = try scratch.text("out/result.json")
    let broken = try scratch.write("plan.json", "{")
    #expect(try await run(scratch, out: "out", "--force", plan: broken).code == 2)
    #expect(try scratch.text("out/result.json") == before)
    #expect(scratch.names() == ["out", "plan.json"])
  }
}
