import Distributions
import Foundation
import TestSupport
import Testing

@testable import Statistics

/// The statistics of the reference files.
enum Resampled {
  static func reference(_ name: String) throws -> JSONValue {
    try JSONValue(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Reference/resampling/\(name).json").standardizedFileURL)
  }

  static func numbers(_ value: JSONValue) -> [Double] { (value.array ?? []).compactMap(\.double) }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let moments = try? CrossMoments(columns: [x, y])
    guard let moments, let both = moments.covariance(0, 1), let first = moments.covariance(0, 0),
      let second = moments.covariance(1, 1)
    else { return .nan }
    return both / (first * second).squareRoot()
  }

  static func slope(_ x: [Double], _ y: [Double]) -> Double {
    let (a, b) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let squares = x.reduce(0) { $0 + ($1 - a) * ($1 - a) }
    return zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) } / squares
  }

  /// Every way that gives the statistic of a case.
  static func statistics(_ item: JSONValue) throws -> [BootstrapStatistic] {
    let columns = (item["columns"].array ?? []).map(numbers)
    let first = columns[0]
    @Sendable func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    @Sendable func error(_ values: [Double]) -> Double {
      ((try? Moments(values))?.variance.map { ($0 / Double(values.count)).squareRoot() }) ?? .nan
    }
    switch item["kind"].string {
    case "mean", "poisson":
      return [
        try .mean(of: first),
        try .rows(first.count, standardError: { rows in error(rows.map { first[$0] }) }) { rows in
          mean(rows.map { first[$0] })
        },
        try .weights(
          first.count,
          standardError: { weights in
            error(zip(first, weights).flatMap { [Double](repeating: $0, count: Int($1)) })
          }
        ) { weights in
          zip(first, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
        },
      ]
    case "difference": return [try .differenceOfMeans(treated: first, control: columns[1])]
    case "ratio": return [try .ratioOfMeans(first, columns[1])]
    case "median": return [try .rows(first.count) { rows in median(rows.map { first[$0] }) }]
    case "correlation":
      let second = columns[1]
      return [
        try .rows(first.count) { rows in
          correlation(rows.map { first[$0] }, rows.map { second[$0] })
        },
        try .means(
          of: [
            first, second, zip(first, second).map { $0 * $1 }, first.map { $0 * $0 },
            second.map { $0 * $0 },
          ]
        ) {
          ($0[2] - $0[0] * $0[1])
            / (($0[3] - $0[0] * $0[0]) * ($0[4] - $0[1] * $0[1])).squareRoot()
        },
      ]
    default:
      return [try .mean(of: first), try .rows(first.count) { r in mean(r.map { first[$0] }) }]
    }
  }
}

@Suite struct BootstrapReferenceTests {
  // The same draws as numpy's generator gives, and the limits that boot::boot.ci and
  // scipy.stats.bootstrap make of them.
  @Test func agreesWithBootAndSciPy() throws {
    var worst = 15.95
    var compared = 0
    for item in try #require(Resampled.reference("bootstrap")["cases"].array) {
      let name = item["name"].string ?? ""
      let units: ResamplingUnits? = try item["clusters"].array.map {
        try ResamplingUnits(clusters: $0.compactMap(\.int))
      }
      for (place, statistic) in try Resampled.statistics(item).enumerated() {
        for convention in BootstrapMethod.Convention.allCases {
          for interval in BootstrapMethod.Interval.allCases {
            if interval == .studentized, item["error"].isNull || !statistic.hasStandardError {
              continue
            }
            let method = try BootstrapMethod(
              interval: interval,
              scheme: item["kind"].string == "poisson" ? .poisson : .nonparametric,
              replicates: item["replicates"].int ?? 0, seed: UInt64(item["seed"].int ?? 0),
              convention: convention)
            let found = try Bootstrap(statistic, units: units, method: method)
            let estimate = item["estimate"].double ?? .nan
            #expect(digits(of: found.estimate.value, against: estimate) > 13, "\(name)")
            if case .studentized(let error, _) = found.draws.reading {
              #expect(digits(of: error, against: item["error"].double ?? .nan) > 13, "\(name)")
            }
            for wanted in item[convention.rawValue].array ?? []
            where wanted["method"].string == interval.rawValue {
              let limits = try #require(
                found.estimate.interval(level: wanted["level"].double ?? .nan))
              for (limit, truth) in [
                (limits.lower, wanted["lower"]), (limits.upper, wanted["upper"]),
              ] {
                let digits = digits(of: limit ?? .nan, against: truth.double ?? .nan)
                worst = min(worst, digits)
                compared += 1
                #expect(digits > 10, "\(name) \(place) \(convention) \(interval) \(wanted)")
              }
            }
          }
        }
      }
    }
    print("bootstrap limits against boot and SciPy: \(compared), at least \(worst) digits")
    #expect(compared > 350)
  }

  @Test func drawsAreNumpys() throws {
    for item in try #require(Resampled.reference("bootstrap")["cases"].array) {
      let units: ResamplingUnits? = try item["clusters"].array.map {
        try ResamplingUnits(clusters: $0.compactMap(\.int))
      }
      let method = try BootstrapMethod(
        scheme: item["kind"].string == "poisson" ? .poisson : .nonparametric,
        seed: UInt64(item["seed"].int ?? 0))
      for statistic in try Resampled.statistics(item) {
        let run = try BootstrapRun(statistic, units, method)
        let found = run.replicates(0..<8).map(\.value)
        for (value, truth) in zip(found, Resampled.numbers(item["draws"])) {
          #expect(digits(of: value, against: truth) > 12, "\(item["name"])")
        }
      }
    }
  }

  @Test func wildDrawsAreNumpys() throws {
    let wild = try Resampled.reference("bootstrap")["wild"]
    let x = Resampled.numbers(wild["x"])
    for item in try #require(wild["cases"].array) {
      let weights = try #require(WildWeights(rawValue: item["weights"].string ?? ""))
      let statistic = try BootstrapStatistic.wild(
        fitted: Resampled.numbers(wild["fitted"]), residuals: Resampled.numbers(wild["residuals"]),
        weights: weights
      ) { Resampled.slope(x, $0) }
      let clusters = (item["clusters"].array ?? []).compactMap(\.int)
      let method = try BootstrapMethod(interval: .percentile, replicates: 99, seed: 11)
      let run = try BootstrapRun(statistic, ResamplingUnits(clusters: clusters), method)
      for (found, truth) in zip(run.replicates(0..<99), Resampled.numbers(item["draws"])) {
        #expect(digits(of: found.value, against: truth) > 11, "\(weights)")
      }
      let result = try Bootstrap(
        statistic, units: ResamplingUnits(clusters: clusters), method: method)
      #expect(result.estimate.method.hasPrefix("wild bootstrap percentile"))
    }
  }
}
