import Distributions

/// The value that the library gives for a case of the reference files, or nil for an unknown
/// function.
///
/// The name is `family.function`; the arguments are the parameters, then the point.
func evaluateReference(_ name: String, _ arguments: [Double]) -> Double? {
  let parts = name.split(separator: ".").map(String.init)
  guard parts.count == 2, let point = arguments.last else { return nil }
  let parameters = Array(arguments.dropLast())
  if parts[0] == "special" {
    return special(parts[1], parameters.first ?? .nan, parameters.last ?? .nan, point)
  }
  if let law = continuousLaw(parts[0], parameters) { return value(of: law, parts[1], point) }
  if let law = discreteLaw(parts[0], parameters) { return value(of: law, parts[1], point) }
  return nil
}

/// The distribution of a family's name in the reference files, with its parameters in order.
func continuousLaw(_ family: String, _ parameters: [Double]) -> (any ContinuousDistribution)? {
  let (a, b) = (parameters.first ?? .nan, parameters.count > 1 ? parameters[1] : .nan)
  let (c, d) = (parameters.count > 2 ? parameters[2] : .nan, parameters.last ?? .nan)
  return switch family {
  case "normal": Normal(mean: a, standardDeviation: b)
  case "t": StudentT(degreesOfFreedom: a)
  case "nct": NoncentralT(degreesOfFreedom: a, noncentrality: b)
  case "chiSquared": ChiSquared(degreesOfFreedom: a)
  case "f": FDistribution(numeratorDegreesOfFreedom: a, denominatorDegreesOfFreedom: b)
  case "beta": Beta(alpha: a, beta: b)
  case "gamma": Gamma(shape: a, scale: b)
  case "lognormal": LogNormal(logMean: a, logStandardDeviation: b)
  case "exponential": Exponential(mean: a)
  case "weibull": Weibull(shape: a, scale: b)
  case "uniform": Uniform(lower: a, upper: b)
  case "triangular": Triangular(lower: a, mode: b, upper: c)
  case "pert": PERT(lower: a, mode: b, upper: c, weight: d)
  default: nil
  }
}

/// The same for counts.
func discreteLaw(_ family: String, _ parameters: [Double]) -> (any DiscreteDistribution)? {
  let (a, b) = (parameters.first ?? .nan, parameters.count > 1 ? parameters[1] : .nan)
  let c = parameters.last ?? .nan
  return switch family {
  case "poisson": Poisson(mean: a)
  case "binomial": Int(exactly: a).flatMap { Binomial(trials: $0, probability: b) }
  case "betaBinomial": Int(exactly: a).flatMap { BetaBinomial(trials: $0, alpha: b, beta: c) }
  case "hypergeometric":
    Int(exactly: a).flatMap {
      Hypergeometric(population: $0, successes: Int(b), draws: Int(c))
    }
  case "negativeBinomial": NegativeBinomial(size: a, probability: b)
  case "negativeBinomialMean": NegativeBinomial(size: a, mean: b)
  default: nil
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
  of distribution: any ContinuousDistribution, _ function: String, _ x: Double
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
  of distribution: any DiscreteDistribution, _ function: String, _ x: Double
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
