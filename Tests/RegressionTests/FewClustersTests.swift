import DataFrames
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// How often a true null is rejected at 5 % with 5, 10 and 20 clusters of unequal sizes, a third of
/// them treated: seeded, with bounds of five binomial standard errors.
@Suite struct FewClustersTests {
  static let estimators: [(name: String, estimator: CovarianceEstimator)] = [
    ("CR0", .clusterCR0(column: "g")), ("CR1", .clusterCR1(column: "g")),
    ("CR2", .clusterCR2(column: "g")), ("CR3", .clusterCR3(column: "g")),
    ("CR3 jackknife", .clusterCR3(column: "g", convention: .jackknife)),
  ]

  @Test(arguments: [5, 10, 20]) func typeOneError(groups: Int) throws {
    let codes = (0..<groups).flatMap { [Int](repeating: $0, count: 2 + 2 * ($0 % 4)) }
    let rows = codes.count
    let ones = [Double](repeating: 1, count: rows)
    let treated = codes.map { $0 % 3 == 0 ? 1.0 : 0 }
    var generator = Generator(seed: UInt64(1000 + groups))
    let samples = 200
    var rejections = [Int](repeating: 0, count: Self.estimators.count)
    for _ in 0..<samples {
      let ofGroup = generator.normals(groups).map { $0 / 2 }
      let noise = generator.normals(rows)
      let design = DesignMatrix(
        names: ["(Intercept)", "treated"], matrix: try #require(Matrix(columns: [ones, treated])))
      for (place, item) in Self.estimators.enumerated() {
        let model = try LinearRegression(
          design, response: (0..<rows).map { ofGroup[codes[$0]] + noise[$0] }, outcome: "y",
          estimator: item.estimator, clusters: Clusters(codes: codes, count: groups))
        let pValue = try #require(model.estimate(of: "treated").pValue())
        if pValue < 0.05 { rejections[place] += 1 }
      }
    }
    let share = rejections.map { Double($0) / Double(samples) }
    print(
      "type I error at 5 %, \(groups) clusters: "
        + zip(Self.estimators, share).map { "\($0.name) \($1)" }.joined(separator: ", "))
    let reach = 5 * (0.05 * 0.95 / Double(samples)).squareRoot()
    // CR2 and CR3 with Satterthwaite's degrees of freedom keep the level, CR0 does not.
    #expect(share[2] <= 0.05 + reach && share[3] <= 0.05 + reach)
    #expect(share[0] >= share[1] && share[1] >= share[4] && share[2] >= share[3])
    if groups == 5 { #expect(share[0] > 0.05 + reach) }
  }
}
