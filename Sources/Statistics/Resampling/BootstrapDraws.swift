import Distributions

/// The draws of a bootstrap, with what turns them into limits of any level.
public struct BootstrapDraws: Sendable, Hashable, Codable {
  /// How limits are read, with the figures that this needs.
  public enum Reading: Sendable, Hashable, Codable {
    /// The quantiles of the draws.
    case percentile
    /// Twice the estimate less the quantiles of the draws.
    case basic
    /// The estimate less the bias, give or take normal quantiles of the standard deviation.
    case normal
    /// Quantiles at Phi(z0 + (z0 + z) / (1 - a (z0 + z))), z0 the bias correction and a the
    /// acceleration.
    case bca(biasCorrection: Double, acceleration: Double)
    /// The estimate less its standard error times the quantiles of the ratios (draw - estimate) /
    /// standard error of the draw, ascending.
    case studentized(standardError: Double, ratios: [Double])
  }

  /// The figure in each replicate in which it is defined, ascending.
  public let values: [Double]
  /// How limits are read.
  public let reading: Reading
  /// Whose rules give a quantile between two draws.
  public let convention: BootstrapMethod.Convention
  /// The mean of the draws.
  public let mean: Double
  /// The standard deviation of the draws: the bootstrap's standard error.
  public let standardError: Double

  /// How many draws there are.
  public var count: Int { values.count }

  // MARK: Building

  /// Sorts draws.
  ///
  /// - Throws: `tooFew` below ten draws or ratios; `nonFinite`; `undefined` when all draws are equal;
  ///   `invalidArgument` for a correction or a standard error that is not finite; `overflow` and
  ///   `undefined` for draws whose squares a `Double` cannot hold.
  /// - Complexity: O(n log n).
  package init(
    _ values: [Double], reading: Reading, convention: BootstrapMethod.Convention
  ) throws(EvaluationError) {
    guard values.count >= 10 else {
      throw .tooFew(what: "defined replicates", needed: 10, found: values.count)
    }
    let ascending = values.sorted()
    let moments = try Moments(ascending, column: "bootstrap draws")
    guard let mean = moments.mean, let deviation = moments.standardDeviation, deviation > 0 else {
      throw .undefined(
        what: "the bootstrap distribution", needed: "draws that differ",
        found: "all \(values.count) equal to \(formatted(values[0]))")
    }
    switch reading {
    case .percentile, .basic, .normal: self.reading = reading
    case .bca(let bias, let acceleration):
      guard bias.isFinite, acceleration.isFinite else {
        throw .undefined(
          what: "the BCa interval", needed: "draws on both sides of the estimate",
          found: bias.isFinite ? "an undefined acceleration" : "draws on one side alone")
      }
      self.reading = reading
    case .studentized(let error, let ratios):
      guard error > 0, error.isFinite else {
        throw .invalidArgument(
          name: "the standard error", needed: "finite and positive", found: "\(error)")
      }
      guard ratios.count >= 10 else {
        throw .tooFew(what: "studentised replicates", needed: 10, found: ratios.count)
      }
      guard ratios.allSatisfy(\.isFinite) else {
        throw .nonFinite(
          column: "studentised draws",
          rows: AffectedRows(ratios.indices.filter { !ratios[$0].isFinite }.map { $0 + 1 }))
      }
      guard ratios.count == values.count else {
        throw .lengthMismatch(
          what: "studentised draws", needed: values.count, found: ratios.count)
      }
      self.reading = .studentized(standardError: error, ratios: ratios.sorted())
    }
    self.values = ascending
    self.convention = convention
    self.mean = mean
    standardError = deviation
  }

  private enum CodingKeys: String, CodingKey { case values, reading, convention }

