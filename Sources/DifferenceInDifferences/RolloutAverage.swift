public import Statistics

/// The effect on one wave in one period.
public struct GroupTimeEffect: Sendable, Hashable, Codable {
  /// The first period of the wave under treatment.
  public let wave: PanelPeriod
  /// The period of the effect.
  public let period: PanelPeriod
  /// The period that changes are taken from.
  public let base: PanelPeriod
  /// Periods since the start; negative before it.
  public let eventTime: Int
  /// The wave's change since the base less that of its comparison group; without uncertainty in the
  /// base period itself, where it is zero by definition.
  public let effect: Estimate

  /// Whether the wave is under treatment in the period.
  public var isUnderTreatment: Bool { eventTime >= 0 }
}

/// An average of the effects of waves and periods, in whole and in its parts.
public struct RolloutAverage: Sendable, Hashable, Codable {
  /// The average over the cells of one wave, one time since the start, or one period.
  public struct Part: Sendable, Hashable, Codable {
    /// The wave's start or the period; nil for times since the start.
    public let period: PanelPeriod?
    /// Periods since the start; nil for waves and calendar periods.
    public let eventTime: Int?
    /// The average.
    public let effect: Estimate

    /// What the part is of, such as `2006` or `+2`.
    public var label: String {
      period?.label ?? eventTime.map { $0 > 0 ? "+\($0)" : "\($0)" } ?? ""
    }
  }

  /// How cells become one number.
  public let summary: RolloutSummary
  /// The one number.
  public let overall: Estimate
  /// The parts in order; empty for `simple`.
  public let parts: [Part]
  /// The band in which all parts with a standard error hold at once; nil where there is none.
  public let band: SimultaneousBand?
}

extension RolloutAverage: CustomStringConvertible {
  /// The parts as rows of texts, header first.
  public var cells: [[String]] {
    let multiple = band?.multiple()
    return [["", "effect", "standard error", "lower", "upper", "band lower", "band upper"]]
      + parts.map { part in
        let interval = part.effect.interval()
        let error = part.effect.standardError
        let reach = error.flatMap { error in multiple.map { $0 * error } }
        return [
          excerpt(part.label), formatted(part.effect.value, significantDigits: 4),
          error.map { formatted($0, significantDigits: 4) } ?? "",
          interval?.lower.map { formatted($0, significantDigits: 4) } ?? "",
          interval?.upper.map { formatted($0, significantDigits: 4) } ?? "",
          reach.map { formatted(part.effect.value - $0, significantDigits: 4) } ?? "",
          reach.map { formatted(part.effect.value + $0, significantDigits: 4) } ?? "",
        ]
      }
  }

  /// The parts in aligned columns with their 95 % intervals and band, and the whole below.
  public var description: String {
    (parts.isEmpty ? "" : TextTable.aligned(cells) + "\n") + "\(summary.words): \(overall)"
  }

  /// A Markdown table of the parts.
  public var markdown: String { TextTable.markdown(cells) }

  /// RFC 4180 text with CRLF: a header, then one line a part, with all digits.
  public var csv: String {
    let multiple = band?.multiple()
    let lines = parts.map { part -> [String] in
      let interval = part.effect.interval()
      let error = part.effect.standardError
      let reach = error.flatMap { error in multiple.map { $0 * error } }
      let figures = [
        part.effect.value, error, interval?.lower, interval?.upper,
        reach.map { part.effect.value - $0 }, reach.map { part.effect.value + $0 },
      ]
      return [SpreadsheetText.field(part.label)] + figures.map { $0.map { "\($0)" } ?? "" }
    }
    let header = [
      summary.rawValue, "effect", "standard_error", "lower", "upper", "band_lower", "band_upper",
    ]
    return ([header] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }
}
