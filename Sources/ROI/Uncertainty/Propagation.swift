public import Statistics

/// The uncertainty of every step carried into value, net benefit and ROI at once.
///
/// value = delta x attribution x value of a unit x factor; net = value - cost; ROI = net / cost, over
/// independent inputs. Moments are exact. The distribution is had by the first of three methods that
/// applies: in closed form where one input alone is uncertain (then nothing is simulated); by quadrature
/// where an input is normal, t or lognormal and two numbers of points agree to 1e-9 in probability, with
/// the simulation beside it; else by the simulation, with its Monte Carlo errors.
///
/// ```swift
/// let joint = try Propagation(
///   exits, cost: UncertainInput(
///     .pert(low: 27_000, mostLikely: 30_000, high: 42_000), source: "range of quotes"), seed: 7)
/// print(joint)
/// ```
///
/// Coded, it is its inputs: decoding computes and draws anew, to the same bits.
///
/// **Reference:** JCGM 101:2008; Raiffa and Schlaifer (1961) for the value of information.
public struct Propagation: Sendable {
  /// How the distribution was had.
  public enum Method: Sendable, Hashable, CustomStringConvertible {
    /// One input alone is uncertain, so its own quantiles are carried through; nil where none is.
    case closedForm(of: Input?)
    /// Points for each input beside one that is integrated in closed form.
    case quadrature(points: Int)
    /// Random draws.
    case simulation

    /// The method in words.
    public var description: String {
      switch self {
      case .closedForm(let input?): "closed form (\(input) alone is uncertain; not simulated)"
      case .closedForm: "closed form (nothing is uncertain)"
      case .quadrature(let points): "quadrature (\(points) points an input)"
      case .simulation: "simulation"
      }
    }
  }

  /// An input of the chain.
  public enum Input: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// The improvement.
    case delta
    /// The share credited to the programme.
    case attribution
    /// The worth of one unit.
    case unitValue
    /// What the programme costs.
    case cost

