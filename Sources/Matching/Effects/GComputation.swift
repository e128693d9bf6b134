import DataFrames
import LinearAlgebra
import Regression
import Statistics

extension MatchedSample {
  /// The contrast predicted with every covariate interacted, averaged over the people asked for.
  func gComputation(
    _ sets: OutcomeSets, people: DataFrame, outcome: String, covariates: [String]
  ) throws(EvaluationError) -> SampleContrast {
    guard method.replacement.limit == 1 else {
      throw .invalidArgument(
        name: "the estimator of a cohort matched with replacement",
        needed: "weightedMeans, whose error is Abadie and Imbens's", found: "g-computation")
    }
    guard !covariates.isEmpty, !covariates.contains(outcome), !covariates.contains(treatment) else {
      throw .invalidArgument(
        name: "the covariates of g-computation",
        needed: "columns other than treatment and outcome", found: "\(covariates.count) columns")
    }
    var rows: [Int] = []
    var treated: [Bool] = []
    var clusters: [Int] = []
    for (number, set) in sets.sets.enumerated() {
      for (members, isTreated) in [(set.treated, true), (set.controls, false)] {
        rows += members
        treated += members.map { _ in isTreated }
        clusters += members.map { _ in number }
      }
    }
    let weights = rows.map { sets.weights[$0] }
    // The people whose average is asked for, by their weights.
    let shares = zip(treated, weights).map { isTreated, weight in
      target == .all || isTreated == (target == .treated) ? weight : 0
    }
    let design = try InteractedDesign(
      people.selecting(rows: rows), treatment: treatment, treated: treated,
      covariates: covariates, shares: shares)
    let isClustered = subclasses.isEmpty
    let model = try LinearRegression(
      design.matrix, response: rows.map { sets.values[$0] }, outcome: outcome, weights: weights,
      estimator: isClustered ? .clusterCR1(column: "matched set") : .hc3,
      clusters: isClustered ? Clusters(codes: clusters, count: sets.sets.count) : nil)
    let contrast = try model.estimate(ofCombination: design.contrast)
    let control = try model.estimate(ofCombination: design.control)
    return SampleContrast(
      value: contrast.value, treatedMean: control.value + contrast.value,
      controlMean: control.value, uncertainty: contrast.uncertainty)
  }
}

/// The columns of outcome ~ treatment x covariates, and the averages that predictions are made for.
private struct InteractedDesign {
  let matrix: DesignMatrix
  /// The combination of coefficients that is the average contrast.
  let contrast: [Double]
  /// The combination that is the average prediction without treatment.
  let control: [Double]

  init(
    _ matched: DataFrame, treatment: String, treated: [Bool], covariates: [String],
    shares: [Double]
  ) throws(EvaluationError) {
    let flags = treated.map { $0 ? 1.0 : 0.0 }
    var names = [DesignMatrix.interceptName, treatment]
    var elements = [Double](repeating: 1, count: treated.count) + flags
    var contrast = [0.0, 1.0]
    var control = [1.0, 0.0]
    let total = shares.reduce(0, +)
    for covariate in covariates {
      let coded = try CodedColumn(matched, covariate, in: nil)
      for index in coded.columns.indices.dropFirst(coded.reference == nil ? 0 : 1) {
        guard names.count < DesignMatrix.elementLimit / max(1, treated.count) - 2 else {
          throw .overflow(
            what: "the design of g-computation", needed: "fewer levels", found: coded.columns[index]
          )
        }
        let values = coded.indicator(index, rows: treated.count)
        let average = zip(values, shares).reduce(0) { $0 + $1.0 * $1.1 } / total
        names += [coded.columns[index], "\(treatment):\(coded.columns[index])"]
        elements += values + zip(values, flags).map { $0 * $1 }
        contrast += [0, average]
        control += [average, 0]
      }
    }
    try DesignMatrix.refuseClashes(names)
    guard let matrix = Matrix(rows: treated.count, columns: names.count, elements: elements) else {
      throw .tooFew(what: "matched rows", needed: 1, found: 0)
    }
    self.matrix = DesignMatrix(names: names, matrix: matrix)
    self.contrast = contrast
    self.control = control
  }
}
