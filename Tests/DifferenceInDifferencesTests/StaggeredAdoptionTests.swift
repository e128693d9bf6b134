import DataFrames
import DifferenceInDifferences
import Foundation
import Statistics
import TestSupport
import Testing

/// Figures of csdid stand in the reference suite; here are identities, options and refusals.
@Suite struct StaggeredAdoptionTests {
  static func units(seed: UInt64 = 21) -> [Waves.Unit] {
    Waves.made(starts: [3, 5, 0, 4], sizes: [14, 11, 20, 8], periods: 6, seed: seed)
  }

  static func mean(_ units: [Waves.Unit], _ start: Int, _ period: Int, _ base: Int) -> Double {
    let changes = units.filter { $0.start == start }.map {
      $0.outcomes[period - 1] - $0.outcomes[base - 1]
    }
    return changes.reduce(0, +) / Double(changes.count)
  }

  // MARK: Effects

  @Test func oneWaveIsTheTwoByTwo() throws {
    // One wave, one period before and one after: the difference of mean changes, with divisor n.
    let units = Waves.made(starts: [2, 0], sizes: [9, 13], periods: 2, seed: 22)
    let rollout = try Waves.rollout(Waves.frame(units))
    let expected = Self.mean(units, 2, 2, 1) - Self.mean(units, 0, 2, 1)
    #expect(digits(of: rollout.effect.value, against: expected) > 12)
    var variance = 0.0
    for (start, size) in [(2, 9.0), (0, 13.0)] {
      let changes = units.filter { $0.start == start }.map { $0.outcomes[1] - $0.outcomes[0] }
      let mean = changes.reduce(0, +) / size
      variance += changes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (size * size)
    }
    let error = try #require(rollout.effect.standardError)
    #expect(digits(of: error, against: variance.squareRoot()) > 12)
    // All four averages are the one effect.
    for average in rollout.averages {
      #expect(digits(of: average.overall.value, against: expected) > 12)
    }
    #expect(rollout.preTrendTest == nil)
    #expect(rollout.checks[0].verdict == .inconclusive)
  }

  @Test func basesAndComparisons() throws {
    let units = Self.units()
    let frame = try Waves.frame(units)
    let varying = try Waves.rollout(frame)
    let universal = try Waves.rollout(frame, base: .universal)
    let notYet = try Waves.rollout(frame, comparison: .notYetTreated)
    for cell in varying.groupTimeEffects {
      let (start, period) = (cell.wave.ordinal, cell.period.ordinal)
      let base = period < start ? period - 1 : start - 1
      #expect(cell.base.ordinal == base && cell.eventTime == period - start)
      let expected = Self.mean(units, start, period, base) - Self.mean(units, 0, period, base)
      #expect(digits(of: cell.effect.value, against: expected) > 11)
    }
    for cell in universal.groupTimeEffects {
      let (start, period) = (cell.wave.ordinal, cell.period.ordinal)
      let expected =
        Self.mean(units, start, period, start - 1) - Self.mean(units, 0, period, start - 1)
      #expect(abs(cell.effect.value - expected) < 1e-12)
      #expect((cell.effect.standardError == nil) == (period == start - 1))
    }
    for cell in notYet.groupTimeEffects {
      let (start, period, base) = (cell.wave.ordinal, cell.period.ordinal, cell.base.ordinal)
      let border = max(period, base)
      let controls = units.filter { $0.start == 0 || $0.start > border && $0.start != start }
      let change =
        controls.reduce(0) {
          $0 + $1.outcomes[period - 1] - $1.outcomes[base - 1]
        } / Double(controls.count)
      #expect(abs(cell.effect.value - (Self.mean(units, start, period, base) - change)) < 1e-12)
      #expect(cell.effect.sampleSizes.last?.count == controls.count)
    }
    // Effects under treatment do not hang on the base.
    #expect(digits(of: universal.effect.value, against: varying.effect.value) > 13)
    #expect(varying.effect.method.contains("never-treated units, varying base period"))
  }

