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
    let kept = Self.withoutSingletons(unitGroups.codes, timeGroups.codes)
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
    (units, unitCount) = Self.renumbered(unitGroups.codes, kept)
    (periods, periodCount) = Self.renumbered(timeGroups.codes, kept)
    if let cluster {
      let groups = try frame.groups(of: cluster, in: all)
      let codes = Self.renumbered(groups.codes, kept)
      (clusters, clusterCount) = (codes.0, codes.1)
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

  /// The rows whose unit and period have other rows, again and again until all have.
  private static func withoutSingletons(_ units: [Int], _ periods: [Int]) -> [Int] {
    var kept = Array(units.indices)
    while true {
      var (ofUnit, ofPeriod): ([Int: Int], [Int: Int]) = ([:], [:])
      for row in kept {
        ofUnit[units[row], default: 0] += 1
        ofPeriod[periods[row], default: 0] += 1
      }
      let next = kept.filter { ofUnit[units[$0]] ?? 0 > 1 && ofPeriod[periods[$0]] ?? 0 > 1 }
      if next.count == kept.count { return kept }
      kept = next
    }
  }

  /// The codes of the rows kept without gaps, in their order.
  private static func renumbered(_ codes: [Int], _ kept: [Int]) -> ([Int], Int) {
    let present = Set(kept.map { codes[$0] }).sorted()
    var places: [Int: Int] = [:]
    for (place, code) in present.enumerated() { places[code] = place }
    return (kept.map { places[codes[$0]] ?? 0 }, present.count)
  }

  /// Whether every code of one kind meets a single cluster.
  func areNested(_ codes: [Int]) -> Bool {
    guard let clusters else { return false }
    var found: [Int: Int] = [:]
    for row in codes.indices {
      if let cluster = found[codes[row]], cluster != clusters[row] { return false }
      found[codes[row]] = clusters[row]
    }
    return true
  }
}
