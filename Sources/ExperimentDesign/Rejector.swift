import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The chance to reject and the chance to miss, each without cancellation.
struct Rejection {
  let power: Double
  let miss: Double

  /// How far the power is from a target, as a difference of logarithms of the smaller chance.
  func excess(over target: Double) -> Double {
    target <= 0.5
      ? log(max(power, 1e-307)) - log(target) : log1p(-target) - log(max(miss, 1e-307))
  }
}

/// A test made ready for the shifts of one reference distribution.
struct Rejector {
  let test: SignificanceTest
  /// The value that the statistic must exceed in size.
  let critical: Double
  private let degreesOfFreedom: Double?
  private let nodes: RootNodes?

  init(_ test: SignificanceTest, like signal: TestSignal) {
    self.test = test
    degreesOfFreedom = signal.degreesOfFreedom
    guard let freedom = signal.degreesOfFreedom else {
      critical = Normal.standard.quantile(survival: test.tailLevel) * signal.criticalFactor
      nodes = nil
      return
    }
    critical =
      (StudentT(degreesOfFreedom: freedom)?.quantile(survival: test.tailLevel) ?? .nan)
      * signal.criticalFactor
    nodes = RootNodes(degreesOfFreedom: freedom, critical: critical)
  }

  /// The chances to reject and to miss at a shift.
  func rejection(_ shift: Double) -> Rejection {
    if test.alternative != .twoSided { return above(test.alternative == .less ? -shift : shift) }
    let own = above(abs(shift))
    // Below -critical lies at most what the normal numerator alone leaves below zero.
    guard test.tails == .both, abs(shift) < 12 else { return own }
    let other: Double
    if let nodes, own.power > RootNodes.smallestTail {
      other = nodes.upper(critical, shift: -abs(shift))
    } else {
      other = above(-abs(shift)).power
    }
    return Rejection(power: min(own.power + other, 1), miss: max(own.miss - other, 0))
  }

  /// The power at a shift, which asks less of the chance to miss than ``rejection(_:)``.
  func power(_ shift: Double) -> Double {
    let towards =
      switch test.alternative {
      case .twoSided: abs(shift)
      case .greater: shift
      case .less: -shift
      }
    guard let nodes else { return rejection(shift).power }
    let own = nodes.upper(critical, shift: towards)
    guard own > RootNodes.smallestTail else { return rejection(shift).power }
    guard test.alternative == .twoSided, test.tails == .both, towards < 8.3 else { return own }
    return min(own + nodes.upper(critical, shift: -towards), 1)
  }

  /// What the power rises by for a unit of shift, or nil where no cheap figure is known.
  func slope(_ shift: Double) -> Double? {
    guard let nodes else { return nil }
    let own = nodes.slope(critical, shift: shift)
    guard test.alternative == .twoSided, test.tails == .both else { return own }
    return own - nodes.slope(critical, shift: -shift)
  }

  /// The chances that the statistic lies above and below its critical value.
  private func above(_ shift: Double) -> Rejection {
    guard let degreesOfFreedom else {
      return Rejection(
        power: Normal.standard.survival(critical - shift),
        miss: Normal.standard.cdf(critical - shift)
      )
    }
    if let nodes {
      let power = nodes.upper(critical, shift: shift)
      if power > RootNodes.smallestTail, power < 1 - RootNodes.smallestTail {
        return Rejection(power: power, miss: 1 - power)
      }
    }
    let tails = NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: shift)?
      .tails(at: critical)
    return Rejection(power: tails?.upper ?? .nan, miss: tails?.lower ?? .nan)
  }
}

extension SignificanceTest {
  /// The chances to reject and to miss under a signal.
  func rejection(_ signal: TestSignal) -> Rejection {
    Rejector(self, like: signal).rejection(signal.shift)
  }

  /// The power of the test under a signal.
  ///
  /// - Complexity: O(1), some microseconds.
  public func power(_ signal: TestSignal) -> Double {
    Rejector(self, like: signal).power(signal.shift)
  }
}