  @Test func averagesByHand() throws {
    let units = Self.units(seed: 23)
    let rollout = try Waves.rollout(Waves.frame(units))
    let post = rollout.groupTimeEffects.filter(\.isUnderTreatment)
    let sizes = [3: 14.0, 4: 8, 5: 11]
    func weighted(_ cells: [GroupTimeEffect]) -> Double {
      let total = cells.reduce(0) { $0 + (sizes[$1.wave.ordinal] ?? 0) }
      return cells.reduce(0) { $0 + (sizes[$1.wave.ordinal] ?? 0) * $1.effect.value } / total
    }
    func plain(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let byWave = [3, 4, 5].map { wave in
      plain(post.filter { $0.wave.ordinal == wave }.map(\.effect.value))
    }
    let expected: [RolloutSummary: Double] = [
      .simple: weighted(post),
      .group: (14 * byWave[0] + 8 * byWave[1] + 11 * byWave[2]) / 33,
      .dynamic: plain((0...3).map { time in weighted(post.filter { $0.eventTime == time }) }),
      .calendar: plain((3...6).map { at in weighted(post.filter { $0.period.ordinal == at }) }),
    ]
    for (summary, value) in expected {
      let average = try #require(rollout.average(by: summary))
      #expect(digits(of: average.overall.value, against: value) > 13, "\(summary)")
      let chosen = try Waves.rollout(Waves.frame(units), summary: summary)
      #expect(chosen.effect == average.overall)
    }
    #expect(rollout.average(by: .group)?.parts.map(\.label) == ["3", "4", "5"])
    #expect(
      rollout.average(by: .dynamic)?.parts.map(\.label)
        == ["-3", "-2", "-1", "0", "+1", "+2", "+3"])
    #expect(rollout.design == .staggeredRollout)
  }

  @Test func anticipationMovesTheBase() throws {
    let units = Self.units(seed: 24)
    let rollout = try Waves.rollout(Waves.frame(units), anticipation: 1)
    for cell in rollout.groupTimeEffects where cell.eventTime >= -1 {
      #expect(cell.base.ordinal == cell.wave.ordinal - 2)
    }
    // Tested before the start is what lies before the anticipation.
    #expect(rollout.preTrendTest?.degreesOfFreedom == 0 + 1 + 2)
    #expect(rollout.effect.method.contains("anticipation 1"))
  }

  // MARK: Who is left out

  @Test func alwaysTreatedAndLateUnits() throws {
    let frame = try Waves.frame(
      Waves.made(starts: [1, 3, 0, 99], sizes: [4, 10, 10, 6], periods: 5, seed: 25))
    let rollout = try Waves.rollout(frame)
    #expect(rollout.alwaysTreatedUnits == 4)
    #expect(rollout.sizes.map(\.count) == [10, 16])
    #expect(rollout.description.contains("left out: 4 units treated from the first period on"))
  }

  @Test func nobodyIsNeverTreated() throws {
    let units = Waves.made(starts: [3, 4, 6], sizes: [10, 12, 9], periods: 7, seed: 26)
    let rollout = try Waves.rollout(Waves.frame(units))
    #expect(rollout.comparison == .notYetTreated)
    #expect(rollout.periods.map(\.ordinal) == [1, 2, 3, 4, 5])
    #expect(Set(rollout.groupTimeEffects.map(\.wave.ordinal)) == [3, 4])
    #expect(rollout.checks[1].verdict == .inconclusive)
    #expect(rollout.checks[1].sentence.contains("start of the last wave (6)"))
    // The same as taking the last wave for never treated, and cutting the periods.
    let cut = units.map {
      Waves.Unit(start: $0.start == 6 ? 0 : $0.start, outcomes: Array($0.outcomes.prefix(5)))
    }
    let same = try Waves.rollout(Waves.frame(cut), comparison: .notYetTreated)
    #expect(digits(of: rollout.effect.value, against: same.effect.value) > 12)
  }

  // MARK: Teams

  /// Three waves of four teams of five, with a part that all of a team share.
  static func teams(seed: UInt64, effect: Double = 0) -> [Waves.Unit] {
    var generator = Generator(seed: seed)
    return (0..<16).flatMap { team -> [Waves.Unit] in
      let start = [0, 3, 4, 5][team % 4]
      var shared = 0.0
      let shifts = (1...6).map { _ -> Double in
        shared = 0.5 * shared + generator.normal()
        return shared
      }
      return (0..<5).map { _ in
        let level = 10 + 3 * generator.normal()
        return Waves.Unit(
          start: start,
          outcomes: (1...6).map { period in
            let gain = start > 0 && period >= start ? effect : 0
            return level + shifts[period - 1] + gain + generator.normal()
          }, team: "team \(team)")
      }
    }
  }

