import DataFrames
import Regression
import Statistics

extension BalanceTable {
  /// Tabulates the score and every column.
  init(
    _ people: DataFrame, columns: [String], cases: CompleteCases, treated: [Bool],
    scores: [Double]?, matched: MatchedWeights, denominator: Denominator
  ) throws(EvaluationError) {
    let builder = Builder(treated: treated, matched: matched, denominator: denominator)
    var rows: [Row] = []
    if let scores { rows.append(try builder.row("distance", scores, isScore: true)) }
    for column in columns {
      let coded = try CodedColumn(people, column, in: cases)
      for (index, name) in coded.columns.enumerated() {
        let values = coded.indicator(index, rows: treated.count)
        rows.append(try builder.row(name, values, isScore: false))
      }
    }
    // A level that stands at zero in the score's design has a row of its own here.
    try DesignMatrix.refuseClashes(rows.lazy.filter { !$0.isScore }.map(\.variable))
    self.init(rows: rows, denominator: denominator)
  }

  private struct Builder {
    let treated: [Bool]
    let matched: MatchedWeights
    let denominator: Denominator

    func row(_ name: String, _ values: [Double], isScore: Bool) throws(EvaluationError) -> Row {
      let isBinary = values.allSatisfy { $0 == 0 || $0 == 1 }
      let needsOrder = !isBinary || matched.classes != nil
      let order = needsOrder ? Array(values.indices).stablySorted { values[$0] } : []
      let sample = BalanceFigures.Sample(
        values: values, treated: treated, order: order, isBinary: isBinary)
      let before = sample.figures(weights: nil)
      let first = before.treatedVariance
      let second = before.controlVariance
      var pooled: Double?
      if let first, let second, (first + second).isFinite {
        pooled = ((first + second) / 2).squareRoot()
      }
      let plain = sample.figures(weights: matched.values).figures
      let unfinished = Row(
        variable: name, isScore: isScore, isBinary: isBinary,
        treatedStandardDeviation: first.map { $0.squareRoot() },
        controlStandardDeviation: second.map { $0.squareRoot() },
        pooledStandardDeviation: pooled, before: before.figures, after: plain)
      // Where the means agree, R's summary leaves difference and distance as they are.
      let agrees = abs(plain.treatedMean - plain.controlMean) <= negligibleDifference
      let divisor = agrees ? 1 : unfinished.deviation(denominator)
      let gap = meanGap(values, order: order)
      let after = plain.with(
        pairDistance: divisor.flatMap { $0 > 0 && (gap / $0).isFinite ? gap / $0 : nil })
      guard before.figures.isFinite, after.isFinite else {
        throw .overflow(
          what: "the mean of \(excerpt(name))", needed: "values below about 1e300",
          found: "infinity")
      }
      return unfinished.with(after: after)
    }

    /// The mean of |x - y| over all treated and controls that are compared.
    private func meanGap(_ values: [Double], order: [Int]) -> Double {
      if let pairs = matched.pairs {
        let total = pairs.reduce(0.0) { $0 + abs(values[$1.treated] - values[$1.control]) }
        return total / Double(max(1, pairs.count))
      }
      return classGap(values, order: order)
    }

    /// In ascending order each value's distance to all of the other group below it is its multiple
    /// less their sum; so that no pair is visited.
    private func classGap(_ values: [Double], order: [Int]) -> Double {
      guard let classes = matched.classes else { return 0 }
      let count = (classes.lazy.compactMap { $0 }.max() ?? 0) + 1
      var below = [[(count: Double, sum: Double)]](
        repeating: [(0, 0), (0, 0)], count: count)
      let shift = order.first.map { values[$0] } ?? 0
      var total = 0.0
      for row in order {
        guard let number = classes[row] else { continue }
        let value = values[row] - shift
        let (own, other) = treated[row] ? (1, 0) : (0, 1)
        total += below[number][other].count * value - below[number][other].sum
        below[number][own].count += 1
        below[number][own].sum += value
      }
      let pairs = below.reduce(0) { $0 + $1[0].count * $1[1].count }
      return total / max(1, pairs)
    }
  }
}

extension BalanceTable.Row {
  fileprivate func with(after: BalanceFigures) -> BalanceTable.Row {
    BalanceTable.Row(
      variable: variable, isScore: isScore, isBinary: isBinary,
      treatedStandardDeviation: treatedStandardDeviation,
      controlStandardDeviation: controlStandardDeviation,
      pooledStandardDeviation: pooledStandardDeviation, before: before, after: after)
  }
}
