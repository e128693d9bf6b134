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
        .paragraph("Each title says the finding; the figures of a chart stand below it."),
        .figure(.effect(try SampleCharts.effect())), .figure(.love(try SampleCharts.lovePlot())),
        .figure(.power(try SampleCharts.power())), .figure(.series(try SampleCharts.series())),
        .figure(.eventStudy(try SampleCharts.eventStudy())),
        .figure(.forest(try SampleCharts.forest())),
        .figure(.waterfall(try SampleCharts.waterfall())),
        .figure(.tornado(try SampleCharts.tornado())),
      ])
    try Snapshot.compare(report.html, "gallery.html")
  }
}
