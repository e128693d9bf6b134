import Distributions

/// The work of a bootstrap: the replicates, and after them the jackknife that BCa needs.
struct BootstrapRun: Sendable {
  /// A figure, with its standard error where one is wanted; NaN where undefined.
  struct Replicate: Sendable {
    var value: Double
    var standardError = 0.0
  }

  let statistic: BootstrapStatistic
  let units: ResamplingUnits
  let method: BootstrapMethod
  private let sums: UnitSums?

  private static let largestJackknife = 100_000

  init(
    _ statistic: BootstrapStatistic, _ units: ResamplingUnits?, _ method: BootstrapMethod
  ) throws(EvaluationError) {
    let units = units ?? statistic.units
    guard units.rowCount == statistic.units.rowCount else {
      throw .lengthMismatch(
        what: "the rows of the units", needed: statistic.units.rowCount, found: units.rowCount)
    }
    if method.interval == .studentized, !statistic.hasStandardError {
      guard method.innerReplicates > 0 else {
        throw .invalidArgument(
          name: "the studentised interval",
          needed: "given a standard error of the statistic, or inner replicates", found: "neither")
      }
      guard method.scheme == .nonparametric, !statistic.isWild else {
        throw .invalidArgument(
          name: "inner replicates", needed: "of a nonparametric bootstrap", found: "of another")
      }
    }
    guard !statistic.isWild || (method.interval != .bca && method.scheme == .nonparametric) else {
      throw .invalidArgument(
        name: "the interval of a wild bootstrap",
        needed: "percentile, basic, normal or studentised",
        found: method.interval == .bca ? "BCa, whose jackknife draws rows" : "with Poisson counts")
    }
    // Each unit left out costs a figure of all rows, except where sums give it.
    if method.interval == .bca, !statistic.isOfMeans, units.unitCount > Self.largestJackknife {
      throw .invalidArgument(
        name: "the number of units whose jackknife BCa takes of a closure",
        needed:
          "at most \(Self.largestJackknife) (take percentile, whose limits then hardly differ)",
        found: "\(units.unitCount)")
    }
    self.statistic = statistic
    self.units = units
    self.method = method
    if case .means(let means) = statistic.kind {
      sums = means.summed(over: units)
    } else {
      sums = nil
    }
  }

  // MARK: Items

  /// Replicates first, then the units that the jackknife leaves out.
  var portions: Portions {
    Portions(
      "the bootstrap", total: method.replicates + jackknifeCount,
      cost: units.rowCount * max(1, method.innerReplicates))
  }

  var jackknifeCount: Int { method.interval == .bca ? units.unitCount : 0 }

  /// The replicates of a range of items; fewer when the task is cancelled.
  func replicates(_ range: Range<Int>) -> [Replicate] {
    var found: [Replicate] = []
    found.reserveCapacity(range.count)
    var draw = Resample(all: units)
    for item in range where !Task.isCancelled {
      guard item < method.replicates else {
        found.append(Replicate(value: value(without: item - method.replicates)))
        continue
      }
      var random = Philox(seed: method.seed, stream: UInt64(item))
      if case .wild(let wild) = statistic.kind {
        let outcomes = wild.drawn(units, using: &random)
        found.append(replicate(wild.figure, outcomes))
        continue
      }
      draw.draw(from: units, method.scheme, using: &random)
      found.append(replicate(draw, &random))
    }
    return found
  }

  /// The figure of the sample itself.
  func original() -> Replicate {
    if case .wild(let wild) = statistic.kind { return replicate(wild.figure, wild.outcomes) }
    // Inner resamples of the sample itself take the stream after the last replicate's.
    var random = Philox(seed: method.seed, stream: UInt64(method.replicates))
    return replicate(Resample(all: units), &random)
  }

  // MARK: Figures

  private var isStudentized: Bool { method.interval == .studentized }

  private func replicate(_ draw: Resample, _ random: inout Philox) -> Replicate {
    var found = Replicate(value: value(draw))
    guard isStudentized, found.value.isFinite else { return found }
    guard !statistic.hasStandardError else {
      found.standardError = standardError(draw)
      return found
    }
    let inner = (0..<method.innerReplicates).map { _ in value(draw.redrawn(using: &random)) }
    found.standardError = (try? Moments(inner))?.standardDeviation ?? .nan
    return found
  }

  private func replicate<Resampled>(
    _ figure: BootstrapStatistic.Figure<Resampled>, _ resampled: Resampled
  ) -> Replicate {
    Replicate(
      value: figure.value(resampled),
      standardError: isStudentized ? figure.standardError?(resampled) ?? .nan : 0)
  }

  private func value(_ draw: Resample) -> Double {
    switch statistic.kind {
    case .means: sums?.value(draw) ?? .nan
    case .rows(let figure): figure.value(draw.rows(of: units))
    case .weights(let figure): figure.value(draw.counts(of: units))
    case .wild: .nan
    }
  }

  private func standardError(_ draw: Resample) -> Double {
    switch statistic.kind {
    case .means: sums?.standardError(draw) ?? .nan
    case .rows(let figure): figure.standardError?(draw.rows(of: units)) ?? .nan
    case .weights(let figure): figure.standardError?(draw.counts(of: units)) ?? .nan
    case .wild: .nan
    }
  }

  private func value(without unit: Int) -> Double {
    if let sums { return sums.value(without: unit) }
    var rest = Resample(all: units)
    rest.leaveOut(unit)
    return value(rest)
  }

  // MARK: Acceleration

  /// The acceleration from the figures without each unit.
  ///
  /// The skewness of their influence: sum over strata of n^-3 sum l^3 / (6 (sum over strata of n^-2 sum l^2)^(3/2)), l = (n - 1) times
  /// the stratum's mean less the figure. Zero when leaving out any unit changes nothing.
  func acceleration(_ jackknife: [Double]) -> Double {
    var influences: [Double] = []
    for stratum in units.strata {
      let count = Double(stratum.count)
      let values = jackknife[stratum]
      let first = values[values.startIndex]
      let mean = first + values.reduce(0) { $0 + ($1 - first) } / count
      influences += values.map { (count - 1) / count * (mean - $0) }
    }
    // Relative to the largest, so that cubes neither vanish nor overflow.
    let largest = influences.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 0 }
    let shares = influences.map { $0 / largest }
    let squares = shares.reduce(0) { $0 + $1 * $1 }
    return shares.reduce(0) { $0 + $1 * $1 * $1 } / (6 * squares * squares.squareRoot())
  }
}
