public import ROI
public import Statistics

extension ROIDistributionChart {
  /// The distribution of ROI that every uncertain input gives together.
  ///
  /// - Parameters:
  ///   - propagation: what is drawn, between its 0.1 % and 99.9 % quantiles.
  ///   - hurdle: the ROI to exceed.
  ///   - point: ROI with every input as stated.
  ///   - unit: what the axis shows.
  /// - Throws: `undefined` where ROI is undefined or certain; `invalidArgument` for figures beyond 1e300.
  public init(
    _ propagation: Propagation, hurdle: ExactDecimal = 0, point: Double? = nil,
    unit: String = "ROI (net / cost), annualised"
  ) throws(EvaluationError) {
    guard let bars = propagation.histogram(bins: 36),
      let share = propagation.probability(thatROIExceeds: ExactRatio(hurdle).value)
    else {
      throw .undefined(
        what: "the distribution of ROI", needed: "an uncertain input and a cost above 0",
        found: "\(propagation.method)")
    }
    let source: Source =
      switch propagation.method {
      case .simulation: .draws(propagation.draws)
      case .closedForm(of: .delta): .confidence
      case .closedForm, .quadrature: .belief
      }
    try self.init(
      histogram: Histogram(edges: bars.edges, shares: bars.shares, below: bars.below),
      source: source, hurdle: hurdle, shareAbove: share, point: point,
      bound: propagation.headline.roi,
      boundName: "\(formatted(propagation.headlineLevel * 100)) % lower bound", unit: unit)
  }
}

extension Propagation {
  /// Joint uncertainty as parts of a report: the joint bound beside the corner bound, the distribution of
  /// ROI, the figures, how they were had, and what it is worth to know more.
  public var blocks: [Report.Block] { blocks(point: nil) }

  /// The parts, with the ROI of the inputs as stated in the chart.
  func blocks(point: Double?) -> [Report.Block] {
    var blocks: [Report.Block] = [.heading("Joint uncertainty"), .keyFigures(bounds)]
    if let chart = try? ROIDistributionChart(self, hurdle: hurdles.first ?? 0, point: point) {
      blocks.append(.figure(.distribution(chart)))
    }
    blocks.append(.table(rows, leftColumns: [0]))
    blocks.append(.list(method(notes: probabilities.map { Self.sentence("\($0)") })))
    blocks.append(
      .table(
        [["uncertain input", "its distribution", "worth to know it (EVPPI)"]]
          + Input.allCases.map { [$0.description, "\(input($0))", informationWords($0)] },
        leftColumns: [0, 1]))
    return blocks
  }

  // MARK: Figures

  private var bounds: [Report.KeyFigure] {
    let level = "\(formatted(headlineLevel * 100)) % one-sided"
    let error = headline.simulatedROI.map {
      ", Monte Carlo error \(formatted($0.error, significantDigits: 2))"
    }
    return [
      Report.KeyFigure(
        "Joint bound", "ROI of at least \(headline.roi.map(charted) ?? "undefined")",
        note: "\(level), every uncertain input at once\(error ?? "")"),
      Report.KeyFigure(
        "Corner bound", "ROI of at least \(corner.lowestROI.map(digits) ?? "undefined")",
        note:
          "\(level), every input at its worst end at once; wider, for inputs rarely err together"),
    ]
  }

  private var rows: [[String]] {
    func money(_ value: Double?) -> String { value.map(charted) ?? "unknown" }
    func ratio(_ value: Double?) -> String { value.map(charted) ?? "undefined" }
    let share = formatted(level * 100)
    var rows = [
      ["", "net benefit (\(currency.code))", "ROI (net / cost)"],
      ["expected value (exact)", money(moments.netMean), ""],
      ["standard deviation (exact)", money(moments.netStandardDeviation), ""],
      ["standard deviation (delta method)", money(moments.netDeltaMethodDeviation), ""],
      [
        "\(share) % interval, joint",
        "\(money(lower.netBenefit)) to \(money(upper.netBenefit))",
        "\(ratio(lower.roi)) to \(ratio(upper.roi))",
      ],
    ]
    if let linearisation {
      rows.append([
        "\(share) % interval, delta method",
        "\(money(linearisation.lower)) to \(money(linearisation.upper))", "",
      ])
    }
    func corner(_ corner: CornerBound.Corner) -> [String] {
      [digits(corner.netBenefit), corner.roi.map(digits) ?? "undefined"]
    }
    return rows + [
      [
        "lower bound, \(formatted(headlineLevel * 100)) % one-sided", money(headline.netBenefit),
        ratio(headline.roi),
      ],
      ["worst corner"] + corner(self.corner.lower), ["best corner"] + corner(self.corner.upper),
    ]
  }

  // MARK: Words

  private func method(notes: [String]) -> [String] {
    var points = ["Method: \(method)."]
    if let simulation {
      points.append(
        "Draws: \(grouped(simulation.count)), seed \(simulation.seed); mean net benefit "
          + "\(simulation.meanNetBenefit).")
    }
    points += notes
    if let linearisation {
      points.append(
        "Linearisation \(linearisation.verdict.rawValue): \(linearisation.check.sentence)")
    }
    if let adopted = expectedLossIfAdopted, let rejected = expectedLossIfRejected,
      let value = expectedValueOfPerfectInformation
    {
      points.append(
        "Expected loss: \(currency.code) \(charted(adopted)) if adopted now, \(charted(rejected)) if "
          + "rejected. Perfect information (EVPI) is worth at most \(currency.code) \(charted(value))."
      )
    }
    return points
  }

  private func informationWords(_ input: Input) -> String {
    guard let found = informationValues.first(where: { $0.input == input }) else { return "" }
    return found.value.map { "\(currency.code) \(charted($0))" } ?? "undefined"
  }

  private static func sentence(_ words: String) -> String { capitalised(words) + "." }
}
