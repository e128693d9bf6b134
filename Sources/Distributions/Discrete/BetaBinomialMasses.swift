/// Masses of a beta-binomial distribution and their sums over ranges, in time that does not grow with
/// the number of trials.
///
/// A mass is a quotient of three densities of log odds, taken where the largest of them has its peak,
/// so that no large logarithms cancel. Sums run outwards from the mean, each term from its neighbour
/// by an exact ratio. Where a thousand terms do not reach the end, the masses change so slowly that
/// the rest is an integral, with corrections in differences at its ends; the thousand next to the far
/// end, where a mass may rise like a power, are again added one by one.
struct BetaBinomialMasses {
  private let trials: Double
  private let alpha: Double
  private let beta: Double
  private let prior: IncompleteBeta
  private let deviation: Double

  /// So many terms are added one by one before the rest becomes an integral.
  private static let most = 1000.0
  /// What a sum may lack, relative to itself.
  private static let negligible = 1e-19

  init(trials: Double, alpha: Double, beta: Double) {
    self.trials = trials
    self.alpha = alpha
    self.beta = beta
    prior = IncompleteBeta(alpha: alpha, beta: beta)
    let sum = alpha + beta
    deviation =
      (trials * (alpha / sum) * (beta / sum) * ((trials + sum) / (sum + 1))).squareRoot()
  }

  /// The same with successes and failures exchanged.
  private var mirrored: BetaBinomialMasses {
    BetaBinomialMasses(trials: trials, alpha: beta, beta: alpha)
  }

  // MARK: Masses

  /// The mass at x of 0...trials, and between the integers the same formula in gamma functions.
  ///
  /// With p = (x + a) / (n + a + b) and d the density of log odds at p, `d(x + 1, n - x + 1) d(a, b)`
  /// over `d(x + a, n - x + b) (n + 1) p (1 - p)`.
  func mass(_ x: Double) -> Double {
    let (first, third, points) = parts(x)
    let value =
      first.density(points.first) * prior.density(points.prior) / third.density(points.third)
      / (trials + 1) / points.third.x / points.third.y
    return value > Tails.underflow && value <= 1 ? value : exp(min(logMass(x), 0))
  }

  /// The logarithm of ``mass(_:)``.
  func logMass(_ x: Double) -> Double {
    let (first, third, points) = parts(x)
    return first.logDensity(points.first) + prior.logDensity(points.prior)
      - third.logDensity(points.third) - log(trials + 1) - log(points.third.x)
      - log(points.third.y)
  }

  private typealias Points = (
    first: IncompleteBeta.Point, prior: IncompleteBeta.Point, third: IncompleteBeta.Point
  )

  private func parts(_ x: Double) -> (IncompleteBeta, IncompleteBeta, Points) {
    let other = trials - x
    let whole = trials + alpha + beta
    let (p, q) = ((x + alpha) / whole, (other + beta) / whole)
    let excess = differenceOfProducts(other + 1, alpha - 1, x + 1, beta - 1) / whole
    let priorExcess = differenceOfProducts(beta, x, alpha, other) / whole
    return (
      IncompleteBeta(alpha: x + 1, beta: other + 1),
      IncompleteBeta(alpha: x + alpha, beta: other + beta),
      (
        IncompleteBeta.Point(x: p, y: q, excess: excess),
        IncompleteBeta.Point(x: p, y: q, excess: priorExcess),
        IncompleteBeta.Point(x: p, y: q, excess: 0)
      )
    )
  }

  /// The mass at x + 1 over that at x.
  private func ratio(_ x: Double) -> Double {
    (trials - x) / (x + 1) * ((x + alpha) / (trials - x - 1 + beta))
  }

  // MARK: Sums

  /// The sum of the masses from `first` to `last` as a multiple of the mass at one of them.
  func sum(from first: Double, through last: Double) -> (anchor: Double, factor: Double) {
    let mean = (trials * (alpha / (alpha + beta))).rounded()
    let anchor = min(max(mean, first), last)
    let above = sumAbove(anchor, through: last)
    let below = mirrored.sumAbove(trials - anchor, through: trials - first)
    return (anchor, 1 + (above + below))
  }

