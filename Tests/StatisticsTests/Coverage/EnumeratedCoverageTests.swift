import Statistics
import Testing

/// Coverage and false rejections at small sizes, enumerated.
///
/// Exact methods keep their level at every point of the grid; the others are held to what was
/// enumerated.
@Suite struct EnumeratedCoverageTests {
  static let sizes = [5, 8, 12, 20, 50]

  // MARK: One proportion

  @Test(arguments: Proportion.IntervalMethod.allCases)
  func oneProportion(method: Proportion.IntervalMethod) throws {
    for size in Self.sizes {
      let found = try EnumeratedCoverage.proportion(trials: size) { $0.interval(method: method) }
      print("coverage 95 % \(method.name), n \(size): \(found)")
      switch method {
      case .clopperPearson: #expect(found.least >= 0.95)
      case .wilsonContinuity: #expect(found.least >= 0.94)
      case .wilson, .jeffreys, .midP: #expect(found.least > 0.83 && found.mean > 0.945)
      case .agrestiCoull: #expect(found.least > 0.88 && found.mean > 0.95)
      case .wald: #expect(found.mean < 0.93)
      }
    }
  }

  @Test func testsOfOneProportion() throws {
    for size in [5, 8, 12] {
      let exact = try EnumeratedCoverage.rejections(trials: size) {
        $0.exactTest(against: $1)?.pValue
      }
      let mid = try EnumeratedCoverage.rejections(trials: size) {
        $0.exactTest(against: $1)?.midPValue
      }
      let score = try EnumeratedCoverage.rejections(trials: size) {
        $0.scoreTest(against: $1)?.pValue
      }
      print("rejections 5 % binomial exact, n \(size): \(exact); mid-p \(mid); score \(score)")
      #expect(exact.largest <= 0.05 && exact.mean <= mid.mean)
      #expect(mid.largest < 0.1 && score.largest < 0.17)
    }
  }

  // MARK: Two proportions

  @Test(arguments: ProportionComparison.DifferenceMethod.allCases)
  func differences(method: ProportionComparison.DifferenceMethod) throws {
    for size in method == .newcombe ? [5, 8, 12, 20] : [5, 8] {
      let found = try EnumeratedCoverage.comparison(size, size, truth: -) {
        $0.differenceInterval(method: method)
      }
      print("coverage 95 % \(method.name), n \(size) each: \(found)")
      switch method {
      case .newcombe: #expect(found.least > 0.87 && found.mean > 0.95)
      case .miettinenNurminen: #expect(found.least > 0.91 && found.mean > 0.95)
      case .mee: #expect(found.least > 0.89 && found.mean > 0.945)
      case .agrestiCaffo: #expect(found.least > 0.9 && found.mean > 0.95)
      case .wald: #expect(found.mean < 0.945)
      }
    }
  }

  @Test(arguments: [
    ProportionComparison.RatioMethod.miettinenNurminen, .koopman, .walter,
  ])
  func ratios(method: ProportionComparison.RatioMethod) throws {
    for size in [5, 8] {
      let found = try EnumeratedCoverage.comparison(size, size, truth: /) {
        $0.ratioInterval(method: method)
      }
      print("coverage 95 % \(method.name), n \(size) each: \(found)")
      #expect(found.least > (method == .walter ? 0.5 : 0.9) && found.mean > 0.92)
    }
  }

  @Test func testsOfTwoProportions() throws {
    for size in [5, 8] {
      func rejections(_ pValue: (ProportionComparison) -> Double?) throws -> EnumeratedCoverage {
        try EnumeratedCoverage.rejections(size, size, pValue: pValue)
      }
      let fisher = try rejections(\.fisher.pValue)
      let boschloo = try rejections { $0.boschloo?.pValue }
      let barnard = try rejections { $0.barnard?.pValue }
      let mid = try rejections(\.fisher.midPValue)
      let pooled = try rejections { $0.zTest()?.pValue }
      print(
        "rejections 5 %, n \(size) each: Fisher \(fisher); Boschloo \(boschloo); Barnard \(barnard); "
          + "mid-p \(mid); z \(pooled)")
      for exact in [fisher, boschloo, barnard] { #expect(exact.largest <= 0.05 + 1e-12) }
      // Boschloo's one-sided test is uniformly more powerful than Fisher's.
      #expect(boschloo.mean >= fisher.mean && mid.largest < 0.07 && pooled.largest < 0.11)
    }
  }

  // MARK: Pairs

  @Test func pairs() throws {
    for size in [5, 8] {
      for method in PairedProportions.DifferenceMethod.allCases {
        let found = try EnumeratedCoverage.pairs(size) { $0.differenceInterval(method: method) }
        print("coverage 95 % \(method.name), \(size) pairs: \(found)")
        switch method {
        case .newcombe, .tango, .bonettPrice: #expect(found.least > 0.85 && found.mean > 0.94)
        case .wald: #expect(found.mean < 0.9)
        }
      }
    }
    for size in Self.sizes {
      let exact = try EnumeratedCoverage.pairRejections(size, pValue: \.exactTest.pValue)
      let mid = try EnumeratedCoverage.pairRejections(size, pValue: \.exactTest.midPValue)
      let normal = try EnumeratedCoverage.pairRejections(size) { $0.zTest()?.pValue }
      print("rejections 5 % McNemar exact, \(size) pairs: \(exact); mid-p \(mid); z \(normal)")
      #expect(exact.largest <= 0.05 && mid.largest < 0.06 && normal.largest < 0.08)
    }
  }

  // MARK: Rates

  @Test(arguments: EventRate.IntervalMethod.allCases)
  func oneRate(method: EventRate.IntervalMethod) throws {
    let found = try EnumeratedCoverage.rate { $0.interval(method: method) }
    print("coverage 95 % one rate, \(method.name): \(found)")
    switch method {
    case .garwood: #expect(found.least >= 0.95)
    case .midP: #expect(found.least > 0.9 && found.mean > 0.95)
    case .score: #expect(found.least > 0.9 && found.mean > 0.945)
    case .wald: #expect(found.least < 0.2)
    }
  }

  @Test(arguments: RateComparison.RatioMethod.allCases)
  func ratiosOfRates(method: RateComparison.RatioMethod) throws {
    let found = try EnumeratedCoverage.rates(exposures: (1, 1), truth: /) {
      $0.ratioInterval(method: method)
    }
    print("coverage 95 % ratio of rates, \(method.name): \(found)")
    switch method {
    // Without any event, at most exp(-8), there is no ratio.
    case .exactConditional: #expect(found.least >= 0.949)
    case .mover, .midP, .score: #expect(found.mean > 0.9)
    case .logWald: #expect(found.mean > 0.95)
    }
  }

  @Test(arguments: RateComparison.DifferenceMethod.allCases)
  func differencesOfRates(method: RateComparison.DifferenceMethod) throws {
    let found = try EnumeratedCoverage.rates(exposures: (1, 0.5), truth: -) {
      $0.differenceInterval(method: method)
    }
    print("coverage 95 % difference of rates, \(method.name): \(found)")
    switch method {
    case .mover: #expect(found.least > 0.95)
    case .score: #expect(found.least > 0.92 && found.mean > 0.945)
    case .wald: #expect(found.least < 0.93)
    }
  }
}
