import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Points and weights that stand for a distribution: exact for polynomials of degree 2 n - 1.
///
/// The recurrence of the orthogonal polynomials gives a symmetric tridiagonal matrix; its eigenvalues are
/// the points, and the squared first components of its eigenvectors the weights.
///
/// **Reference:** Golub and Welsch (1969), doi:10.1090/S0025-5718-69-99647-1; Gautschi (2004), Orthogonal
/// Polynomials, section 2.2, for the recurrence of a discrete measure.
struct GaussRule {
  typealias Node = (value: Double, weight: Double)

  let nodes: [Node]

  init(_ nodes: [Node]) { self.nodes = nodes }

  /// Legendre's points between two ends; the weights sum to the distance.
  static func legendre(_ count: Int, from lower: Double, to upper: Double) -> GaussRule {
    let squares = (1..<max(2, count)).map { index in
      let square = Double(index * index)
      return square / (4 * square - 1)
    }
    let half = (upper - lower) / 2
    let rule = points(diagonal: [Double](repeating: 0, count: count), squares: squares)
    return GaussRule(rule.map { (lower + half + half * $0.value, 2 * half * $0.weight) })
  }

  /// The points of a distribution that is given by many points with weights.
  ///
  /// Where all of them are positive the polynomials are in their logarithm, which suits products.
  ///
  /// - Complexity: O(m n²) for m given points.
  init(of measure: [Node], points count: Int) {
    guard measure.count > count, let least = measure.map(\.value).min() else {
      self.init(measure)
      return
    }
    let isPositive = least > 0
    let places = measure.map { isPositive ? log($0.value) : $0.value }
    let total = measure.reduce(0) { $0 + $1.weight }
    let centre = zip(places, measure).reduce(0) { $0 + $1.0 * $1.1.weight } / total
    let spread =
      (zip(places, measure).reduce(0) { $0 + ($1.0 - centre) * ($1.0 - centre) * $1.1.weight }
      / total).squareRoot()
    guard spread > 0, spread.isFinite else {
      self.init([(isPositive ? exp(centre) : centre, total)])
      return
    }
    let scaled = places.map { ($0 - centre) / spread }
    let matrix = Self.recurrence(scaled, measure.map { $0.weight / total }, count)
    let rule = Self.points(diagonal: matrix.diagonal, squares: matrix.squares)
    self.init(
      rule.map { node in
        let place = centre + spread * node.value
        return (isPositive ? exp(place) : place, node.weight * total)
      })
  }

  // MARK: Recurrence

  /// The coefficients of the polynomials that are orthonormal over weighted places, by Stieltjes'
  /// procedure with each one made orthogonal to all before it.
  private static func recurrence(
    _ places: [Double], _ weights: [Double], _ count: Int
  ) -> (diagonal: [Double], squares: [Double]) {
    let roots = weights.map { $0.squareRoot() }
    var basis: [[Double]] = [roots]
    var (diagonal, squares): ([Double], [Double]) = ([], [])
    while true {
      let current = basis[basis.count - 1]
      var next = zip(places, current).map { $0 * $1 }
      diagonal.append(dot(next, current))
      guard diagonal.count < count else { break }
      for known in basis {
        let share = dot(next, known)
        for index in next.indices { next[index] -= share * known[index] }
      }
      let square = dot(next, next)
      // The measure has no more points than that.
      guard square > 1e-24 else { break }
      let length = square.squareRoot()
      for index in next.indices { next[index] /= length }
      squares.append(square)
      basis.append(next)
    }
    return (diagonal, squares)
  }

  private static func dot(_ first: [Double], _ second: [Double]) -> Double {
    var sum = 0.0
    for index in first.indices { sum += first[index] * second[index] }
    return sum
  }

  // MARK: Eigenvalues

  /// Eigenvalues of a symmetric tridiagonal matrix with the squared first components of its
  /// eigenvectors, by the implicit QL method.
  private static func points(diagonal: [Double], squares: [Double]) -> [Node] {
    let count = diagonal.count
    var (d, z) = (diagonal, [Double](repeating: 0, count: count))
    var e = squares.prefix(count - 1).map { $0.squareRoot() } + [0]
    z[0] = 1
    for first in 0..<count {
      for _ in 0..<100 {
        let last =
          (first..<(count - 1)).first { abs(e[$0]) <= 1e-16 * (abs(d[$0]) + abs(d[$0 + 1])) }
          ?? count - 1
        if last == first { break }
        sweep(&d, &e, &z, first, last)
      }
    }
    return zip(d, z).map { ($0, $1 * $1) }.sorted { $0.0 < $1.0 }
  }

  private static func sweep(
    _ d: inout [Double], _ e: inout [Double], _ z: inout [Double], _ first: Int, _ last: Int
  ) {
    var g = (d[first + 1] - d[first]) / (2 * e[first])
    let root = (g * g + 1).squareRoot()
    g = d[last] - d[first] + e[first] / (g + (g < 0 ? -root : root))
    var (sine, cosine, shift) = (1.0, 1.0, 0.0)
    for index in (first..<last).reversed() {
      let (f, b) = (sine * e[index], cosine * e[index])
      let length = (f * f + g * g).squareRoot()
      e[index + 1] = length
      if length == 0 {
        d[index + 1] -= shift
        e[last] = 0
        return
      }
      (sine, cosine) = (f / length, g / length)
      g = d[index + 1] - shift
      let turn = (d[index] - g) * sine + 2 * cosine * b
      shift = sine * turn
      d[index + 1] = g + shift
      g = cosine * turn - b
      (z[index + 1], z[index]) = (
        sine * z[index] + cosine * z[index + 1], cosine * z[index] - sine * z[index + 1]
      )
    }
    d[first] -= shift
    e[first] = g
    e[last] = 0
  }
}

// MARK: - Points of an input

extension InputDistribution {
  /// So many points with weights, enough for an integral of a smooth function: Legendre's on each piece of a
  /// density, or the trapezoidal rule over normal scores, which converges faster than any power of its step.
  func nodes(_ count: Int) -> [GaussRule.Node] {
    switch self {
    case .fixed(let figure): return [(figure, 1)]
    case .uniform(let belief):
      let width = belief.upper - belief.lower
      return GaussRule.legendre(count, from: belief.lower, to: belief.upper).nodes
        .map { ($0.value, $0.weight / width) }
    case .triangular(let belief):
      let pieces = [(belief.lower, belief.mode), (belief.mode, belief.upper)].filter { $0 < $1 }
      return pieces.flatMap { from, to in
        GaussRule.legendre(count / pieces.count, from: from, to: to).nodes
          .map { ($0.value, $0.weight * belief.pdf($0.value)) }
      }
    case .confidence(let belief): return belief.nodes()
    case .pert, .normal, .t, .lognormal:
      let reach = 8.25
      let step = 2 * reach / Double(count - 1)
      return (0..<count).map { index in
        let score = Double(index) * step - reach
        return (value(atNormalScore: score), step * Normal.standard.pdf(score))
      }
    }
  }

  /// Few points that stand for the input, exact for polynomials.
  func rule(points count: Int) -> GaussRule {
    switch self {
    case .fixed, .uniform: GaussRule(nodes(count))
    case .triangular: GaussRule(of: nodes(2 * count), points: count)
    case .pert, .normal, .t, .lognormal, .confidence: GaussRule(of: nodes(133), points: count)
    }
  }
}