    /// The input in words.
    public var description: String { self == .unitValue ? "value of a unit" : rawValue }
  }

  let inputs: PropagationInputs
  let source: JointSource

  // MARK: Results

  /// How the distribution was had.
  public let method: Method
  /// Exact moments, with the delta method beside them.
  public let moments: ProductMoments
  /// Net benefit and ROI at 1, 2.5, 5, 10, 25, 50, 75, 90, 95, 97.5 and 99 %.
  public let quantiles: [Quantile]
  /// The lower end of the two-sided interval.
  public let lower: Quantile
  /// The upper end of the two-sided interval.
  public let upper: Quantile
  /// The one-sided lower bound that heads the figures.
  public let headline: Quantile
  /// The probability of an ROI above each hurdle.
  public let probabilities: [HurdleProbability]
  /// What is lost on average when the programme is adopted now; nil without a mean.
  public let expectedLossIfAdopted: Double?
  /// What is lost on average when it is rejected now; nil without a mean.
  public let expectedLossIfRejected: Double?
  /// What it is worth to know each uncertain input before deciding, the largest first.
  public let informationValues: [InformationValue]
  /// Whether the delta method's interval would have done; nil without a standard deviation.
  public let linearisation: Linearisation?
  /// Every input at its worst or best end at once, at the headline's level.
  public let corner: CornerBound
  /// The draws; nil in closed form.
  public let simulation: Simulation?

  // MARK: Building

  /// Propagates the inputs of a case, annualised.
  ///
  /// The delta is the case's own with its confidence distribution (a declared one is taken as fixed), the
  /// attribution by its shape (a range as uniform).
  ///
  /// - Parameters:
  ///   - businessCase: the case; hurdles and levels are its own.
  ///   - unitValue: the worth of a unit in major units of the case's currency; as stated when nil.
  ///   - cost: the cost in major units; as stated when nil.
  ///   - draws: how many draws, from 1,000 to 10,000,000.
  ///   - seed: the seed of the draws.
  ///   - progress: told now and then how many draws are done, of how many.
  /// - Throws: what the general initializer throws.
  public init(
    _ businessCase: BusinessCase, unitValue: UncertainInput? = nil, cost: UncertainInput? = nil,
    draws: Int = 100_000, seed: UInt64 = 1, progress: ((Int, Int) -> Void)? = nil
  ) throws(EvaluationError) {
    let worth: UncertainInput
    if let unitValue {
      worth = unitValue
    } else {
      let stated = businessCase.unitValue
      worth = try UncertainInput(money: stated.amount, source: stated.source)
    }
    let spent: UncertainInput
    if let cost {
      spent = cost
    } else {
      spent = try UncertainInput(money: businessCase.costs.total, source: "the cost ledger")
    }
    try self.init(
      PropagationInputs(
        delta: UncertainInput(deltaOf: businessCase),
        attribution: UncertainInput(businessCase.attribution),
        unitValue: worth, cost: spent,
        factor: businessCase.time.factor(for: .annualised) * ExactRatio(businessCase.delta.units),
        currency: businessCase.costs.currency, hurdles: businessCase.hurdles,
        level: businessCase.intervalLevel, headlineLevel: businessCase.headlineLevel,
        significantDigits: 2, draws: draws, seed: seed),
      progress: progress)
  }

  /// Propagates stated inputs.
  ///
  /// - Parameters:
  ///   - delta: the improvement.
  ///   - attribution: the share credited, inside 0 to 1 but for a belief of 0.001.
  ///   - unitValue: the worth of a unit in major units, not negative but for a belief of 0.001.
  ///   - cost: the cost in major units, not negative but for a belief of 0.001.
  ///   - factor: a constant that the product is multiplied by, such as units or years.
  ///   - currency: the currency of value and cost.
  ///   - hurdles: the values of ROI to exceed, at most 100.
  ///   - level: the level of the two-sided interval.
  ///   - headlineLevel: the level of the one-sided lower bound.
  ///   - significantDigits: the digits of the delta method's standard deviation that count in the test
  ///     of the linearisation, from 1 to 4.
  ///   - draws: how many draws, from 1,000 to 10,000,000.
  ///   - seed: the seed of the draws.
  ///   - progress: told now and then how many draws are done, of how many.
  /// - Throws: `invalidArgument` for an input, level, number of draws, digits or hurdles outside their
  ///   limits; `overflow` when a figure leaves the range of `Double` or of money; `cancelled` when the
  ///   surrounding task is cancelled.
  /// - Complexity: O(draws log draws), unless in closed form.
  public init(
    delta: UncertainInput, attribution: UncertainInput, unitValue: UncertainInput,
    cost: UncertainInput, factor: ExactDecimal = 1, currency: Currency,
    hurdles: [ExactDecimal] = [0], level: Double = 0.90, headlineLevel: Double = 0.90,
    significantDigits: Int = 2, draws: Int = 100_000, seed: UInt64 = 1,
    progress: ((Int, Int) -> Void)? = nil
  ) throws(EvaluationError) {
    try self.init(
      PropagationInputs(
        delta: delta, attribution: attribution, unitValue: unitValue, cost: cost,
        factor: ExactRatio(factor), currency: currency, hurdles: hurdles, level: level,
        headlineLevel: headlineLevel, significantDigits: significantDigits, draws: draws,
        seed: seed),
      progress: progress)
  }

  init(
    _ inputs: PropagationInputs, progress: ((Int, Int) -> Void)? = nil
  ) throws(EvaluationError) {
    try inputs.validate()
    let source = try JointSource(inputs, progress: progress)
    func quantile(_ p: Double) throws(EvaluationError) -> Quantile {
      try source.quantile(p)
    }
    let tail = (1 - inputs.level) / 2
    let (lower, upper) = (try quantile(tail), try quantile(1 - tail))
    let moments = ProductMoments(
      factors: inputs.factors, constant: inputs.factor.value, cost: inputs.cost.distribution)
    self.inputs = inputs
    self.source = source
    self.moments = moments
    self.lower = lower
    self.upper = upper
    method = source.method
    simulation = source.simulation
    headline = try quantile(1 - inputs.headlineLevel)
    var grid: [Quantile] = []
    for p in Self.grid { grid.append(try quantile(p)) }
    quantiles = grid
    let isConfidence = method == .closedForm(of: .delta) || method == .closedForm(of: nil)
    probabilities = inputs.hurdles.map { hurdle in
      HurdleProbability(
        hurdle: hurdle, probability: source.probability(roiAbove: hurdle.value),
        simulated: source.simulation?.probability(roiAbove: hurdle.value),
        isConfidence: isConfidence)
    }
    expectedLossIfAdopted = source.expectedPart(ofGain: false)
    expectedLossIfRejected = source.expectedPart(ofGain: true)
    informationValues = InformationValue.all(inputs)
    linearisation = Linearisation(
      mean: moments.netMean, deviation: moments.netDeltaMethodDeviation, level: inputs.level,
      digits: inputs.significantDigits,
      joint: (source.figure(of: lower), source.figure(of: upper)))
    corner = try CornerBound(inputs)
  }

  static let grid = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99]
}
