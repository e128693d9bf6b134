import DataFrames
import Foundation
import InterruptedTimeSeries
import Statistics
import TestSupport

/// Data that several suites use.
enum MadeSeries {
  /// A trend with a jump and a bend, and errors that follow each other.
  static func values(
    _ count: Int, start: Int, level: Double = 0, slope: Double = 0, phi: Double = 0,
    deviation: Double = 1, generator: inout Generator
  ) -> [Double] {
    var error = generator.normal() / (1 - phi * phi).squareRoot()
    return (1...count).map { period -> Double in
      if period > 1 { error = phi * error + generator.normal() }
      let after = period >= start ? level + slope * Double(period - start) : 0
      return 10 + 0.1 * Double(period) + after + deviation * error
    }
  }

  static func series(
    _ count: Int = 60, start: Int = 31, level: Double = 0, slope: Double = 0, phi: Double = 0.4,
    seed: UInt64 = 1
  ) throws -> TimeSeries {
    var generator = Generator(seed: seed)
    return try TimeSeries(
      values(count, start: start, level: level, slope: slope, phi: phi, generator: &generator))
  }

  /// A column of the shipped monthly or yearly data.
  static func column(_ name: String, of file: String = "seatbelts.csv") throws -> [Double] {
    let url = ReferenceRoot.own.appending(path: "timeseries/data/\(file)")
    return try DataFrame(csv: url.path).completeNumbers(of: name)
  }

  static func seatBelts() throws -> TimeSeries {
    try TimeSeries(column("drivers").map { log($0) }, name: "drivers")
  }

  static func fit(
    _ series: TimeSeries, at start: Int = 31, _ method: SeriesMethod = .restrictedLikelihood
  ) throws -> SegmentedRegression {
    try SegmentedRegression(
      series,
      specification: SegmentedSpecification(
        interventions: [Intervention(at: start)], method: method))
  }
}
