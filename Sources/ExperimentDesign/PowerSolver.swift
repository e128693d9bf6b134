import Distributions
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PowerDesign {
  /// The x of a positive range at which the power is a target, for a power that rises with x.
  ///
  /// - Parameters:
  ///   - range: where to look.
  ///   - power: the target.
  ///   - what: what is solved for, for the refusal.
  ///   - guess: a better x from an x and its signal.
  ///   - signal: the signal at x.
  /// - Returns: nil where the whole range has at least that power.
  /// - Throws: `unreachable` where none of it has.
  func solve(
    over range: ClosedRange<Double>, power: Double, what: String,
    guess: (Double, TestSignal) -> Double,
    _ signal: (Double) throws(EvaluationError) -> TestSignal
  ) throws(EvaluationError) -> Double? {
    func excess(_ x: Double) throws(EvaluationError) -> Double {
      test.rejection(try signal(x)).excess(over: power)
    }
    // Two steps of the normal approximation, then outward until the root is enclosed.
    var start = min(max(100, range.lowerBound), range.upperBound)
    for _ in 0..<3 {
      let next = guess(start, try signal(start))
      guard next.isFinite else { break }
      start = min(max(next, range.lowerBound), range.upperBound)
    }
    var (low, high) = (start, start)
    var factor = 1.02
    if try excess(start) < 0 {
      repeat {
        low = high
        high = min(high * factor, range.upperBound)
        if high == low {
          let attainable = test.power(try signal(range.upperBound))
          throw .unreachable(
            what: what, reason: range.upperBound == largestSize ? .outOfRange : .ceiling,
            needed: power, attainable: attainable)
        }
        factor *= factor
      } while try excess(high) < 0
    } else {
      repeat {
        high = low
        low = max(low / factor, range.lowerBound)
        if low == high { return nil }
        factor *= factor
      } while try excess(low) >= 0
    }
    // Relative to the bracket's scale, so that the last steps are not of rounding alone.
    let root = RootFinding.bracketed(
      between: log(low / start), and: log(high / start), tolerance: 1e-12
    ) { (try? excess(start * exp($0))) ?? .nan }
    guard let root else {
      throw .undefined(
        what: what, needed: "a power that rises steadily", found: "\(low) to \(high)")
    }
    return start * exp(root)
  }
}

extension SignificanceTest {
  /// The size of the shift that has a power, for the reference distribution of a signal.
  func shift(power: Double, like signal: TestSignal) throws(EvaluationError) -> Double {
    let rejector = Rejector(self, like: signal)
    let side: Double = alternative == .less ? -1 : 1
    func excess(_ shift: Double) -> Double {
      rejector.rejection(side * shift).excess(over: power)
    }
    let critical = rejector.critical
    let freedom = signal.degreesOfFreedom ?? .infinity
    // Of t given its shift, by the variance of its denominator.
    let spread = (1 + critical / freedom * critical / 2).squareRoot()
    let guess = max(critical + Normal.standard.quantile(power) * spread, 0.01 * spread)
    if let root = rejector.newton(from: guess, side: side, power: power) { return root }

    var step = 0.05 * spread
    var (low, high) = (guess, guess)
    if excess(guess) < 0 {
      repeat {
        low = high
        high += step
        step *= 4
      } while high < 1e89 && excess(high) < 0
    } else {
      repeat {
        high = low
        low = max(low - step, 0)
        step *= 4
      } while low > 0 && excess(low) >= 0
    }
    guard
      let root = RootFinding.bracketed(between: low, and: high, tolerance: 1e-13 * high, excess)
    else {
      throw .unreachable(
        what: "the detectable effect", reason: .outOfRange, needed: power,
        attainable: self.power(signal))
    }
    return root
  }
}

extension Rejector {
  /// The shift that has a power by Newton's method inside a bracket; nil where the slope is not
  /// cheap, or the steps do not settle.
  fileprivate func newton(from guess: Double, side: Double, power: Double) -> Double? {
    var shift = guess
    var bracket = (low: 0.0, high: Double.infinity)
    for _ in 0..<20 {
      guard let slope = slope(shift) else { return nil }
      let found = rejection(side * shift)
      let excess = found.excess(over: power)
      if excess == 0 { return shift }
      if excess < 0 { bracket.low = shift } else { bracket.high = shift }
      let step = -excess * (power <= 0.5 ? found.power : found.miss) / slope
      let next = shift + step
      guard next > bracket.low, next < bracket.high else { return nil }
      // What is left after a step that small is its square.
      if abs(step) < 1e-8 * shift { return next }
      shift = next
    }
    return nil
  }
}
