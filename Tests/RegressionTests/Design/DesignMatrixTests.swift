import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct DesignMatrixTests {
  static func frame(_ columns: Column...) throws -> DataFrame { try DataFrame(columns) }

  // MARK: Coding

  @Test func codesAsR() throws {
    // model.matrix(~ n + g + b): treatment contrasts, the first level alphabetically is the
    // reference.
    let frame = try Self.frame(
      Column("g", categories: ["red", "blue", "green", "blue"]),
      Column("n", numbers: [1.5, 2, 3, 4]),
      Column("b", booleans: [true, false, true, true]), Column("i", integers: [7, 8, 9, 9]))
    let design = try DesignMatrix(frame, predictors: ["n", "g", "b", "i"])
    #expect(design.names == ["(Intercept)", "n", "ggreen", "gred", "b", "i"])
    #expect(design.matrix.column(0) == [1, 1, 1, 1])
    #expect(design.matrix.column(1) == [1.5, 2, 3, 4])
    #expect(design.matrix.column(2) == [0, 0, 1, 0])
    #expect(design.matrix.column(3) == [1, 0, 0, 0])
    #expect(design.matrix.column(4) == [1, 0, 1, 1])
    #expect(design.matrix.column(5) == [7, 8, 9, 9])
    #expect(design.terms.map(\.column) == ["n", "g", "b", "i"])
    #expect(design.terms.map(\.reference) == [nil, "blue", nil, nil])
    #expect(design.terms[1].names == ["ggreen", "gred"])
  }

  @Test func withoutInterceptTheFirstCategoryIsWhole() throws {
    // model.matrix(~ 0 + n + g + h): g keeps all levels wherever it stands, h loses its first.
    let frame = try Self.frame(
      Column("g", categories: ["a", "b", "c", "a"]), Column("h", categories: ["x", "y", "y", "x"]),
      Column("n", numbers: [1, 2, 3, 4]))
    let design = try DesignMatrix(frame, predictors: ["n", "g", "h"], intercept: false)
    #expect(design.names == ["n", "ga", "gb", "gc", "hy"])
    #expect(design.terms[1].reference == nil && design.terms[2].reference == "x")
  }

  @Test func onlyTheRowsAskedForCount() throws {
    let frame = try Self.frame(
      Column("g", categories: ["a", "b", "c", "a"]), Column("n", numbers: [1, 2, nil, 4]))
    let cases = try frame.rows(using: ["g", "n"], missing: .completeCases)
    let design = try DesignMatrix(frame, predictors: ["n", "g"], in: cases)
    // Level c stands in the row left out.
    #expect(design.names == ["(Intercept)", "n", "gb"])
    #expect(design.matrix.column(1) == [1, 2, 4])
  }

  @Test func theInterceptAlone() throws {
    let design = try DesignMatrix(Self.frame(Column("n", numbers: [1, 2])), predictors: [])
    #expect(design.names == ["(Intercept)"] && design.matrix.rowCount == 2)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let frame = try Self.frame(
      Column("a", categories: ["b", "c", "b", "c"]), Column("ac", numbers: [1, 2, 3, 5]),
      Column("(Intercept)", numbers: [1, 2, 3, 4]), Column("n", numbers: [1, .nan, 3, 4]),
      Column("m", numbers: [1, nil, 3, 4]), Column("k", numbers: [2, 2, 2, 2]),
      Column("one", categories: ["z", "z", "z", "z"]),
      Column("d", dates: [CalendarDate(dayNumber: 1), nil, nil, nil]),
      Column("big", integers: [.max, 1, 2, 3]))
    func fault(_ predictors: [String], intercept: Bool = true) -> String {
      thrownCase { try DesignMatrix(frame, predictors: predictors, intercept: intercept) }
    }
    let table: [(String, String, String)] = [
      ("absent", fault(["zz"]), "missingColumn"), ("twice", fault(["a", "a"]), "duplicateColumn"),
      ("level and column clash", fault(["a", "ac"]), "duplicateColumn"),
      ("clash the other way", fault(["ac", "a"]), "duplicateColumn"),
      ("a column called intercept", fault(["(Intercept)"]), "duplicateColumn"),
      ("NaN", fault(["n"]), "nonFinite"), ("missing", fault(["m"]), "missingCells"),
      ("constant", fault(["k"]), "constantColumn"), ("one level", fault(["one"]), "constantColumn"),
      ("constant without intercept", fault(["k"], intercept: false), "none"),
      ("nothing at all", fault([], intercept: false), "tooFew"),
      ("integers beyond 2^53", fault(["big"]), "invalidValues"),
      ("empty name", fault([""]), "missingColumn"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    #expect(["wrongType", "missingCells"].contains(fault(["d"])))
    let empty = try Self.frame(Column("x", numbers: []))
    #expect(thrownCase { try DesignMatrix(empty, predictors: ["x"]) } == "tooFew")
  }

  @Test func anIdentifierIsNoPredictor() throws {
    let rows = 30_000
    let frame = try Self.frame(Column("who", categories: (0..<rows).map { "person \($0)" }))
    let clock = ContinuousClock()
    let start = clock.now
    #expect(thrownCase { try DesignMatrix(frame, predictors: ["who"]) } == "invalidValues")
    #expect(clock.now - start < .seconds(5))
    // Many levels that are no identifier, but too many for memory.
    let wide = try Self.frame(
      Column("site", categories: (0..<rows).map { "site \($0 / 4)" }))
    #expect(thrownCase { try DesignMatrix(wide, predictors: ["site"]) } == "overflow")
  }
}