  /// The sum of the masses above `start`, which is not below the mean, over the mass there.
  private func sumAbove(_ start: Double, through last: Double) -> Double {
    let base = logMass(start)
    var (sum, term, place) = (0.0, 1.0, start)
    let direct =
      last - start <= 2 * BetaBinomialMasses.most ? last : start + BetaBinomialMasses.most
    while place < direct {
      term *= ratio(place)
      place += 1
      if isRefreshed(place - start) { term = exp(logMass(place) - base) }
      sum += term
      // Over its distances from both ends a mass falls outwards of the mean.
      if term * (trials - place + 1) < BetaBinomialMasses.negligible * (1 + sum) { return sum }
    }
    if place == last { return sum }

    var (end, ending) = (last, exp(logMass(last) - base))
    if ending > 0 {
      sum += ending
      while end > last - BetaBinomialMasses.most {
        end -= 1
        ending = isRefreshed(last - end) ? exp(logMass(end) - base) : ending / ratio(end)
        sum += ending
      }
      sum -= correction(end - 1, mass: ending / ratio(end - 1))
    } else {
      end += 1
    }
    sum += correction(place, mass: term)
    return sum + integral(from: place + 0.5, to: end - 0.5, base: base, beside: sum)
  }

  /// Whether a term so many steps on is computed by itself, lest the roundings of ratios, which may
  /// all have one sign, add up.
  private func isRefreshed(_ steps: Double) -> Bool {
    steps.truncatingRemainder(dividingBy: 200) == 0
  }

  // MARK: Integrals

  /// By what the integral of the masses up to half a step above `place` exceeds their sum, but for a
  /// like amount at its other end: differences across the half step, to the fifth.
  ///
  /// **Reference:** Hildebrand, F. B. (1974), *Introduction to Numerical Analysis*.
  private func correction(_ place: Double, mass: Double) -> Double {
    let above = mass * ratio(place)
    let twoAbove = above * ratio(place + 1)
    let threeAbove = twoAbove * ratio(place + 2)
    let below = mass / ratio(place - 1)
    let twoBelow = below / ratio(place - 2)
    let first = above - mass
    let third = (twoAbove - below) - 3 * first
    let fifth = (threeAbove - twoBelow) - 5 * (twoAbove - below) + 10 * first
    return first / 24 - 17.0 / 5760 * third + 367.0 / 967680 * fifth
  }

  /// The integral of the masses over that whose logarithm is `base`, outwards of the mean, in panels
  /// that grow as far as the ends of the support let them.
  private func integral(
    from lower: Double, to upper: Double, base: Double, beside sum: Double
  ) -> Double {
    let length = upper - lower
    let half = (length / 2).rounded(.down)
    var width = min(1 / abs(log(ratio(lower))), deviation)
    var total = 0.0
    // The first half by distances from the lower end, the second by those to the upper one.
    var offset = 0.0
    while offset < half {
      let room = 3 * min(lower + offset + 1, trials + 1 - lower - offset)
      let next = min(offset + min(width, room), half)
      let part = GaussLegendre.twentyFour.integral(from: offset, to: next) {
        relativeMass(lower, $0, base)
      }
      total += part
      if part < BetaBinomialMasses.negligible * (1 + sum + total) { return total }
      (offset, width) = (next, 2 * width)
    }
    let margin = trials + 1 - upper
    var left = length - half
    while left > 0 {
      let next = max(left - width, (left + margin) / 4 - margin, 0)
      let part = GaussLegendre.twentyFour.integral(from: -left, to: -next) {
        relativeMass(upper, $0, base)
      }
      total += part
      if part < BetaBinomialMasses.negligible * (1 + sum + total) { return total }
      (left, width) = (next, 2 * width)
    }
    return total
  }

  /// The mass at an origin and an offset, whose digits the sum of both does not hold, over that whose
  /// logarithm is `base`.
  private func relativeMass(_ origin: Double, _ offset: Double, _ base: Double) -> Double {
    let place = origin + offset
    let lost = (origin - place) + offset
    let slope = 0.5 * log(ratio(place) * ratio(place - 1))
    return exp(logMass(place) - base) * (1 + lost * slope)
  }
}

/// `a * b - c * d` without cancellation.
private func differenceOfProducts(
  _ a: Double, _ b: Double, _ c: Double, _ d: Double
) -> Double {
  let product = c * d
  let lost = (-product).addingProduct(c, d)
  return (-product).addingProduct(a, b) - lost
}
