import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Inputs

  /// Means and variances of the uncertain inputs, where each has both.
  var propagationInputs: [InputLine] {
    guard let joint = dossier.propagation else { return [] }
    var lines: [InputLine] = []
    for input in Propagation.Input.allCases {
      let own = joint.input(input)
      for (part, value, rule) in [
        ("mean", own.mean, InputRule.number), ("variance", own.variance, .notNegative),
      ] {
        guard let value = value.flatMap(decimal) else { return [] }
        lines.append(
          InputLine(
            key: "\(input.rawValue)_\(part)",
            item: "\(part == "mean" ? "Mean" : "Variance"): \(input)",
            value: value, unit: part == "mean" ? "as the input" : "squared", source: own.source,
            rule: rule, rationale: own.words))
      }
    }
    lines.append(
      InputLine(
        key: "joint_factor", item: "Units and time that the improvement is multiplied by",
        value: joint.factor, unit: "number", source: "plan", rule: .number))
    return lines
  }

  // MARK: Rows

  /// The joint uncertainty of all inputs: moments live, the distribution as values of the library.
  mutating func addPropagation() {
    guard let joint = dossier.propagation else { return }
    add(.uncertainty, [])
    add(
      .uncertainty,
      [
        .empty, .empty, .text("Every input uncertain at once", .section),
        .text("by \(joint.method)"),
      ])
    for input in joint.uncertainInputs {
      add(.uncertainty, [.empty, .empty, .text("\(input)"), .text(joint.input(input).words)])
    }
    addMoments(joint)
    addQuantiles(joint)
    addDecision(joint)
    addSimulation(joint)
  }

  /// A value of the library; nothing where it is undefined.
  private mutating func paste(
    _ key: String, _ item: String, _ value: Double?, _ unit: String, _ words: String
  ) {
    guard let value = value.flatMap(decimal) else { return }
    addRow(
      "joint_\(key)", item, "pasted: \(words)", unit: unit,
      WorkbookCell(contents: .number(value), style: .figure), method: "a value of the library")
  }

  private mutating func addMoments(_ joint: Propagation) {
    guard places["delta_mean"] != nil else { return }
    let names = ["delta", "attribution", "unitValue"]
    let means = names.map { cell("\($0)_mean") }
    let variances = names.map { cell("\($0)_variance") }
    let squares = means.map { $0 * $0 }
    func term(_ uncertain: Set<Int>) -> CellFormula {
      let factors = (0..<3).map { uncertain.contains($0) ? variances[$0] : squares[$0] }
      return factors[0] * factors[1] * factors[2]
    }
    let linear = term([0]) + term([1]) + term([2])
    let crossed = term([0, 1]) + term([0, 2]) + term([1, 2]) + term([0, 1, 2])
    let factor = cell("joint_factor")
    let scale = factor * factor
    addMoment(
      "value_mean", "Mean of the value attributed", "product of the means x units and time",
      means[0] * means[1] * means[2] * factor)
    addMoment(
      "net_mean", "Mean of the net benefit", "mean of the value - mean of the cost",
      cell("joint_value_mean") - cell("cost_mean"))
    let cost = cell("cost_variance")
    addMoment(
      "net_sd", "Standard deviation of the net benefit, exact",
      "root of (product of (variance + mean²) - product of mean², term by term, and the cost's)",
      .function(.squareRoot, [scale * (linear + crossed) + cost]))
    addMoment(
      "net_delta_sd", "Standard deviation by the delta method",
      "the terms with one variance alone, and the cost's",
      .function(.squareRoot, [scale * linear + cost]))
    hold("joint_net_mean", "Mean of the net benefit", joint.moments.netMean.flatMap(decimal))
    hold(
      "joint_net_sd", "Standard deviation of the net benefit",
      joint.moments.netStandardDeviation.flatMap(decimal))
    hold(
      "joint_net_delta_sd", "Standard deviation by the delta method",
      joint.moments.netDeltaMethodDeviation.flatMap(decimal))
  }

  private mutating func addMoment(
    _ key: String, _ item: String, _ words: String, _ formula: CellFormula
  ) {
    addRow(
      "joint_\(key)", item, words, unit: code, live(formula), method: "independent inputs")
  }

  private mutating func addQuantiles(_ joint: Propagation) {
    let level = formatted(joint.level * 100)
    let bounds = [
      (
        "headline", "Lower bound, \(formatted(joint.headlineLevel * 100)) % one-sided",
        joint.headline
      ),
      ("lower", "Lower limit, \(level) % two-sided", joint.lower),
      ("upper", "Upper limit, \(level) % two-sided", joint.upper),
    ]
    for (key, words, quantile) in bounds {
      paste(
        "\(key)_roi", "ROI: \(words)", quantile.roi, "ratio", "\(joint.method), net / cost")
      paste("\(key)_net", "Net benefit: \(words)", quantile.netBenefit, code, "\(joint.method)")
    }
    let corner =
      "every input at its end at once, the delta at \(formatted(joint.corner.level * 100)) %"
    paste(
      "corner_lower", "ROI: worst corner", joint.corner.lower.roi?.value, "ratio",
      "\(corner); an adverse delta takes the high attribution")
    paste("corner_upper", "ROI: best corner", joint.corner.upper.roi?.value, "ratio", corner)
  }

  private mutating func addDecision(_ joint: Propagation) {
    for (number, hurdle) in joint.probabilities.enumerated() {
      let kind = hurdle.isConfidence ? "Confidence" : "Probability"
      paste(
        "probability_\(number + 1)", "\(kind) that ROI exceeds \(hurdle.hurdle)",
        hurdle.probability, kind.lowercased(), "\(joint.method)")
    }
    paste(
      "loss_adopted", "Expected loss if adopted now", joint.expectedLossIfAdopted, code,
      "\(joint.method)")
    paste(
      "loss_rejected", "Expected loss if rejected now", joint.expectedLossIfRejected, code,
      "\(joint.method)")
    paste(
      "evpi", "Expected value of perfect information", joint.expectedValueOfPerfectInformation,
      code, "the smaller expected loss")
    for value in joint.informationValues {
      paste(
        "evppi_\(value.input.rawValue)", "Worth of knowing: \(value.input)", value.value, code,
        "expected value of partial perfect information")
    }
    if let linearisation = joint.linearisation {
      add(
        .uncertainty,
        [
          .empty, .empty, .text("Delta method: \(linearisation.verdict.rawValue)"),
          .text(linearisation.check.sentence),
        ])
    }
  }

  /// The draws beside it, each figure with the error that their number leaves.
  private mutating func addSimulation(_ joint: Propagation) {
    guard let simulation = joint.simulation else { return }
    let words = "Monte Carlo, \(simulation.count) draws, seed \(simulation.seed)"
    paste("draws", "Draws", Double(simulation.count), "draws", words)
    let figures: [(String, String, Simulation.Figure?, String)] = [
      ("mc_mean", "Mean of the net benefit", simulation.meanNetBenefit, code),
      ("mc_headline", "ROI: lower bound", joint.headline.simulatedROI, "ratio"),
      ("mc_lower", "ROI: lower limit", joint.lower.simulatedROI, "ratio"),
      ("mc_upper", "ROI: upper limit", joint.upper.simulatedROI, "ratio"),
      ("mc_loss_adopted", "Expected loss if adopted now", simulation.expectedLossIfAdopted, code),
      (
        "mc_loss_rejected", "Expected loss if rejected now", simulation.expectedLossIfRejected, code
      ),
    ]
    for (key, item, figure, unit) in figures {
      paste(key, "\(item), by draws", figure?.value, unit, words)
      paste("\(key)_error", "\(item), Monte Carlo error", figure?.error, unit, words)
    }
  }
}
