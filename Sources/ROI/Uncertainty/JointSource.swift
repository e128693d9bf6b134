import Statistics

/// Where the figures of a propagation come from, with the draws beside them.
struct JointSource: Sendable {
  private enum Headline: Sendable {
    case single(SingleInput)
    case joint(JointDistribution)
    case draws
  }

  let method: Propagation.Method
  let simulation: Simulation?
  private let headline: Headline
  private let definesROI: Bool

  init(
    _ inputs: PropagationInputs, progress: ((Int, Int) -> Void)?
  ) throws(EvaluationError) {
    definesROI = inputs.definesROI
    let constant = inputs.factor.value
    let uncertain = inputs.uncertain
    if uncertain.count <= 1 {
      method = .closedForm(of: uncertain.first)
      headline = .single(SingleInput(inputs, uncertain: uncertain.first ?? .delta))
      simulation = nil
      return
    }
    simulation = try Simulation(
      factors: inputs.factors, constant: constant, cost: inputs.cost.distribution,
      definesROI: definesROI, count: inputs.draws, seed: inputs.seed, progress: progress)
    let joint = JointDistribution(
      factors: inputs.factors, constant: constant, cost: inputs.cost.distribution)
    method = joint.map { .quadrature(points: $0.points) } ?? .simulation
    headline = joint.map { .joint($0) } ?? .draws
  }

  // MARK: Figures

  /// Net benefit and ROI with a probability of p at or below them.
  func quantile(_ p: Double) throws(EvaluationError) -> Propagation.Quantile {
    let drawn = simulation.flatMap { Simulation.quantile(p, of: $0.netBenefits) }
    let drawnROI = simulation.flatMap { Simulation.quantile(p, of: $0.rois) }
    let net: Double?
    var roi: Double?
    switch headline {
    case .single(let single): (net, roi) = (single.netBenefit(p), single.roi(p))
    case .joint(let joint): (net, roi) = (joint.netBenefit(p), definesROI ? joint.roi(p) : nil)
    case .draws: (net, roi) = (drawn?.value, drawnROI?.value)
    }
    if !definesROI { roi = nil }
    guard let net, net.isFinite, roi?.isFinite ?? true else {
      throw .overflow(
        what: "a quantile of the net benefit", needed: "the range of Double",
        found: net.map { "\($0)" } ?? "infinity")
    }
    return Propagation.Quantile(
      probability: p, netBenefit: net, roi: roi, simulatedNetBenefit: drawn, simulatedROI: drawnROI)
  }

  /// A net benefit with the Monte Carlo error that it has.
  func figure(of quantile: Propagation.Quantile) -> Simulation.Figure {
    if case .draws = headline, let drawn = quantile.simulatedNetBenefit { return drawn }
    return Simulation.Figure(value: quantile.netBenefit, error: 0)
  }

  /// nil where ROI is undefined.
  func probability(roiAbove hurdle: Double) -> Double? {
    guard definesROI else { return nil }
    let found: Double?
    switch headline {
    case .single(let single): found = single.probability(roiAbove: hurdle)
    case .joint(let joint): found = joint.probability(above: 0, costs: 1 + hurdle)
    case .draws: found = simulation?.probability(roiAbove: hurdle)?.value
    }
    return found.flatMap { $0.isNaN ? nil : min(max($0, 0), 1) }
  }

  /// The mean of the net benefit where it is positive, or of the loss where it is negative.
  func expectedPart(ofGain isGain: Bool) -> Double? {
    let found: Double?
    switch headline {
    case .single(let single): found = single.expectedPart(ofGain: isGain)
    case .joint(let joint): found = joint.expectedPart(ofGain: isGain)
    case .draws:
      found =
        isGain ? simulation?.expectedLossIfRejected.value : simulation?.expectedLossIfAdopted.value
    }
    return found.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The share of belief in an ROI at or below each of some ascending figures.
  func shares(below edges: [Double]) -> [Double]? {
    guard definesROI else { return nil }
    if let rois = simulation?.rois {
      var (shares, index): ([Double], Int) = ([], 0)
      for edge in edges {
        while index < rois.count, rois[index] <= edge { index += 1 }
        shares.append(Double(index) / Double(rois.count))
      }
      return shares
    }
    return edges.map { 1 - (probability(roiAbove: $0) ?? 0) }
  }
}

extension SingleInput {
  /// The one uncertain input of a propagation, the others at their figures.
  init(_ inputs: PropagationInputs, uncertain: Propagation.Input) {
    var product = inputs.factor.value
    for input in [Propagation.Input.delta, .attribution, .unitValue] where input != uncertain {
      product *= inputs[input].mean ?? 0
    }
    self.init(
      input: inputs[uncertain].distribution, slope: uncertain == .cost ? nil : product,
      other: uncertain == .cost ? product : inputs.cost.mean ?? 0)
  }
}
