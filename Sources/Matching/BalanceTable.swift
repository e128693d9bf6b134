import DataFrames
import Regression
public import Statistics

/// How alike treated and controls are in each covariate, before and after matching, with a verdict.
///
/// **Reference:** Austin (2009), doi:10.1002/sim.3697; Stuart, Lee and Leacy (2013),
/// doi:10.1016/j.jclinepi.2013.01.013.
/// **Same as:** R `summary(matchit(...))`; cobalt
/// `bal.tab(..., binary = "std", s.d.denom = "treated", un = TRUE)`, whose default leaves binary
/// covariates unstandardised.
public struct BalanceTable: Sendable, Hashable, Codable {
  /// One covariate (one level of a category), or the propensity score.
  public struct Row: Sendable, Hashable, Codable {
    /// The variable's name, with the level for a category; the score is called `distance`.
    public let variable: String
    /// Whether the variable takes only the values 0 and 1.
    public let isBinary: Bool
    /// The standard deviation of the treated before matching.
    public let treatedStandardDeviation: Double?
    /// sqrt((v1 + v0) / 2) before matching.
    public let pooledStandardDeviation: Double?
    /// All rows.
    public let before: BalanceFigures
    /// The matched rows.
    public let after: BalanceFigures
  }

  /// What the difference of means is divided by, always from the sample before matching.
  public enum Denominator: String, Sendable, Hashable, Codable, CaseIterable {
    /// The standard deviation of the treated; the default for effects on the treated.
    case treated
    /// sqrt((v1 + v0) / 2).
    case pooled
  }

  /// The usual limit of an absolute standardised mean difference.
  public static let usualLimit = 0.1

  /// Differences of means up to this one are given as they are, not in standard deviations, as by
  /// R.
  private static let negligibleDifference = 1.5e-8

  /// The score first, then the covariates in order.
  public let rows: [Row]

  private enum CodingKeys: String, CodingKey { case rows }

  /// Decodes a table, refusing one without the score and a covariate, and deviations below zero.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rows = try fields.decode([Row].self, forKey: .rows)
    let areDeviations = rows.allSatisfy {
      $0.treatedStandardDeviation ?? 0 >= 0 && $0.treatedStandardDeviation ?? 0 < .infinity
        && $0.pooledStandardDeviation ?? 0 >= 0 && $0.pooledStandardDeviation ?? 0 < .infinity
        && $0.before.isFinite && $0.after.isFinite
    }
    guard rows.count >= 2, areDeviations else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: fields, debugDescription: "needs the score and a covariate")
    }
  }

  // MARK: Verdict

  /// The standardised mean difference of a row; nil when the denominator is zero or unknown though
  /// the means differ.
  ///
  /// A difference of at most 1.5e-8 is given as it is.
  public func standardizedDifference(
    _ row: Row, after: Bool = true, denominator: Denominator = .treated
  ) -> Double? {
    let figures = after ? row.after : row.before
    let difference = figures.treatedMean - figures.controlMean
    if abs(difference) <= Self.negligibleDifference { return difference }
    let deviation =
      switch denominator {
      case .treated: row.treatedStandardDeviation
      case .pooled: row.pooledStandardDeviation
      }
    guard let deviation, deviation > 0 else { return nil }
    let ratio = difference / deviation
    return ratio.isFinite ? ratio : nil
  }

  /// The covariate whose means differ most after matching, the score left aside; one without a
  /// denominator counts as the worst.
  public var worst: Row? {
    rows.dropFirst().max { size($0) < size($1) }
  }

  /// Whether every covariate's absolute standardised difference after matching is within a limit; never for a
  /// limit that is NaN.
  public func isBalanced(within limit: Double = usualLimit) -> Bool {
    rows.dropFirst().allSatisfy { size($0) <= limit }
  }

  /// The balance as a check: passed when every covariate keeps to the limit.
  public func check(within limit: Double = usualLimit) -> Check {
    let outside = rows.dropFirst().filter { !(size($0) <= limit) }
    let total = rows.count - 1
    let figure = worst.flatMap { standardizedDifference($0) }.map { abs($0) }
    guard let worst, !outside.isEmpty else {
      return Check(
        "covariate balance", figure: figure, threshold: limit, verdict: .passed,
        sentence:
          "All \(total) covariates differ by at most \(formatted(limit)) standard deviations after matching."
      )
    }
    let distance =
      standardizedDifference(worst).map { "\(formatted(abs($0), decimals: 2)) standard deviations" }
      ?? "means where the treated do not vary"
    return Check(
      "covariate balance", figure: figure, threshold: limit, verdict: .failed,
      sentence:
        "\(outside.count) of \(total) covariates still differ by more than \(formatted(limit)) standard "
        + "deviations after matching; the worst is \(excerpt(worst.variable)), by \(distance). "
        + "The groups are not comparable in these."
    )
  }

  /// ``check(within:)`` at the usual limit in a sentence.
  public var verdict: String { check().sentence }

  private func size(_ row: Row) -> Double {
    standardizedDifference(row).map { abs($0) } ?? .infinity
  }
}