  @Test func errorsByTeam() throws {
    let units = Self.teams(seed: 27)
    let frame = try Waves.frame(units)
    let rollout = try Waves.rollout(frame, team: "team")
    #expect(rollout.errors == .byTeam(count: 16))
    #expect(rollout.effect.degreesOfFreedom == 12)
    let plain = try Waves.rollout(frame)
    #expect(rollout.effect.value == plain.effect.value)
    #expect(try #require(rollout.effect.standardError) > (plain.effect.standardError ?? .infinity))
    // One cell by hand: team sums of changes around the means of their wave, times 4 / 3.
    let cell = try #require(
      rollout.groupTimeEffects.first { $0.wave.ordinal == 4 && $0.period.ordinal == 5 })
    var variance = 0.0
    for start in [4, 0] {
      let wave = units.filter { $0.start == start }
      let mean = Self.mean(units, start, 5, 3)
      for team in Set(wave.map(\.team)) {
        let sum = wave.filter { $0.team == team }.reduce(0) {
          $0 + ($1.outcomes[4] - $1.outcomes[2] - mean)
        }
        variance += sum * sum / 400 * 4 / 3
      }
    }
    #expect(
      digits(of: try #require(cell.effect.standardError), against: variance.squareRoot()) > 11)
    // A team whose units start at different dates: by unit, and said.
    let mixed = units.enumerated().map {
      Waves.Unit(start: $1.start, outcomes: $1.outcomes, team: "team \($0 % 7)")
    }
    let byUnit = try Waves.rollout(Waves.frame(mixed), team: "team")
    #expect(byUnit.errors == .byUnit && byUnit.effect == plain.effect)
    #expect(byUnit.checks[3].sentence.contains("start at different dates"))
  }

  @Test func aWaveOfOneTeamIsRefused() throws {
    let units = Self.teams(seed: 28).map {
      Waves.Unit(
        start: $0.start, outcomes: $0.outcomes, team: $0.start == 4 ? "alone" : $0.team)
    }
    let frame = try Waves.frame(units)
    #expect(thrownCase { try Waves.rollout(frame, team: "team") } == "tooFew")
    #expect(thrownSentence { try Waves.rollout(frame, team: "team") }.contains("that start in 4"))
  }

  // MARK: Refusing

