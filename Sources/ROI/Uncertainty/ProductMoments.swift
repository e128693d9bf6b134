import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Exact moments of value and net benefit for independent inputs, with the delta method beside them.
///
/// The mean of a product is the product of the means. Its variance is prod(v + m²) - prod(m²), summed
/// factor by factor so that nothing cancels; the delta method keeps only the sum of v times the other
/// squared means, without the cross terms, and is therefore smaller. Net benefit subtracts the cost: the
/// variances add. A figure is nil where an input has no such moment.
///
/// **Reference:** Goodman (1960), doi:10.1080/01621459.1960.10483369; JCGM 100:2008, section 5, for the
/// delta method.
public struct ProductMoments: Sendable, Hashable, CustomStringConvertible {
  /// The mean of the value.
  public let valueMean: Double?
  /// The variance of the value.
  public let valueVariance: Double?
  /// The standard deviation of the value by the delta method.
  public let valueDeltaMethodDeviation: Double?
  /// The mean of the net benefit.
  public let netMean: Double?
  /// The standard deviation of the net benefit.
  public let netStandardDeviation: Double?
  /// The standard deviation of the net benefit by the delta method.
  public let netDeltaMethodDeviation: Double?

  /// The standard deviation of the value.
  public var valueStandardDeviation: Double? { valueVariance?.squareRoot() }

  init(factors: [InputDistribution], constant: Double, cost: InputDistribution) {
    var mean: Double? = constant
    var variance: Double? = 0
    var linear: Double? = 0
    for factor in factors {
      if let m = mean, let v = variance, let l = linear, let mu = factor.mean,
        let spread = factor.variance
      {
        variance = v * spread + v * mu * mu + spread * m * m
        linear = l * mu * mu + spread * m * m
      } else {
        (variance, linear) = (nil, nil)
      }
      mean = mean.flatMap { m in factor.mean.map { m * $0 } }
    }
    func finite(_ figure: Double?) -> Double? { figure.flatMap { $0.isFinite ? $0 : nil } }
    func joined(_ figure: Double?) -> Double? {
      finite(figure.flatMap { f in cost.variance.map { (f + $0).squareRoot() } })
    }
    valueMean = finite(mean)
    valueVariance = finite(variance)
    valueDeltaMethodDeviation = finite(linear?.squareRoot())
    netMean = finite(mean.flatMap { m in cost.mean.map { m - $0 } })
    netStandardDeviation = joined(variance)
    netDeltaMethodDeviation = joined(linear)
  }

  /// Mean and both standard deviations of the net benefit.
  public var description: String {
    func words(_ figure: Double?) -> String { figure.map { formatted($0) } ?? "undefined" }
    return "expected net benefit \(words(netMean)), sd \(words(netStandardDeviation)) "
      + "(delta method \(words(netDeltaMethodDeviation)))"
  }
}
