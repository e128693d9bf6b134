import Statistics

/// Takes the effects of several factors out of a column: what remains is orthogonal to all levels.
///
/// The means of the factor with the most levels are taken out exactly. The effects of the others
/// then solve a least-squares problem beside it, by conjugate gradients with the levels' weights as
/// preconditioner. Each step lowers the sum of squares of what is still wrong in the column, and by
/// how much is known; steps go on until the last few together would not change what remains in its
/// thirteenth digit. All is done twice, so that what rounding left of large effects is taken out.
///
/// **Reference:** Hestenes and Stiefel (1952), doi:10.6028/jres.049.044; Strakoš and Tichý (2002),
/// ETNA 13, 56-80, for the stopping rule; Correia (2016), Linear Models with High-Dimensional Fixed
/// Effects, for conjugate gradients in this problem.
/// **Same as:** R `fixest::demean`, `lfe::demeanlist`; Stata `reghdfe`'s transform.
struct EffectElimination {
  private let factors: AbsorbedFactors
  private let weights: [Double]?
  /// The factor that is taken out exactly.
  private let main: Int
  private let others: [Int]
  /// Where the effects of each of the others begin in one list.
  private let offsets: [Int]
  private let size: Int
  private let mainWeights: [Double]
  /// The sum of weights of each level of the others.
  private let diagonal: [Double]

  static let iterationLimit = 10_000

  init(_ factors: AbsorbedFactors, weights: [Double]?) {
    self.factors = factors
    self.weights = weights
    let main = factors.counts.indices.max { factors.counts[$0] < factors.counts[$1] } ?? 0
    self.main = main
    others = factors.counts.indices.filter { $0 != main }
    var (offsets, size): ([Int], Int) = ([], 0)
    for factor in others {
      offsets.append(size)
      size += factors.counts[factor]
    }
    (self.offsets, self.size) = (offsets, size)
    var mainWeights = [Double](repeating: 0, count: factors.counts[main])
    for (row, code) in factors.codes[main].enumerated() { mainWeights[code] += weights?[row] ?? 1 }
    self.mainWeights = mainWeights
    var diagonal = [Double](repeating: 0, count: size)
    for (place, factor) in others.enumerated() {
      for (row, code) in factors.codes[factor].enumerated() {
        diagonal[offsets[place] + code] += weights?[row] ?? 1
      }
    }
    self.diagonal = diagonal
  }

  // MARK: Eliminating

  /// What remains of a column beside all effects, and how many steps it took.
  ///
  /// - Throws: `notConverged` after ``iterationLimit`` steps; `cancelled` with the task.
  /// - Complexity: O(rows x factors) a step.
  func residuals(
    _ values: [Double], name: String
  ) throws(EvaluationError) -> (values: [Double], steps: Int) {
    var rest = values
    var steps = 0
    removeMeans(&rest)
    for _ in 0..<2 {
      if !others.isEmpty { steps += try eliminate(&rest, name: name) }
      removeMeans(&rest)
    }
    return (rest, steps)
  }

  private func eliminate(
    _ rest: inout [Double], name: String
  ) throws(EvaluationError) -> Int {
    var direction = zip(sums(rest), diagonal).map { $0 / $1 }
    var slope = zip(direction, diagonal).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
    var image = rest
    // The squares that each of the last steps took away.
    var gains: [Double] = []
    let total = squares(rest)
    var left = total
    for step in 1...Self.iterationLimit {
      guard !Task.isCancelled else {
        throw .cancelled(
          what: "taking the effects out of \(excerpt(name))", done: step,
          of: Self.iterationLimit)
      }
      spread(direction, into: &image)
      removeMeans(&image)
      // The step that leaves least, measured and not derived: where only rounding is left, along a
      // direction that moves nothing, it does no harm.
      let (product, curvature) = products(rest, image)
      guard product > 0, curvature > 0, product.isFinite else { return step }
      let length = product / curvature
      for row in rest.indices { rest[row] -= length * image[row] }
      gains.append(length * product)
      left = max(0, left - length * product)
      // What is still wrong is about what the last four steps took; where nothing remains, rounding.
      let recent = gains.suffix(4).reduce(0, +)
      if gains.count >= 4, recent <= 1e-26 * max(left, 1e-6 * total) { return step }
      let scaled = zip(sums(rest), diagonal).map { $0 / $1 }
      let next = zip(scaled, diagonal).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
      guard next > 0, slope > 0 else { return step }
      let share = next / slope
      for place in direction.indices {
        direction[place] = scaled[place] + share * direction[place]
      }
      slope = next
    }
    let share = (gains.suffix(4).reduce(0, +) / total).squareRoot()
    throw .notConverged(
      method: "taking the effects out of \(excerpt(name))", iterations: Self.iterationLimit,
      found: "the last steps still moved \(formatted(share, significantDigits: 3)) of its length")
  }

  // MARK: Passes over the rows

  private func removeMeans(_ values: inout [Double]) {
    let codes = factors.codes[main]
    var sums = [Double](repeating: 0, count: mainWeights.count)
    if let weights {
      for row in values.indices { sums[codes[row]] += weights[row] * values[row] }
    } else {
      for row in values.indices { sums[codes[row]] += values[row] }
    }
    for code in sums.indices { sums[code] /= mainWeights[code] }
    for row in values.indices { values[row] -= sums[codes[row]] }
  }

  /// The weighted sums of a column over the levels of the others.
  private func sums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: size)
    for (place, factor) in others.enumerated() {
      let (codes, offset) = (factors.codes[factor], offsets[place])
      if let weights {
        for row in values.indices { sums[offset + codes[row]] += weights[row] * values[row] }
      } else {
        for row in values.indices { sums[offset + codes[row]] += values[row] }
      }
    }
    return sums
  }

  /// Each row's effects added up.
  private func spread(_ effects: [Double], into values: inout [Double]) {
    for (place, factor) in others.enumerated() {
      let (codes, offset) = (factors.codes[factor], offsets[place])
      if place == 0 {
        for row in values.indices { values[row] = effects[offset + codes[row]] }
      } else {
        for row in values.indices { values[row] += effects[offset + codes[row]] }
      }
    }
  }

  private func squares(_ values: [Double]) -> Double {
    var sum = 0.0
    if let weights {
      for row in values.indices { sum += weights[row] * values[row] * values[row] }
    } else {
      for row in values.indices { sum += values[row] * values[row] }
    }
    return sum
  }

  /// The weighted products of two columns, and of the second with itself.
  private func products(_ first: [Double], _ second: [Double]) -> (Double, Double) {
    var (mixed, own) = (0.0, 0.0)
    for row in first.indices {
      let weighted = second[row] * (weights?[row] ?? 1)
      mixed += first[row] * weighted
      own += second[row] * weighted
    }
    return (mixed, own)
  }
}
