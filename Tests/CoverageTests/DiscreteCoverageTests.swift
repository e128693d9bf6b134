import Statistics
import Testing

/// Coverage and false rejections of methods for counts at small sizes, enumerated.
///
/// Exact methods keep their level at every point of the grid, the normal ones are shown to lose it,
/// and the others are held to a least and a mean coverage. Cells give least / mean coverage, or
/// largest / mean false rejections, in percent.
@Suite struct DiscreteCoverageTests {
  static let sizes = [5, 8, 12, 20, 50]

  // MARK: One proportion

  @Test func oneProportion() throws {
    var table = CoverageTable("One proportion, 95 % intervals", sizes: Self.sizes)
    for method in Proportion.IntervalMethod.allCases {
      var cells: [String] = []
      for size in Self.sizes {
        let found = try EnumeratedCoverage.proportion(trials: size) { $0.interval(method: method) }
        cells.append(found.leastAndMean)
        switch method {
        case .clopperPearson: #expect(found.least >= 0.95)
        case .wilsonContinuity: #expect(found.least >= 0.94)
        case .wilson, .jeffreys, .midP: #expect(found.least > 0.83 && found.mean > 0.945)
        case .agrestiCoull: #expect(found.least > 0.88 && found.mean > 0.95)
        case .wald: #expect(found.mean < 0.93 && found.least < 0.5)
        }
      }
      table.add(method.name, cells)
    }
    table.print()
  }

  @Test func testsOfOneProportion() throws {
    var rows: [String: [String]] = [:]
    for size in Self.sizes {
      let exact = try EnumeratedCoverage.rejections(trials: size) {
        $0.exactTest(against: $1)?.pValue
      }
      let mid = try EnumeratedCoverage.rejections(trials: size) {
        $0.exactTest(against: $1)?.midPValue
      }
      let score = try EnumeratedCoverage.rejections(trials: size) {
        $0.scoreTest(against: $1)?.pValue
      }
      #expect(exact.largest <= 0.05 && exact.mean <= mid.mean)
      #expect(mid.largest < 0.1 && score.largest < 0.17)
      rows["binomial exact", default: []].append(exact.largestAndMean)
      rows["binomial mid-p", default: []].append(mid.largestAndMean)
      rows["score z", default: []].append(score.largestAndMean)
    }
    Self.print("One proportion, tests at 5 %", Self.sizes, rows)
  }

  // MARK: Two proportions

  @Test func differences() throws {
    var table = CoverageTable("Difference of two proportions, n in each arm", sizes: Self.sizes)
    for method in ProportionComparison.DifferenceMethod.allCases {
      var cells: [String] = []
      for size in Self.sizes {
        let found = try EnumeratedCoverage.comparison(size, size, truth: -) {
          $0.differenceInterval(method: method)
        }
        cells.append(found.leastAndMean)
        switch method {
        case .newcombe: #expect(found.least > 0.87 && found.mean > 0.945)
        case .miettinenNurminen: #expect(found.least > 0.91 && found.mean > 0.945)
        case .mee: #expect(found.least > 0.89 && found.mean > 0.945)
        case .agrestiCaffo: #expect(found.least > 0.9 && found.mean > 0.95)
        case .wald: #expect(found.mean < 0.945 && found.least < 0.9)
        }
      }
      table.add(method.name, cells)
    }
    table.print()
  }

  @Test func ratios() throws {
    var table = CoverageTable("Ratio of two proportions, n in each arm", sizes: Self.sizes)
    for method in ProportionComparison.RatioMethod.allCases {
      var cells: [String] = []
      for size in Self.sizes {
        let found = try EnumeratedCoverage.comparison(size, size, truth: /) {
          $0.ratioInterval(method: method)
        }
        cells.append(found.leastAndMean)
        switch method {
        case .miettinenNurminen, .koopman: #expect(found.least > 0.9 && found.mean > 0.92)
        case .walter: #expect(found.least > 0.5 && found.mean > 0.92)
        // Without a success in each arm it has no interval.
        case .katz: #expect(size > 12 || found.least < 0.5)
        }
      }
      table.add(method.name, cells)
    }
    table.print()
  }

  @Test func oddsRatios() throws {
    var table = CoverageTable("Odds ratio, n in each arm", sizes: Self.sizes)
    for method in ProportionComparison.OddsRatioMethod.allCases {
      var cells: [String] = []
      for size in Self.sizes {
        let found = try EnumeratedCoverage.comparison(size, size) {
          $0 * (1 - $1) / ($1 * (1 - $0))
        } interval: {
          $0.oddsRatioInterval(method: method)
        }
        cells.append(found.leastAndMean)
        switch method {
        case .exactConditional: #expect(found.least >= 0.95)
        case .gart: #expect(found.mean > 0.95)
        case .woolf: #expect(size > 12 || found.least < 0.5)
        }
      }
      table.add(method.name, cells)
    }
    table.print()
  }

