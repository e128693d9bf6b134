import DataFrames
import LinearAlgebra
import Regression
import Statistics

/// What a two-way regression takes from a frame, without rows that are the only ones of their unit
/// or period.
struct TwoWayRows {
  let cases: CompleteCases
  let singletons: AffectedRows
  /// The treatment and the covariates.
  let names: [String]
  /// One column a coefficient.
  let predictors: [[Double]]
  let response: [Double]
  let weights: [Double]?
  let units: [Int]
  let unitCount: Int
  let periods: [Int]
  let periodCount: Int
  /// Codes of the clusters; nil without.
  let clusters: [Int]?
  let clusterCount: Int

  var count: Int { response.count }

  init(
    _ frame: DataFrame, outcome: String, treatment: String, unit: String, time: String,
    covariates: [String], weights: String?, cluster: String?, missing: MissingCells
  ) throws(EvaluationError) {
    try PanelTable.refuseRepeated([outcome, treatment, unit, time] + covariates)
    var used = [outcome, treatment, unit, time] + covariates
    if let weights { used.append(weights) }
    if let cluster { used.append(cluster) }
    let all = try frame.rows(using: used, missing: missing)
    let design = try DesignMatrix(frame, predictors: [treatment] + covariates, in: all)
    let unitGroups = try frame.groups(of: unit, in: all)
    let timeGroups = try frame.groups(of: time, in: all)
    let kept = AbsorbedFactors.withoutSingletons([unitGroups.codes, timeGroups.codes])
    let isKept = Set(kept)
    let left = kept.count == all.count ? [] : (0..<all.count).filter { !isKept.contains($0) }
    singletons = AffectedRows(left.map { all.rows[$0] + 1 })
    cases = all
    names = Array(design.names.dropFirst())
    predictors = (1..<design.names.count).map { column in
      let values = design.matrix.column(column)
      return kept.map { values[$0] }
    }
    let outcomes = try PanelTable.outcomes(frame, outcome, in: all)
    response = kept.map { outcomes[$0] }
    if let weights {
      let values = try frame.completeNumbers(of: weights, in: all)
      let faulty = values.indices.filter { !(values[$0] > 0 && values[$0].isFinite) }
      if let first = faulty.first {
        throw .invalidValues(
          column: weights, rows: AffectedRows(faulty.map { all.rows[$0] + 1 }),
          needed: "positive weights", found: "\(values[first])")
      }
      self.weights = kept.map { values[$0] }
    } else {
      self.weights = nil
    }
    (units, unitCount) = AbsorbedFactors.renumbered(unitGroups.codes, keeping: kept)
    (periods, periodCount) = AbsorbedFactors.renumbered(timeGroups.codes, keeping: kept)
    if let cluster {
      let groups = try frame.groups(of: cluster, in: all)
      let found = AbsorbedFactors.renumbered(groups.codes, keeping: kept)
      (clusters, clusterCount) = (found.codes, found.count)
      guard clusterCount >= 2 else {
        throw .tooFew(what: "clusters in \(excerpt(cluster))", needed: 2, found: clusterCount)
      }
    } else {
      (clusters, clusterCount) = (nil, 0)
    }
    guard unitCount >= 2 else {
      throw .tooFew(what: "units with two rows", needed: 2, found: unitCount)
    }
    guard periodCount >= 2 else {
      throw .tooFew(what: "periods with two rows", needed: 2, found: periodCount)
    }
  }

  /// Whether every code of one kind meets a single cluster.
  func areNested(_ codes: [Int]) -> Bool {
    guard let clusters else { return false }
    return AbsorbedFactors.areNested(codes, in: clusters)
  }
}
