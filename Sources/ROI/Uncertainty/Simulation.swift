import Distributions
import Statistics

/// Random draws of net benefit and ROI, each with the error that the number of draws leaves.
///
/// Input j draws from stream j of the seed (0 delta, 1 attribution, 2 value of a unit, 3 cost), so that the
/// draws of one input do not move when another becomes uncertain, and the same seed gives the same bits.
public struct Simulation: Sendable, Hashable, CustomStringConvertible {
  /// How many draws.
  public let count: Int
  /// The seed.
  public let seed: UInt64
  /// The mean of the net benefit.
  public let meanNetBenefit: Figure
  /// The expected loss when the programme is adopted now.
  public let expectedLossIfAdopted: Figure
  /// The expected loss when it is rejected now.
  public let expectedLossIfRejected: Figure
  /// The draws of the net benefit, ascending.
  public let netBenefits: [Double]
  /// The draws of ROI, ascending; empty where ROI is undefined.
  public let rois: [Double]

  /// A figure of draws with its standard error.
  public struct Figure: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The figure.
    public let value: Double
    /// The standard error that the number of draws leaves.
    public let error: Double

    /// Figure and error.
    public var description: String { "\(formatted(value)) (Monte Carlo error \(formatted(error)))" }
  }

  init(
    factors: [InputDistribution], constant: Double, cost: InputDistribution, definesROI: Bool,
    count: Int, seed: UInt64, progress: ((Int, Int) -> Void)?
  ) throws(EvaluationError) {
    var streams = (0...factors.count).map { Philox(seed: seed, stream: UInt64($0)) }
    var rois: [Double] = []
    if definesROI { rois.reserveCapacity(count) }
    let nets: [Double] = try Portions("the simulation", total: count, cost: 100, most: 10_000)
      .run(progress: progress) { range in
        var values = [Double](repeating: constant, count: range.count)
        for (place, factor) in factors.enumerated() {
          let drawn = factor.samples(range.count, using: &streams[place])
          for index in values.indices { values[index] *= drawn[index] }
        }
        let spent = cost.samples(range.count, using: &streams[factors.count])
        for index in values.indices {
          values[index] -= spent[index]
          if definesROI { rois.append(values[index] / spent[index]) }
        }
        return values
      }
    meanNetBenefit = try Self.mean(nets)
    expectedLossIfRejected = try Self.mean(nets.map { max(0, $0) })
    expectedLossIfAdopted = try Self.mean(nets.map { max(0, -$0) })
    guard rois.allSatisfy(\.isFinite) else {
      throw .overflow(what: "a simulated ROI", needed: "the range of Double", found: "infinity")
    }
    self.count = count
    self.seed = seed
    netBenefits = nets.sorted()
    self.rois = rois.sorted()
  }

  // MARK: Figures

  private static func mean(_ values: [Double]) throws(EvaluationError) -> Figure {
    let moments = try Moments(values, column: "the simulated net benefit")
    let deviation = moments.standardDeviation ?? 0
    return Figure(
      value: moments.mean ?? 0, error: deviation / Double(values.count).squareRoot())
  }

  /// The quantile of ascending draws, interpolated between neighbours, with its standard error from the
  /// order statistics one binomial standard deviation to either side.
  static func quantile(_ p: Double, of ascending: [Double]) -> Figure? {
    guard !ascending.isEmpty, p > 0, p < 1 else { return nil }
    let last = Double(ascending.count - 1)
    func at(_ place: Double) -> Double {
      let place = min(max(place, 0), last)
      let below = Int(place)
      let above = min(below + 1, ascending.count - 1)
      let share = place - Double(below)
      return ascending[below] * (1 - share) + ascending[above] * share
    }
    let reach = (p * (1 - p) * Double(ascending.count)).squareRoot()
    let place = p * last
    return Figure(value: at(place), error: (at(place + reach) - at(place - reach)) / 2)
  }

  /// How many draws, the seed and the mean.
  public var description: String {
    "\(count) draws, seed \(seed): mean net benefit \(meanNetBenefit)"
  }

  /// The share of draws whose ROI exceeds a hurdle; nil where ROI is undefined.
  func probability(roiAbove hurdle: Double) -> Figure? {
    guard !rois.isEmpty else { return nil }
    var (low, high) = (0, rois.count)
    while low < high {
      let middle = (low + high) / 2
      if rois[middle] > hurdle { high = middle } else { low = middle + 1 }
    }
    let share = Double(rois.count - low) / Double(rois.count)
    return Figure(value: share, error: (share * (1 - share) / Double(rois.count)).squareRoot())
  }
}
