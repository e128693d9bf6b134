import Foundation
import Reporting
import TestSupport
import Testing

/// The pictures are committed so that a change of any is seen; `UPDATE_SNAPSHOTS=1` rewrites them.
@Suite struct ChartSnapshotTests {
  @Test func `each kind of chart draws as committed`() throws {
    let folder = ReferenceRoot.own.appending(path: "reporting", directoryHint: .isDirectory)
    let updates = ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1"
    for (name, chart) in try SampleCharts.all() {
      let place = folder.appending(path: "\(name).svg")
      if updates { try Data(chart.svg.utf8).write(to: place) }
      let committed = try String(contentsOf: place, encoding: .utf8)
      #expect(chart.svg == committed, "\(name)")
    }
  }
}
