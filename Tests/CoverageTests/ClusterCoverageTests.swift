import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// How often a true null is rejected at 5 %: with 5, 10 and 20 clusters of unequal sizes, a third of
/// them treated, and with a row of high leverage and unequal variances; seeded, with bounds of four
/// binomial standard errors.
///
/// An interval of a coefficient covers it exactly when the test does not reject it.
@Suite struct ClusterCoverageTests {
  /// The share of samples in which the second coefficient's true null is rejected, an estimator each.
  private static func rejections(
    _ estimators: [CovarianceEstimator], design: DesignMatrix, clusters: Clusters? = nil,
    samples: Int, seed: Int, response: (inout Generator) -> [Double]
  ) throws -> [Double] {
    var generator = Generator(seed: UInt64(seed))
    var counts = [Int](repeating: 0, count: estimators.count)
    for _ in 0..<samples {
      let outcome = response(&generator)
      for (place, estimator) in estimators.enumerated() {
        let model = try LinearRegression(
          design, response: outcome, outcome: "y", estimator: estimator, clusters: clusters)
        let pValue = try #require(model.estimate(of: design.names[1]).pValue())
        if pValue < 0.05 { counts[place] += 1 }
      }
    }
    return counts.map { Double($0) / Double(samples) }
  }

  /// Expects shares within four binomial standard errors of those of an independent program with
  /// 20 000 samples, `Scripts/reference/coverage/regression.py`.
  private static func expect(
    _ shares: some Collection<Double>, about stated: [Double], samples: Int
  ) {
    for (share, stated) in zip(shares, stated) {
      #expect(abs(share - stated) <= CoverageTable.reach(stated, samples: samples))
    }
  }

  private static func design(_ column: [Double]) throws -> DesignMatrix {
    let ones = [Double](repeating: 1, count: column.count)
    return DesignMatrix(
      names: ["(Intercept)", "treated"], matrix: try #require(Matrix(columns: [ones, column])))
  }

  private static func print(
    _ title: String, _ sizes: [Int], _ label: String,
    _ names: [String], _ shares: [[Double]]
  ) {
    var table = CoverageTable(title, sizes: sizes, label: label)
    for (place, name) in names.enumerated() {
      table.add(name, shares.map { CoverageTable.percent($0[place]) })
    }
    table.print()
  }

  // MARK: Clusters

  @Test func fewClusters() throws {
    let estimators: [CovarianceEstimator] = [
      .classical, .clusterCR0(column: "g"), .clusterCR1(column: "g"), .clusterCR2(column: "g"),
      .clusterCR3(column: "g"), .clusterCR3(column: "g", convention: .jackknife),
    ]
    let (sizes, samples) = ([5, 10, 20], 300)
    let reach = CoverageTable.reach(0.05, samples: samples)
    var shares: [[Double]] = []
    // Rows as independent, CR0, CR1.
    let stated = [[0.165, 0.193, 0.149], [0.163, 0.105, 0.086], [0.170, 0.082, 0.074]]
    for (groups, stated) in zip(sizes, stated) {
      let codes = (0..<groups).flatMap { [Int](repeating: $0, count: 2 + 2 * ($0 % 4)) }
      let share = try Self.rejections(
        estimators, design: Self.design(codes.map { $0 % 3 == 0 ? 1.0 : 0 }),
        clusters: Clusters(codes: codes, count: groups), samples: samples, seed: 1000 + groups
      ) { generator in
        let ofGroup = generator.normals(groups).map { $0 / 2 }
        return zip(codes, generator.normals(codes.count)).map { ofGroup[$0] + $1 }
      }
      Self.expect(share.prefix(3), about: stated, samples: samples)
      // Rows that are not independent are too few witnesses.
      #expect(share[0] > 0.05 + reach)
      // CR2 and CR3 with Satterthwaite's degrees of freedom keep the level, CR0 does not.
      #expect(share[3] <= 0.05 + reach && share[4] <= 0.05 + reach)
      #expect(share[1] >= share[2] && share[2] >= share[5] && share[3] >= share[4])
      if groups == 5 { #expect(share[1] > 0.05 + reach) }
      shares.append(share)
    }
    Self.print(
      "Clusters, a third treated, tests at 5 %", sizes, "G",
      [
        "rows as independent", "CR0, t(G - 1)", "CR1, t(G - 1)", "CR2, Satterthwaite",
        "CR3, Satterthwaite", "CR3 jackknife, t(G - 1)",
      ], shares)
  }

  // MARK: Leverage

  @Test func highLeverage() throws {
    let estimators: [CovarianceEstimator] = [.classical, .hc0, .hc1, .hc2, .hc3, .hc4]
    let (sizes, samples) = ([12, 20, 50], 500)
    let reach = CoverageTable.reach(0.05, samples: samples)
    var shares: [[Double]] = []
    let stated = [
      [0.467, 0.749, 0.723, 0.448, 0.136, 0.014], [0.480, 0.683, 0.666, 0.396, 0.145, 0.024],
      [0.442, 0.431, 0.417, 0.230, 0.112, 0.037],
    ]
    for (size, stated) in zip(sizes, stated) {
      // The last row lies three lengths of the others' range away, and varies as much more.
      let column = (1...size).map { $0 == size ? 3 : Double($0) / Double(size) }
      let share = try Self.rejections(
        estimators, design: Self.design(column), samples: samples, seed: 2000 + size
      ) { generator in
        column.map { (0.5 + $0) * generator.normal() }
      }
      Self.expect(share, about: stated, samples: samples)
      // Each step widens every interval: HC0, HC1 and HC0, HC2, HC3.
      #expect(share[1] >= share[2] && share[1] >= share[3] && share[3] >= share[4])
      // HC0 is far too narrow, and so is the model's own.
      #expect(share[1] > 0.05 + reach && share[0] > 0.05 + reach)
      #expect(share[5] < share[3])
      shares.append(share)
    }
    Self.print(
      "A row of high leverage, tests at 5 %", sizes, "n",
      ["classical", "HC0", "HC1", "HC2", "HC3", "HC4"], shares)
  }
}
