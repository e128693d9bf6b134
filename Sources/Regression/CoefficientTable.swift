public import Statistics

/// Coefficients with standard errors, intervals and p-values, ready to print.
public struct CoefficientTable: Sendable, Hashable, Codable {
  /// One coefficient.
  public struct Row: Sendable, Hashable, Codable {
    /// The coefficient's name.
    public let name: String
    /// The coefficient.
    public let coefficient: Double
    /// Its standard error.
    public let standardError: Double
    /// Its interval; nil when the level is outside (0, 1).
    public let interval: Interval?
    /// The two-sided p-value against zero; nil when the standard error is zero.
    public let pValue: Double?
  }

  /// The coefficients in the model's order.
  public let rows: [Row]
  /// The name of model and covariance.
  public let method: String

  /// Tabulates a model.
  init(_ model: some StatisticalModel, level: Double) {
    method = model.methodName
    rows = model.coefficientNames.compactMap { name in
      guard let estimate = try? model.estimate(of: name), let error = estimate.standardError else {
        return nil
      }
      return Row(
        name: name, coefficient: estimate.value, standardError: error,
        interval: estimate.interval(level: level), pValue: estimate.pValue())
    }
  }

  private enum CodingKeys: String, CodingKey { case rows, method }

  /// Decodes a table, refusing figures that are not finite, errors below zero and p-values outside [0, 1].
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    rows = try fields.decode([Row].self, forKey: .rows)
    method = try fields.decode(String.self, forKey: .method)
    let areFigures = rows.allSatisfy {
      $0.coefficient.isFinite && $0.standardError >= 0 && $0.standardError.isFinite
        && (0...1).contains($0.pValue ?? 0)
    }
    guard areFigures else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: fields, debugDescription: "needs finite figures")
    }
  }
}

// MARK: - Description

extension CoefficientTable: CustomStringConvertible {
  private var cells: [[String]] {
    [["", "coefficient", "standard error", "lower", "upper", "p"]]
      + rows.map { row in
        [
          excerpt(row.name), formatted(row.coefficient), formatted(row.standardError),
          row.interval?.lower.map { formatted($0) } ?? "",
          row.interval?.upper.map { formatted($0) } ?? "",
          row.pValue.map(Self.pText) ?? "",
        ]
      }
  }

  /// Three significant digits; a p-value too small for a `Double` is not zero.
  private static func pText(_ value: Double) -> String {
    value < 1e-300 ? "<1e-300" : formatted(value, significantDigits: 3)
  }

  /// Aligned columns with the method below.
  public var description: String { TextTable.aligned(cells) + "\n" + method }

  /// A Markdown table.
  public var markdown: String { TextTable.markdown(cells) }

  /// RFC 4180 text with CRLF: a header, then one line a coefficient, with all digits.
  ///
  /// A name that a spreadsheet would take for a formula begins with an apostrophe; a figure that is
  /// nil leaves its field empty.
  public var csv: String {
    let lines = rows.map { row -> [String] in
      let figures = [
        row.coefficient, row.standardError, row.interval?.level, row.interval?.lower,
        row.interval?.upper, row.pValue,
      ]
      return [SpreadsheetText.field(row.name)] + figures.map { $0.map { "\($0)" } ?? "" }
        + [SpreadsheetText.field(method)]
    }
    let header = [
      "term", "coefficient", "standard_error", "level", "lower", "upper", "p", "method",
    ]
    return ([header] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }
}