  @Test func hostileRollouts() throws {
    func run(
      _ starts: [Int], _ sizes: [Int], periods: Int = 5, noise: Double = 1, anticipation: Int = 0
    ) -> String {
      thrownCase {
        try Waves.rollout(
          Waves.frame(
            Waves.made(starts: starts, sizes: sizes, periods: periods, seed: 29, noise: noise)),
          anticipation: anticipation)
      }
    }
    let flat = (0..<8).map {
      Waves.Unit(start: $0 < 4 ? 3 : 0, outcomes: [1, 1, 1, 1, 1])
    }
    let table: [(String, String, String)] = [
      ("fine", run([3, 0], [5, 5]), "none"),
      ("nobody starts", run([0], [9]), "tooFew"),
      ("all from the first period", run([1, 0], [5, 5]), "tooFew"),
      ("one wave alone", run([3], [9]), "tooFew"),
      ("last wave starts second", run([2, 2], [4, 4]), "tooFew"),
      ("two waves, second period", run([2, 3], [4, 4]), "none"),
      ("single units", run([3, 0], [1, 1]), "constantColumn"),
      ("no noise", thrownCase { try Waves.rollout(Waves.frame(flat)) }, "constantColumn"),
      ("negative anticipation", run([3, 0], [5, 5], anticipation: -1), "invalidArgument"),
      ("enormous anticipation", run([3, 0], [5, 5], anticipation: .max), "invalidArgument"),
      ("anticipated from the first period", run([3, 0], [5, 5], anticipation: 2), "tooFew"),
      ("two periods", run([2, 0], [3, 3], periods: 2), "none"),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
  }

  @Test func smallWavesAreSaid() throws {
    let units = Waves.made(starts: [3, 4, 0], sizes: [1, 20, 30], periods: 5, seed: 30)
    let rollout = try Waves.rollout(Waves.frame(units))
    let check = try #require(rollout.checks.first { $0.name == "size of waves" })
    #expect(check.verdict == .failed && check.figure == 1)
    #expect(check.sentence.contains("3 (1)"))
  }

  @Test func trendsBeforeTheStartAreFound() throws {
    let units = Waves.made(starts: [4, 0], sizes: [60, 60], periods: 6, seed: 31).map { unit in
      Waves.Unit(
        start: unit.start,
        outcomes: unit.outcomes.enumerated().map {
          $1 + (unit.start > 0 ? 2 * Double($0) : 0)
        })
    }
    let rollout = try Waves.rollout(Waves.frame(units))
    #expect(rollout.checks[0].verdict == .failed)
    #expect(try #require(rollout.preTrendTest).pValue < 1e-6)
    #expect(rollout.openChecks.contains { $0.name == "parallel trends before the start" })
  }

  @Test func textsAndCoding() throws {
    let rollout = try Waves.rollout(Waves.frame(Self.units(seed: 32)))
    #expect("\(rollout)".split(separator: "\n").count <= 10)
    let rows = try #require(Tables.csv(rollout.groupTimeCSV))
    #expect(rows.count == rollout.groupTimeEffects.count + 1 && rows.allSatisfy { $0.count == 7 })
    let dynamic = try #require(rollout.average(by: .dynamic))
    #expect(Tables.csv(dynamic.csv)?.count == dynamic.parts.count + 1)
    #expect(dynamic.markdown.split(separator: "\n").count == dynamic.parts.count + 2)
    #expect(dynamic.description.contains("average over time since the start"))
    #expect(rollout.groupTimeCells.count == rollout.groupTimeEffects.count + 1)
    let text = String(decoding: try JSONEncoder().encode(rollout), as: UTF8.self)
    #expect(try JSONDecoder().decode(StaggeredAdoption.self, from: Data(text.utf8)) == rollout)
    let forgeries = [
      ("\"anticipation\":0", "\"anticipation\":-1"),
      ("\"summary\":\"group\",\"alw", "\"summary\":\"simple\",\"alw"),
      ("\"incompleteUnits\":0", "\"incompleteUnits\":-4"), ("\"eventTime\":0", "\"eventTime\":-9"),
      ("\"averages\":[", "\"averages\":[],\"other\":["), ("\"pValue\":", "\"pValue\":1"),
    ]
    for (original, forged) in forgeries where text.contains(original) {
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(StaggeredAdoption.self, from: forgery)
      }
    }
  }

  // MARK: Coverage

  /// Errors by unit at 60 units; by team at 16 teams of which each starts as one.
  @Test func coverage() throws {
    let replicates = 200
    var covered = (unit: 0, team: 0, teamsAsUnits: 0)
    for replicate in 0..<replicates {
      let units = Waves.made(
        starts: [3, 4, 0], sizes: [20, 20, 20], periods: 5,
        seed: UInt64(1000 + 100_003 * replicate),
        effect: 0)
      if try Waves.rollout(Waves.frame(units)).effect.interval()?.contains(0) == true {
        covered.unit += 1
      }
      let frame = try Waves.frame(Self.teams(seed: UInt64(5000 + 100_003 * replicate)))
      if try Waves.rollout(frame, team: "team").effect.interval()?.contains(0) == true {
        covered.team += 1
      }
      if try Waves.rollout(frame).effect.interval()?.contains(0) == true {
        covered.teamsAsUnits += 1
      }
    }
    let shares = [covered.unit, covered.team, covered.teamsAsUnits].map {
      Double($0) / Double(replicates)
    }
    print(
      "coverage of 95 % intervals: 60 units \(shares[0]); 16 teams, by team \(shares[1]), as units \(shares[2])"
    )
    // Four binomial standard errors; the normal reference at 60 units is stated to have about 0.94.
    let slack = 4 * (0.06 * 0.94 / Double(replicates)).squareRoot()
    #expect(shares[0] > 0.94 - slack)
    #expect(shares[1] > 0.94 - slack)
    #expect(shares[2] < 0.85)
  }
}
