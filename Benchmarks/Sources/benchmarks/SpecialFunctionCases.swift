import Foundation
import ProgramEvaluation

/// A function of two columns of 200,000 numbers, against SciPy's vectorised one.
struct SpecialFunctionCase: Sendable {
  let name: String
  let function: @Sendable (_ u: Double, _ v: Double) -> Double

  /// The case; SciPy's call is known by the name.
  func build(_ folder: URL) throws -> Case {
    let data = folder.appendingPathComponent("special", isDirectory: true)
    var generator = Philox(seed: 17)
    let (u, v) = (generator.uniforms(200_000), generator.uniforms(200_000))
    try Dataset(numbers: [("u", u), ("v", v)]).write(to: data)
    let values = { (0..<u.count).map { function(u[$0], v[$0]) } }
    return Case(
      title: "200,000 values of \(name)",
      peers: [Peer("scipy.special", .python, "special-\(name)", data: data)],
      figures: { [values().reduce(0, +)] }, tolerance: 1e-9,
      sample: { seconds { _ = values() } })
  }

  static let all: [SpecialFunctionCase] = [
    .init(name: "log gamma") { u, _ in SpecialFunctions.logGamma(50 * u) },
    .init(name: "digamma") { u, _ in SpecialFunctions.digamma(50 * u) },
    .init(name: "erfc") { u, _ in SpecialFunctions.erfc(6 * u - 3) },
    .init(name: "normal cdf") { u, _ in Normal.standard.cdf(6 * u - 3) },
    .init(name: "normal quantile") { u, _ in Normal.standard.quantile(u) },
    .init(name: "incomplete gamma") { u, v in
      SpecialFunctions.regularizedLowerGamma(40 * v, shape: 30 * u)
    },
    .init(name: "incomplete beta") { u, v in
      SpecialFunctions.regularizedBeta(v, alpha: 30 * u, beta: 5)
    },
    .init(name: "t cdf") { u, _ in nineDegrees.cdf(8 * u - 4) },
    .init(name: "t quantile") { u, _ in nineDegrees.quantile(u) },
    .init(name: "Owen's T") { u, v in SpecialFunctions.owenT(6 * u - 3, 3 * v) },
    .init(name: "noncentral chi-squared") { u, _ in fourDegrees.cdf(40 * u) },
    .init(name: "noncentral t") { u, _ in shifted.cdf(8 * u - 1) },
  ]
}

private let nineDegrees = law(StudentT(degreesOfFreedom: 9))
private let fourDegrees = law(NoncentralChiSquared(degreesOfFreedom: 4, noncentrality: 10))
private let shifted = law(NoncentralT(degreesOfFreedom: 38, noncentrality: 2.2))

/// Parameters that are written here make a distribution.
private func law<Distribution>(_ distribution: Distribution?) -> Distribution {
  guard let distribution else { preconditionFailure("these parameters make no distribution") }
  return distribution
}
