import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct ProductApproximationTests {
  @Test func withManyClustersItIsTheComposedDesign() throws {
    // Equal correlation within and between: both shares explained are rho^2.
    let plain = try Clustering(meanSize: 20, sizeVariation: 0.4, intraclassCorrelation: 0.05)
    let explained = try Clustering(
      meanSize: 20, sizeVariation: 0.4, intraclassCorrelation: 0.05, explainedWithin: 0.25,
      explainedBetween: 0.25)
    let product = try ProductApproximation(
      standardDeviation: 3, treated: 20_000, control: 20_000, baselineCorrelation: 0.5,
      clustering: plain)
    let composed = try ClusteredMeans(standardDeviation: 3, clustering: explained)
      .minimumDetectableEffect(size: 1000)
    #expect(agrees(product.effect, composed, relative: 2e-3))
    #expect(product.designEffect == plain.designEffect)
  }

  @Test func withFewClustersItPromisesTooMuch() throws {
    let clusters = try Clustering(meanSize: 20, intraclassCorrelation: 0.05)
    let product = try ProductApproximation(
      standardDeviation: 1, treated: 80, control: 80, clustering: clusters)
    let exact = try ClusteredMeans(standardDeviation: 1, clustering: clusters)
      .minimumDetectableEffect(size: 4)
    #expect(product.effect < 0.9 * exact)
  }

  @Test func moreTestsAndLooksCost() throws {
    let one = try ProductApproximation(standardDeviation: 1, treated: 50, control: 50)
    let many = try ProductApproximation(
      standardDeviation: 1, treated: 50, control: 50, tests: 5, inflation: 1.1)
    #expect(many.effect > one.effect && many.standardError == one.standardError)
    #expect(one.description.contains("normal approximation"))
  }

  @Test func hostileInput() {
    func outcome(
      deviation: Double = 1, treated: Double = 50, control: Double = 50, correlation: Double = 0,
      tests: Int = 1, inflation: Double = 1, alpha: Double = 0.05, power: Double = 0.8
    ) -> String {
      thrownCase {
        try ProductApproximation(
          standardDeviation: deviation, treated: treated, control: control,
          baselineCorrelation: correlation, tests: tests, inflation: inflation, alpha: alpha,
          power: power)
      }
    }
    #expect(outcome() == "none")
    for wrong in [0, -1, .nan, .infinity] as [Double] {
      #expect(outcome(deviation: wrong) == "invalidArgument")
      #expect(outcome(treated: wrong) == "invalidArgument")
      #expect(outcome(control: wrong) == "invalidArgument")
      #expect(outcome(inflation: wrong) == "invalidArgument")
      #expect(outcome(alpha: wrong) == "invalidArgument")
      #expect(outcome(power: wrong) == "invalidArgument")
    }
    #expect(outcome(correlation: 1) == "invalidArgument")
    #expect(outcome(tests: 0) == "invalidArgument" && outcome(tests: .max) == "invalidArgument")
  }
}