  @Test func testsOfTwoProportions() throws {
    var rows: [String: [String]] = [:]
    for size in Self.sizes {
      func rejections(_ pValue: (ProportionComparison) -> Double?) throws -> EnumeratedCoverage {
        try EnumeratedCoverage.rejections(size, size, pValue: pValue)
      }
      let fisher = try rejections(\.fisher.pValue)
      let mid = try rejections(\.fisher.midPValue)
      let pooled = try rejections { $0.zTest()?.pValue }
      #expect(fisher.largest <= 0.05 + 1e-12 && mid.largest < 0.07 && pooled.largest < 0.11)
      rows["Fisher exact", default: []].append(fisher.largestAndMean)
      rows["Fisher mid-p", default: []].append(mid.largestAndMean)
      rows["z, pooled", default: []].append(pooled.largestAndMean)
      guard size <= 12 else { continue }
      let boschloo = try rejections { $0.boschloo?.pValue }
      let barnard = try rejections { $0.barnard?.pValue }
      for exact in [boschloo, barnard] { #expect(exact.largest <= 0.05 + 1e-12) }
      // Boschloo's one-sided test is uniformly more powerful than Fisher's.
      #expect(boschloo.mean >= fisher.mean)
      rows["Boschloo", default: []].append(boschloo.largestAndMean)
      rows["Barnard", default: []].append(barnard.largestAndMean)
    }
    Self.print("Two proportions, tests at 5 %, n in each arm", Self.sizes, rows)
  }

  // MARK: Pairs

  @Test func pairs() throws {
    var table = CoverageTable("Difference within n pairs, 95 % intervals", sizes: Self.sizes)
    for method in PairedProportions.DifferenceMethod.allCases {
      var cells: [String] = []
      for size in [5, 8, 12, 20] {
        let found = try EnumeratedCoverage.pairs(size) { $0.differenceInterval(method: method) }
        cells.append(found.leastAndMean)
        switch method {
        case .newcombe, .tango, .bonettPrice: #expect(found.least > 0.85 && found.mean > 0.94)
        case .wald: #expect(found.mean < 0.93 && found.least < 0.9)
        }
      }
      table.add(method.name, cells)
    }
    table.print()
  }

  @Test func testsOfPairs() throws {
    var rows: [String: [String]] = [:]
    for size in Self.sizes {
      let exact = try EnumeratedCoverage.pairRejections(size, pValue: \.exactTest.pValue)
      let mid = try EnumeratedCoverage.pairRejections(size, pValue: \.exactTest.midPValue)
      let normal = try EnumeratedCoverage.pairRejections(size) { $0.zTest()?.pValue }
      #expect(exact.largest <= 0.05 && mid.largest < 0.06 && normal.largest < 0.08)
      rows["McNemar exact", default: []].append(exact.largestAndMean)
      rows["McNemar mid-p", default: []].append(mid.largestAndMean)
      rows["McNemar z", default: []].append(normal.largestAndMean)
    }
    Self.print("n pairs, tests at 5 %", Self.sizes, rows)
  }

  // MARK: Rates

  @Test func oneRate() throws {
    var table = CoverageTable(
      "One rate, 95 % intervals", sizes: Self.sizes, label: "expected events")
    for method in EventRate.IntervalMethod.allCases {
      var cells: [String] = []
      for size in Self.sizes {
        let found = try EnumeratedCoverage.rate(around: size) { $0.interval(method: method) }
        cells.append(found.leastAndMean)
        switch method {
        case .garwood: #expect(found.least >= 0.95)
        case .midP, .score: #expect(found.least > 0.9 && found.mean > 0.945)
        case .wald: #expect(found.mean < 0.95 && found.least < 0.94)
        }
      }
      table.add(method.name, cells)
    }
    var cells: [String] = []
    for size in Self.sizes {
      let found = try EnumeratedCoverage.rateRejections(around: size) {
        $0.exactTest(against: $1)?.pValue
      }
      #expect(found.largest <= 0.05)
      cells.append(found.largestAndMean)
    }
    table.add("exact test at 5 %, rejections", cells)
    table.print()
  }

  @Test func twoRates() throws {
    let sizes = [5, 8, 12]
    var table = CoverageTable(
      "Two rates, 95 % intervals", sizes: sizes, label: "expected events")
    for method in RateComparison.RatioMethod.allCases {
      var cells: [String] = []
      for size in sizes {
        let found = try EnumeratedCoverage.rates(around: size, exposures: (1, 1), truth: /) {
          $0.ratioInterval(method: method)
        }
        cells.append(found.leastAndMean)
        switch method {
        // Without any event, at most exp(-7), there is no ratio.
        case .exactConditional: #expect(found.least >= 0.949)
        case .mover, .midP, .score: #expect(found.mean > 0.9)
        case .logWald: #expect(found.mean > 0.94)
        }
      }
      table.add("ratio, " + method.name, cells)
    }
    for method in RateComparison.DifferenceMethod.allCases {
      var cells: [String] = []
      for size in sizes {
        let found = try EnumeratedCoverage.rates(around: size, exposures: (1, 0.5), truth: -) {
          $0.differenceInterval(method: method)
        }
        cells.append(found.leastAndMean)
        switch method {
        case .mover: #expect(found.least > 0.95)
        case .score: #expect(found.least > 0.92 && found.mean > 0.945)
        case .wald: #expect(found.least < 0.94)
        }
      }
      table.add("difference, " + method.name, cells)
    }
    table.print()
  }

  // MARK: Printing

  private static func print(_ title: String, _ sizes: [Int], _ rows: [String: [String]]) {
    var table = CoverageTable(title, sizes: sizes)
    for (name, cells) in rows.sorted(by: { $0.key < $1.key }) { table.add(name, cells) }
    table.print()
  }
}
