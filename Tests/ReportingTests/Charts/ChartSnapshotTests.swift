import Reporting
import Testing

@Suite struct ChartSnapshotTests {
  @Test func `each kind of chart draws as committed`() throws {
    for (name, chart) in try SampleCharts.all() {
      try Snapshot.compare(chart.svg, "\(name).svg")
    }
  }

  /// All kinds on one page, to be looked at.
  @Test func `the gallery is as committed`() throws {
    let report = Report(
      "Every kind of chart",
      blocks: [
        .paragraph("Each title says the finding; the figures of a chart stand below it.")
      ] + (try SampleCharts.figures()))
    try Snapshot.compare(report.html, "gallery.html")
  }
}
