import Statistics

/// Natural cubic splines of a number: cubic between knots, straight beyond the boundary knots.
///
/// The columns are cubic B-splines without the first, turned by Householder reflections so that
/// two of them carry the second derivatives at the boundary, and without those two: R's columns,
/// sign by sign. Python's `patsy.cr` spans the same curves together with the intercept by other
/// columns: fitted values agree, coefficients do not.
///
/// **Reference:** Hastie (1992), Generalized additive models, in Chambers and Hastie, Statistical
/// Models in S; de Boor (1978), A Practical Guide to Splines.
/// **Same as:** R `splines::ns(x, df)`, `ns(x, knots, Boundary.knots)` and `predict` of them.
struct NaturalSpline: Sendable, Hashable, Codable {
  /// The boundary knots.
  let lower: Double
  let upper: Double
  /// The inner knots, ascending.
  let knots: [Double]

  static let knotLimit = 200

  /// How many columns there are.
  var width: Int { knots.count + 1 }

  // MARK: Fitting

  /// - Throws: `invalidArgument` for degrees of freedom outside 1 to 201, and for knots that do not
  ///   ascend inside the boundary; `constantColumn`; `undefined` when quantiles coincide.
  init(_ values: [Double], knots: SplineKnots, column: String) throws(EvaluationError) {
    let sorted = values.sorted()
    guard let least = sorted.first, let most = sorted.last, least < most else {
      throw .constantColumn(
        column: column, rows: values.count, found: sorted.first.map { formatted($0) } ?? "empty")
    }
    switch knots {
    case .quantiles(let freedom):
      guard (1...(Self.knotLimit + 1)).contains(freedom) else {
        throw .invalidArgument(
          name: "the degrees of freedom of \(excerpt(column))",
          needed: "between 1 and \(Self.knotLimit + 1)", found: "\(freedom)")
      }
      (lower, upper) = (least, most)
      self.knots = (1..<max(1, freedom)).map { place in
        // Hyndman and Fan's type 7.
        let position = Double(sorted.count - 1) * Double(place) / Double(freedom)
        let below = min(sorted.count - 2, Int(position))
        let fraction = position - Double(below)
        return sorted[below] + fraction * (sorted[below + 1] - sorted[below])
      }
      guard isCoherent else {
        throw .undefined(
          what: "the knots of \(excerpt(column))",
          needed: "fewer degrees of freedom, or knots of your own",
          found: "ties, by which quantiles coincide")
      }
    case .at(let places, let boundary):
      (lower, upper) = (boundary?.lowerBound ?? least, boundary?.upperBound ?? most)
      self.knots = places
      guard isCoherent else {
        throw .invalidArgument(
          name: "the knots of \(excerpt(column))",
          needed: "ascending between the boundary knots, at most \(Self.knotLimit)",
          found: places.prefix(5).map { formatted($0) }.joined(separator: ", "))
      }
    }
  }

  private enum CodingKeys: String, CodingKey { case lower, upper, knots }

