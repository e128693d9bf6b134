import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the mean of an outcome depends on the linear predictor.
///
/// With eta the linear predictor and g the link, the mean is the inverse g^-1(eta).
///
/// **Reference:** McCullagh and Nelder (1989), Generalized Linear Models, section 2.2.
/// **Same as:** R `make.link`.
public enum LinkFunction: String, Sendable, Hashable, Codable, CaseIterable,
  CustomStringConvertible
{
  /// The mean itself.
  case identity
  /// The log odds: mean = 1 / (1 + exp(-eta)).
  case logit
  /// The standard normal quantile: mean = Phi(eta).
  case probit
  /// The logarithm: mean = exp(eta).
  case log

  /// The mean at a linear predictor, accurate where it is tiny; NaN for NaN.
  public func mean(_ predictor: Double) -> Double {
    switch self {
    case .identity: predictor
    case .logit: LogitRows.probability(predictor)
    case .probit: Normal.standard.cdf(predictor)
    case .log: exponential(predictor)
    }
  }

  /// The linear predictor at a mean; NaN for a mean that no predictor has.
  public func predictor(_ mean: Double) -> Double {
    switch self {
    case .identity: mean
    case .logit: logarithm(mean) - logarithm(1 - mean)
    case .probit: Normal.standard.quantile(mean)
    case .log: logarithm(mean)
    }
  }

  /// The derivative of the mean by the linear predictor.
  public func slope(_ predictor: Double) -> Double {
    switch self {
    case .identity: 1
    case .logit: LogitRows.variance(predictor)
    case .probit: Normal.standard.pdf(predictor)
    case .log: exponential(predictor)
    }
  }

  /// The second derivative of the mean by the linear predictor.
  public func curvature(_ predictor: Double) -> Double {
    switch self {
    case .identity: 0
    case .logit:
      LogitRows.variance(predictor)
        * (LogitRows.probability(-predictor) - LogitRows.probability(predictor))
    case .probit: -predictor * Normal.standard.pdf(predictor)
    case .log: exponential(predictor)
    }
  }

  /// Its name.
  public var description: String { rawValue }
}

/// The natural logarithm, for files that need no other function of the C library.
func logarithm(_ value: Double) -> Double { log(value) }

/// The exponential, for files that need no other function of the C library.
func exponential(_ value: Double) -> Double { exp(value) }
