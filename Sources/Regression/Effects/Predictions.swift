public import DataFrames
public import Statistics

/// What is predicted of a row.
public enum PredictionScale: String, Sendable, Hashable, Codable, CaseIterable {
  /// The mean outcome: a probability, a count, an amount.
  case response
  /// The linear predictor: log odds, the logarithm of a count.
  case link
}

/// How an interval of a mean outcome is made.
///
/// The two agree for linear models.
public enum MeanInterval: String, Sendable, Hashable, Codable, CaseIterable {
  /// The limits of the linear predictor, each turned into a mean: never outside the means that exist.
  /// R `marginaleffects::predictions(type = "invlink(link)")`; Python statsmodels
  /// `get_prediction().summary_frame()`.
  case backTransformed
  /// The mean plus and minus a multiple of its standard error by the delta method.
  /// Python marginaleffects `predictions()`.
  case delta
}

/// Predicted means of rows, or new observations, with intervals.
public struct Predictions: Sendable, Hashable, Codable {
  /// One row.
  public struct Row: Sendable, Hashable, Codable {
    /// The row of the frame, counted from 1.
    public let row: Int
    /// What is predicted.
    public let value: Double
    /// The standard error of the mean, on the scale of ``value``.
    public let standardError: Double
    /// The lower limit.
    public let lower: Double
    /// The upper limit.
    public let upper: Double
  }

  /// The rows predicted, in the order of the frame.
  public let rows: [Row]
  /// The confidence level of the limits.
  public let level: Double
  /// What is predicted.
  public let scale: PredictionScale
  /// The name of model, covariance and interval.
  public let method: String
  /// The rows used, and how many had to be left out.
  public let cases: CompleteCases

  init(
    rows: [Row], level: Double, scale: PredictionScale, method: String, cases: CompleteCases
  ) {
    self.rows = rows
    self.level = level
    self.scale = scale
    self.method = method
    self.cases = cases
  }

  /// What is predicted, row by row.
  public var values: [Double] { rows.map(\.value) }

  private enum CodingKeys: String, CodingKey { case rows, level, scale, method, cases }

  /// Decodes predictions, refusing figures that are not finite and limits in the wrong order.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rows = try fields.decode([Row].self, forKey: .rows)
    level = try fields.decode(Double.self, forKey: .level)
    scale = try fields.decode(PredictionScale.self, forKey: .scale)
    method = try fields.decode(String.self, forKey: .method)
    cases = try fields.decode(CompleteCases.self, forKey: .cases)
    let areFigures = rows.allSatisfy {
      $0.row > 0 && $0.value.isFinite && $0.standardError >= 0 && $0.standardError.isFinite
        && $0.lower <= $0.value && $0.value <= $0.upper && $0.lower.isFinite && $0.upper.isFinite
    }
    guard areFigures, level > 0, level < 1, rows.count == cases.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: fields, debugDescription: "needs finite figures")
    }
  }
}

extension Predictions: CustomStringConvertible {
  private func cells(_ shown: some Sequence<Row>) -> [[String]] {
    [["row", "predicted", "standard error", "lower", "upper"]]
      + shown.map { row in
        ["\(row.row)"]
          + [row.value, row.standardError, row.lower, row.upper].map { formatted($0) }
      }
  }

  /// The first seven rows with the method below.
  public var description: String {
    let rest = rows.count > 7 ? "\nand \(rows.count - 7) more" : ""
    return TextTable.aligned(cells(rows.prefix(7))) + rest
      + "\n\(formatted(100 * level)) % limits, \(method)"
  }

  /// A Markdown table of all rows.
  public var markdown: String { TextTable.markdown(cells(rows)) }

  /// RFC 4180 text with CRLF: a header, then one line a row, with all digits.
  public var csv: String {
    let lines = rows.map {
      "\($0.row),\($0.value),\($0.standardError),\($0.lower),\($0.upper)\r\n"
    }
    return "row,predicted,standard_error,lower,upper\r\n" + lines.joined()
  }
}

