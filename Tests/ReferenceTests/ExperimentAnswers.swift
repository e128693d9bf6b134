import Distributions
import TestSupport

/// What the library answers to a case of `experiments`, by its kind.
struct ExperimentAnswers {
  let inputs: ExperimentInputs
  let folder: ReferenceFolder

  /// The answer, or nil for a kind that is not handled.
  func answer(_ kind: String) throws -> JSONValue? {
    switch kind {
    case "describe": return try describe()
    case "t_test_two_sample": return try twoSampleTest()
    case "t_test_paired": return try pairedTest()
    case "t_test_one_sample": return try oneSampleTest()
    case "cuped": return try cuped()
    case "two_proportion_ci": return try proportionIntervals()
    case "two_proportion_test": return try proportionTests()
    case "adjust": return try adjustedPValues()
    case "srm_chi2": return try sampleRatio()
    case "srm_exact_binomial": return try exactSampleRatio()
    case "regression_adjusted": return try regression()
    case "cluster_difference": return try clusterDifference()
    case "poisson_rate_ci": return try rate()
    case "poisson_two_sample": return try rates()
    case "mann_whitney": return try mannWhitney()
    case "anova_oneway": return try analysisOfVariance(welch: false)
    case "anova_welch": return try analysisOfVariance(welch: true)
    case "icc_anova": return try intraclassCorrelation()
    default:
      return try planning(kind) ?? testing(kind) ?? specialFunction(kind).map(JSONValue.number)
    }
  }

  // MARK: Special functions

  private func specialFunction(_ kind: String) throws -> Double? {
    switch kind {
    case "lgamma": return SpecialFunctions.logGamma(try inputs.number("x"))
    case "digamma": return SpecialFunctions.digamma(try inputs.number("x"))
    case "trigamma": return SpecialFunctions.trigamma(try inputs.number("x"))
    case "lambert_w_minus1": return SpecialFunctions.lambertWMinusOne(try inputs.number("x"))
    case "bvn_cdf":
      return SpecialFunctions.bivariateNormal(
        try inputs.number("h"), try inputs.number("k"), correlation: try inputs.number("rho"))
    case "erf": return SpecialFunctions.erf(try inputs.number("x"))
    case "erfc": return SpecialFunctions.erfc(try inputs.number("x"))
    case "gamma_p":
      return SpecialFunctions.regularizedLowerGamma(
        try inputs.number("x"), shape: try inputs.number("a"))
    case "gamma_q":
      return SpecialFunctions.regularizedUpperGamma(
        try inputs.number("x"), shape: try inputs.number("a"))
    case "beta_i":
      return SpecialFunctions.regularizedBeta(
        try inputs.number("x"), alpha: try inputs.number("a"), beta: try inputs.number("b"))
    case "beta_i_complement":
      return SpecialFunctions.regularizedBetaComplement(
        try inputs.number("x"), alpha: try inputs.number("a"), beta: try inputs.number("b"))
    case "beta_i_inv":
      return SpecialFunctions.inverseRegularizedBeta(
        try inputs.number("p"), alpha: try inputs.number("a"), beta: try inputs.number("b"))
    case "nct_nc_for_sf":
      return NoncentralT.noncentrality(
        survival: try inputs.number("p"), at: try inputs.number("t"),
        degreesOfFreedom: try inputs.number("df"))
    default:
      guard let divide = kind.lastIndex(of: "_") else { return nil }
      return try distribution(
        String(kind[..<divide]), String(kind[kind.index(after: divide)...]))
    }
  }

  private func distribution(_ family: String, _ function: String) throws -> Double? {
    switch family {
    case "norm": return try value(of: Normal.standard, function, at: "x")
    case "t":
      let valid = StudentT(degreesOfFreedom: try inputs.number("df"))
      return try value(of: known(valid), function, at: "t")
    case "nct":
      let valid = NoncentralT(
        degreesOfFreedom: try inputs.number("df"), noncentrality: try inputs.number("nc"))
      return try value(of: known(valid), function, at: "t")
    case "ncx2":
      let valid = NoncentralChiSquared(
        degreesOfFreedom: try inputs.number("df"), noncentrality: try inputs.number("nc"))
      return try value(of: known(valid), function, at: "x")
    case "ncf":
      let valid = NoncentralF(
        numeratorDegreesOfFreedom: try inputs.number("df1"),
        denominatorDegreesOfFreedom: try inputs.number("df2"),
        noncentrality: try inputs.number("nc"))
      return try value(of: known(valid), function, at: "f")
    case "chi2":
      let valid = ChiSquared(degreesOfFreedom: try inputs.number("df"))
      return try value(of: known(valid), function, at: "x")
    case "f":
      let valid = FDistribution(
        numeratorDegreesOfFreedom: try inputs.number("df1"),
        denominatorDegreesOfFreedom: try inputs.number("df2"))
      return try value(of: known(valid), function, at: "f")
    case "binom":
      let valid = Binomial(trials: try inputs.integer("n"), probability: try inputs.number("p"))
      return try value(of: known(valid), function)
    case "poisson":
      let valid = Poisson(mean: try inputs.number("lambda_"))
      return try value(of: known(valid), function)
    default: return try hypergeometric(family, function)
    }
  }

  func known<Value>(_ distribution: Value?) throws -> Value {
    guard let distribution else {
      throw ReferenceFailure("the library refuses the distribution's parameters")
    }
    return distribution
  }

  private func value(
    of distribution: some ContinuousDistribution, _ function: String, at point: String
  ) throws -> Double? {
    switch function {
    case "pdf": distribution.pdf(try inputs.number(point))
    case "logpdf": distribution.logPDF(try inputs.number(point))
    case "cdf": distribution.cdf(try inputs.number(point))
    case "sf": distribution.survival(try inputs.number(point))
    case "logcdf": distribution.logCDF(try inputs.number(point))
    case "logsf": distribution.logSurvival(try inputs.number(point))
    case "ppf": distribution.quantile(try inputs.number("p"))
    case "isf": distribution.quantile(survival: try inputs.number("p"))
    default: nil
    }
  }

  func value(
    of distribution: some DiscreteDistribution, _ function: String
  ) throws -> Double? {
    switch function {
    case "pmf": distribution.pmf(try inputs.integer("k"))
    case "logpmf": distribution.logPMF(try inputs.integer("k"))
    case "cdf": distribution.cdf(try inputs.integer("k"))
    case "sf": distribution.survival(try inputs.integer("k"))
    case "logcdf": distribution.logCDF(try inputs.integer("k"))
    case "logsf": distribution.logSurvival(try inputs.integer("k"))
    default: nil
    }
  }
}
