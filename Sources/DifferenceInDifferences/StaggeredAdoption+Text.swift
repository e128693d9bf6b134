import Statistics

extension StaggeredAdoption: CustomStringConvertible {
  /// What was done and what was found, in at most ten lines.
  public var description: String {
    var lines = [
      "Staggered rollout: \(sizes.map(\.description).joined(separator: ", ")), "
        + "\(excerpt(periods.first?.label ?? "")) to \(excerpt(periods.last?.label ?? ""))",
      "compared with \(comparison.words), \(base.words), anticipation \(anticipation), \(errors.words)",
      "effect, \(summary.words): \(effect)",
    ]
    if alwaysTreatedUnits + incompleteUnits > 0 {
      lines.append(
        "left out: \(alwaysTreatedUnits) units treated from the first period on, "
          + "\(incompleteUnits) with missing periods")
    }
    if let preTrendTest { lines.append("\(preTrendTest)") }
    let open = openChecks.map(\.name)
    lines.append(
      open.isEmpty ? "all checks passed" : "open checks: " + open.joined(separator: ", "))
    return lines.joined(separator: "\n")
  }

  /// The effects of waves and periods as rows of texts, header first.
  public var groupTimeCells: [[String]] {
    [["wave", "period", "base", "effect", "standard error", "lower", "upper"]]
      + groupTimeEffects.map { cell in
        let interval = cell.effect.interval()
        return [
          excerpt(cell.wave.label), excerpt(cell.period.label), excerpt(cell.base.label),
          formatted(cell.effect.value, significantDigits: 4),
          cell.effect.standardError.map { formatted($0, significantDigits: 4) } ?? "",
          interval?.lower.map { formatted($0, significantDigits: 4) } ?? "",
          interval?.upper.map { formatted($0, significantDigits: 4) } ?? "",
        ]
      }
  }

  /// RFC 4180 text with CRLF: a header, then one line for each wave and period, with all digits.
  public var groupTimeCSV: String {
    let lines = groupTimeEffects.map { cell -> [String] in
      let interval = cell.effect.interval()
      let figures = [
        cell.effect.value, cell.effect.standardError, interval?.lower, interval?.upper,
      ]
      return [cell.wave.label, cell.period.label, cell.base.label].map(SpreadsheetText.field)
        + figures.map { $0.map { "\($0)" } ?? "" }
    }
    let header = ["wave", "period", "base", "effect", "standard_error", "lower", "upper"]
    return ([header] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }
}
