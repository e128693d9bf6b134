import Statistics

/// Intervals that hold one internal rate each, by exact arithmetic on whole numbers.
///
/// The growth 1 + r runs over (0, 1) and (1, infinity). Each half is mapped onto (0, 1) and halved
/// until Descartes' rule counts no root or exactly one. A pair that does not part after 200 halvings,
/// or after some sixty where the polynomial has a multiple root, touches zero and counts as one.
///
/// **Reference:** Collins, Akritas (1976), Polynomial real root isolation using Descartes' rule of
/// signs.
struct RootIsolation {
  /// Where one rate lies.
  struct Bracket {
    let lower: Double
    let upper: Double
    /// The net present value touches zero here, or the interval is already a point for a `Double`.
    let isTouching: Bool

    var middle: Double { lower + (upper - lower) / 2 }
  }

  /// The degree up to which exact isolation is quick: a node costs degree^2 / 2 additions.
  static let largestDegree = 120

  private(set) var brackets: [Bracket] = []

  init(_ value: ExactPresentValue) {
    let depth = value.mayHaveMultipleRoot ? 60 : 200
    if value.vanishesAtZero { brackets.append(Bracket(lower: 0, upper: 0, isTouching: true)) }
    // Above 0 the variable is r itself; below 0 it is s with 1 / (1 + r) = 1 + s.
    isolate(Self.shifted(value.coefficients.reversed()), depth: depth) { $0 }
    isolate(Self.shifted(value.coefficients), depth: depth) { root in
      (-root).divided(by: root + 1) ?? root
    }
    brackets.sort { $0.lower < $1.lower }
  }

  /// Isolates the positive roots of a polynomial with ascending coefficients.
  private mutating func isolate(
    _ polynomial: [BigInteger], depth: Int, rate: (ExactRatio) -> ExactRatio
  ) {
    let polynomial = Self.withoutZeroRoots(polynomial)
    guard ExactPresentValue.signChanges(of: polynomial) > 0 else { return }
    let power = Self.rootBound(polynomial)
    let degree = polynomial.count - 1
    let scaled = polynomial.enumerated().map { index, coefficient in
      coefficient.shifted(left: power >= 0 ? power * index : -power * (degree - index))
    }
    func point(_ place: BigInteger, _ halvings: Int) -> ExactRatio {
      let shift = power - halvings
      return rate(
        ExactRatio(
          place.shifted(left: max(0, shift)), over: BigInteger(1).shifted(left: max(0, -shift))))
    }
    var waiting = [(polynomial: scaled, place: BigInteger.zero, halvings: 0)]
    let deepest = depth + max(0, power)
    while let node = waiting.popLast() {
      let changes = Self.changesInside(node.polynomial)
      guard changes > 0 else { continue }
      let (one, next) = (
        point(node.place, node.halvings), point(node.place + BigInteger(1), node.halvings)
      )
      if changes == 1 || node.halvings >= deepest {
        let (lower, upper) = (min(one, next).value, max(one, next).value)
        let isPoint = upper - lower <= 0x1p-48 * max(abs(lower), abs(upper))
        brackets.append(
          Bracket(lower: lower, upper: upper, isTouching: changes > 1 || isPoint))
        continue
      }
      let count = node.polynomial.count - 1
      let left = node.polynomial.enumerated().map { $1.shifted(left: count - $0) }
      let right = Self.shifted(left)
      let twice = node.place + node.place
      let middle = twice + BigInteger(1)
      if right[0].isZero {
        let root = point(middle, node.halvings + 1).value
        brackets.append(Bracket(lower: root, upper: root, isTouching: true))
      }
      waiting.append((left, twice, node.halvings + 1))
      waiting.append((Self.withoutZeroRoots(right), middle, node.halvings + 1))
    }
  }

  // MARK: Polynomials

  /// The sign changes that bound the number of roots inside (0, 1), of the same parity.
  private static func changesInside(_ polynomial: [BigInteger]) -> Int {
    ExactPresentValue.signChanges(of: shifted(polynomial.reversed()))
  }

  /// The polynomial of x + 1.
  private static func shifted(_ polynomial: some Sequence<BigInteger>) -> [BigInteger] {
    var result = Array(polynomial)
    for start in result.indices.dropLast() {
      for index in (start..<result.count - 1).reversed() {
        result[index] = result[index] + result[index + 1]
      }
    }
    return result
  }

  private static func withoutZeroRoots(_ polynomial: [BigInteger]) -> [BigInteger] {
    Array(polynomial.drop(while: \.isZero))
  }

  /// A power of two above all positive roots, for a leading coefficient that is not zero: each root
  /// is below 2 max |a_(n-i) / a_n|^(1/i) (Fujiwara).
  private static func rootBound(_ polynomial: [BigInteger]) -> Int {
    let degree = polynomial.count - 1
    var bound = -1_000
    for index in 0..<degree where !polynomial[index].isZero {
      let excess = polynomial[index].bitWidth - polynomial[degree].bitWidth + 1
      let step = degree - index
      bound = max(bound, excess >= 0 ? (excess + step - 1) / step : -(-excess / step))
    }
    return bound + 1
  }
}