// MARK: - Building

extension BalanceTable {
  /// Tabulates the score and every covariate.
  init(
    _ people: DataFrame, covariates: [String], cases: CompleteCases, treated: [Bool],
    scores: [Double], pairs: [MatchedPair]
  ) throws(EvaluationError) {
    var weights = [Double](repeating: 0, count: treated.count)
    for pair in pairs {
      weights[pair.treated] = 1
      weights[pair.control] = 1
    }
    var rows = [try Self.row("distance", scores, treated, weights, pairs)]
    for covariate in covariates {
      let coded = try CodedColumn(people, covariate, in: cases)
      for (index, name) in coded.columns.enumerated() {
        let values = coded.indicator(index, rows: treated.count)
        rows.append(try Self.row(name, values, treated, weights, pairs))
      }
    }
    // A level that stands at zero in the score's design has a row of its own here.
    try DesignMatrix.refuseClashes(rows.dropFirst().map(\.variable))
    self.rows = rows
  }

  private static func row(
    _ name: String, _ values: [Double], _ treated: [Bool], _ weights: [Double],
    _ pairs: [MatchedPair]
  ) throws(EvaluationError) -> Row {
    let isBinary = values.allSatisfy { $0 == 0 || $0 == 1 }
    let order = isBinary ? [] : Array(values.indices).stablySorted { values[$0] }
    let sample = BalanceFigures.Sample(
      values: values, treated: treated, order: order, isBinary: isBinary)
    let before = sample.figures(weights: nil)
    let variances = (before.treatedVariance, before.controlVariance)
    let deviation = variances.0.map { $0.squareRoot() }
    var pooled: Double?
    if let first = variances.0, let second = variances.1, (first + second).isFinite {
      pooled = ((first + second) / 2).squareRoot()
    }
    let gaps = pairs.map { abs(values[$0.treated] - values[$0.control]) }
    let mean = gaps.reduce(0, +) / Double(max(1, pairs.count))
    var after = sample.figures(weights: weights).figures
    // Where the means agree, R's summary leaves difference and distance as they are.
    let agrees = abs(after.treatedMean - after.controlMean) <= Self.negligibleDifference
    let divisor = agrees ? 1 : deviation
    after = after.with(
      pairDistance: divisor.flatMap { $0 > 0 && (mean / $0).isFinite ? mean / $0 : nil })
    guard before.figures.isFinite, after.isFinite else {
      throw .overflow(
        what: "the mean of \(excerpt(name))", needed: "values below about 1e300", found: "infinity")
    }
    return Row(
      variable: name, isBinary: isBinary, treatedStandardDeviation: deviation,
      pooledStandardDeviation: pooled, before: before.figures,
      after: after)
  }
}

// MARK: - Description

extension BalanceTable: CustomStringConvertible {
  /// The table as rows of texts, header first.
  public var cells: [[String]] {
    [
      [
        "covariate", "treated", "control before", "control after", "SMD before", "SMD after",
        "verdict",
      ]
    ]
      + rows.enumerated().map { place, row in
        let after = standardizedDifference(row)
        return [
          excerpt(row.variable, limit: 30), formatted(row.after.treatedMean, significantDigits: 4),
          formatted(row.before.controlMean, significantDigits: 4),
          formatted(row.after.controlMean, significantDigits: 4),
          standardizedDifference(row, after: false).map { formatted($0, decimals: 3) }
            ?? "undefined",
          after.map { formatted($0, decimals: 3) } ?? "undefined",
          place == 0 ? "" : size(row) <= Self.usualLimit ? "balanced" : "not balanced",
        ]
      }
  }

  /// Aligned columns, the verdict below.
  public var description: String { TextTable.aligned(cells) + "\n" + verdict }

  /// A Markdown table without the verdict.
  public var markdown: String { TextTable.markdown(cells) }

  /// RFC 4180 text with CRLF: a header, then one line a covariate, with all digits.
  ///
  /// A name that a spreadsheet would take for a formula begins with an apostrophe; a figure that is
  /// nil leaves its field empty.
  public var csv: String {
    let lines = rows.map { row -> [String] in
      let figures = [(row.before, false), (row.after, true)].flatMap {
        figures, isAfter -> [Double?] in
        [
          figures.treatedMean, figures.controlMean, standardizedDifference(row, after: isAfter),
          figures.varianceRatio, figures.distributionMeanDifference,
          figures.distributionMaximumDifference, figures.pairDistance,
        ]
      }
      return [SpreadsheetText.field(row.variable)] + figures.map { $0.map { "\($0)" } ?? "" }
    }
    let names = [
      "treated_mean", "control_mean", "smd", "variance_ratio", "ecdf_mean", "ecdf_maximum",
      "pair_distance",
    ]
    let header = ["covariate"] + names.map { $0 + "_before" } + names.map { $0 + "_after" }
    return ([header] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }
}
