import LinearAlgebra
import Statistics

/// The parts that every sandwich covariance is made of: bread, scores, leverages.
struct Sandwich {
  /// The inverse of the (weighted) cross-product of the design.
  let bread: Matrix
  /// The design.
  let design: Matrix
  /// For each row the derivative of its log likelihood by the linear predictor: weight times residual.
  let workingResiduals: [Double]
  /// For each row its weight in the cross-product; nil for one.
  let weights: [Double]?

  private var rowCount: Int { design.rowCount }
  private var columnCount: Int { design.columnCount }

  // MARK: Heteroskedasticity

  /// Bread, meat of squared working residuals over (1 - leverage)^power, bread.
  ///
  /// - Throws: `invalidValues` when a leverage of one leaves nothing to divide by.
  func heteroskedastic(leveragePower power: Int) throws(EvaluationError) -> Matrix {
    var meatWeights = workingResiduals.map { $0 * $0 }
    if power > 0 {
      let leverages = leverages
      let full = leverages.indices.filter { leverages[$0] > 1 - 1e-10 }
      guard full.isEmpty else {
        throw .invalidValues(
          column: "leverage", rows: AffectedRows(full.map { $0 + 1 }),
          needed:
            "leverages below 1 for HC2 and HC3; use HC1 or drop the coefficient that only these rows inform",
          found: "1")
      }
      for row in meatWeights.indices {
        let remainder = 1 - leverages[row]
        meatWeights[row] /= power == 1 ? remainder : remainder * remainder
      }
    }
    return between(crossproduct(design, weights: meatWeights))
  }

  /// The diagonal of the hat matrix.
  ///
  /// - Complexity: O(rows x columns^2).
  var leverages: [Double] {
    (0..<rowCount).map { row in
      var sum = 0.0
      for first in 0..<columnCount {
        for second in 0..<columnCount {
          sum += design[row, first] * bread[first, second] * design[row, second]
        }
      }
      return sum * (weights?[row] ?? 1)
    }
  }

  // MARK: Clusters

  /// Bread, meat of scores summed within clusters, bread; without any correction.
  ///
  /// - Complexity: O(rows x columns + clusters x columns^2).
  func clustered(codes: [Int], count: Int) -> Matrix {
    var sums = Matrix(rows: count, columns: columnCount)
    for column in 0..<columnCount {
      for row in 0..<rowCount {
        sums[codes[row], column] += design[row, column] * workingResiduals[row]
      }
    }
    return between(crossproduct(sums, weights: nil))
  }

  // MARK: Products

  private func crossproduct(_ matrix: Matrix, weights: [Double]?) -> Matrix {
    var result = Matrix(rows: columnCount, columns: columnCount)
    for first in 0..<columnCount {
      for second in first..<columnCount {
        var sum = 0.0
        for row in 0..<matrix.rowCount {
          sum += matrix[row, first] * matrix[row, second] * (weights?[row] ?? 1)
        }
        result[first, second] = sum
        result[second, first] = sum
      }
    }
    return result
  }

  /// Bread x meat x bread, symmetric to the last bit.
  private func between(_ meat: Matrix) -> Matrix {
    guard var result = bread.times(meat)?.times(bread) else { return meat }
    for row in 0..<columnCount {
      for column in 0..<row {
        let mean = (result[row, column] + result[column, row]) / 2
        result[row, column] = mean
        result[column, row] = mean
      }
    }
    return result
  }
}

// MARK: - Estimators

extension Sandwich {
  /// The covariance by an estimator, with its degrees of freedom; `classical` is the model's own.
  func covariance(
    _ estimator: CovarianceEstimator, classical: Matrix, clusters: Clusters?
  ) throws(EvaluationError) -> (matrix: Matrix, degreesOfFreedom: Double) {
    let residualFreedom = Double(rowCount - columnCount)
    switch estimator {
    case .classical: return (classical, residualFreedom)
    case .hc0: return (try heteroskedastic(leveragePower: 0), residualFreedom)
    case .hc1:
      let factor = Double(rowCount) / residualFreedom
      return (try heteroskedastic(leveragePower: 0).scaled(by: factor), residualFreedom)
    case .hc2: return (try heteroskedastic(leveragePower: 1), residualFreedom)
    case .hc3: return (try heteroskedastic(leveragePower: 2), residualFreedom)
    case .clusterCR1(let column):
      guard let clusters else { throw .missingColumn(column: column, available: []) }
      guard clusters.count >= 2 else {
        throw .tooFew(what: "clusters in \(column)", needed: 2, found: clusters.count)
      }
      let groups = Double(clusters.count)
      let factor = groups / (groups - 1) * Double(rowCount - 1) / residualFreedom
      return (
        clustered(codes: clusters.codes, count: clusters.count).scaled(by: factor), groups - 1
      )
    }
  }
}

/// Which cluster each row belongs to, counted from zero.
package struct Clusters: Sendable, Hashable {
  let codes: [Int]
  let count: Int

  /// Codes from 0 to count - 1, one a row.
  package init(codes: [Int], count: Int) {
    self.codes = codes
    self.count = count
  }
}

extension Matrix {
  func scaled(by factor: Double) -> Matrix {
    Matrix(rows: rowCount, columns: columnCount, elements: elements.map { $0 * factor }) ?? self
  }
}
