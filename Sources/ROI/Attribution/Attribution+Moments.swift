extension Attribution {
  // MARK: Moments

  /// The mean of the shares held possible, exactly, printed as "expected" beside the point.
  ///
  /// The point itself; the midpoint (low + high) / 2; (low + mostLikely + high) / 3 for a triangular
  /// one; (low + 4 mostLikely + high) / 6 for PERT.
  public var expected: ExactRatio {
    let (low, high, peak) = (ExactRatio(low), ExactRatio(high), point)
    switch shape {
    case .point, .range: return point
    case .triangular: return (low + peak + high) * ExactRatio(BigInteger(1), over: BigInteger(3))
    case .pert: return (low + peak * 4 + high) * ExactRatio(BigInteger(1), over: BigInteger(6))
    }
  }

  /// The variance of the shares held possible, exactly; 0 for a point.
  ///
  /// With the width w = high - low: w²/12 for a range; (w² - (mostLikely - low)(high - mostLikely))/18
  /// for a triangular one; (w + 4 (mostLikely - low)) (w + 4 (high - mostLikely)) / 252 for PERT, the
  /// variance of its beta distribution.
  ///
  /// **Same as:** `scipy.stats.triang.var`, `scipy.stats.beta.var`.
  public var variance: ExactRatio {
    let (low, high, peak) = (ExactRatio(low), ExactRatio(high), point)
    let (width, rise, fall) = (high - low, peak - low, high - peak)
    switch shape {
    case .point: return 0
    case .range: return width * width * ExactRatio(BigInteger(1), over: BigInteger(12))
    case .triangular:
      return (width * width - rise * fall) * ExactRatio(BigInteger(1), over: BigInteger(18))
    case .pert:
      return (width + rise * 4) * (width + fall * 4)
        * ExactRatio(BigInteger(1), over: BigInteger(252))
    }
  }

  /// The standard deviation of the shares held possible, by ``standardDeviationConvention``.
  public var standardDeviation: Double { variance.value.squareRoot() }

  /// Which standard deviation is meant; nil for a point.
  ///
  /// PERT's is that of its beta distribution. The planners' range / 6 is another number; PERT of
  /// Distributions has it beside its own.
  public var standardDeviationConvention: String? {
    switch shape {
    case .point: nil
    case .range: "uniform: range / sqrt(12)"
    case .triangular: "triangular"
    case .pert: "of the beta distribution, not range / 6"
    }
  }
}
