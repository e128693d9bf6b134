import Foundation
import Regression
import TestSupport
import Testing

@Suite struct LinkFunctionTests {
  @Test(arguments: LinkFunction.allCases) func meansAndPredictorsAreInverse(link: LinkFunction) {
    for predictor in [-8.0, -2, -0.3, 0, 0.7, 3, 5] {
      let mean = link.mean(predictor)
      #expect(abs(link.predictor(mean) - predictor) < 1e-8, "\(link) \(predictor)")
    }
    #expect(link.mean(.nan).isNaN && link.predictor(.nan).isNaN)
    #expect("\(link)" == link.rawValue)
  }

  @Test(arguments: LinkFunction.allCases) func derivativesAreThoseOfDifferences(
    link: LinkFunction
  ) {
    let step = 1e-4
    for predictor in [-6.0, -1.5, -0.2, 0, 0.4, 2, 4] {
      let slope = (link.mean(predictor + step) - link.mean(predictor - step)) / (2 * step)
      #expect(agrees(link.slope(predictor), slope, relative: 1e-6, absolute: 1e-11))
      let bend = (link.slope(predictor + step) - link.slope(predictor - step)) / (2 * step)
      #expect(agrees(link.curvature(predictor), bend, relative: 1e-6, absolute: 1e-11))
    }
  }

  @Test func tinyMeansKeepTheirDigits() {
    #expect(digits(of: LinkFunction.logit.mean(-700), against: exp(-700)) > 14)
    #expect(digits(of: LinkFunction.logit.slope(700), against: exp(-700)) > 14)
    // Phi(-30), by mpmath.
    #expect(digits(of: LinkFunction.probit.mean(-30), against: 4.906713927148187e-198) > 13)
    #expect(LinkFunction.log.mean(-800) == 0 && LinkFunction.log.mean(800) == .infinity)
    #expect(LinkFunction.logit.mean(.infinity) == 1 && LinkFunction.logit.mean(-.infinity) == 0)
  }
}
