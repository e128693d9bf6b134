import Distributions
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Statistics

@Suite struct BootstrapTests {
  static let skewed = [0.3, 0.8, 1.1, 1.9, 2.4, 2.7, 4.1, 5.6, 9.2, 17.5]

  // MARK: Enumeration

  /// Every resample of n rows, each as likely as the next.
  static func allResamples(_ count: Int) -> [[Int]] {
    (0..<Int(pow(Double(count), Double(count)))).map { number in
      var rest = number
      return (0..<count).map { _ in
        let row = rest % count
        rest /= count
        return row
      }
    }
  }

  // For four and five rows all n^n resamples are counted: the draws' mean, deviation and distribution
  // approach them within binomial bounds.
  @Test func approachesTheExactDistribution() throws {
    for values in [[1.0, 2, 4, 9], [0.5, 1, 1, 3, 7]] {
      let statistics: [(BootstrapStatistic, ([Double]) -> Double)] = [
        (try .mean(of: values), { $0.reduce(0, +) / Double($0.count) }),
        (
          try .rows(values.count) { rows in Resampled.median(rows.map { values[$0] }) },
          Resampled.median
        ),
      ]
      for (statistic, figure) in statistics {
        let exact = Self.allResamples(values.count).map { rows in figure(rows.map { values[$0] }) }
        let moments = try Moments(exact)
        let size = Double(exact.count)
        let deviation = ((moments.sumOfSquaredDeviations ?? 0) / size).squareRoot()
        let method = try BootstrapMethod(interval: .percentile, replicates: 4_000, seed: 3)
        let found = try Bootstrap(statistic, method: method)
        #expect(abs(found.draws.mean - (moments.mean ?? 0)) < 5 * deviation / 4_000.0.squareRoot())
        #expect(abs(found.standardError / deviation - 1) < 0.08)
        for point in stride(from: 0.25, to: 9, by: 0.5) {
          let share = Double(exact.count { $0 <= point }) / size
          let drawn = Double(found.draws.values.count { $0 <= point }) / 4_000
          #expect(abs(drawn - share) <= 5 * (share * (1 - share) / 4_000).squareRoot() + 1e-12)
        }
      }
      // The exact standard error of the bootstrap mean is known.
      let exact = try Moments(values)
      let error = ((exact.sumOfSquaredDeviations ?? 0)).squareRoot() / Double(values.count)
      let found = try Bootstrap(.mean(of: values), method: BootstrapMethod(interval: .normal))
      #expect(abs(found.standardError / error - 1) < 0.05)
    }
  }

  // MARK: Workers

  @Test func theNumberOfWorkersChangesNothing() async throws {
    let values = Self.skewed
    let teams = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    let statistics: [BootstrapStatistic] = [
      try .mean(of: values), try .rows(10) { rows in Resampled.median(rows.map { values[$0] }) },
    ]
    for statistic in statistics {
      for units in [nil, try ResamplingUnits(clusters: teams)] {
        for interval in [BootstrapMethod.Interval.bca, .percentile] {
          let method = try BootstrapMethod(interval: interval, replicates: 1_999, seed: 4)
          let alone = try Bootstrap(statistic, units: units, method: method)
          for workers in [1, 2, 3, 7] {
            let together = try await Bootstrap(
              statistic, units: units, method: method, workers: workers)
            #expect(together == alone, "\(workers) workers")
          }
        }
      }
    }
    let nested = try BootstrapMethod(
      interval: .studentized, replicates: 199, seed: 5, innerReplicates: 25)
    let alone = try Bootstrap(statistics[1], method: nested)
    #expect(try await Bootstrap(statistics[1], method: nested, workers: 2) == alone)
  }

