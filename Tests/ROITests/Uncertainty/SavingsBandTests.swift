import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct SavingsBandTests {
  private func band(
    _ frequency: SavingsBand.Frequency = .daily, t: Double = 1.65, after: Int = 365,
    total: Double = 12_000, error: Double = 4.2, mean: Double = 33, before: Int = 365,
    rho: Double = 0.45
  ) throws -> SavingsBand {
    try SavingsBand(
      frequency: frequency, tStatistic: t, reportingCount: after, baselineTotal: total,
      rootMeanSquaredError: error, baselineMean: mean, baselineCount: before, autocorrelation: rho)
  }

  /// OpenEEmeter's own function, run.
  @Test func bandsAreOpenEEmeters() throws {
    let url = ReferenceRoot.own.appending(path: "roi-risk/savings.json")
    let json = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: url))
    for item in json["cases"].elements {
      let (wanted, effective) = (try item["band"].number(), try item["effective"].number())
      func ours() throws -> SavingsBand {
        try band(
          item["interval"].string == "daily" ? .daily : .monthly, t: item["t"].number(),
          after: #require(item["after"].int), before: #require(item["before"].int),
          rho: item["rho"].number())
      }
      // Thirty years of months are beyond the polynomial: a negative band there, no band here.
      if wanted < 0 {
        #expect(thrownCase { try ours() } == "undefined")
        continue
      }
      #expect(agrees(try ours().effectiveCount, effective, relative: 1e-14))
      #expect(agrees(try ours().band, wanted, relative: 1e-14))
    }
  }

  @Test func hourlyDataHaveAConstant() throws {
    // 12,000 x 1.65 x 1.26 x (4.2 / 33) x sqrt((1 + 2 / 100) / 50), by hand.
    let found = try band(.hourly, after: 50, before: 100, rho: 0)
    #expect(
      agrees(
        found.band, 12_000 * 1.65 * 1.26 * (4.2 / 33) * (1.02 / 50).squareRoot(), relative: 1e-14))
  }

  @Test func autocorrelationWidensTheBand() throws {
    let bands = try [-0.3, 0, 0.3, 0.6, 0.9].map { try band(rho: $0).band }
    #expect(bands == bands.sorted())
    let found = try band()
    #expect(found.fractionalUncertainty(ofSavings: 1_000) == found.band / 1_000)
    #expect(found.fractionalUncertainty(ofSavings: 0) == nil)
    #expect(found.fractionalUncertainty(ofSavings: .nan) == nil)
    #expect(found.description.contains("138.448"))
  }

  @Test func hostileFiguresAreRefused() throws {
    let hostile: [() throws -> SavingsBand] = [
      { try band(t: -1) }, { try band(t: .nan) }, { try band(after: 0) }, { try band(before: 0) },
      { try band(after: .min) }, { try band(total: -1) }, { try band(total: .infinity) },
      { try band(error: .nan) }, { try band(mean: 0) }, { try band(mean: -3) },
      { try band(mean: .nan) }, { try band(rho: 1) }, { try band(rho: -1) },
      { try band(rho: .nan) },
    ]
    for build in hostile { #expect(kind(thrown { _ = try build() }) == "invalidArgument") }
    #expect(kind(thrown { _ = try band(after: .max) }) == "undefined")
    #expect(kind(thrown { _ = try band(total: 1e308, error: 1e308) }) == "overflow")
    let data = try JSONEncoder().encode(band())
    #expect(try JSONDecoder().decode(SavingsBand.self, from: data) == band())
    let forged = String(decoding: data, as: UTF8.self).replacingOccurrences(
      of: "\"autocorrelation\":0.45", with: "\"autocorrelation\":45")
    #expect(throws: EvaluationError.self) {
      try JSONDecoder().decode(SavingsBand.self, from: Data(forged.utf8))
    }
  }
}
