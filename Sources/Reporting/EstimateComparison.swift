public import Statistics

/// Several answers to one question side by side, each with its interval: naive, studied, known.
public struct EstimateComparison: Sendable, Hashable, Codable {
  /// One answer.
  public struct Row: Sendable, Hashable, Codable {
    /// Who answers, such as `matched cohort`.
    public let label: String
    /// The answer.
    public let estimate: Estimate
    /// What to think of it.
    public let note: String

    /// Names an answer.
    public init(_ label: String, _ estimate: Estimate, note: String = "") {
      self.label = label
      self.estimate = estimate
      self.note = note
    }
  }

  /// The answers in order.
  public let rows: [Row]
  /// The level of the intervals shown; 0 when none are.
  public let level: Double

  /// Puts answers side by side; a level outside (0, 1) is kept as 0 and shows no intervals.
  public init(_ rows: [Row], level: Double = 0.95) {
    self.rows = rows
    self.level = level > 0 && level < 1 ? level : 0
  }

  /// Decodes answers; a level outside (0, 1) becomes 0, as in the initializer.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Row].self, forKey: .rows), level: fields.decode(Double.self, forKey: .level))
  }

  /// The table as rows of texts, header first.
  var cells: [[String]] {
    [["answer", "effect", "standard error", "\(formatted(level * 100)) % interval", "note"]]
      + rows.map { row in
        let interval = row.estimate.interval(level: level)
        let limits = interval.map {
          "\($0.lower.map(Self.figure) ?? "unbounded") to \($0.upper.map(Self.figure) ?? "unbounded")"
        }
        return [
          row.label, Self.figure(row.estimate.value),
          row.estimate.standardError.map(Self.figure) ?? "not known",
          limits ?? "not known", row.note,
        ]
      }
  }

  private static func figure(_ value: Double) -> String { TextTable.grouped(formatted(value)) }

  /// The table as a part of a report.
  public var block: Report.Block { .table(cells, leftColumns: [0, 4]) }
}

extension EstimateComparison: CustomStringConvertible {
  /// Aligned columns.
  public var description: String { TextTable.aligned(cells.map { Array($0.prefix(4)) }) }
}

// MARK: - Chart

extension EstimateComparison {
  /// The answers as a chart.
  ///
  /// - Parameters:
  ///   - headline: the index of the answer that the title speaks of.
  ///   - references: what the answers are held against.
  /// - Returns: the chart, in the unit of the first answer.
  /// - Throws: `tooFew` without answers; `invalidArgument` for a headline that is no answer, a
  ///   level of 0, or figures beyond 1e300.
  public func chart(
    headline: Int = 0, references: [ReferenceLine] = [.noDifference]
  ) throws(EvaluationError) -> EffectChart {
    var charted: [EffectChart.Row] = []
    for row in rows {
      charted.append(try EffectChart.Row(row.label, row.estimate, level: level))
    }
    return try EffectChart(
      rows: charted, headline: headline, references: references,
      unit: rows.first?.estimate.unit ?? "", level: level)
  }
}
