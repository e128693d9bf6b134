import Statistics

/// Powers of a number up to a degree, as they are or orthogonal in the rows fitted.
///
/// Orthogonal columns sum to zero, have unit length and no correlation in the rows fitted. They
/// come from the three-term recurrence p(j + 1) = (x - a(j)) p(j) - n(j) / n(j - 1) p(j - 1), whose
/// numbers are stored, so that new rows get the same columns.
///
/// **Reference:** Forsythe (1957), doi:10.1137/0105007; Kennedy and Gentle (1980), Statistical
/// Computing, 343-344.
/// **Same as:** R `poly(x, degree)` and `predict(poly(x, degree), new)`.
struct PolynomialBasis: Sendable, Hashable, Codable {
  let degree: Int
  let isRaw: Bool
  /// The mean of the rows fitted, and their largest distance from it; 0 and 1 for raw powers.
  private let center: Double
  private let scale: Double
  /// a(0) to a(degree - 1), and n(0) to n(degree), in these coordinates.
  private let shifts: [Double]
  private let norms: [Double]

  static let degreeLimit = 30

  // MARK: Fitting

  /// - Throws: `invalidArgument` for a degree outside 1 to 30; `tooFew` without more different
  ///   numbers than the degree.
  init(
    _ values: [Double], degree: Int, isRaw: Bool, column: String
  ) throws(EvaluationError) {
    guard (1...Self.degreeLimit).contains(degree) else {
      throw .invalidArgument(
        name: "the degree of \(excerpt(column))", needed: "between 1 and \(Self.degreeLimit)",
        found: "\(degree)")
    }
    let different = Set(values).count
    guard different > degree else {
      throw .tooFew(
        what: "different numbers in \(excerpt(column)) for degree \(degree)", needed: degree + 1,
        found: different)
    }
    self.degree = degree
    self.isRaw = isRaw
    guard !isRaw else {
      (center, scale, shifts, norms) = (0, 1, [], [])
      return
    }
    let count = Double(values.count)
    // Twice, so that the mean of numbers far from zero keeps its digits.
    let first = values.reduce(0) { $0 + $1 / count }
    center = first + values.reduce(0) { $0 + ($1 - first) / count }
    let center = center
    scale = values.reduce(0) { max($0, abs($1 - center)) }
    let scale = scale
    let points = values.map { ($0 - center) / scale }
    var (previous, current) = (points.map { _ in 0.0 }, points.map { _ in 1.0 })
    var (shifts, norms): ([Double], [Double]) = ([], [count])
    for order in 0..<degree {
      let weighted = points.indices.reduce(0) { $0 + points[$1] * current[$1] * current[$1] }
      let shift = weighted / norms[order]
      let back = order == 0 ? 0 : norms[order] / norms[order - 1]
      let next = points.indices.map { (points[$0] - shift) * current[$0] - back * previous[$0] }
      shifts.append(shift)
      norms.append(next.reduce(0) { $0 + $1 * $1 })
      (previous, current) = (current, next)
    }
    self.shifts = shifts
    self.norms = norms
    guard isCoherent else {
      throw .undefined(
        what: "the polynomial of \(excerpt(column))", needed: "a lower degree",
        found: "numbers that lie too close together for degree \(degree)")
    }
  }

  private enum CodingKeys: String, CodingKey { case degree, isRaw, center, scale, shifts, norms }

  /// Decodes a basis, refusing numbers that no data give.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    degree = try fields.decode(Int.self, forKey: .degree)
    isRaw = try fields.decode(Bool.self, forKey: .isRaw)
    center = try fields.decode(Double.self, forKey: .center)
    scale = try fields.decode(Double.self, forKey: .scale)
    shifts = try fields.decode([Double].self, forKey: .shifts)
    norms = try fields.decode([Double].self, forKey: .norms)
    guard (1...Self.degreeLimit).contains(degree), isCoherent else {
      throw DecodingError.dataCorruptedError(
        forKey: .norms, in: fields, debugDescription: "needs the numbers of a polynomial basis")
    }
  }

  private var isCoherent: Bool {
    let (steps, lengths) = isRaw ? (0, 0) : (degree, degree + 1)
    return shifts.count == steps && norms.count == lengths && center.isFinite && scale > 0
      && scale.isFinite && shifts.allSatisfy(\.isFinite)
      && norms.allSatisfy { $0 > 0 && $0.isFinite }
  }

  // MARK: Using

  /// The columns of some numbers, which may leave the range of `Double` far from those fitted.
  func columns(_ values: [Double]) -> [[Double]] {
    var result: [[Double]] = []
    if isRaw {
      for power in 0..<degree {
        result.append(power == 0 ? values : zip(result[power - 1], values).map { $0 * $1 })
      }
      return result
    }
    let points = values.map { ($0 - center) / scale }
    var (previous, current) = (points.map { _ in 0.0 }, points.map { _ in 1.0 })
    for order in 0..<degree {
      let back = order == 0 ? 0 : norms[order] / norms[order - 1]
      let next = points.indices.map {
        (points[$0] - shifts[order]) * current[$0] - back * previous[$0]
      }
      let length = norms[order + 1].squareRoot()
      result.append(next.map { $0 / length })
      (previous, current) = (current, next)
    }
    return result
  }

  /// The derivatives of the columns by the number itself.
  ///
  /// - Complexity: O(values x degree).
  func slopes(_ values: [Double]) -> [[Double]] {
    if isRaw {
      let ones = [Double](repeating: 1, count: values.count)
      let powers = [ones] + columns(values)
      return (0..<degree).map { power -> [Double] in
        let factor = Double(power + 1)
        return powers[power].map { factor * $0 }
      }
    }
    let points = values.map { ($0 - center) / scale }
    let zeros = points.map { _ in 0.0 }
    var (previous, current) = (zeros, points.map { _ in 1.0 })
    var (previousSlope, currentSlope) = (zeros, zeros)
    var result: [[Double]] = []
    for order in 0..<degree {
      let back = order == 0 ? 0 : norms[order] / norms[order - 1]
      let shift = shifts[order]
      let next = points.indices.map { (points[$0] - shift) * current[$0] - back * previous[$0] }
      let nextSlope = points.indices.map { place -> Double in
        let carried = (points[place] - shift) * currentSlope[place]
        return current[place] + carried - back * previousSlope[place]
      }
      let length = norms[order + 1].squareRoot() * scale
      result.append(nextSlope.map { $0 / length })
      (previous, current) = (current, next)
      (previousSlope, currentSlope) = (currentSlope, nextSlope)
    }
    return result
  }
}
