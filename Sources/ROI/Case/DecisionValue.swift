import Distributions
public import Statistics

/// What it is worth to know the truth before deciding, for a net benefit with a normal reference.
///
/// With mean m, standard error s and z = m / s the expected loss of adopting is s phi(z) - m
/// Phi(-z), that of rejecting s phi(z) + m Phi(z). The expected value of perfect information (EVPI)
/// is the smaller of the two: the most that a sponsor should pay to remove the uncertainty. The
/// confidence distribution is read as a distribution of the truth, that is, with a flat prior.
///
/// **Reference:** Raiffa and Schlaifer (1961), Applied Statistical Decision Theory.
/// **Same as:** R `s * dnorm(m / s) - abs(m) * pnorm(-abs(m) / s)` for the EVPI.
public struct DecisionValue: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The mean of the net benefit, in major units.
  public let meanNetBenefit: Double
  /// Its standard error, in major units.
  public let standardError: Double
  /// The expected loss when the programme is adopted now.
  public let expectedLossIfAdopted: Double
  /// The expected loss when it is rejected now.
  public let expectedLossIfRejected: Double

  /// Computes the closed forms; a standard error of 0 leaves the loss of the worse decision alone.
  ///
  /// - Throws: `invalidArgument` when a figure is not finite or the standard error is negative;
  ///   `overflow` when a loss leaves the range of `Double`.
  public init(meanNetBenefit: Double, standardError: Double) throws(EvaluationError) {
    guard meanNetBenefit.isFinite else {
      throw .invalidArgument(
        name: "the mean net benefit", needed: "finite", found: "\(meanNetBenefit)")
    }
    guard standardError.isFinite, standardError >= 0 else {
      throw .invalidArgument(
        name: "the standard error of the net benefit", needed: "finite and not negative",
        found: "\(standardError)")
    }
    // The loss of the better decision is small; the other is |m| more, so neither is lost by
    // cancellation.
    let size = abs(meanNetBenefit)
    let smaller: Double
    if standardError > 0, (size / standardError).isFinite {
      let z = size / standardError
      smaller = max(
        0, standardError * Normal.standard.pdf(z) - size * Normal.standard.survival(z))
    } else {
      smaller = 0
    }
    let larger = smaller + size
    guard larger.isFinite else {
      throw .overflow(what: "an expected loss", needed: "the range of Double", found: "\(larger)")
    }
    self.meanNetBenefit = meanNetBenefit
    self.standardError = standardError
    expectedLossIfAdopted = meanNetBenefit >= 0 ? smaller : larger
    expectedLossIfRejected = meanNetBenefit >= 0 ? larger : smaller
  }

  private enum CodingKeys: String, CodingKey {
    case meanNetBenefit, standardError
  }

  /// Decodes mean and standard error and computes the losses anew.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      meanNetBenefit: fields.decode(Double.self, forKey: .meanNetBenefit),
      standardError: fields.decode(Double.self, forKey: .standardError))
  }

  /// The expected value of perfect information.
  public var expectedValueOfPerfectInformation: Double {
    min(expectedLossIfAdopted, expectedLossIfRejected)
  }

  /// Both expected losses and the value of perfect information.
  public var description: String {
    "expected loss \(formatted(expectedLossIfAdopted)) if adopted, "
      + "\(formatted(expectedLossIfRejected)) if rejected; perfect information is worth "
      + formatted(expectedValueOfPerfectInformation)
  }
}
