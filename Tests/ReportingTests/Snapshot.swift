import Foundation
import TestSupport
import Testing

/// Texts that are committed so that a change of any is seen; `UPDATE_SNAPSHOTS=1` rewrites them.
enum Snapshot {
  static func compare(_ text: String, _ name: String) throws {
    let place = ReferenceRoot.own.appending(path: "reporting").appending(path: name)
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      try Data(text.utf8).write(to: place)
    }
    let committed = try String(contentsOf: place, encoding: .utf8)
    #expect(text == committed, "\(name)")
  }
}
