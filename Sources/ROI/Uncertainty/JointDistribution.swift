import Distributions
import Statistics

/// The distribution of value and cost by quadrature: one input by its own tails, the others by Gauss points.
///
/// P(value <= x + y cost) = sum of w c F((x + y C) / W) over the points W of the product of the other
/// inputs, with weights w, and the points C of the cost, with weights c; F is the distribution of the
/// input whose tails are smooth (normal, t or lognormal). Net benefit is y = 1, ROI at most r is x = 0
/// and y = 1 + r.
struct JointDistribution {
  /// The input that is integrated in closed form.
  let inner: InputDistribution
  /// Points of the product of the others.
  let slopes: [GaussRule.Node]
  /// Points of the cost.
  let costs: [GaussRule.Node]
  /// How many points stand for each input.
  let points: Int

  /// Chooses points until two numbers of them agree to 1e-9 in probability; nil where they never do, or no
  /// input has smooth tails.
  ///
  /// First Gauss points of each input and of their product; then, where one input is integrated, many plain
  /// ones, which suit wide and one-sided beliefs; else more Gauss points.
  init?(factors: [InputDistribution], constant: Double, cost: InputDistribution) {
    guard let place = factors.firstIndex(where: \.hasSmoothTails) else { return nil }
    let others = factors.indices.filter { $0 != place }.map { factors[$0] }
    let inner = factors[place]
    let count = (others + [cost]).filter { !$0.isFixed }.count
    let more: (few: Int, many: Int, isGauss: Bool) =
      count == 1 ? (560, 800, false) : (40, 56, true)
    for level in [(few: 20, many: 28, isGauss: true), more] {
      func made(_ points: Int) -> JointDistribution {
        JointDistribution(
          inner, others, constant, cost, points: points, isGauss: level.isGauss)
      }
      let fine = made(level.many)
      guard let gap = fine.gap(to: made(level.few)) else { return nil }
      if gap < 1e-9 {
        self = fine
        return
      }
      // Twice the Gauss points square the error: this one would stay too large.
      if more.isGauss, gap > 3e-5 { return nil }
    }
    return nil
  }

  private init(
    _ inner: InputDistribution, _ others: [InputDistribution], _ constant: Double,
    _ cost: InputDistribution, points: Int, isGauss: Bool
  ) {
    self.inner = inner
    self.points = points
    var product: [GaussRule.Node] = [(constant, 1)]
    for other in others {
      let nodes = isGauss ? other.rule(points: points).nodes : other.nodes(points)
      let joined = product.flatMap { first in
        nodes.map { (first.value * $0.value, first.weight * $0.weight) }
      }
      product = isGauss ? GaussRule(of: joined, points: points).nodes : joined
    }
    slopes = product
    costs = isGauss ? cost.rule(points: points).nodes : cost.nodes(points)
  }

  /// How far probabilities over the whole range lie apart; nil without a middle and a width.
  private func gap(to other: JointDistribution) -> Double? {
    guard let centre, let spread else { return nil }
    var widest = 0.0
    for score in [-3.0, -2, -1.3, -0.7, 0, 0.7, 1.3, 2, 3] {
      for (x, y) in [(centre + score * spread, 1), (0, 1 + score)] {
        let gap = abs(probability(below: x, costs: y) - other.probability(below: x, costs: y))
        widest = max(widest, gap)
      }
    }
    return widest.isNaN ? nil : widest
  }

  // MARK: Scale

  private var meanSlope: Double { slopes.reduce(0) { $0 + $1.value * $1.weight } }
  private var meanCost: Double { costs.reduce(0) { $0 + $1.value * $1.weight } }

  /// The middle of the net benefit, roughly.
  private var centre: Double? {
    let middle = meanSlope * inner.quantile(0.5) - meanCost
    return middle.isFinite ? middle : nil
  }

  /// A width of the net benefit, roughly.
  private var spread: Double? {
    let inside = abs(meanSlope) * (inner.quantile(0.841) - inner.quantile(0.159)) / 2
    let squares = slopes.reduce(0) {
      $0 + ($1.value - meanSlope) * ($1.value - meanSlope) * $1.weight
    }
    let outside = squares.squareRoot() * abs(inner.quantile(0.5))
    let width = inside + outside
    return width > 0 && width.isFinite ? width : nil
  }

  // MARK: Probabilities

  /// The probability of a value of at most x and y times the cost.
  func probability(below x: Double, costs y: Double) -> Double {
    sum(x, y) { slope, threshold in
      slope > 0
        ? inner.cdf(threshold / slope)
        : slope < 0 ? inner.survival(threshold / slope) : threshold >= 0 ? 1 : 0
    }
  }

  /// The probability of a value above x and y times the cost.
  func probability(above x: Double, costs y: Double) -> Double {
    sum(x, y) { slope, threshold in
      slope > 0
        ? inner.survival(threshold / slope)
        : slope < 0 ? inner.cdf(threshold / slope) : threshold >= 0 ? 0 : 1
    }
  }

  private func sum(_ x: Double, _ y: Double, _ term: (Double, Double) -> Double) -> Double {
    var total = 0.0
    for cost in costs {
      var part = 0.0
      for slope in slopes { part += slope.weight * term(slope.value, x + y * cost.value) }
      total += cost.weight * part
    }
    return min(max(total, 0), 1)
  }

  // MARK: Quantiles

  /// The net benefit with a probability of p at or below it.
  func netBenefit(_ p: Double) -> Double? {
    guard let centre, let spread else { return nil }
    return root(near: centre, width: spread) { probability(below: $0, costs: 1) - p }
  }

  /// The ROI with a probability of p at or below it; the cost is positive.
  func roi(_ p: Double) -> Double? {
    guard let centre, let spread, meanCost > 0 else { return nil }
    return root(near: centre / meanCost, width: spread / meanCost) {
      probability(below: 0, costs: 1 + $0) - p
    }
  }

  private func root(near centre: Double, width: Double, _ function: (Double) -> Double) -> Double? {
    var (low, high) = (centre - width, centre + width)
    var reach = width
    while function(low) > 0 {
      reach *= 2
      low = centre - reach
      guard low.isFinite else { return nil }
    }
    reach = width
    while function(high) < 0 {
      reach *= 2
      high = centre + reach
      guard high.isFinite else { return nil }
    }
    return RootFinding.bracketed(between: low, and: high, tolerance: 1e-12 * width, function)
  }

  // MARK: Losses

  /// The mean of the net benefit where it is positive, or of the loss where it is negative.
  func expectedPart(ofGain isGain: Bool) -> Double? {
    var total = 0.0
    for cost in costs {
      for slope in slopes {
        let part: Double?
        if slope.value == 0 {
          part = max(0, isGain ? -cost.value : cost.value)
        } else {
          let threshold = cost.value / slope.value
          part =
            ((slope.value > 0) == isGain
            ? inner.excess(over: threshold) : inner.shortfall(below: threshold))
            .map { $0 * abs(slope.value) }
        }
        guard let part, part.isFinite else { return nil }
        total += cost.weight * slope.weight * part
      }
    }
    return total
  }
}

extension InputDistribution {
  /// Whether its distribution function is smooth everywhere.
  var hasSmoothTails: Bool {
    switch self {
    case .normal, .t, .lognormal: true
    case .fixed, .uniform, .triangular, .pert, .confidence: false
    }
  }

  var isFixed: Bool { if case .fixed = self { true } else { false } }
}
