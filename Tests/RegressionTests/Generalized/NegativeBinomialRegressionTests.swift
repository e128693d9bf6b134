import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct NegativeBinomialRegressionTests {
  /// Counts of gamma-mixed Poisson events.
  static func made(_ rows: Int, shape: Double, mean: Double, seed: UInt64) throws -> DataFrame {
    var generator = Generator(seed: seed)
    var counts: [Int] = []
    for row in 0..<rows {
      // A gamma number of whole shape is a sum of exponentials.
      var sum = 0.0
      for _ in 0..<Int(shape) { sum -= log(generator.uniform()) }
      let rate = mean * (row % 2 == 0 ? 1 : 1.5) * sum / shape
      var (events, total) = (0, -log(generator.uniform()))
      while total < rate {
        events += 1
        total -= log(generator.uniform())
      }
      counts.append(events)
    }
    return try DataFrame([
      Column("y", integers: counts), Column("arm", integers: (0..<rows).map { $0 % 2 }),
    ])
  }

  @Test(arguments: [(1.0, 0.8), (2, 5), (8, 40), (3, 3000)])
  func theScoresVanishAtTheEstimates(shape: Double, mean: Double) throws {
    let frame = try Self.made(300, shape: shape, mean: mean, seed: UInt64(mean * 10))
    let model = try NegativeBinomialRegression(frame, outcome: "y", predictors: ["arm"])
    // Against the likelihood itself, by differences in log theta.
    let counts = try frame.completeNumbers(of: "y")
    func likelihood(_ theta: Double) -> Double {
      zip(counts, model.fittedMeans).reduce(0) { sum, pair in
        let (y, m) = pair
        return sum + lgamma(y + theta) - lgamma(theta) - lgamma(y + 1) + theta * log(theta)
          + y * log(m) - (y + theta) * log(m + theta)
      }
    }
    let logLikelihood = try #require(model.logLikelihood)
    #expect(digits(of: logLikelihood, against: likelihood(model.theta)) > 10)
    let step = 1e-3
    let up = likelihood(model.theta * exp(step))
    let down = likelihood(model.theta * exp(-step))
    let slope = (up - down) / (2 * step)
    let bend = (up + down - 2 * likelihood(model.theta)) / (step * step)
    #expect(abs(slope / bend) < 1e-6, "\(shape) \(mean)")
    #expect(
      digits(of: model.thetaStandardError, against: model.theta / (-bend).squareRoot()) > 3)
    // Each arm's fitted mean is its own.
    let means = [0, 1].map { arm in
      let own = counts.indices.filter { $0 % 2 == arm }.map { counts[$0] }
      return own.reduce(0, +) / Double(own.count)
    }
    #expect(digits(of: model.fittedMeans[0], against: means[0]) > 11)
    #expect(digits(of: model.fittedMeans[1], against: means[1]) > 11)
    #expect(model.parameterCount == 3)
    #expect("\(model)".contains("theta"))
  }

  @Test func countsWithoutOverdispersionAreRefused() throws {
    let poisson = try Frames.made(240)
    for predictors in [["a", "b"], []] {
      let found = thrownCase {
        try NegativeBinomialRegression(poisson, outcome: "count", predictors: predictors)
      }
      #expect(found == "undefined" || found == "none", "\(found)")
    }
    let even = try DataFrame([
      Column("y", integers: [3, 4, 3, 4, 3, 4, 3, 4]),
      Column("x", integers: [1, 2, 3, 4, 5, 6, 7, 8]),
    ])
    let sentence = thrownSentence {
      try NegativeBinomialRegression(even, outcome: "y", predictors: ["x"])
    }
    #expect(sentence.contains("Poisson"), "\(sentence)")
  }

  @Test func nearlyPoissonCountsKeepTheirDigits() throws {
    // The variance exceeds the mean by a little: theta is large, and the likelihood flat.
    var counts = [3, 5, 4, 6, 2, 7, 4, 5, 3, 6, 9, 1].flatMap { [$0, $0, $0] }
    counts += [8, 8, 2, 0]
    let frame = try DataFrame([Column("y", integers: counts)])
    let model = try NegativeBinomialRegression(frame, outcome: "y", predictors: [String]())
    let mean = Double(counts.reduce(0, +)) / Double(counts.count)
    #expect(digits(of: model.fittedMeans[0], against: mean) > 12)
    #expect(model.theta > 5 && model.theta < 1e4 && model.thetaStandardError > 0)
    let poisson = try PoissonRegression(frame, outcome: "y", predictors: [String]())
    let (own, other) = (try #require(model.logLikelihood), try #require(poisson.logLikelihood))
    #expect(own > other && own - other < 2)
  }

  @Test func hugeCounts() throws {
    let counts = [1, 5, 2, 12, 7, 30, 4, 9].map { $0 * 1e12 }
    let frame = try DataFrame([
      Column("y", numbers: counts), Column("x", booleans: counts.indices.map { $0 % 2 == 0 }),
    ])
    let model = try NegativeBinomialRegression(frame, outcome: "y", predictors: ["x"])
    // Where counts are huge they are gamma numbers: theta solves log(t) - digamma(t) = mean of
    // log(m / y), checked by differences of lgamma.
    func likelihood(_ t: Double) -> Double {
      zip(counts, model.fittedMeans).reduce(0) { sum, pair in
        sum + t * log(t) - lgamma(t) + t * log(pair.0 / pair.1) - t * pair.0 / pair.1
      }
    }
    let step = 1e-4
    let up = likelihood(model.theta * exp(step))
    let down = likelihood(model.theta * exp(-step))
    let bend = (up + down - 2 * likelihood(model.theta)) / (step * step)
    #expect(abs((up - down) / (2 * step) / bend) < 1e-6)
  }

  @Test func forgedThetaIsRefused() throws {
    let model = try GeneralizedCases.fit("negative", GeneralizedCases.frame())
    let own = try #require(model as? NegativeBinomialRegression)
    let text = String(decoding: try JSONEncoder().encode(own), as: UTF8.self)
    #expect(
      try JSONDecoder().decode(NegativeBinomialRegression.self, from: Data(text.utf8)) == own)
    let original = "\"thetaStandardError\":"
    let forgery = text.replacingOccurrences(of: original, with: original + "-")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(NegativeBinomialRegression.self, from: Data(forgery.utf8))
    }
  }
}
