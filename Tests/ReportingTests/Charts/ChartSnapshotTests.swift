import Reporting
import Testing

@Suite struct ChartSnapshotTests {
  @Test func `each kind of chart draws as committed`() throws {
    for (name, chart) in try SampleCharts.all() {
      try Snapshot.compare(chart.svg, "\(name).svg")
    }
  }
}
