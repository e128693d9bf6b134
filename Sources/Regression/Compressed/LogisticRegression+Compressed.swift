import LinearAlgebra
public import Statistics

extension LogisticRegression {
  /// Fits an outcome of zeros and ones in compressed rows: the coefficients and covariance of the raw
  /// rows from the counts of each cell.
  ///
  /// - Parameters:
  ///   - design: the cells, with an outcome of 0 and 1 and weights of one.
  ///   - method: maximum likelihood, or Firth's.
  ///   - covariance: what a logistic regression with frequencies has; CR0 and CR1 take the clusters of
  ///     the design.
  /// - Throws: `invalidValues`, with cells in place of rows, for an outcome other than 0 and 1 and for
  ///   weights other than one; what fitting to rows throws.
  /// - Complexity: O(cells x columns^2) a step.
  public init(
    _ design: CompressedDesign, method: LogisticMethod = .maximumLikelihood,
    covariance: CovarianceEstimator = .classical
  ) throws(EvaluationError) {
    let cells = design.cells
    let weighted = cells.indices.filter { cells[$0].weight != 1 }
    if let first = weighted.first {
      throw .invalidValues(
        column: "weights", rows: AffectedRows(weighted.map { $0 + 1 }),
        needed: "weights of one in the cells of a logistic regression",
        found: "\(cells[first].weight)")
    }
    var (places, response, frequencies): ([Int], [Double], [Double]) = ([], [], [])
    var faulty: [Int] = []
    for (place, cell) in cells.enumerated() {
      guard let counts = Self.counts(of: cell.outcome) else {
        faulty.append(place + 1)
        continue
      }
      for (value, count) in [(1.0, counts.ones), (0, counts.zeros)] where count > 0 {
        places.append(place)
        response.append(value)
        frequencies.append(count)
      }
    }
    guard faulty.isEmpty else {
      throw .invalidValues(
        column: design.outcome, rows: AffectedRows(faulty), needed: "an outcome of 0 and 1",
        found: "other numbers")
    }
    let columns = design.columns.indices.map { column in places.map { cells[$0].values[column] } }
    let matrix = Matrix(columns: columns) ?? Matrix(rows: 0, columns: 0)
    var clusters: Clusters?
    if design.hasClusters == true, !covariance.clusterColumns.isEmpty {
      let names = Set(cells.compactMap(\.cluster)).sorted()
      let codes = Dictionary(zip(names, names.indices)) { first, _ in first }
      clusters = Clusters(
        codes: places.map { cells[$0].cluster.flatMap { codes[$0] } ?? 0 }, count: names.count)
    }
    try self.init(
      GeneralizedProblem(
        model: "logistic regression", design: DesignMatrix(names: design.columns, matrix: matrix),
        outcome: design.outcome, response: response, priorWeights: nil, trials: nil,
        frequencies: frequencies, offset: nil, offsetColumns: OffsetColumns(),
        estimator: covariance, clusters: clusters, crossing: nil, cases: nil),
      method: method)
  }

  /// How many ones and zeros have such moments; nil when other numbers do.
  private static func counts(of moments: Moments) -> (ones: Double, zeros: Double)? {
    let size = Double(moments.count)
    guard let mean = moments.mean, let squares = moments.sumOfSquaredDeviations else { return nil }
    let ones = (mean * size).rounded()
    let zeros = size - ones
    let expected = ones * (zeros / size)
    guard ones >= 0, zeros >= 0, abs(mean * size - ones) <= 1e-6,
      abs(squares - expected) <= 1e-9 * (expected + 1)
    else { return nil }
    return (ones, zeros)
  }
}
