/// Draws hypergeometric numbers of one set of parameters, with what depends on these alone kept.
struct HypergeometricSampler {
  private let population: Int
  private let successes: Int
  private let draws: Int
  private let ratio: RatioOfUniforms?

  init(_ law: Hypergeometric) {
    population = law.population
    successes = law.successes
    draws = law.draws
    ratio = draws >= 10 && draws <= population - 10 ? RatioOfUniforms(law) : nil
  }

  /// One count.
  func draw(_ generator: inout Philox) -> Int {
    guard let ratio else { return drawOneByOne(&generator) }
    let (fewer, less) = (ratio.fewer, ratio.less)
    // Of the rarer kind in the smaller part.
    let count = ratio.draw(&generator)
    let inPart = fewer < successes ? less - count : count
    return less < draws ? successes - inPart : inPart
  }

  /// Takes one thing after the other, of the smaller part, until one kind is gone.
  private func drawOneByOne(_ generator: inout Philox) -> Int {
    let isComplement = draws > population / 2
    var wanted = isComplement ? population - draws : draws
    var (left, successesLeft) = (population, successes)
    while wanted > 0, successesLeft > 0, left > successesLeft {
      left -= 1
      if generator.maskedInteger(upTo: left) < successesLeft { successesLeft -= 1 }
      wanted -= 1
    }
    if left == successesLeft { successesLeft -= wanted }
    return isComplement ? successesLeft : successes - successesLeft
  }
}

/// The ratio of uniforms under a table mountain, the algorithm HRUA, for at least ten drawn and ten left.
///
/// **Reference:** Stadlober (1990), doi:10.1016/0377-0427(90)90349-5.
private struct RatioOfUniforms {
  /// The size of the rarer kind, and of the smaller part.
  let fewer: Int
  let less: Int
  private let law: Hypergeometric
  private let centre: Double
  private let height: Double
  private let bound: Double
  private let logPeak: Double

  init(_ whole: Hypergeometric) {
    let (population, successes) = (whole.population, whole.successes)
    fewer = min(successes, population - successes)
    less = min(whole.draws, population - whole.draws)
    law = whole.reduced
    let (size, part) = (Double(population), Double(less))
    let (p, q) = (Double(fewer) / size, Double(max(successes, population - successes)) / size)
    centre = part * p + 0.5
    let spread = ((size - part) * part * p * q / (size - 1) + 0.5).squareRoot()
    height = 1.7155277699214135 * spread + 0.8989161620588988
    let mode = ((part + 1) * Double(fewer + 1) / (size + 2)).rounded(.down)
    bound = min(Double(min(less, fewer) + 1), (centre + 16 * spread).rounded(.down))
    logPeak = law.logPMF(Int(mode))
  }

  func draw(_ generator: inout Philox) -> Int {
    while true {
      let (u, v) = (generator.uniform(), generator.uniform())
      let place = centre + height * (v - 0.5) / u
      guard place >= 0, place < bound else { continue }
      let count = Int(place)
      let height = law.logPMF(count) - logPeak
      if u * (4 - u) - 3 <= height { return count }
      if u * (u - height) >= 1 { continue }
      if 2 * log(u) <= height { return count }
    }
  }
}
