public import Statistics

extension Money {
  /// Divides an amount by weights so that the parts add up to it to the minor unit.
  ///
  /// Each part is rounded towards zero; what remains goes unit by unit to the largest remainders, of equal
  /// ones to the earlier.
  ///
  /// - Parameter weights: not negative, not all zero unless the amount is zero; at most 100,000.
  /// - Returns: one part a weight, in order.
  /// - Throws: `invalidArgument` for weights that are negative, missing, too many, or all zero for an
  ///   amount that is not.
  /// - Complexity: O(n log n).
  ///
  /// **Reference:** Hamilton's method of largest remainders.
  public func allocated(by weights: [ExactRatio]) throws(EvaluationError) -> [Money] {
    let sum = weights.reduce(ExactRatio(0)) { $0 + $1 }
    guard (1...100_000).contains(weights.count), weights.allSatisfy({ !$0.isNegative }),
      !sum.isZero || isZero
    else {
      throw .invalidArgument(
        name: "the weights of an allocation",
        needed: "1 to 100,000 weights, none negative, not all zero",
        found: weights.count > 8 ? "\(weights.count) weights" : "\(weights.map(\.description))")
    }
    guard !sum.isZero else { return weights.map { _ in self } }
    var parts: [(whole: UInt64, remainder: ExactRatio)] = []
    var left = minorUnits.magnitude
    for weight in weights {
      let exact = ExactRatio(BigInteger(minorUnits.magnitude), over: BigInteger(1)) * weight
      let part = exact.divided(by: sum) ?? 0
      let (quotient, _) = part.numerator.quotientAndRemainder(dividingBy: part.denominator)
      let whole = quotient.limbs.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) }
      left -= whole
      parts.append((whole, part - ExactRatio(quotient, over: BigInteger(1))))
    }
    let order = parts.indices.sorted { first, second in
      parts[first].remainder == parts[second].remainder
        ? first < second : parts[second].remainder < parts[first].remainder
    }
    for index in order.prefix(Int(left)) { parts[index].whole += 1 }
    return parts.map { part in
      Money(
        minorUnits: Int64(truncatingIfNeeded: isNegative ? 0 &- part.whole : part.whole),
        currency: currency)
    }
  }
}