  /// Decodes a basis, refusing knots that do not ascend.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    lower = try fields.decode(Double.self, forKey: .lower)
    upper = try fields.decode(Double.self, forKey: .upper)
    knots = try fields.decode([Double].self, forKey: .knots)
    guard isCoherent else {
      throw DecodingError.dataCorruptedError(
        forKey: .knots, in: fields, debugDescription: "needs ascending knots")
    }
  }

  private var isCoherent: Bool {
    let all = unitKnots
    return lower < upper && (upper - lower).isFinite
      && knots.count <= Self.knotLimit && knots.allSatisfy(\.isFinite)
      && zip(all, all.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Boundary and inner knots with the boundary at 0 and 1.
  private var unitKnots: [Double] { [0] + knots.map(unit) + [1] }

  private func unit(_ value: Double) -> Double { (value - lower) / (upper - lower) }

  // MARK: Using

  /// The columns of some numbers; straight lines beyond the boundary.
  ///
  /// - Complexity: O(numbers x knots).
  func columns(_ values: [Double]) -> [[Double]] {
    let splines = BSplines(breaks: unitKnots)
    let turn = Turn(
      Array(splines.derivatives(at: 0, order: 2).dropFirst()),
      Array(splines.derivatives(at: 1, order: 2).dropFirst()))
    func row(_ values: [Double]) -> [Double] { turn.applied(to: Array(values.dropFirst())) }
    let ends = [0.0, 1.0].map {
      (value: row(splines.values(at: $0)), slope: row(splines.derivatives(at: $0, order: 1)))
    }
    var result = [[Double]](
      repeating: [Double](repeating: 0, count: values.count), count: width)
    for (place, value) in values.enumerated() {
      let point = unit(value)
      let cells: [Double]
      if point >= 0, point <= 1 {
        cells = row(splines.values(at: point))
      } else {
        let (end, distance) = point < 0 ? (ends[0], point) : (ends[1], point - 1)
        cells = zip(end.value, end.slope).map { $0 + distance * $1 }
      }
      for column in 0..<width { result[column][place] = cells[column] }
    }
    return result
  }

  /// The derivatives of the columns by the number itself.
  ///
  /// - Complexity: O(values x knots).
  func slopes(_ values: [Double]) -> [[Double]] {
    let splines = BSplines(breaks: unitKnots)
    let turn = Turn(
      Array(splines.derivatives(at: 0, order: 2).dropFirst()),
      Array(splines.derivatives(at: 1, order: 2).dropFirst()))
    let rows = values.map { value in
      // Beyond the boundary the curve is straight.
      let point = min(1, max(0, unit(value)))
      return turn.applied(to: Array(splines.derivatives(at: point, order: 1).dropFirst()))
    }
    return (0..<width).map { column in rows.map { $0[column] / (upper - lower) } }
  }
}

// MARK: - B-splines

/// Cubic B-splines over breaks from 0 to 1, each end four times a knot.
private struct BSplines {
  private let knots: [Double]
  private var count: Int { knots.count - 4 }

  init(breaks: [Double]) {
    knots = [0, 0, 0] + breaks + [1, 1, 1]
  }

  /// The splines of an order (degree plus one) at a point between 0 and 1.
  private func values(at point: Double, order: Int) -> [Double] {
    // The last interval is closed.
    let inner = knots.indices.dropFirst(3).dropLast(4)
    let interval = inner.last { knots[$0] <= point } ?? 3
    var values = [Double](repeating: 0, count: knots.count - 1)
    values[interval] = 1
    for degree in 1..<max(1, order) {
      for place in 0..<(knots.count - 1 - degree) {
        let (left, right) = (knots[place + degree] - knots[place], values[place])
        let next = knots[place + degree + 1] - knots[place + 1]
        values[place] =
          (left > 0 ? (point - knots[place]) / left * right : 0)
          + (next > 0 ? (knots[place + degree + 1] - point) / next * values[place + 1] : 0)
      }
    }
    return values
  }

  func values(at point: Double) -> [Double] { Array(values(at: point, order: 4).prefix(count)) }

  /// Derivatives of the cubic splines at a point, by differences of splines of lower degree.
  func derivatives(at point: Double, order: Int) -> [Double] {
    var values = values(at: point, order: 4 - order)
    for degree in (4 - order)..<4 {
      for place in 0..<(knots.count - 1 - degree) {
        let left = knots[place + degree] - knots[place]
        let next = knots[place + degree + 1] - knots[place + 1]
        values[place] =
          Double(degree)
          * ((left > 0 ? values[place] / left : 0) - (next > 0 ? values[place + 1] / next : 0))
      }
    }
    return Array(values.prefix(count))
  }
}

/// Two Householder reflections that turn two vectors into the first two coordinates, as LINPACK's
/// `dqrdc` forms them; what they leave of a vector behind those.
private struct Turn {
  private let mirrors: [[Double]]

  init(_ first: [Double], _ second: [Double]) {
    let one = Self.mirror(first, from: 0)
    mirrors = [one, Self.mirror(Self.reflected(second, by: one, from: 0), from: 1)]
  }

  private static func mirror(_ vector: [Double], from start: Int) -> [Double] {
    let length = vector[start...].reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { return vector.map { _ in 0 } }
    let signed = vector[start] < 0 ? -length : length
    var result = vector.map { $0 / signed }
    for place in 0..<start { result[place] = 0 }
    result[start] += 1
    return result
  }

  private static func reflected(
    _ vector: [Double], by mirror: [Double], from start: Int
  ) -> [Double] {
    guard mirror[start] != 0 else { return vector }
    let factor = zip(mirror, vector).reduce(0) { $0 + $1.0 * $1.1 } / mirror[start]
    return zip(vector, mirror).map { $0 - factor * $1 }
  }

  func applied(to vector: [Double]) -> [Double] {
    var result = vector
    for (place, mirror) in mirrors.enumerated() {
      result = Self.reflected(result, by: mirror, from: place)
    }
    return Array(result.dropFirst(2))
  }
}
