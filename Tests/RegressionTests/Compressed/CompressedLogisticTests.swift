import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct CompressedLogisticTests {
  /// Rows of few distinct designs and an outcome of zeros and ones.
  static func frame(_ rows: Int, seed: UInt64) throws -> DataFrame {
    var generator = Generator(seed: seed)
    let a = (0..<rows).map { _ in Double(generator.below(3)) }
    let b = (0..<rows).map { _ in generator.pick(["x", "y", "z"]) }
    let y = (0..<rows).map { row in
      generator.uniform() < 1 / (1 + exp(0.5 - 0.6 * a[row] + (b[row] == "y" ? 0.8 : 0))) ? 1.0 : 0
    }
    return try DataFrame([
      Column("a", numbers: a), Column("b", categories: b), Column("y", numbers: y),
      Column("team", integers: (0..<rows).map { $0 % 12 }),
    ])
  }

  @Test(arguments: [
    CovarianceEstimator.classical, .hc0, .hc1, .hc3, .clusterCR0(column: "team"),
    .clusterCR1(column: "team"),
  ])
  func equalsRawRows(estimator: CovarianceEstimator) throws {
    let frame = try Self.frame(300, seed: 1)
    let raw = try LogisticRegression(
      frame, outcome: "y", predictors: ["a", "b"], covariance: estimator)
    let design = try CompressedDesign(
      frame, outcome: "y", predictors: ["a", "b"], cluster: "team")
    let cells = try LogisticRegression(design, covariance: estimator)
    #expect(cells.coefficientNames == raw.coefficientNames && cells.observationCount == 300)
    for place in raw.coefficients.indices {
      #expect(digits(of: cells.coefficients[place], against: raw.coefficients[place]) > 10)
      #expect(digits(of: cells.standardErrors[place], against: raw.standardErrors[place]) > 10)
    }
    #expect(digits(of: cells.deviance, against: raw.deviance) > 12)
    let data = try JSONEncoder().encode(cells)
    #expect(try JSONDecoder().decode(LogisticRegression.self, from: data) == cells)
  }

  @Test func aBillionRows() throws {
    // Two cells have the odds ratio of their table, with Woolf's error.
    var design = try CompressedDesign(outcome: "y", columns: ["(Intercept)", "coached"])
    let counts = [(0.0, 300_000_000, 200_000_000), (1, 350_000_000, 150_000_000)]
    for (arm, zeros, ones) in counts {
      let size = Double(zeros + ones)
      let moments = try #require(
        Moments(
          count: zeros + ones, shift: Double(ones) / size, sum: 0,
          sumOfSquares: Double(ones) * Double(zeros) / size))
      try design.add(CompressedDesign.Cell(values: [1, arm], outcome: moments))
    }
    let model = try LogisticRegression(design)
    #expect(digits(of: model.coefficients[1], against: log(150.0 / 350 / (200.0 / 300))) > 12)
    let woolf = (1 / 3e8 + 1 / 2e8 + 1 / 3.5e8 + 1 / 1.5e8).squareRoot()
    #expect(digits(of: model.standardErrors[1], against: woolf) > 12)
    #expect(model.observationCount == 1_000_000_000)
  }

  @Test func hostileInputs() throws {
    func made(_ rows: [(Double, Double, Double)]) throws -> CompressedDesign {
      var design = try CompressedDesign(outcome: "y", columns: ["one", "x"])
      for (x, y, weight) in rows { try design.add([1, x], outcome: y, weight: weight) }
      return design
    }
    let sound: [(Double, Double, Double)] = [
      (0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1), (1, 1, 1),
    ]
    func fit(
      _ rows: [(Double, Double, Double)], _ covariance: CovarianceEstimator = .classical
    ) throws -> String {
      let design = try made(rows)
      return thrownCase { try LogisticRegression(design, covariance: covariance) }
    }
    let table: [(String, String, String)] = [
      ("sound", try fit(sound), "none"),
      ("twos", try fit(sound + [(0, 2, 1)]), "invalidValues"),
      ("halves", try fit(sound + [(2, 0.5, 1), (2, 0.5, 1)]), "invalidValues"),
      ("negative", try fit(sound + [(0, -1, 1), (0, 1, 1)]), "invalidValues"),
      ("weights", try fit(sound + [(0, 1, 2)]), "invalidValues"),
      ("constant", try fit(sound.map { ($0.0, 1, 1) }), "constantColumn"),
      ("collinear", try fit(sound.map { (3, $0.1, 1) }), "collinear"),
      ("separated", try fit([(0, 0, 1), (0, 0, 1), (1, 1, 1), (1, 1, 1)]), "separated"),
      ("no clusters", try fit(sound, .clusterCR1(column: "team")), "missingColumn"),
      ("Newey-West", try fit(sound, .neweyWest(NeweyWest())), "invalidArgument"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    #expect(thrownCase { try LogisticRegression(made([])) } != "none")
  }
}
