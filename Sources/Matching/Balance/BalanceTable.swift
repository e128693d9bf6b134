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
    /// Whether it is the score rather than a covariate.
    public let isScore: Bool
    /// Whether the variable takes only the values 0 and 1.
    public let isBinary: Bool
    /// The standard deviation of the treated before matching.
    public let treatedStandardDeviation: Double?
    /// The standard deviation of the controls before matching.
    public let controlStandardDeviation: Double?
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
    /// The standard deviation of the controls; the default for effects on the untreated.
    case control
    /// sqrt((v1 + v0) / 2); the default for effects on everybody.
    case pooled

    /// The deviation in words.
    var words: String {
      switch self {
      case .treated: "the treated's"
      case .control: "the controls'"
      case .pooled: "pooled"
      }
    }
  }

  /// The usual limit of an absolute standardised mean difference.
  public static let usualLimit = 0.1

  /// Differences of means up to this one are given as they are, not in standard deviations, as by
  /// R.
  static let negligibleDifference = 1.5e-8

  /// The score first, if there is one, then the covariates in order, then the columns of exact
  /// matching and of calipers that are not covariates.
  public let rows: [Row]
  /// What differences are divided by unless another denominator is asked for.
  public let denominator: Denominator

  init(rows: [Row], denominator: Denominator) {
    self.rows = rows
    self.denominator = denominator
  }

  private enum CodingKeys: String, CodingKey { case rows, denominator }

  /// Decodes a table, refusing one without a covariate, and deviations below zero.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rows = try fields.decode([Row].self, forKey: .rows)
    denominator = try fields.decode(Denominator.self, forKey: .denominator)
    let areDeviations = rows.allSatisfy { row in
      Denominator.allCases.allSatisfy { (0..<Double.infinity).contains(row.deviation($0) ?? 0) }
        && row.before.isFinite && row.after.isFinite
    }
    guard rows.contains(where: { !$0.isScore }), areDeviations else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: fields, debugDescription: "needs a covariate with its deviations")
    }
  }

  // MARK: Verdict

  /// The standardised mean difference of a row; nil when the denominator is zero or unknown though
  /// the means differ.
  ///
  /// A difference of at most 1.5e-8 is given as it is.
  public func standardizedDifference(
    _ row: Row, after: Bool = true, denominator: Denominator? = nil
  ) -> Double? {
    let figures = after ? row.after : row.before
    let difference = figures.treatedMean - figures.controlMean
    if abs(difference) <= Self.negligibleDifference { return difference }
    guard let deviation = row.deviation(denominator ?? self.denominator), deviation > 0 else {
      return nil
    }
    let ratio = difference / deviation
    return ratio.isFinite ? ratio : nil
  }

  /// The rows of the covariates, the score left aside.
  public var covariateRows: [Row] { rows.filter { !$0.isScore } }

  /// The covariate whose means differ most after matching; one without a denominator counts as the
  /// worst.
  public var worst: Row? {
    covariateRows.max { size($0) < size($1) }
  }

  /// Whether every covariate's absolute standardised difference after matching is within a limit; never for a
  /// limit that is NaN.
  public func isBalanced(within limit: Double = usualLimit) -> Bool {
    covariateRows.allSatisfy { size($0) <= limit }
  }

  /// The balance as a check: passed when every covariate keeps to the limit.
  public func check(within limit: Double = usualLimit) -> Check {
    let outside = covariateRows.filter { !(size($0) <= limit) }
    let total = covariateRows.count
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
      ?? "means where the denominator does not vary"
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

extension BalanceTable.Row {
  /// The standard deviation that a denominator names.
  public func deviation(_ denominator: BalanceTable.Denominator) -> Double? {
    switch denominator {
    case .treated: treatedStandardDeviation
    case .control: controlStandardDeviation
    case .pooled: pooledStandardDeviation
    }
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
      + rows.map { row in
        let after = standardizedDifference(row)
        return [
          excerpt(row.variable, limit: 30), formatted(row.after.treatedMean, significantDigits: 4),
          formatted(row.before.controlMean, significantDigits: 4),
          formatted(row.after.controlMean, significantDigits: 4),
          standardizedDifference(row, after: false).map { formatted($0, decimals: 3) }
            ?? "undefined",
          after.map { formatted($0, decimals: 3) } ?? "undefined",
          row.isScore ? "" : size(row) <= Self.usualLimit ? "balanced" : "not balanced",
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
