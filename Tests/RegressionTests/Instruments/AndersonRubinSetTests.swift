import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct AndersonRubinSetTests {
  private static let cases = InstrumentalVariablesTests.cases

  // MARK: R

  @Test func agreesWithASearch() throws {
    var kinds: Set<String> = []
    for reference in Self.cases where reference["rubin"].object?.isEmpty == false {
      for (key, estimator) in InstrumentalVariablesTests.estimators {
        let truth = reference["rubin"][key]
        guard truth.object != nil else { continue }
        let name = "\(reference["name"].string ?? "") \(key)"
        let model = try InstrumentalVariablesTests.fit(reference, estimator)
        let set = try #require(model.andersonRubinSet())
        let roots =
          (truth["roots"].array?.compactMap(\.double) ?? truth["roots"].double.map { [$0] })
        let isFar = truth["far"].bool == true
        switch set {
        case .interval(let interval):
          kinds.insert("interval")
          #expect(!isFar, "\(name)")
          #expect(digits(of: interval.lower ?? .nan, against: roots?.first ?? 0) > 8, "\(name)")
          #expect(digits(of: interval.upper ?? .nan, against: roots?.last ?? 0) > 8, "\(name)")
        case .outside(let interval):
          kinds.insert("outside")
          #expect(isFar && roots?.count == 2, "\(name)")
          #expect(digits(of: interval.lower ?? .nan, against: roots?.first ?? 0) > 8, "\(name)")
          #expect(digits(of: interval.upper ?? .nan, against: roots?.last ?? 0) > 8, "\(name)")
        case .everything:
          kinds.insert("everything")
          #expect(isFar && roots?.isEmpty ?? true, "\(name)")
        case .empty: Issue.record("\(name) is empty")
        }
        let zero = try #require(model.andersonRubinTest())
        #expect(digits(of: zero.statistic, against: truth["zero"].double ?? 0) > 9, "\(name)")
        #expect(set.contains(0) == (zero.pValue >= 0.05), "\(name)")
      }
    }
    #expect(kinds == ["interval", "outside", "everything"])
  }

  @Test func theSetIsWhatTheTestDoesNotReject() throws {
    for reference in Self.cases where Self.cases.firstIndex(of: reference) != 6 {
      let model = try InstrumentalVariablesTests.fit(reference, .classical)
      for level in [0.5, 0.9, 0.99] {
        let set = try #require(model.andersonRubinSet(level: level))
        for effect in stride(from: -40.0, through: 40, by: 0.37) {
          let test = try #require(model.andersonRubinTest(of: effect))
          if abs(test.pValue - (1 - level)) > 1e-9 {
            #expect(set.contains(effect) == (test.pValue >= 1 - level), "\(effect) \(level)")
          }
        }
      }
    }
  }

  // MARK: Shapes

  /// A trial in which the effect of each of two instruments is chosen.
  private static func trial(_ first: Double, _ second: Double) throws -> DataFrame {
    var generator = Generator(seed: 3)
    let one = generator.normals(200)
    let two = generator.normals(200)
    let taken = (0..<200).map { one[$0] + two[$0] + generator.normal() }
    let outcome = (0..<200).map { first * one[$0] + second * two[$0] + generator.normal() }
    return try DataFrame([
      Column("one", numbers: one), Column("two", numbers: two), Column("taken", numbers: taken),
      Column("y", numbers: outcome),
    ])
  }

  @Test func instrumentsThatContradictEachOtherLeaveNothing() throws {
    let model = try InstrumentalVariables(
      Self.trial(3, -3), outcome: "y", endogenous: ["taken"], instruments: ["one", "two"])
    let set = try #require(model.andersonRubinSet())
    #expect(set == .empty && set.description == "no effect" && !set.contains(0))
    let check = model.checks[1]
    #expect(check.verdict == .failed && check.sentence.contains("contradict"))
    #expect(model.checks[0].verdict == .passed)
  }

  @Test func instrumentsThatAgreeGiveAnInterval() throws {
    let model = try InstrumentalVariables(
      Self.trial(2, 2), outcome: "y", endogenous: ["taken"], instruments: ["one", "two"])
    guard case .interval(let interval) = model.andersonRubinSet() else {
      Issue.record("no interval")
      return
    }
    #expect(
      interval.contains(2) && !interval.contains(0) && interval.method == "Anderson and Rubin")
    #expect(model.checks.map(\.passed) == [true, true])
    // Several instruments under a robust covariance, and several endogenous columns, have none.
    let robust = try InstrumentalVariables(
      Self.trial(2, 2), outcome: "y", endogenous: ["taken"], instruments: ["one", "two"],
      covariance: .hc1)
    #expect(robust.andersonRubinSet() == nil && robust.andersonRubinTest() == nil)
  }

  @Test func levelsOutOfRangeHaveNoSet() throws {
    let model = try InstrumentalVariablesTests.fit(Self.cases[0], .classical)
    for level in [0, 1, -1, 2, .nan, .infinity] as [Double] {
      #expect(model.andersonRubinSet(level: level) == nil, "\(level)")
    }
    #expect(model.andersonRubinTest(of: .nan) == nil)
    #expect(model.andersonRubinTest(of: .infinity) == nil)
    #expect(AndersonRubinSet.everything.contains(1e300))
    #expect(!AndersonRubinSet.everything.contains(.nan))
  }

  @Test func setsAreStored() throws {
    let sets = try Self.cases.compactMap { reference in
      try InstrumentalVariablesTests.fit(reference, .hc1).andersonRubinSet()
    }
    for set in sets + [.everything, .empty] {
      let data = try JSONEncoder().encode(set)
      #expect(try JSONDecoder().decode(AndersonRubinSet.self, from: data) == set)
      #expect(!set.description.isEmpty)
    }
  }

  // MARK: Checks

  @Test func weakInstrumentsAreSaid() throws {
    let weak = try InstrumentalVariablesTests.fit(Self.cases[4], .classical)
    let check = weak.checks[0]
    #expect(check.verdict == .failed && check.threshold == 10)
    #expect(check.sentence.contains("Staiger and Stock") && check.sentence.contains("16.38"))
    #expect(weak.checks[1].verdict == .inconclusive)
    let strong = try InstrumentalVariablesTests.fit(Self.cases[1], .hc1)
    #expect(strong.checks[0].verdict == .passed)
    #expect(strong.checks[0].figure == strong.firstStages[0].robust?.statistic)
    let two = try InstrumentalVariablesTests.fit(Self.cases[6], .classical)
    #expect(two.checks[0].figure == two.craggDonald)
  }

  /// Under a weak instrument the set holds its level where the interval does not.
  @Test func coverageUnderAWeakInstrument() throws {
    var generator = Generator(seed: 9)
    var (rubin, wald) = (0, 0)
    let trials = 400
    for _ in 0..<trials {
      let offer = (0..<50).map { _ in Double(generator.below(2)) }
      let hidden = generator.normals(50)
      let taken = (0..<50).map { 0.15 * offer[$0] + hidden[$0] + 0.3 * generator.normal() }
      let outcome = (0..<50).map { 1 * taken[$0] + 2 * hidden[$0] + generator.normal() }
      guard Set(offer).count == 2 else { continue }
      let model = try InstrumentalVariables(
        DataFrame([
          Column("offer", numbers: offer), Column("taken", numbers: taken),
          Column("y", numbers: outcome),
        ]), outcome: "y", endogenous: ["taken"], instruments: ["offer"])
      if model.andersonRubinSet()?.contains(1) == true { rubin += 1 }
      if try model.estimate(of: "taken").interval(level: 0.95)?.contains(1) == true { wald += 1 }
    }
    let (first, second) = (Double(rubin) / Double(trials), Double(wald) / Double(trials))
    print("coverage under a weak instrument: Anderson-Rubin \(first), 2SLS t \(second)")
    // Exact under normal errors: within 3.5 binomial errors of 0.95.
    #expect(abs(first - 0.95) < 3.5 * (0.95 * 0.05 / Double(trials)).squareRoot())
    #expect(second < 0.9)
  }
}