// MARK: - Models

/// A model that predicts the outcome of new rows.
public protocol PredictiveModel: StatisticalModel {
  /// How the mean depends on the linear predictor.
  var link: LinkFunction { get }
  /// What makes the same columns of new rows; nil when fitted to a matrix.
  var coding: DesignCoding? { get }
  /// The columns that are added to the linear predictor.
  var offsetColumns: [String] { get }
  /// What is added to the linear predictor of new rows; nil for nothing.
  func offset(
    of frame: DataFrame, in cases: CompleteCases?
  ) throws(EvaluationError) -> [Double]?
}

extension PredictiveModel {
  /// The coding, which a model that was fitted to a matrix does not have.
  func knownCoding() throws(EvaluationError) -> DesignCoding {
    guard let coding else {
      throw .invalidArgument(
        name: "the model", needed: "one that was fitted to columns of a frame",
        found: "one that was fitted to a matrix")
    }
    return coding
  }

  /// Predicts the mean outcome of rows, with confidence intervals of the means.
  ///
  /// The linear predictor is eta = x'b + offset with standard error sqrt(x' V x), its mean g^-1(eta)
  /// with standard error |dg^-1/deta| sqrt(x' V x). Limits use the model's reference, t or normal.
  ///
  /// - Parameters:
  ///   - frame: rows with the columns of the predictors, and of offset and exposure; the rows fitted,
  ///     or new ones. They are coded by the levels, knots and means of the rows fitted.
  ///   - level: the confidence level, inside (0, 1).
  ///   - scale: the mean, or the linear predictor.
  ///   - interval: how the limits of a mean are made.
  ///   - missing: what to do about rows with empty cells.
  /// - Returns: one prediction a row.
  /// - Throws: `invalidValues` with the rows that hold a level which was not fitted; what building a
  ///   design of new rows throws; `invalidArgument` for the level, and for a model fitted to a matrix;
  ///   `overflow` for means beyond the range of `Double`; `undefined` under CR2 and CR3 when a single
  ///   cluster determines a prediction.
  /// - Complexity: O(rows x columns^2).
  ///
  /// **Same as:** R `predict(m, new, type = , se.fit = TRUE)`,
  /// `predict(lm, new, interval = "confidence")`.
  public func predictions(
    for frame: DataFrame, level: Double = 0.95, scale: PredictionScale = .response,
    interval: MeanInterval = .backTransformed, missing: MissingCells = .reject
  ) throws(EvaluationError) -> Predictions {
    let multiples = try QuantileMultiples(level: level)
    let coding = try knownCoding()
    let cases = try frame.rows(using: coding.columns + offsetColumns, missing: missing)
    let design = try DesignMatrix(frame, coding: coding, in: cases)
    let offset = try offset(of: frame, in: cases)
    let linear = try linearPredictions(of: design.matrix, offset: offset)
    let link = scale == .link ? .identity : link
    var rows: [Predictions.Row] = []
    rows.reserveCapacity(cases.count)
    for (place, (predictor, error, freedom)) in linear.enumerated() {
      let value = link.mean(predictor)
      let reach = multiples.multiple(freedom)
      let deviation = abs(link.slope(predictor)) * error
      let limits =
        interval == .delta
        ? (value - reach * deviation, value + reach * deviation)
        : (link.mean(predictor - reach * error), link.mean(predictor + reach * error))
      let row = cases.rows[place] + 1
      guard [value, deviation, limits.0, limits.1].allSatisfy(\.isFinite) else {
        throw .overflow(
          what: "the prediction of row \(row)",
          needed: "a linear predictor whose mean a Double holds",
          found: formatted(predictor))
      }
      rows.append(
        .init(row: row, value: value, standardError: deviation, lower: limits.0, upper: limits.1))
    }
    let way =
      link == .identity ? "" : interval == .delta ? ", delta method" : ", limits of the predictor"
    return Predictions(
      rows: rows, level: level, scale: scale, method: methodName + way, cases: cases)
  }
}
