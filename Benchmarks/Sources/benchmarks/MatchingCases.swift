import Foundation
import ProgramEvaluation

/// A cohort matched 1:1 on the score of one covariate: score, pairs and balance.
///
/// With `pairsAlone` the score is left out on both sides: ours is then the whole call less a
/// logistic regression like the one inside it, timed right after.
func cohortCase(_ folder: URL, rows: Int, pairsAlone: Bool) throws -> Case {
  let people = Dataset.people(rows: rows, covariates: 1, intercept: -1.5, seed: 5)
  let size = "\(rows / 1000)k"
  return try matchingCase(
    folder.appendingPathComponent("cohort-\(rows)-\(pairsAlone)"), people, covariates: ["x1"],
    title: pairsAlone ? "pairs and balance \(size) x 1, score given" : "whole cohort \(size) x 1",
    peers: (rows <= 20_000 ? ["argmin-loop"] : []) + ["union-find", "sklearn"],
    withoutScore: pairsAlone)
}

/// The balance table of eight covariates over 200,000 rows of which few are treated, so that the
/// pairs cost next to nothing; the score is left out on both sides.
func balanceCase(_ folder: URL) throws -> Case {
  let people = Dataset.people(rows: 200_000, covariates: 8, intercept: -5, seed: 6)
  return try matchingCase(
    folder.appendingPathComponent("balance"), people, covariates: (1...8).map { "x\($0)" },
    title: "balance 200k x 8, score given", peers: ["union-find"], withoutScore: true)
}

/// Optimal pairs on the score of one covariate, with balance, beside scipy's assignment of every
/// treated row to every control; the score is left out on both sides.
func optimalCase(_ folder: URL) throws -> Case {
  try matchingCase(
    folder.appendingPathComponent("optimal"),
    Dataset.people(rows: 10_000, covariates: 1, intercept: -1.5, seed: 7), covariates: ["x1"],
    title: "optimal pairs and balance 10k x 1, score given", peers: ["assignment"],
    withoutScore: true, method: .optimal())
}

private func matchingCase(
  _ data: URL, _ people: Dataset, covariates: [String], title: String, peers: [String],
  withoutScore: Bool, method: MatchingMethod = .nearestNeighbor()
) throws -> Case {
  try people.write(to: data)
  let frame = try people.frame
  let stages: Set<String>? = withoutScore ? ["pairs", "balance"] : nil
  func match() throws -> MatchedSample {
    try MatchedSample(frame, treatment: "treated", covariates: covariates, method: method)
  }
  return Case(
    title: title,
    peers: peers.map {
      Peer(
        $0, .python, $0, data: data, stages: stages,
        isEasier: ["sklearn", "assignment"].contains($0))
    },
    figures: {
      let cohort = try match()
      let total = cohort.balance.rows.dropFirst().reduce(0.0) { sum, row in
        let after = abs(cohort.balance.standardizedDifference(row) ?? 0)
        return sum + after + row.before.distributionMaximumDifference
          + (row.before.varianceRatio ?? 0) + (row.after.pairDistance ?? 0)
      }
      return [Double(cohort.pairs.count), cohort.totalDistance, total]
    },
    // The peer's scores differ in the last digits, which may turn a near tie.
    tolerance: 1e-4,
    sample: {
      let whole = try seconds { _ = try match() }
      guard withoutScore else { return whole }
      return whole
        - (try seconds {
          _ = try LogisticRegression(frame, outcome: "treated", predictors: covariates)
        })
    })
}
