import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct CoefficientTableTests {
  @Test func rowsAreEstimates() throws {
    let model = try SandwichTests.fit(.classical)
    let table = model.coefficientTable(level: 0.9)
    #expect(table.rows.map(\.name) == ["(Intercept)", "x"])
    #expect(table.method == "least squares, classical")
    for row in table.rows {
      let estimate = try model.estimate(of: row.name)
      #expect(row.coefficient == estimate.value)
      #expect(row.standardError == estimate.standardError)
      #expect(row.interval == estimate.interval(level: 0.9))
      #expect(row.pValue == estimate.pValue())
    }
    // R: summary(lm(c(1,3,2,5,4,8,6) ~ c(0,1,2,3,4,5,7)))$coefficients[2, ].
    #expect(digits(of: table.rows[1].coefficient, against: 0.8278688524590164) > 13)
    #expect(digits(of: table.rows[1].pValue ?? .nan, against: 0.0214700446560735) > 12)
  }

  @Test func printsAlignedAndAsMarkdown() throws {
    let table = try SandwichTests.fit(.hc1).coefficientTable()
    let lines = table.description.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasSuffix("lower   upper          p") || lines[0].contains("standard error"))
    #expect(lines[3] == "least squares, HC1")
    #expect(table.markdown.split(separator: "\n").count == 4)
    #expect(table.markdown.hasPrefix("|  | coefficient | standard error | lower | upper | p |"))
  }

  @Test func writesAllDigitsAsCSV() throws {
    let model = try SandwichTests.fit(.hc1)
    let table = model.coefficientTable()
    let read = try DataFrame(csvText: table.csv)
    #expect(
      read.columnNames
        == ["term", "coefficient", "standard_error", "level", "lower", "upper", "p", "method"])
    #expect(try read.completeNumbers(of: "coefficient") == model.coefficients)
    #expect(try read.completeNumbers(of: "standard_error") == model.standardErrors)
    #expect(try read.numbers(of: "p") == table.rows.map(\.pValue))
    #expect(try read.numbers(of: "upper") == table.rows.map { $0.interval?.upper })
    let empty = try DataFrame(csvText: model.coefficientTable(level: 2).csv)
    #expect(empty["lower"]?.missingCount == 2)
  }

  /// R: pt(-50, 2671) is below the smallest double.
  @Test func aVanishingPValueIsNotPrintedAsZero() throws {
    let rows = (0..<3000).map { row in
      let x = Double(row % 100)
      return (x: x, y: 10 * x + Double((row * 7919) % 13))
    }
    let frame = try DataFrame([
      Column("x", numbers: rows.map(\.x)), Column("y", numbers: rows.map(\.y)),
    ])
    let table = try LinearRegression(frame, outcome: "y", predictors: ["x"]).coefficientTable()
    #expect(table.rows[1].pValue == 0)
    #expect(table.description.contains("<1e-300"))
  }

  @Test func levelsOutsideGiveNoInterval() throws {
    let model = try SandwichTests.fit(.classical)
    for level in [0, 1, -2, Double.nan] {
      #expect(model.coefficientTable(level: level).rows.allSatisfy { $0.interval == nil })
    }
    let data = try JSONEncoder().encode(model.coefficientTable())
    #expect(try JSONDecoder().decode(CoefficientTable.self, from: data) == model.coefficientTable())
  }

  /// A model of a caller's own, one of whose coefficients is no number.
  private struct Broken: StatisticalModel {
    let coefficientNames = ["a", "b"]
    let coefficients = [1, Double.nan]
    let covariance = Matrix(rows: 2, columns: 2, repeating: 1)
    let observationCount = 9
    let residualDegreesOfFreedom: Double? = nil
    let methodName = "broken"
  }

  @Test func aCoefficientThatIsNoNumberHasNoRow() throws {
    // It once passed for a coefficient of 0 with a standard error of 0.
    let table = Broken().coefficientTable()
    #expect(table.rows.allSatisfy { $0.coefficient != 0 })
    let data = try JSONEncoder().encode(table)
    #expect(try JSONDecoder().decode(CoefficientTable.self, from: data) == table)
  }
}
