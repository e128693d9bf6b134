import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

/// When the likelihood has a maximum and when it has none, seen through `LogisticRegression`.
@Suite struct IteratedWeightsTests {
  /// The columns that a separated fit names, or nil when it is not separated.
  static func separated(_ columns: [Column], _ predictors: [String]) throws -> [String]? {
    do {
      _ = try LogisticRegression(DataFrame(columns), outcome: "y", predictors: predictors)
      return nil
    } catch EvaluationError.separated(let columns, _, _) {
      return columns
    }
  }

  // MARK: Separation

  @Test(arguments: [1e-100, 1e-6, 1, 1e6, 1e100], [0.0, 1e6])
  func completeSeparationIsNamed(scale: Double, offset: Double) throws {
    var generator = Generator(seed: 31)
    let x = generator.normals(80)
    let noise = generator.normals(80)
    let columns = [
      Column("x", numbers: x.map { ($0 + offset) * scale }), Column("noise", numbers: noise),
      Column("y", booleans: x.map { $0 > 0.1 }),
    ]
    let named = try #require(try Self.separated(columns, ["x", "noise"]))
    #expect(named.contains("x"))
  }

  @Test func completeSeparationByTwoColumns() throws {
    var generator = Generator(seed: 32)
    let (a, b) = (generator.normals(100), generator.normals(100))
    let y = zip(a, b).map { $0 + $1 > 0 }
    let columns = [
      Column("a", numbers: a), Column("b", numbers: b), Column("y", booleans: y),
    ]
    #expect(try Self.separated(columns, ["a", "b"]) == ["a", "b"])
    #expect(try Self.separated(columns, ["a"]) == nil)
  }

  @Test(arguments: [10, 200, 5000], [1.0, 1e6])
  func aCategoryNeverTreatedIsNamed(rows: Int, scale: Double) throws {
    var generator = Generator(seed: 33)
    let x = generator.normals(rows)
    let team = (0..<rows).map { $0 % 5 == 0 ? "new" : $0 % 5 < 3 ? "a" : "b" }
    let y = (0..<rows).map { team[$0] != "new" && ($0 % 2 == 0) }
    let columns = [
      Column("x", numbers: x.map { $0 * scale }), Column("team", categories: team),
      Column("y", booleans: y),
    ]
    #expect(try Self.separated(columns, ["team", "x"]) == ["teamnew"])
  }

  @Test func aFlagOfOneRowIsNamed() throws {
    var generator = Generator(seed: 34)
    let x = generator.normals(500)
    let columns = [
      Column("x", numbers: x), Column("rare", booleans: x.indices.map { $0 == 17 }),
      Column("y", booleans: x.map { $0 + generator.normal() > 0 }),
    ]
    #expect(try Self.separated(columns, ["x", "rare"]) == ["rare"])
  }

  @Test func aBoundaryWithTiesIsQuasiSeparation() throws {
    // At x = 0 both outcomes occur; on either side one alone.
    let x: [Double] = [-3, -2, -1, 0, 0, 0, 1, 2, 3]
    let y = [false, false, false, false, true, true, true, true, true]
    let columns = [Column("x", numbers: x), Column("y", booleans: y)]
    #expect(try Self.separated(columns, ["x"]) == ["x"])
  }

  // MARK: No separation

  @Test(arguments: [1e3, 1e6, 1e9])
  func oneFarOutlierIsNoSeparation(outlier: Double) throws {
    // All ordinary rows overlap; one outlier lies on its own outcome's side.
    var generator = Generator(seed: 35)
    let x = generator.normals(200)
    let y = x.map { $0 + generator.normal() > 0 }
    let columns = [
      Column("x", numbers: x + [outlier]), Column("y", booleans: y + [true]),
    ]
    #expect(try Self.separated(columns, ["x"]) == nil)
  }

  @Test func randomSmallDataAgreeWithAnExactCriterion() throws {
    // One number: separated exactly when the outcomes' ranges do not properly overlap.
    var generator = Generator(seed: 36)
    var counts = (separated: 0, overlapping: 0)
    for _ in 0..<300 {
      let rows = Int.random(in: 4...12, using: &generator)
      let x = (0..<rows).map { _ in Double(Int.random(in: -4...4, using: &generator)) }
      let y = (0..<rows).map { x[$0] + 2 * generator.normal() > 0 }
      let yes = x.indices.filter { y[$0] }.map { x[$0] }
      let no = x.indices.filter { !y[$0] }.map { x[$0] }
      guard let lowYes = yes.min(), let highYes = yes.max(), let lowNo = no.min(),
        let highNo = no.max(), Set(x).count > 1
      else { continue }
      let isSeparated = highNo <= lowYes || highYes <= lowNo
      let columns = [Column("x", numbers: x), Column("y", booleans: y)]
      #expect(try (Self.separated(columns, ["x"]) != nil) == isSeparated, "\(x) \(y)")
      if isSeparated { counts.separated += 1 } else { counts.overlapping += 1 }
    }
    #expect(counts.separated > 30 && counts.overlapping > 100)
  }

  @Test func likelihoodEquationsHold() throws {
    // At the maximum the fitted sums equal the observed ones, in every column.
    let frame = try Frames.made(2000, seed: 37)
    let model = try LogisticRegression(frame, outcome: "flag", predictors: ["a", "b", "team"])
    let flags = try frame.completeBinary(of: "flag")
    let a = try frame.completeNumbers(of: "a")
    let rest = zip(flags, model.fittedProbabilities).map { ($0 ? 1 : 0) - $1 }
    #expect(abs(rest.reduce(0, +)) < 1e-10)
    #expect(abs(zip(rest, a).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-10)
  }

  @Test func equalRowsHaveEqualBits() throws {
    let frame = try Frames.made(50, seed: 38)
    let twice = try Frames.rows(frame, Array(0..<50) + Array(0..<50))
    let model = try LogisticRegression(twice, outcome: "flag", predictors: ["a", "b", "team"])
    for row in 0..<50 {
      #expect(model.linearPredictors[row].bitPattern == model.linearPredictors[row + 50].bitPattern)
    }
  }
}