  @Test func progressReachesTheEndAndCancellationStops() async throws {
    let values = (0..<2_000).map { Double($0 % 37) }
    let statistic = try BootstrapStatistic.mean(of: values)
    let method = try BootstrapMethod(interval: .percentile, replicates: 2_000)
    var steps: [Int] = []
    _ = try Bootstrap(statistic, method: method) { done, total in
      #expect(total == 2_000)
      steps.append(done)
    }
    #expect(steps.last == 2_000 && steps == steps.sorted())
    let noted = Mutex([Int]())
    _ = try await Bootstrap(
      statistic, method: method, workers: 2,
      progress: { done, _ in noted.withLock { $0.append(done) } })
    #expect(noted.withLock { $0 == $0.sorted() && $0.last == 2_000 })
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      let alone = thrownCase { try Bootstrap(statistic, method: method) }
      var together = "none"
      do {
        _ = try await Bootstrap(statistic, method: method, workers: 2)
      } catch {
        together = thrownCase { throw error }
      }
      return [alone, together]
    }
    task.cancel()
    #expect(await task.value == ["cancelled", "cancelled"])
  }

  // MARK: Designs

  @Test func strataKeepTheirSizesAndClustersStayWhole() throws {
    let strata = ["a", "b", "a", "b", "b", "c"]
    let within = try BootstrapStatistic.rows(6) { rows in
      let counts = ["a", "b", "c"].map { label in rows.count { strata[$0] == label } }
      return counts == [2, 3, 1] ? Double(rows.reduce(0, +)) : .nan
    }
    let method = try BootstrapMethod(interval: .percentile, replicates: 500)
    let found = try Bootstrap(within, units: ResamplingUnits(strata: strata), method: method)
    #expect(found.undefinedReplicates == 0)
    let teams = ["x", "y", "x", "z", "z", "y", "w"]
    let whole = try BootstrapStatistic.weights(7) { weights in
      let pairs = [(0, 2), (1, 5), (3, 4)]
      let isWhole = pairs.allSatisfy { weights[$0.0] == weights[$0.1] }
      let drawn = weights[0] + weights[1] + weights[3] + weights[6]
      return isWhole && drawn == 4 ? weights[6] : .nan
    }
    let clustered = try Bootstrap(whole, units: ResamplingUnits(clusters: teams), method: method)
    #expect(clustered.undefinedReplicates == 0 && clustered.unitCount == 4)
    #expect(clustered.estimate.sampleSizes.last == .init("clusters", 4))
    let units = try ResamplingUnits(
      clusters: teams, strata: ["l", "r", "l", "l", "l", "r", "r"])
    #expect(units.stratumCount == 2 && units.description == "7 rows in 4 clusters, 2 strata")
    #expect(try Bootstrap(whole, units: units, method: method).undefinedReplicates == 0)
  }

  // Clusters whose rows agree have the information of one row each: ignoring them understates.
  @Test func clustersWidenTheInterval() throws {
    var random = Philox(seed: 21)
    let levels = random.normals(12)
    let values = (0..<60).map { levels[$0 / 5] + 0.1 * random.normal() }
    let method = try BootstrapMethod(interval: .normal, replicates: 999)
    let rows = try Bootstrap(.mean(of: values), method: method)
    let teams = try Bootstrap(
      .mean(of: values), units: ResamplingUnits(clusters: (0..<60).map { $0 / 5 }), method: method)
    #expect(teams.standardError > 1.8 * rows.standardError)
  }

  @Test func nestedErrorsApproachTheFormula() throws {
    let values = Self.skewed
    let plain = try BootstrapStatistic.rows(10) { rows in
      rows.reduce(0) { $0 + values[$1] } / 10
    }
    let inner = try Bootstrap(
      plain,
      method: BootstrapMethod(
        interval: .studentized, replicates: 999, seed: 8, innerReplicates: 100))
    let formula = try Bootstrap(
      .mean(of: values), method: BootstrapMethod(interval: .studentized, replicates: 999, seed: 8))
    let (one, other) = (inner.estimate.interval(level: 0.8), formula.estimate.interval(level: 0.8))
    #expect(abs((one?.lower ?? 0) - (other?.lower ?? 9)) < 0.5)
    #expect(abs((one?.upper ?? 0) - (other?.upper ?? 99)) < 1.5)
  }

  // MARK: Invariances

  @Test func aFarMeanCostsNoDigits() throws {
    for interval in BootstrapMethod.Interval.allCases {
      let method = try BootstrapMethod(interval: interval, replicates: 999)
      let near = try Bootstrap(.mean(of: Self.skewed), method: method)
      let far = try Bootstrap(.mean(of: Self.skewed.map { $0 * 8 + 1e9 }), method: method)
      let (one, other) = (near.estimate.interval(), far.estimate.interval())
      #expect(abs((other?.lower ?? 0) - 1e9 - 8 * (one?.lower ?? 0)) < 1e-5, "\(interval)")
      #expect(abs((other?.upper ?? 0) - 1e9 - 8 * (one?.upper ?? 0)) < 1e-5, "\(interval)")
    }
  }

  @Test func exchangingTheArmsTurnsTheInterval() throws {
    let statistic = try BootstrapStatistic.differenceOfMeans(
      treated: [3, 5, 8, 13], control: [1, 2, 2, 7, 9])
    for interval in BootstrapMethod.Interval.allCases {
      for convention in BootstrapMethod.Convention.allCases {
        let method = try BootstrapMethod(
          interval: interval, replicates: 1_000, convention: convention)
        let estimate = try Bootstrap(statistic, method: method).estimate
        let turned = try estimate.scaled(by: -2)
        for level in [0.5, 0.9, 0.999] {
          let (one, other) = (estimate.interval(level: level), turned.interval(level: level))
          #expect(digits(of: -2 * (one?.lower ?? 0), against: other?.upper ?? 9) > 12)
          #expect(digits(of: -2 * (one?.upper ?? 0), against: other?.lower ?? 9) > 12)
        }
        #expect(estimate.improvement == estimate)
      }
    }
  }

  // MARK: Undefined replicates

  // A rate of exits is undefined in resamples without an exit: exactly (1 - 1/8)^8 of them.
  @Test func undefinedReplicatesAreCounted() throws {
    let isExit = [true, false, false, false, false, false, false, false]
    func statistic(allowed: Double) throws -> Bootstrap {
      try Bootstrap(
        .rows(8) { rows in
          let exits = Double(rows.count { isExit[$0] })
          let sum = Double(rows.reduce(0, +))
          return exits == 0 ? Double.nan : sum / exits
        },
        method: BootstrapMethod(interval: .percentile, allowedUndefined: allowed))
    }
    #expect(thrownCase { try statistic(allowed: 0.05) } == "undefined")
    #expect(
      thrownSentence { try statistic(allowed: 0.05) }.contains("at most 5 % undefined"))
    let found = try statistic(allowed: 0.5)
    let expected = 9_999 * pow(0.875, 8.0)
    #expect(abs(Double(found.undefinedReplicates) - expected) < 5 * 47.5)
    #expect(found.draws.count + found.undefinedReplicates == 9_999)
    #expect(found.description.contains("undefined in \(found.undefinedReplicates) of 9999"))
  }

  // MARK: Hostile

  @Test func hostileInputs() async throws {
    let ok = try BootstrapStatistic.mean(of: Self.skewed)
    func fault(_ statistic: @autoclosure () throws -> BootstrapStatistic) -> String {
      thrownCase { try Bootstrap(statistic()) }
    }
    let percentile = try BootstrapMethod(interval: .percentile, replicates: 99)
    let table: [(String, String, String)] = [
      ("empty", fault(try .mean(of: [])), "tooFew"), ("one", fault(try .mean(of: [1])), "tooFew"),
      ("NaN", fault(try .mean(of: [1, .nan])), "nonFinite"),
      ("infinity", fault(try .mean(of: [1, -.infinity])), "nonFinite"),
      ("constant", fault(try .mean(of: [2, 2, 2])), "undefined"),
      ("huge", fault(try .mean(of: [1e200, -1e200])), "overflow"),
      ("tiny", fault(try .mean(of: [1e-200, 2e-200])), "undefined"),
      ("small arm", fault(try .differenceOfMeans(treated: [1], control: [1, 2])), "tooFew"),
      ("unequal", fault(try .ratioOfMeans([1, 2], [1])), "lengthMismatch"),
      ("zero denominators", fault(try .ratioOfMeans([1, 2], [0, 0])), "undefined"),
      ("no columns", fault(try .means(of: []) { _ in 0 }), "tooFew"),
      ("NaN figure", fault(try .rows(5) { _ in .nan }), "undefined"),
      ("infinite figure", fault(try .weights(5) { _ in .infinity }), "undefined"),
      ("constant figure", fault(try .rows(5) { _ in 4 }), "undefined"),
      ("no rows", fault(try .rows(0) { _ in 1 }), "tooFew"),
      ("negative rows", fault(try .rows(-3) { _ in 1 }), "tooFew"),
      ("too many rows", fault(try .weights(.max) { _ in 1 }), "invalidArgument"),
      (
        "maximum", fault(try .rows(10) { Self.skewed[$0.max() ?? 0] }), "none"
      ),
      (
        "minimum, all draws above", fault(try .rows(10) { Self.skewed[$0.min() ?? 0] }),
        "undefined"
      ),
      (
        "wild BCa", fault(try .wild(fitted: [1, 2], residuals: [1, -1]) { $0[0] }),
        "invalidArgument"
      ),
      (
        "wild lengths", fault(try .wild(fitted: [1, 2], residuals: [1]) { $0[0] }),
        "lengthMismatch"
      ),
      ("wild NaN", fault(try .wild(fitted: [1, .nan], residuals: [1, 2]) { $0[0] }), "nonFinite"),
      (
        "other units",
        thrownCase { try Bootstrap(ok, units: ResamplingUnits(rows: 9)) }, "lengthMismatch"
      ),
      (
        "no standard error",
        thrownCase {
          try Bootstrap(
            .rows(5) { Double($0[0]) }, method: BootstrapMethod(interval: .studentized))
        }, "invalidArgument"
      ),
      (
        "short gradient",
        thrownCase {
          try Bootstrap(
            .means(of: [[1, 2, 3]], gradient: { _ in [] }) { $0[0] },
            method: BootstrapMethod(interval: .studentized))
        }, "undefined"
      ),
      ("long jackknife", fault(try .rows(100_001) { Double($0[0]) }), "invalidArgument"),
      (
        "nested Poisson",
        thrownCase {
          try Bootstrap(
            .rows(5) { Double($0[0]) },
            method: BootstrapMethod(
              interval: .studentized, scheme: .poisson, innerReplicates: 50))
        }, "invalidArgument"
      ),
      (
        "two rows", thrownCase { try Bootstrap(.mean(of: [1, 2]), method: percentile) }, "none"
      ),
      (
        "studentised two rows",
        thrownCase {
          try Bootstrap(.mean(of: [1, 2]), method: BootstrapMethod(interval: .studentized))
        }, "undefined"
      ),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    for workers in [0, -1, 1025] {
      await #expect(throws: EvaluationError.self) {
        try await Bootstrap(ok, method: percentile, workers: workers)
      }
    }
    let fitted = try Bootstrap(ok, method: percentile)
    #expect(fitted.monteCarloErrors(level: 1) == nil && fitted.monteCarloErrors(level: .nan) == nil)
    #expect(fitted.estimate.interval(level: 0) == nil)
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    for interval in BootstrapMethod.Interval.allCases {
      let found = try Bootstrap(
        .mean(of: Self.skewed), method: BootstrapMethod(interval: interval, replicates: 200),
        unit: "hours", direction: .lowerIsBetter)
      let data = try JSONEncoder().encode(found)
      #expect(try JSONDecoder().decode(Bootstrap.self, from: data) == found)
      let scaled = try found.estimate.scaled(by: 1.0 / 3)
      #expect(
        try JSONDecoder().decode(Estimate.self, from: JSONEncoder().encode(scaled)) == scaled)
      #expect(found.description.split(separator: "\n").count <= 10)
      #expect(found.description.contains("bootstrap \(interval.name), 200 replicates, seed 1"))
      for (key, forged) in [
        ("undefinedReplicates", 3 as Any), ("undefinedReplicates", -1), ("unitCount", 1),
      ] {
        var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        members[key] = forged
        let bytes = try JSONSerialization.data(withJSONObject: members)
        #expect(throws: (any Error).self, "\(key) \(forged)") {
          try JSONDecoder().decode(Bootstrap.self, from: bytes)
        }
      }
      let other = try BootstrapMethod(interval: interval, replicates: 199)
      var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      members["method"] = try JSONSerialization.jsonObject(with: JSONEncoder().encode(other))
      let bytes = try JSONSerialization.data(withJSONObject: members)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Bootstrap.self, from: bytes)
      }
    }
  }
}
