import Distributions
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which way an effect is looked for.
public enum EffectDirection: String, Sendable, Hashable, Codable, CaseIterable {
  /// A positive effect: the treated arm has more.
  case increase
  /// A negative effect: the treated arm has less.
  case decrease

  var sign: Double { self == .increase ? 1 : -1 }
}

extension PowerDesign {
  // MARK: Sample size

  /// The smallest study that finds an effect with a given power.
  ///
  /// - Parameters:
  ///   - effect: the effect to be found, treatment minus control.
  ///   - power: the chance of finding it, inside (0, 1).
  /// - Returns: the exact size to 1e-10, the whole numbers that it is rounded up to, and the power
  ///   that those attain.
  /// - Throws: `invalidArgument` for a power or an effect that cannot be; `unreachable` with the
  ///   reason where no size will do.
  /// - Complexity: O(1), about ten evaluations of the power.
  public func sampleSize(
    effect: Double, power: Double = 0.8
  ) throws(EvaluationError) -> SampleSizePlan {
    try check(effect: effect)
    try checkReachable(power: power, effect: effect, what: "the sample size")
    let solution = try solve(
      over: sizeRange, power: power, what: "the sample size",
      guess: { size, signal in
        let critical = Rejector(test, like: signal).critical
        let ratio = (critical + Normal.standard.quantile(power)) / abs(signal.shift)
        return size * ratio * ratio
      },
      { size throws(EvaluationError) in try signal(effect: effect, arms: arms(size)) })
    return try SampleSizePlan(self, exact: solution, effect: effect, power: power)
  }

  // MARK: Detectable effect

  /// The smallest effect that a study of a size finds with a given power.
  ///
  /// - Parameters:
  ///   - size: the units in the treated arm.
  ///   - power: the chance of finding the effect, inside (0, 1).
  ///   - direction: which way a two-sided test's effect is meant; a one-sided test knows.
  /// - Returns: the effect with its sign, to 1e-10.
  /// - Throws: `invalidArgument` for a size or power that cannot be; `unreachable` with the reason
  ///   where no effect will do, such as a rate that would have to exceed 1.
  /// - Complexity: O(1), about ten evaluations of the power.
  ///
  /// **Same as:** `pwr.t.test(n, power)$d` in R for standardised means, which has four digits.
  public func minimumDetectableEffect(
    size: Double, power: Double = 0.8, direction: EffectDirection = .increase
  ) throws(EvaluationError) -> Double {
    try minimumDetectableEffect(arms: arms(size), power: power, direction: direction)
  }

  /// The smallest effect that a study of two sizes finds with a given power.
  ///
  /// - Throws: as ``minimumDetectableEffect(size:power:direction:)``.
  public func minimumDetectableEffect(
    arms: ArmSizes, power: Double = 0.8, direction: EffectDirection = .increase
  ) throws(EvaluationError) -> Double {
    try checkReachable(power: power, what: "the detectable effect")
    let sign: Double =
      switch test.alternative {
      case .twoSided: direction.sign
      case .greater: 1
      case .less: -1
      }
    if let range = effectRange {
      return try effect(
        towards: sign > 0 ? range.upperBound : range.lowerBound, arms: arms, power: power)
    }
    let unit = try checkedSignal(effect: sign, arms: arms)
    return sign * (try test.shift(power: power, like: unit)) / abs(unit.shift)
  }

  /// The first effect on the way to the last possible one that has the power.
  private func effect(
    towards end: Double, arms: ArmSizes, power: Double
  ) throws(EvaluationError) -> Double {
    func excess(_ effect: Double) throws(EvaluationError) -> Double {
      test.rejection(try checkedSignal(effect: effect, arms: arms)).excess(over: power)
    }
    // The variance changes with the effect, so that the power need not rise all the way.
    var before = 0.0
    let steps = 64
    for step in 1...steps {
      let here = step == steps ? end : end * Double(step) / Double(steps)
      if try excess(here) >= 0 {
        let root = RootFinding.bracketed(between: before, and: here, tolerance: 1e-13 * abs(here)) {
          (try? excess($0)) ?? .nan
        }
        if let root { return root }
      }
      before = here
    }
    throw .unreachable(
      what: "the detectable effect", reason: .ceiling, needed: power,
      attainable: try self.power(effect: end, arms: arms))
  }

  // MARK: Level

  /// The level of the test at which a study finds an effect with a given power.
  ///
  /// - Throws: as ``sampleSize(effect:power:)``; `unreachable` where even a level of 1 will not do.
  public func significanceLevel(
    effect: Double, size: Double, power: Double = 0.8
  ) throws(EvaluationError) -> Double {
    try Self.check(power: power)
    let signal = try checkedSignal(effect: effect, arms: arms(size))
    func excess(_ logAlpha: Double) -> Double {
      let level = exp(logAlpha)
      guard
        let other = try? SignificanceTest(
          alpha: min(level, 1 - 0x1p-53), alternative: test.alternative, tails: test.tails)
      else { return .nan }
      return other.rejection(signal).excess(over: power)
    }
    let (low, high) = (log(1.01e-300), -0x1p-53)
    guard excess(high) > 0, excess(low) < 0,
      let root = RootFinding.bracketed(between: low, and: high, tolerance: 1e-14, excess)
    else {
      throw .unreachable(
        what: "the level", reason: excess(high) > 0 ? .outOfRange : .ceiling, needed: power,
        attainable: excess(high) > 0 ? 1 : try self.power(effect: effect, size: size))
    }
    return exp(root)
  }

  // MARK: Checks

  static func check(power: Double) throws(EvaluationError) {
    guard power > 0, power < 1 else {
      throw .invalidArgument(name: "the power", needed: "inside (0, 1)", found: "\(power)")
    }
  }

  /// Refuses a power that the test has without any effect, and an effect that it does not look for.
  func checkReachable(
    power: Double, effect: Double? = nil, what: String
  ) throws(EvaluationError) {
    try Self.check(power: power)
    let base = test.baseLevel
    if effect == 0 {
      throw .unreachable(what: what, reason: .noEffect, needed: power, attainable: base)
    }
    let isWrong =
      switch test.alternative {
      case .twoSided: false
      case .greater: effect ?? 1 < 0
      case .less: effect ?? -1 > 0
      }
    if isWrong {
      throw .unreachable(what: what, reason: .wrongSign, needed: power, attainable: base)
    }
    guard power > base else {
      throw .unreachable(what: what, reason: .powerNotAboveLevel, needed: power, attainable: base)
    }
  }
}
