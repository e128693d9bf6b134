import Statistics

// MARK: - Description

extension BusinessCase: CustomStringConvertible {
  /// What was done and found, in at most ten lines.
  public var description: String {
    var lines = [
      "\(name): \(indicator.name), \(perspective), \(delta.design)",
      "\(label(of: .annualised)): \(annualised)",
      "\(label(of: .inWindow)): \(inWindow)",
    ]
    if let headline = annualised.headline { lines.append("headline, annualised: \(headline)") }
    if let interval = annualised.interval { lines.append("interval, annualised: \(interval)") }
    if evidence != nil {
      lines.append(
        "\(assessment.reportKind.title.lowercased()): \(assessment.qualities) evidence, "
          + "\(assessment.streams) of 3 streams agree")
    }
    lines.append("credited: \(credit)")
    if let bandReading { lines.append("the band's reading, \(bandReading)") }
    if let first = confidences.first(where: { $0.confidence != nil }) { lines.append("\(first)") }
    let open = checks.filter { !$0.passed }.map { "\($0.name) \($0.verdict.rawValue)" }
    lines.append(
      "checks: \(checks.count - open.count) of \(checks.count) passed"
        + (open.isEmpty ? "" : "; open: " + open.joined(separator: ", ")))
    return lines.joined(separator: "\n")
  }

  /// How the share credited stands to what the design carries, with the band's reading.
  ///
  /// nil when the share lies in the band.
  public var bandSentence: String? {
    guard let bandReading else { return nil }
    let comparison =
      attribution.low > band.high
      ? "The design carries less than what is credited"
      : attribution.high < band.low
        ? "The design carries more than what is credited"
        : "What is credited lies partly outside what the design carries"
    return "\(comparison); \(bandReading)."
  }

  /// What the figures of a basis cover, such as `annualised (extrapolated from 13 of 52 weeks)`.
  public func label(of basis: Basis) -> String {
    switch basis {
    case .annualised:
      time.isExtrapolated
        ? "annualised (extrapolated from \(time.observedWeeks) of \(time.weeksPerYear) weeks)"
        : "annualised"
    case .inWindow: "in the window of \(time.observedWeeks) weeks"
    }
  }

  private var credit: String {
    var words = attribution.words
    if attribution.isRange {
      words += " (point \(percentage(attribution.point))"
      if attribution.expected != attribution.point {
        words += ", expected \(percentage(attribution.expected))"
      }
      words += ")"
    }
    for label in attributionLabels {
      switch label {
      case .estimateAsItStands: words += ", the estimate as it stands"
      case .compoundedHaircut: words += ", a compounded haircut on a controlled delta"
      case .writtenOverride:
        words += ", outside the band of \(band.shares) by written override of "
        words += attribution.override.map { "\($0.author), \($0.date)" } ?? ""
      }
    }
    return words
  }
}

// MARK: - Coding

extension BusinessCase: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, perspective, indicator, delta, time, attribution, unitValue, costs, hurdles
    case headlineLevel, intervalLevel, rounding, baseline, evidence
  }

  /// Decodes the inputs and computes the case anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      name: fields.decode(String.self, forKey: .name),
      perspective: fields.decode(Perspective.self, forKey: .perspective),
      indicator: fields.decode(Indicator.self, forKey: .indicator),
      delta: fields.decode(Delta.self, forKey: .delta),
      time: fields.decode(TimeBasis.self, forKey: .time),
      attribution: fields.decode(Attribution.self, forKey: .attribution),
      unitValue: fields.decode(UnitValue.self, forKey: .unitValue),
      costs: fields.decode(CostLedger.self, forKey: .costs),
      hurdles: fields.decode([ExactDecimal].self, forKey: .hurdles),
      headlineLevel: fields.decode(Double.self, forKey: .headlineLevel),
      intervalLevel: fields.decode(Double.self, forKey: .intervalLevel),
      rounding: fields.decode(Rounding.self, forKey: .rounding),
      baseline: fields.decodeIfPresent(Baseline.self, forKey: .baseline),
      evidence: fields.decodeIfPresent(EvidenceRecord.self, forKey: .evidence))
  }

  /// Encodes the inputs; the figures follow from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(name, forKey: .name)
    try fields.encode(perspective, forKey: .perspective)
    try fields.encode(indicator, forKey: .indicator)
    try fields.encode(delta, forKey: .delta)
    try fields.encode(time, forKey: .time)
    try fields.encode(attribution, forKey: .attribution)
    try fields.encode(unitValue, forKey: .unitValue)
    try fields.encode(costs, forKey: .costs)
    try fields.encode(hurdles, forKey: .hurdles)
    try fields.encode(headlineLevel, forKey: .headlineLevel)
    try fields.encode(intervalLevel, forKey: .intervalLevel)
    try fields.encode(rounding, forKey: .rounding)
    try fields.encodeIfPresent(baseline, forKey: .baseline)
    try fields.encodeIfPresent(evidence, forKey: .evidence)
  }
}
