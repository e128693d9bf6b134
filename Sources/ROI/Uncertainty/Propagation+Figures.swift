public import Statistics

extension Propagation {
  // MARK: Types

  /// Net benefit and ROI with a probability at or below them.
  public struct Quantile: Sendable, Hashable, CustomStringConvertible {
    /// The probability at or below.
    public let probability: Double
    /// The net benefit in major units.
    public let netBenefit: Double
    /// Net benefit over cost; nil when the programme may cost nothing.
    ///
    /// It is a quantile of its own: with an uncertain cost it need not belong to the same outcome as the
    /// net benefit.
    public let roi: Double?
    /// The net benefit of the draws with its Monte Carlo error; nil in closed form.
    public let simulatedNetBenefit: Simulation.Figure?
    /// The ROI of the draws with its Monte Carlo error; nil in closed form.
    public let simulatedROI: Simulation.Figure?

    /// Probability, net benefit and ROI.
    public var description: String {
      "\(formatted(probability * 100)) %: net benefit \(formatted(netBenefit)), ROI "
        + (roi.map { formatted($0) } ?? "undefined")
    }
  }

  /// How probable it is that ROI exceeds a hurdle.
  public struct HurdleProbability: Sendable, Hashable, CustomStringConvertible {
    /// The ROI to exceed.
    public let hurdle: ExactDecimal
    /// The probability; nil where ROI is undefined.
    public let probability: Double?
    /// The share of the draws with its Monte Carlo error; nil in closed form.
    public let simulated: Simulation.Figure?
    /// Whether it is the confidence of the delta's own distribution, without a belief about another input.
    public let isConfidence: Bool

    /// The probability in a sentence, called confidence where it is one.
    public var description: String {
      "\(isConfidence ? "confidence" : "probability") that ROI exceeds \(hurdle): "
        + (probability.map { "\(formatted($0 * 100, decimals: 1)) %" } ?? "not known")
    }
  }

  /// How belief in ROI is spread, by intervals of one width.
  public struct Histogram: Sendable, Hashable {
    /// The edges of the bins, ascending, one more than bins.
    public let edges: [Double]
    /// The share of belief in each bin.
    public let shares: [Double]
    /// The share below the first edge.
    public let below: Double
    /// The share above the last edge.
    public let above: Double
  }

  // MARK: Inputs

  /// The improvement.
  public var delta: UncertainInput { inputs.delta }
  /// The share credited.
  public var attribution: UncertainInput { inputs.attribution }
  /// The worth of a unit in major units.
  public var unitValue: UncertainInput { inputs.unitValue }
  /// The cost in major units.
  public var cost: UncertainInput { inputs.cost }
  /// The constant that the product is multiplied by: time and units.
  public var factor: ExactRatio { inputs.factor }
  /// The currency of value and cost.
  public var currency: Currency { inputs.currency }
  /// The values of ROI to exceed.
  public var hurdles: [ExactDecimal] { inputs.hurdles }
  /// The level of the two-sided interval.
  public var level: Double { inputs.level }
  /// The level of the one-sided lower bound.
  public var headlineLevel: Double { inputs.headlineLevel }
  /// How many draws a simulation makes.
  public var draws: Int { inputs.draws }
  /// The seed of the draws.
  public var seed: UInt64 { inputs.seed }
  /// The inputs that are not fixed.
  public var uncertainInputs: [Input] { inputs.uncertain }

  /// An input by its name.
  public func input(_ input: Input) -> UncertainInput { inputs[input] }

  // MARK: Figures

  /// The expected value of perfect information on every input: the smaller expected loss; nil without a
  /// mean.
  public var expectedValueOfPerfectInformation: Double? {
    expectedLossIfAdopted.flatMap { adopted in expectedLossIfRejected.map { min(adopted, $0) } }
  }

  /// Net benefit and ROI with a probability at or below them.
  ///
  /// - Returns: nil for a probability outside (0, 1), or a figure beyond the range of `Double`.
  public func quantile(_ probability: Double) -> Quantile? {
    guard probability > 0, probability < 1 else { return nil }
    return try? source.quantile(probability)
  }

  /// The probability of an ROI above a hurdle; nil where ROI is undefined or the hurdle not finite.
  public func probability(thatROIExceeds hurdle: Double) -> Double? {
    guard hurdle.isFinite else { return nil }
    return source.probability(roiAbove: hurdle)
  }

