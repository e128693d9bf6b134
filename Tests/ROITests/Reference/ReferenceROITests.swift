import Foundation
import TestSupport
import Testing

/// The suite of ROI must fail when it should.
@Suite struct ReferenceROITests {
  private func failures(_ files: [String: String]) throws -> [String] {
    try ReferenceRoot.withFiles(files) { ReferenceROI.report(below: $0).failures }
  }

  @Test func aFolderWithoutCasesFails() throws {
    #expect(
      try failures(["roi/README.md": ""]) == ["roi: the folder is there but holds no case"])
    #expect(try failures(["roi/list.json": "[]"]).count == 1)
  }

  @Test func anUnknownFamilyFails() throws {
    let found = try failures(["roi/new.json": #"{"family": "new"}"#])
    #expect(found.count == 1)
    #expect(found.first?.contains("new is neither handled") == true)
  }

  @Test(arguments: [
    ("roi-s01-ten-managers.json", "\"1.4\"", "\"1.39\""),
    ("roi-s25-seed-quarter.json", "12.89433822148671", "12.89433832148671"),
  ])
  func aChangedNumberIsFound(file: String, from original: String, to changed: String) throws {
    let source = ReferenceRoot.own.appending(path: "roi/\(file)")
    let text = try String(contentsOf: source, encoding: .utf8)
    #expect(text.contains(original))
    #expect(try failures(["roi/\(file)": text]) == [])
    let faulty = text.replacingOccurrences(of: original, with: changed)
    #expect(try !failures(["roi/\(file)": faulty]).isEmpty)
  }
}
