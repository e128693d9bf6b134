import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct DecisionValueTests {
  /// Closed forms by R.
  ///
  /// `f <- function(m, s) s * dnorm(m / s) - m * pnorm(-m / s)` at (m, s) and at (-m, s).
  @Test(arguments: [
    (0.0, 1.0, 0.3989422804014327, 0.3989422804014327),
    (1.0, 1.0, 0.083315470587686319, 1.0833154705876864),
    (-1.0, 2.0, 1.3955931148026122, 0.39559311480261211),
  ])
  func closedForms(_ mean: Double, _ error: Double, _ adopt: Double, _ reject: Double) throws {
    let value = try DecisionValue(meanNetBenefit: mean, standardError: error)
    #expect(agrees(value.expectedLossIfAdopted, adopt, relative: 1e-14))
    #expect(agrees(value.expectedLossIfRejected, reject, relative: 1e-14))
    #expect(
      value.expectedValueOfPerfectInformation == min(adopt, reject)
        || agrees(
          value.expectedValueOfPerfectInformation, min(adopt, reject), relative: 1e-14)
    )
    #expect(value.description.contains("perfect information"))
  }

  /// Gain minus loss is the mean, whatever the error; perfect information never hurts.
  @Test func lossesDifferByTheMean() throws {
    for mean in [-1e6, -3.5, -1e-9, 0, 1e-9, 42_000, 1e12] {
      for error in [0, 1e-12, 1.0, 9e4, 1e9] {
        let value = try DecisionValue(meanNetBenefit: mean, standardError: error)
        let difference = value.expectedLossIfRejected - value.expectedLossIfAdopted
        #expect(agrees(difference, mean, relative: 1e-9, absolute: 1e-6 * error))
        #expect(value.expectedValueOfPerfectInformation >= 0)
        #expect(
          value.expectedValueOfPerfectInformation <= 0.398942280401433 * error + 1e-300)
      }
    }
  }

  @Test func certaintyIsWorthNothingMore() throws {
    let value = try DecisionValue(meanNetBenefit: -5, standardError: 0)
    #expect(value.expectedLossIfAdopted == 5 && value.expectedLossIfRejected == 0)
    #expect(value.expectedValueOfPerfectInformation == 0)
  }

  @Test func hostileFiguresAreRefused() throws {
    let hostile: [(Double, Double)] = [
      (.nan, 1), (.infinity, 1), (-.infinity, 1), (1, .nan), (1, .infinity), (1, -1),
    ]
    for (mean, error) in hostile {
      let fault = thrown { _ = try DecisionValue(meanNetBenefit: mean, standardError: error) }
      #expect(kind(fault) == "invalidArgument")
    }
    let most = Double.greatestFiniteMagnitude
    let beyond = thrown { _ = try DecisionValue(meanNetBenefit: most, standardError: most) }
    #expect(kind(beyond) == "overflow")
    let tiny = try DecisionValue(meanNetBenefit: 1e308, standardError: .leastNonzeroMagnitude)
    #expect(tiny.expectedLossIfAdopted == 0)
  }

  @Test func decodingComputesTheLossesAnew() throws {
    let value = try DecisionValue(meanNetBenefit: 42_000, standardError: 152_735)
    let data = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(DecisionValue.self, from: data) == value)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(
        DecisionValue.self, from: Data(#"{"meanNetBenefit":1,"standardError":-1}"#.utf8))
    }
  }
}