  /// How ROI is spread between its 0.1 % and 99.9 % quantiles: shares of the draws, or exact ones in closed
  /// form.
  ///
  /// - Parameter bins: how many, from 1 to 1,000; others are brought into that range.
  /// - Returns: nil where ROI is undefined or certain.
  public func histogram(bins: Int = 40) -> Histogram? {
    let bins = min(max(1, bins), 1_000)
    guard let low = quantile(0.001)?.roi, let high = quantile(0.999)?.roi, low < high else {
      return nil
    }
    let edges = (0...bins).map { low + (high - low) * (Double($0) / Double(bins)) }
    guard let below = source.shares(below: edges), edges.allSatisfy(\.isFinite) else { return nil }
    return Histogram(
      edges: edges, shares: zip(below.dropFirst(), below).map { max(0, $0 - $1) },
      below: below[0], above: max(0, 1 - below[bins]))
  }

  /// What the propagation asks of itself: whether linearisation would have done, and whether quadrature
  /// and draws agree within five Monte Carlo errors.
  public var checks: [Check] {
    var checks: [Check] = []
    if let linearisation { checks.append(linearisation.check) }
    if case .quadrature = method {
      let gaps = quantiles.compactMap { quantile in
        quantile.simulatedNetBenefit.map { drawn in
          drawn.error > 0 ? abs(drawn.value - quantile.netBenefit) / drawn.error : 0
        }
      }
      let worst = gaps.max() ?? 0
      checks.append(
        Check(
          "simulation", figure: worst, threshold: 5, verdict: worst <= 5 ? .passed : .failed,
          sentence: "Quadrature and \(draws) draws of the net benefit differ by at most "
            + "\(formatted(worst, significantDigits: 2)) Monte Carlo errors at \(quantiles.count) "
            + "quantiles."))
    }
    return checks
  }
}

// MARK: - Text, comparing and coding

extension Propagation: CustomStringConvertible, Hashable, Codable {
  /// Method, inputs, interval, headline, probabilities, value of information and corners, in at most ten
  /// lines.
  public var description: String {
    let code = currency.code
    func ends(_ text: (Quantile) -> String) -> String { "\(text(lower)) to \(text(upper))" }
    func ratio(_ figure: Double?) -> String { figure.map { formatted($0) } ?? "undefined" }
    var lines = ["joint uncertainty by \(method)"]
    if let simulation {
      lines[0] += method == .simulation ? "" : ", simulation beside it"
      lines[0] += ", \(simulation.count) draws, seed \(simulation.seed)"
    }
    lines.append(
      uncertainInputs.map { "\($0): \(inputs[$0].words)" }.joined(separator: "; "))
    lines.append("\(moments) (\(code))")
    lines.append(
      "\(formatted(level * 100)) % interval: net benefit \(ends { formatted($0.netBenefit) }) "
        + "\(code), ROI \(ends { ratio($0.roi) })")
    var bound =
      "lower bound, \(formatted(headlineLevel * 100)) % one-sided: net benefit "
      + "\(formatted(headline.netBenefit)) \(code), ROI \(ratio(headline.roi))"
    if method == .simulation, let error = headline.simulatedROI?.error {
      bound += " (Monte Carlo error \(formatted(error, significantDigits: 2)))"
    }
    lines.append(bound)
    lines.append("\(corner)")
    if let first = probabilities.first(where: { $0.probability != nil }) {
      lines.append("\(first)")
    }
    if let value = expectedValueOfPerfectInformation {
      lines.append(
        "perfect information is worth \(formatted(value)) \(code)"
          + (informationValues.isEmpty
            ? "" : ": " + informationValues.map(\.description).joined(separator: ", ")))
    }
    if let linearisation { lines.append("\(linearisation)") }
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Whether the inputs are the same, from which everything follows.
  public static func == (left: Propagation, right: Propagation) -> Bool {
    left.inputs == right.inputs
  }

  /// Hashes the inputs.
  public func hash(into hasher: inout Hasher) { hasher.combine(inputs) }

  /// Decodes the inputs and computes everything anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws { try self.init(PropagationInputs(from: decoder)) }

  /// Encodes the inputs; the figures follow from them.
  public func encode(to encoder: any Encoder) throws { try inputs.encode(to: encoder) }
}
