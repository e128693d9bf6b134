import LinearAlgebra
import Statistics

extension GeneralizedProblem {
  /// The covariance by the estimator asked for, with dispersion and leverages.
  ///
  /// Every estimator stands on the expected information, as R's do. Rows with a frequency count as
  /// that many people, each with the same score.
  ///
  /// The classical one is the inverse information, times Pearson's statistic over n - k where the
  /// dispersion is estimated.
  ///
  /// - Throws: `notConverged` when the information cannot be inverted; what `Sandwich` throws.
  func estimated<Rows: RowLikelihood>(
    _ iteration: IteratedWeights<Rows>, estimatesDispersion: Bool = false
  ) throws(EvaluationError) -> Estimated {
    let information = iteration.information
    let perPerson = frequencies.map { zip(information, $0).map { $0 / $1 } } ?? information
    guard let factors = iteration.informationFactors(information), let bread = factors.bread,
      let leverages = factors.leverages(perPerson)
    else {
      throw .notConverged(
        method: "\(model) of \(outcome)", iterations: iteration.iterations,
        found: "the information matrix cannot be inverted")
    }
    let freedom = Double(observationCount - design.names.count)
    let scores = iteration.scores
    // Pearson's statistic: (y - m)^2 / V = score^2 / information, for the expected information.
    let dispersion =
      estimatesDispersion
      ? zip(scores, information).reduce(0) { $0 + ($1.1 > 0 ? $1.0 * $1.0 / $1.1 : 0) } / freedom
      : 1
    let classical = bread.scaled(by: dispersion)
    let t = estimatesDispersion ? freedom : nil
    guard estimator != .classical else {
      try refuseVanished(classical)
      return Estimated(
        covariance: classical, degreesOfFreedom: t, dispersion: dispersion, leverages: leverages)
    }
    guard let basis = factors.basis,
      let sandwich = Sandwich(
        basis: basis, inverse: factors.inverse, workingResiduals: residuals(scores),
        weights: perPerson)
    else { throw Self.outOfRange }
    let found = try sandwich.covariance(
      estimator, classical: classical, clusters: clusters, crossing: crossing)
    return Estimated(
      covariance: found.matrix.scaled(by: peopleFactor),
      degreesOfFreedom: clusters == nil ? t : found.degreesOfFreedom, dispersion: dispersion,
      leverages: leverages)
  }

  /// Scores as a sandwich wants them: sums within clusters need a row's whole score, sums of squares
  /// those of its people.
  private func residuals(_ scores: [Double]) -> [Double] {
    guard let frequencies, clusters == nil else { return scores }
    return zip(scores, frequencies).map { $0 / $1.squareRoot() }
  }

  /// What turns corrections for the number of rows into those for the number of people.
  private var peopleFactor: Double {
    guard frequencies != nil else { return 1 }
    let (rows, people) = (Double(design.matrix.rowCount), Double(observationCount))
    let columns = Double(design.names.count)
    switch estimator {
    case .hc1: return people / (people - columns) / (rows / (rows - columns))
    case .clusterCR1:
      return (people - 1) / (people - columns) / ((rows - 1) / (rows - columns))
    default: return 1
    }
  }

  /// Variances that vanish or overflow would pass for certainty.
  private func refuseVanished(_ covariance: Matrix) throws(EvaluationError) {
    guard covariance.elements.allSatisfy(\.isFinite),
      covariance.diagonal.allSatisfy({ $0 > 1e-290 })
    else { throw Self.outOfRange }
  }

  private static var outOfRange: EvaluationError {
    .overflow(
      what: "the covariance of the coefficients",
      needed: "columns and an outcome between about 1e-145 and 1e145; rescale them",
      found: "variances that a Double cannot hold")
  }
}
