import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct LeastSquaresTests {
  /// The design of a NIST set: powers of x in double precision, or every x column.
  static func design(_ table: NumberTable, _ truth: JSONValue) throws -> Matrix {
    let columns = table.names.filter { $0 != "y" }.map(table.numbers)
    var parts: [[Double]] = truth["intercept"].bool == true ? [columns[0].map { _ in 1 }] : []
    if truth["model"] == "poly" {
      var power = columns[0]
      for _ in 0..<(try #require(truth["degree"].int)) {
        parts.append(power)
        power = zip(power, columns[0]).map { $0 * $1 }
      }
    } else {
      parts += columns
    }
    return try #require(Matrix(columns: parts))
  }

  @Test(arguments: [
    ("filip", 7.0), ("longley", 11), ("norris", 9), ("pontius", 9), ("noint1", 9), ("noint2", 9),
    ("wampler1", 9), ("wampler2", 9), ("wampler3", 9), ("wampler4", 9), ("wampler5", 9),
  ])
  func nistCertifiedValues(name: String, least: Double) throws {
    let folder = ReferenceRoot.own.appending(path: "nist")
    let truth = try JSONValue(contentsOf: folder.appending(path: "truth.json"))[name]
    let table = try NumberTable(contentsOf: folder.appending(path: "\(name).csv"))
    let design = try Self.design(table, truth)
    let fit = try #require(LeastSquares(design: design, response: table.numbers("y")))
    let expected = try #require(truth["beta"].array).compactMap(\.double)
    let worst = zip(fit.coefficients, expected).map { digits(of: $0, against: $1) }.min() ?? 0
    let errors = try #require(truth["se"].array).compactMap(\.double)
    let variance = fit.residualSumOfSquares / Double(design.rowCount - design.columnCount)
    let inverse = try #require(fit.decomposition.crossproductInverse)
    let ours = inverse.diagonal.map { ($0 * variance).squareRoot() }
    let worstError = zip(ours, errors).map { digits(of: $0, against: $1) }.min() ?? 0
    print(name, worst, worstError, fit.decomposition.conditionEstimate)
    #expect(worst >= least)
  }
}