  /// Decodes draws, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Double].self, forKey: .values),
      reading: fields.decode(Reading.self, forKey: .reading),
      convention: fields.decode(BootstrapMethod.Convention.self, forKey: .convention))
  }

  // MARK: Limits

  /// Both limits around an estimate, each leaving `tail` outside.
  func limits(around value: Double, tail: Double) -> (lower: Double, upper: Double) {
    let z = Normal.standard.quantile(tail)
    let (lower, upper) = (adjusted(z), adjusted(-z))
    switch reading {
    case .percentile, .bca: return (quantile(lower, values), quantile(upper, values))
    case .basic:
      return (value - (quantile(upper, values) - value), value - (quantile(lower, values) - value))
    case .normal:
      let centre = value - (mean - value)
      return (centre + z * standardError, centre - z * standardError)
    case .studentized(let error, let ratios):
      return (value - quantile(upper, ratios) * error, value - quantile(lower, ratios) * error)
    }
  }

  /// The normal deviate at which a quantile is taken.
  private func adjusted(_ z: Double) -> Double {
    guard case .bca(let bias, let acceleration) = reading else { return z }
    let moved = bias + z
    let rest = 1 - acceleration * moved
    // Beyond the pole of the transformation lies the end of the draws.
    guard rest > 0 else { return moved > 0 ? .infinity : -.infinity }
    return bias + moved / rest
  }

  /// The quantile of ascending draws at the probability that a normal deviate has; upper ones count
  /// from above, so that both tails are alike.
  private func quantile(_ z: Double, _ draws: [Double]) -> Double {
    let isUpper = z > 0
    func draw(_ place: Int) -> Double {
      let inside = min(max(place, 0), draws.count - 1)
      return draws[isUpper ? draws.count - 1 - inside : inside]
    }
    let tail = Normal.standard.cdf(-abs(z))
    switch convention {
    case .scipy:
      let rank = Double(draws.count - 1) * tail
      let whole = rank.rounded(.down)
      let (low, high) = (draw(Int(whole)), draw(Int(whole) + 1))
      return low + (rank - whole) * (high - low)
    case .boot:
      let size = Double(draws.count + 1)
      let whole = (size * tail).rounded(.down)
      guard whole >= 1, whole < Double(draws.count) else { return draw(Int(whole) - 1) }
      let (low, high) = (draw(Int(whole) - 1), draw(Int(whole)))
      let below = Normal.standard.quantile(whole / size)
      let above = Normal.standard.quantile((whole + 1) / size)
      return low + (-abs(z) - below) / (above - below) * (high - low)
    }
  }

  // MARK: Monte Carlo error

  /// The standard errors of both limits that other seeds would show: half the distance between the
  /// order statistics one binomial standard deviation to either side of the one taken.
  ///
  /// The corrections of BCa are taken as given.
  func monteCarloErrors(tail: Double) -> (lower: Double, upper: Double) {
    let z = Normal.standard.quantile(tail)
    let deviate = adjusted(z)
    let other = adjusted(-z)
    switch reading {
    case .normal:
      // Of mean and standard deviation, as if the draws were normal.
      let error = standardError * ((1 + z * z / 2) / Double(count)).squareRoot()
      return (error, error)
    case .percentile, .bca: return (spread(deviate, values), spread(other, values))
    case .basic: return (spread(other, values), spread(deviate, values))
    case .studentized(let error, let ratios):
      return (spread(other, ratios) * error, spread(deviate, ratios) * error)
    }
  }

  private func spread(_ z: Double, _ draws: [Double]) -> Double {
    let size = Double(draws.count)
    let (below, above) = (Normal.standard.cdf(z), Normal.standard.cdf(-z))
    let reach = max(1, (size * below * above).squareRoot())
    func place(_ rank: Double) -> Int { Int(min(max(rank.rounded(), 0), size - 1)) }
    return (draws[place(size * below + reach)] - draws[place(size * below - reach)]) / 2
  }

  // MARK: Transforming

  /// Whether every limit around an estimate is finite.
  func isFinite(around value: Double) -> Bool {
    let ends = [values[0], values[values.count - 1]]
    guard ends.allSatisfy({ (value - ($0 - value)).isFinite }) else { return false }
    guard case .studentized(let error, let ratios) = reading else { return true }
    return [ratios[0], ratios[ratios.count - 1]].allSatisfy { (value - $0 * error).isFinite }
  }

  /// The same figure in another unit.
  func scaled(by factor: Double) -> BootstrapDraws {
    let isTurned = factor < 0
    func turned(_ draws: [Double]) -> [Double] { isTurned ? draws.reversed() : draws }
    let reading: Reading =
      switch reading {
      case .percentile, .basic, .normal: reading
      case .bca(let bias, let acceleration):
        isTurned ? .bca(biasCorrection: -bias, acceleration: -acceleration) : reading
      case .studentized(let error, let ratios):
        .studentized(
          standardError: error * abs(factor), ratios: turned(isTurned ? ratios.map { -$0 } : ratios)
        )
      }
    let scaled = turned(values.map { $0 * factor })
    let moments = try? Moments(scaled)
    return BootstrapDraws(
      ascending: scaled, reading, convention, mean: moments?.mean ?? mean * factor,
      standardError: moments?.standardDeviation ?? standardError * abs(factor))
  }

  private init(
    ascending values: [Double], _ reading: Reading, _ convention: BootstrapMethod.Convention,
    mean: Double, standardError: Double
  ) {
    self.values = values
    self.reading = reading
    self.convention = convention
    self.mean = mean
    self.standardError = standardError
  }
}
