public import Statistics

/// One mean against a fixed value, or the mean difference of pairs against none.
///
/// The statistic is effect / (s / sqrt(n)) with n - 1 degrees of freedom, where s is the standard
/// deviation of the values or of the pairs' differences.
///
/// **Same as:** `pwr.t.test(n, d, type = "one.sample")` or `"paired"` in R;
/// `TTestPower().power(d, nobs, alpha)` in statsmodels, where those are accurate.
public struct OneMean: PowerDesign {
  /// What is measured.
  public enum Sample: String, Sendable, Hashable, Codable, CaseIterable {
    /// One value a person.
    case people
    /// A difference inside each pair, such as after minus before.
    case pairs
  }

  /// What is measured.
  public let sample: Sample
  /// The standard deviation of the values, or of the pairs' differences.
  public let standardDeviation: Double
  /// The size of the staff that the sample is drawn from; nil for an unlimited one.
  public let population: Int?
  /// The test that the study will be judged by.
  public var test: SignificanceTest

  /// A study of one mean.
  ///
  /// - Parameters:
  ///   - sample: people, or pairs.
  ///   - standardDeviation: of the values, or of the pairs' differences; 1 makes the effect
  ///     standardised.
  ///   - test: level, alternative and the tails that count.
  /// - Throws: `invalidArgument` for a standard deviation that is not positive and finite.
  public init(
    _ sample: Sample = .people, standardDeviation: Double, test: SignificanceTest = .standard
  ) throws(EvaluationError) {
    try self.init(sample, standardDeviation, population: nil, test)
  }

  /// Pairs of measurements with a standard deviation each and a correlation: the difference has s
  /// sqrt(2 (1 - correlation)).
  ///
  /// - Throws: as ``init(_:standardDeviation:test:)``, and for a correlation outside [-1, 1).
  public static func pairs(
    standardDeviation: Double, correlation: Double, test: SignificanceTest = .standard
  ) throws(EvaluationError) -> OneMean {
    guard correlation >= -1, correlation < 1 else {
      throw .invalidArgument(
        name: "the correlation of the pairs", needed: "at least -1 and below 1",
        found: "\(correlation)")
    }
    return try OneMean(
      .pairs, standardDeviation: standardDeviation * (2 * (1 - correlation)).squareRoot(),
      test: test)
  }

  private init(
    _ sample: Sample, _ standardDeviation: Double, population: Int?, _ test: SignificanceTest
  ) throws(EvaluationError) {
    try Validation.positive(standardDeviation, "the standard deviation")
    if let population {
      _ = try FinitePopulation(of: population)
      guard sample == .people else {
        throw .undefined(
          what: "a finite population correction for pairs",
          needed: "one mean of a finite staff, estimated from a sample of it",
          found: "a comparison inside pairs")
      }
    }
    self.sample = sample
    self.standardDeviation = standardDeviation
    self.population = population
    self.test = test
  }

  /// Decodes a design, refusing what the initializers refuse.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Sample.self, forKey: .sample),
      fields.decode(Double.self, forKey: .standardDeviation),
      population: fields.decodeIfPresent(Int.self, forKey: .population),
      fields.decode(SignificanceTest.self, forKey: .test))
  }

  /// The mean of a staff of that many people, from a sample of them: the variance takes the factor
  /// (N - n)/(N - 1).
  ///
  /// - Throws: `undefined` for pairs, which compare; `invalidArgument` below two people.
  public func inFinitePopulation(of people: Int) throws(EvaluationError) -> OneMean {
    try OneMean(sample, standardDeviation, population: people, test)
  }

  // MARK: Power

  /// None.
  public var controlsPerTreated: Double { 0 }

  /// People or pairs.
  public var unitName: String { sample.rawValue }

  /// From just above one unit, up to just below the whole staff.
  public var sizeRange: ClosedRange<Double> {
    1.125...(population.map { max(Double($0) * (1 - 1e-12), 1.125) } ?? largestSize)
  }

  /// The mean over its standard error, with n - 1 degrees of freedom.
  public func signal(effect: Double, arms: ArmSizes) throws(EvaluationError) -> TestSignal {
    var factor = 1.0
    if let population {
      factor = try FinitePopulation(of: population).standardErrorFactor(sample: arms.treated)
    }
    let shift = effect / standardDeviation / factor * arms.treated.squareRoot()
    return try TestSignal(
      shift: effect == 0 ? 0 : shift, degreesOfFreedom: arms.treated - 1)
  }

  /// The design in words.
  public var description: String {
    let name = sample == .people ? "one mean" : "the mean difference of pairs"
    let staff = population.map { " of a staff of \($0)" } ?? ""
    return "\(name)\(staff), standard deviation \(formatted(standardDeviation)); \(test)"
  }
}
