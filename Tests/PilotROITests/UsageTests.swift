import Foundation
import TestSupport
import Testing

/// What the program says when it is called wrongly, or asked about itself.
@Suite struct UsageTests {
  @Test func `the version is printed`() async throws {
    let ending = try await Program.run(["--version"])
    #expect(ending.code == 0)
    #expect(ending.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
  }

  @Test(arguments: [["--help"], ["run", "--help"], []])
  func `help ends well`(arguments: [String]) async throws {
    let ending = try await Program.run(arguments)
    #expect(ending.code == 0)
    #expect((ending.output + ending.errors).contains("pilot-roi"))
  }

  @Test(arguments: [
    ["run"], ["run", "plan.json"], ["run", "--out", "x"], ["walk", "plan.json", "--out", "x"],
    ["run", "plan.json", "--out", "x", "--seed", "-1"],
    ["run", "plan.json", "--out", "x", "--seed", "18446744073709551616"],
    ["run", "plan.json", "--out", "x", "--seed", "one"],
    ["run", "plan.json", "--out", "x", "--unknown"], ["run", "plan.json", "more", "--out", "x"],
    ["run", "plan.json", "--out"], ["--json"],
  ])
  func `a wrong call is bad input`(arguments: [String]) async throws {
    let scratch = try Scratch()
    let ending = try await Program.run(arguments, in: scratch.folder)
    #expect(ending.code == 2)
    #expect(!ending.errors.isEmpty)
    #expect(ending.output.isEmpty)
    #expect(scratch.names() == [])
  }

  @Test func `a plan that cannot be read is named`() async throws {
    let scratch = try Scratch()
    for plan in [scratch.path("absent.json"), scratch.folder.path, "", "/dev/null"] {
      let ending = try await Program.run(["run", plan, "--out", scratch.path("out")])
      #expect(ending.code == 2)
      #expect(!ending.errors.isEmpty)
      #expect(scratch.names() == [])
    }
  }

  @Test func `a data file that cannot be read is named`() async throws {
    let scratch = try Scratch()
    for data in ["absent.csv", "/dev/zero", "/dev/null", ".", scratch.folder.path, "plan.json/x"] {
      let plan = try scratch.write("plan.json", Plans.jobTraining(data: data))
      let ending = try await Program.run(["run", plan, "--out", scratch.path("out")])
      #expect(ending.code == 2, "\(data)")
      #expect(!ending.errors.isEmpty)
      #expect(scratch.names() == ["plan.json"])
    }
  }

  @Test func `a named pipe is not waited for`() async throws {
    let scratch = try Scratch()
    let pipe = scratch.path("pipe")
    let made = try Process.run(URL(filePath: "/usr/bin/env"), arguments: ["mkfifo", pipe])
    made.waitUntilExit()
    try #require(scratch.names() == ["pipe"])
    let plan = try scratch.write("plan.json", Plans.jobTraining(data: "pipe"))
    let ending = try await Program.run(["run", plan, "--out", scratch.path("out")])
    #expect(ending.code == 2)
    #expect(ending.errors.contains("it is no file"))
  }

  @Test func `a plan beyond any size is refused`() async throws {
    let scratch = try Scratch()
    let plan = try scratch.write("plan.json", Array(repeating: 0x20, count: (16 << 20) + 1))
    let ending = try await Program.run(["run", plan, "--out", scratch.path("out")])
    #expect(ending.code == 2)
    #expect(ending.errors.contains("16 MiB"))
  }

  @Test func `data paths start from the plan's folder`() async throws {
    let scratch = try Scratch()
    try scratch.write("people.csv", Plans.csv(Plans.people()))
    let plan = try scratch.write("plan.json", Plans.experiment())
    let elsewhere = try Scratch()
    let ending = try await Program.run(
      ["run", plan, "--out", "out"], in: elsewhere.folder)
    #expect(ending.code == 0, "\(ending.errors)")
    #expect(elsewhere.names() == ["out"])
  }
}
