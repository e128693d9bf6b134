import DataFrames
import Statistics

/// The columns that a generalised linear model reads beside its predictors.
struct GeneralizedColumns {
  /// What the outcome's column holds.
  enum Outcome {
    /// Yes or no.
    case binary
    /// Numbers of successes among those of the trials' column.
    case successes(trials: String)
    /// Whole numbers from zero.
    case counts
    /// Numbers from zero.
    case amounts
  }

  let outcome: String
  let kind: Outcome
  var weights: String?
  var frequencies: String?
  var offsetColumns = OffsetColumns()

  private var trials: String? {
    if case .successes(let trials) = kind { trials } else { nil }
  }

  /// The names to be complete in every row.
  var names: [String] {
    [trials, weights, frequencies].compactMap(\.self) + offsetColumns.names
  }

  // MARK: Reading

  /// The outcome in the rows kept: counts, or shares of successes; with the trials of each row.
  ///
  /// - Throws: `invalidValues` for numbers outside the outcome's domain, `constantColumn` for
  ///   successes or failures alone and for counts of zero alone.
  func response(
    _ frame: DataFrame, in cases: CompleteCases
  ) throws(EvaluationError) -> (values: [Double], trials: [Double]?) {
    switch kind {
    case .binary:
      let flags = try frame.completeBinary(of: outcome, in: cases)
      return (flags.map { $0 ? 1 : 0 }, nil)
    case .successes(let trials):
      let sizes = try numbers(trials, frame, cases, needed: "whole numbers from 1") {
        $0 >= 1 && $0 == $0.rounded()
      }
      let counts = try numbers(outcome, frame, cases, needed: "whole numbers from 0") {
        $0 >= 0 && $0 == $0.rounded()
      }
      let faulty = counts.indices.filter { counts[$0] > sizes[$0] }
      if let first = faulty.first {
        throw .invalidValues(
          column: outcome, rows: Self.affected(faulty, cases),
          needed: "at most as many successes as \(excerpt(trials)) has trials",
          found: "\(formatted(counts[first])) of \(formatted(sizes[first]))")
      }
      return (zip(counts, sizes).map { $0 / $1 }, sizes)
    case .counts:
      let counts = try numbers(outcome, frame, cases, needed: "whole numbers from 0 to 2^53") {
        $0 >= 0 && $0 <= 0x1p53 && $0 == $0.rounded()
      }
      try refuseZeros(counts)
      return (counts, nil)
    case .amounts:
      let amounts = try numbers(outcome, frame, cases, needed: "numbers from 0 to 2^53") {
        $0 >= 0 && $0 <= 0x1p53
      }
      try refuseZeros(amounts)
      return (amounts, nil)
    }
  }

  private func refuseZeros(_ counts: [Double]) throws(EvaluationError) {
    guard counts.contains(where: { $0 > 0 }) else {
      throw .constantColumn(column: outcome, rows: counts.count, found: "0")
    }
  }

  /// The prior weights times the trials; nil for one.
  func priorWeights(
    _ frame: DataFrame, in cases: CompleteCases, trials: [Double]?
  ) throws(EvaluationError) -> [Double]? {
    guard let weights else { return trials }
    let values = try numbers(weights, frame, cases, needed: "positive weights") { $0 > 0 }
    return trials.map { zip(values, $0).map { $0 * $1 } } ?? values
  }

  /// The frequencies, whole numbers from one; nil for one.
  func frequencies(
    _ frame: DataFrame, in cases: CompleteCases
  ) throws(EvaluationError) -> [Double]? {
    guard let frequencies else { return nil }
    let values = try numbers(frequencies, frame, cases, needed: "whole numbers from 1") {
      $0 >= 1 && $0 == $0.rounded()
    }
    guard values.reduce(0, +) <= 0x1p53 else {
      throw .overflow(
        what: "the sum of \(excerpt(frequencies))", needed: "at most 2^53",
        found: formatted(values.reduce(0, +)))
    }
    return values
  }

  /// The offset plus the logarithm of the exposure; nil without either.
  func offset(
    _ frame: DataFrame, in cases: CompleteCases
  ) throws(EvaluationError) -> [Double]? {
    try offsetColumns.values(frame, in: cases)
  }

  private func numbers(
    _ name: String, _ frame: DataFrame, _ cases: CompleteCases, needed: String,
    where isValid: (Double) -> Bool
  ) throws(EvaluationError) -> [Double] {
    try frame.numbers(of: name, in: cases, needed: needed, where: isValid)
  }

  /// Places among the rows kept as 1-based rows of the frame.
  private static func affected(_ places: [Int], _ cases: CompleteCases) -> AffectedRows {
    AffectedRows(places.map { cases.rows[$0] + 1 })
  }
}

/// The columns that are added to a linear predictor.
struct OffsetColumns: Sendable, Hashable, Codable {
  /// Added as it is.
  var offset: String?
  /// Positive numbers, whose logarithm is added.
  var exposure: String?

  var names: [String] { [offset, exposure].compactMap(\.self) }

  /// The offset plus the logarithm of the exposure; nil without either.
  ///
  /// - Throws: `invalidValues` for an exposure that is not positive, and what reading numbers throws.
  func values(
    _ frame: DataFrame, in cases: CompleteCases?
  ) throws(EvaluationError) -> [Double]? {
    var sum: [Double]?
    if let offset { sum = try frame.completeNumbers(of: offset, in: cases) }
    guard let exposure else { return sum }
    let logs = try frame.numbers(of: exposure, in: cases, needed: "positive exposures") { $0 > 0 }
      .map(logarithm)
    return sum.map { zip($0, logs).map { $0 + $1 } } ?? logs
  }
}

extension DataFrame {
  /// The numbers of a column that all lie in a domain.
  ///
  /// - Throws: `invalidValues` with the rows outside it, and what ``completeNumbers(of:in:)`` throws.
  func numbers(
    of name: String, in cases: CompleteCases?, needed: String, where isValid: (Double) -> Bool
  ) throws(EvaluationError) -> [Double] {
    let values = try completeNumbers(of: name, in: cases)
    let faulty = values.indices.filter { !isValid(values[$0]) }
    if let first = faulty.first {
      throw .invalidValues(
        column: name, rows: AffectedRows(faulty.map { (cases?.rows[$0] ?? $0) + 1 }),
        needed: needed, found: formatted(values[first]))
    }
    return values
  }
}

extension GeneralizedProblem {
  /// Reads the rows that are complete in all columns used.
  ///
  /// - Throws: what choosing rows, groups and designs throw, `invalidArgument` for the outcome among
  ///   the predictors, and what the columns throw.
  init(
    _ frame: DataFrame, model: String, columns: GeneralizedColumns, predictors: ModelTerms,
    covariance: CovarianceEstimator, missing: MissingCells
  ) throws(EvaluationError) {
    let rows = try ModelRows(
      frame, outcome: columns.outcome, predictors: predictors, alongside: columns.names,
      covariance: covariance, missing: missing)
    let (response, trials) = try columns.response(frame, in: rows.cases)
    self.init(
      model: model, design: rows.design, outcome: columns.outcome, response: response,
      priorWeights: try columns.priorWeights(frame, in: rows.cases, trials: trials),
      trials: trials,
      frequencies: try columns.frequencies(frame, in: rows.cases),
      offset: try columns.offset(frame, in: rows.cases), offsetColumns: columns.offsetColumns,
      estimator: covariance, clusters: rows.clusters, crossing: rows.crossing,
      cases: rows.cases)
  }
}
