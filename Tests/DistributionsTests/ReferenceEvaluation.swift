import Distributions

/// The value that the library gives for a case of the reference file, or nil for an unknown
/// function.
///
/// The name is `family.function`; the arguments are the parameters, then the point.
func evaluateReference(_ name: String, _ arguments: [Double]) -> Double? {
  let parts = name.split(separator: ".").map(String.init)
  guard parts.count == 2, let point = arguments.last else { return nil }
  let parameters = arguments.dropLast()
  let first = parameters.first ?? .nan
  let last = parameters.last ?? .nan
  switch parts[0] {
  case "special": return special(parts[1], first, last, point)
  case "normal":
    return Normal(mean: first, standardDeviation: last).flatMap { value(of: $0, parts[1], point) }
  case "t": return StudentT(degreesOfFreedom: first).flatMap { value(of: $0, parts[1], point) }
  case "chiSquared":
    return ChiSquared(degreesOfFreedom: first).flatMap { value(of: $0, parts[1], point) }
  case "f":
    return FDistribution(numeratorDegreesOfFreedom: first, denominatorDegreesOfFreedom: last)
      .flatMap { value(of: $0, parts[1], point) }
  case "beta": return Beta(alpha: first, beta: last).flatMap { value(of: $0, parts[1], point) }
  case "gamma": return Gamma(shape: first, scale: last).flatMap { value(of: $0, parts[1], point) }
  case "binomial":
    return Int(exactly: first).flatMap { Binomial(trials: $0, probability: last) }
      .flatMap { value(of: $0, parts[1], point) }
  case "poisson": return Poisson(mean: first).flatMap { value(of: $0, parts[1], point) }
  default: return nil
  }
}

private func special(_ function: String, _ a: Double, _ b: Double, _ x: Double) -> Double? {
  switch function {
  case "erf": SpecialFunctions.erf(x)
  case "erfc": SpecialFunctions.erfc(x)
  case "erfcx": SpecialFunctions.erfcx(x)
  case "inverseErfc": SpecialFunctions.inverseErfc(x)
  case "logGamma": SpecialFunctions.logGamma(x)
  case "logBeta": SpecialFunctions.logBeta(a, x)
  case "gammaP": SpecialFunctions.regularizedLowerGamma(x, shape: a)
  case "gammaQ": SpecialFunctions.regularizedUpperGamma(x, shape: a)
  case "betaI": SpecialFunctions.regularizedBeta(x, alpha: a, beta: b)
  case "betaComplement": SpecialFunctions.regularizedBetaComplement(x, alpha: a, beta: b)
  case "betaInverse": SpecialFunctions.inverseRegularizedBeta(x, alpha: a, beta: b)
  default: nil
  }
}

private func value(
  of distribution: some ContinuousDistribution, _ function: String, _ x: Double
) -> Double? {
  switch function {
  case "pdf": distribution.pdf(x)
  case "logPDF": distribution.logPDF(x)
  case "cdf": distribution.cdf(x)
  case "survival": distribution.survival(x)
  case "logCDF": distribution.logCDF(x)
  case "logSurvival": distribution.logSurvival(x)
  case "quantile": distribution.quantile(x)
  case "quantileSurvival": distribution.quantile(survival: x)
  default: nil
  }
}

private func value(
  of distribution: some DiscreteDistribution, _ function: String, _ x: Double
) -> Double? {
  switch function {
  case "quantile": return distribution.quantile(x).map(Double.init)
  case "quantileSurvival": return distribution.quantile(survival: x).map(Double.init)
  default: break
  }
  guard let k = Int(exactly: x) else { return nil }
  return switch function {
  case "pmf": distribution.pmf(k)
  case "logPMF": distribution.logPMF(k)
  case "cdf": distribution.cdf(k)
  case "survival": distribution.survival(k)
  case "logCDF": distribution.logCDF(k)
  case "logSurvival": distribution.logSurvival(k)
  default: nil
  }
}
