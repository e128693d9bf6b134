import Statistics

extension LinearRegression {
  /// The share of the outcome's variation that the model explains.
  ///
  /// 1 - residual / total sum of squares, both weighted; nil when the outcome does not vary.
  /// R `summary(m)$r.squared`.
  public var rSquared: Double? {
    guard let totalSumOfSquares, totalSumOfSquares > 0 else { return nil }
    let share = 1 - residualSumOfSquares / totalSumOfSquares
    return share.isFinite ? share : nil
  }

  /// The share with both sums over their degrees of freedom.
  ///
  /// R `summary(m)$adj.r.squared`.
  public var adjustedRSquared: Double? {
    guard let rSquared else { return nil }
    let rows = Double(observationCount)
    let isCentered = coefficientNames.contains(DesignMatrix.interceptName)
    return 1 - (1 - rSquared) * (rows - (isCentered ? 1 : 0)) / residualFreedom
  }

  /// n - k.
  private var residualFreedom: Double { Double(observationCount - coefficients.count) }

  /// The weighted sum of squared residuals.
  public var residualSumOfSquares: Double {
    residualStandardError * residualStandardError * residualFreedom
  }
}

extension LinearRegression: CustomStringConvertible {
  /// What was fitted and how closely, in at most ten lines.
  public var description: String {
    let share = rSquared.map { ", R squared \(formatted($0))" } ?? ""
    return
      (["\(outcome): \(methodName), \(observationCount) rows"] + coefficientLines
      + ["residual standard error \(formatted(residualStandardError))\(share)"])
      .joined(separator: "\n")
  }
}
