import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct FinitePopulationTests {
  @Test func formulas() throws {
    let staff = try FinitePopulation(of: 1000)
    #expect(
      agrees(try staff.sampleSize(forUnlimited: 400), 400 / (1 + 399.0 / 1000), relative: 1e-14))
    #expect(try staff.standardErrorFactor(sample: 1000) == 0)
    #expect(agrees(try staff.standardErrorFactor(sample: 1), 1, relative: 1e-15))
  }

  @Test func cochransExample() throws {
    // 384.1 people for 5 points around one half; of a staff of 500: 217.5, so 218.
    #expect(try FinitePopulation(of: 500).sampleSize(forRateWithin: 0.05) == 218)
    #expect(try FinitePopulation(of: 1 << 53).sampleSize(forRateWithin: 0.05) == 385)
    #expect(try FinitePopulation(of: 20).sampleSize(forRateWithin: 1e-9) == 20)
  }

  @Test func theCorrectedVarianceIsThatOfSamplingWithoutReplacement() throws {
    // Every sample of 2 from 0, 1, 5, 6: the variance of its mean, by enumeration.
    let values = [0.0, 1, 5, 6]
    var means: [Double] = []
    for i in 0..<4 { for j in 0..<i { means.append((values[i] + values[j]) / 2) } }
    let exact = means.map { ($0 - 3) * ($0 - 3) }.reduce(0, +) / 6
    let variance = values.map { ($0 - 3) * ($0 - 3) }.reduce(0, +) / 4
    let factor = try FinitePopulation(of: 4).standardErrorFactor(sample: 2)
    #expect(agrees(factor * factor * variance / 2, exact, relative: 1e-14))
  }

  @Test func hostileArguments() throws {
    for people in [1, 0, -5, .min, .max] {
      #expect(thrownCase { try FinitePopulation(of: people) } == "invalidArgument")
    }
    let staff = try FinitePopulation(of: 50)
    for sample in [0, -1, 51, .nan, .infinity] as [Double] {
      #expect(thrownCase { try staff.standardErrorFactor(sample: sample) } == "invalidArgument")
    }
    for sample in [0.5, .nan, .infinity] as [Double] {
      #expect(thrownCase { try staff.sampleSize(forUnlimited: sample) } == "invalidArgument")
    }
    for wrong in [0, 1, -1, .nan] as [Double] {
      #expect(thrownCase { try staff.sampleSize(forRateWithin: wrong) } == "invalidArgument")
      #expect(
        thrownCase { try staff.sampleSize(forRateWithin: 0.1, rate: wrong) } == "invalidArgument")
      #expect(
        thrownCase { try staff.sampleSize(forRateWithin: 0.1, level: wrong) } == "invalidArgument")
    }
    #expect(throws: (any Error).self) { try forged(staff, ["people": 1]) }
    #expect(try decoded(staff) == staff)
  }
}
