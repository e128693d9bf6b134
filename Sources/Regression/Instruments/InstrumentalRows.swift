import DataFrames
import LinearAlgebra
import Statistics

/// What two-stage least squares takes from a frame: the design of both stages over the same rows.
struct InstrumentalRows {
  let cases: CompleteCases
  let response: [Double]
  /// The weights' square roots; nil for equal weights.
  let roots: [Double]?
  let clusters: Clusters?
  /// Intercept, endogenous columns, covariates.
  let structural: DesignMatrix
  /// Intercept, excluded instruments, covariates.
  let instruments: DesignMatrix
  let endogenousNames: [String]
  let instrumentNames: [String]

  /// Resolves the columns' roles.
  init(
    _ frame: DataFrame, outcome: String, endogenous: [String], instruments: [String],
    covariates: ModelTerms, weights: String?, covariance: CovarianceEstimator,
    missing: MissingCells
  ) throws(EvaluationError) {
    guard !endogenous.isEmpty else {
      throw .tooFew(what: "endogenous columns", needed: 1, found: 0)
    }
    guard !instruments.isEmpty else { throw .tooFew(what: "instruments", needed: 1, found: 0) }
    let roles = [outcome] + endogenous + instruments + covariates.columns
    for (place, name) in roles.enumerated() {
      if let first = roles.firstIndex(of: name), first < place {
        throw .duplicateColumn(column: name, positions: [first + 1, place + 1])
      }
    }
    var used = roles
    if let weights { used.append(weights) }
    if let cluster = covariance.clusterColumn { used.append(cluster) }
    cases = try frame.rows(using: used, missing: missing)
    response = try frame.completeNumbers(of: outcome, in: cases)
    structural = try DesignMatrix(
      frame, predictors: ModelTerms(columns: endogenous) + covariates, in: cases)
    self.instruments = try DesignMatrix(
      frame, predictors: ModelTerms(columns: instruments) + covariates, in: cases)
    endogenousNames = structural.terms.prefix(endogenous.count).flatMap(\.names)
    instrumentNames = self.instruments.terms.prefix(instruments.count).flatMap(\.names)
    guard instrumentNames.count >= endogenousNames.count else {
      throw .tooFew(
        what: "columns of instruments for \(endogenousNames.count) endogenous columns",
        needed: endogenousNames.count, found: instrumentNames.count)
    }
    if let weights {
      let values = try frame.completeNumbers(of: weights, in: cases)
      let faulty = values.indices.filter { !(values[$0] > 0 && values[$0].isFinite) }
      if let first = faulty.first {
        let rows = cases.rows
        throw .invalidValues(
          column: weights, rows: AffectedRows(faulty.map { rows[$0] + 1 }),
          needed: "positive weights", found: "\(values[first])")
      }
      roots = values.map { $0.squareRoot() }
    } else {
      roots = nil
    }
    if let cluster = covariance.clusterColumn {
      let groups = try frame.groups(of: cluster, in: cases)
      clusters = Clusters(codes: groups.codes, count: groups.levels.count)
    } else {
      clusters = nil
    }
  }

  // MARK: Columns times the roots of the weights

  /// Where the endogenous columns stand in the structural design, and the instruments in theirs: after
  /// the intercept.
  var endogenousPlaces: Range<Int> { 1..<(1 + endogenousNames.count) }
  var instrumentPlaces: Range<Int> { 1..<(1 + instrumentNames.count) }

  /// A column of the rows times the roots of the weights.
  func weighted(_ values: [Double]) -> [Double] {
    roots.map { zip(values, $0).map { $0 * $1 } } ?? values
  }

  /// A design times the roots of the weights.
  func weighted(_ design: DesignMatrix) -> Matrix {
    guard roots != nil else { return design.matrix }
    let columns = design.names.indices.map { weighted(design.matrix.column($0)) }
    return Matrix(columns: columns) ?? design.matrix
  }

  /// Intercept and covariates, times the roots of the weights.
  var exogenous: Matrix {
    let places = structural.names.indices.filter { !endogenousPlaces.contains($0) }
    return Matrix(columns: places.map { weighted(structural.matrix.column($0)) })
      ?? structural.matrix
  }
}
