import DataFrames
import Foundation
import LinearAlgebra
import Statistics
import TestSupport
import Testing

/// Data that several suites use.
enum Frames {
  /// A table of numbers and texts of the reference folders.
  static func reference(_ path: String) throws -> DataFrame {
    let table = try NumberTable(contentsOf: ReferenceRoot.own.appending(path: path))
    let columns = table.names.map { name in
      let numbers = table.numbers(name)
      return numbers.contains { $0.isNaN }
        ? Column(name, categories: table.texts(name)) : Column(name, numbers: numbers)
    }
    // A made weight is 1 + (row mod 5) / 4, rows counted from 1; ages and years name clusters.
    let rows = Array(1...max(1, table.texts(table.names[0]).count))
    var made = [Column("made", numbers: rows.map { 1 + Double($0 % 5) / 4 })]
    if let name = ["educ", "age"].first(where: table.names.contains) {
      made.append(Column("cluster", integers: table.numbers(name).map { Int(exactly: $0) }))
    }
    return try DataFrame(columns + made)
  }

  /// A JSON file of the regression references.
  static func json(_ name: String) throws -> JSONValue {
    try JSONValue(contentsOf: ReferenceRoot.own.appending(path: "regression/\(name).json"))
  }

  /// The worst digits of a covariance against R's, each element against the root of its diagonal's
  /// product.
  static func digits(of matrix: Matrix, against reference: JSONValue) throws -> Double {
    let rows = try #require(reference.array).map { $0.array?.compactMap(\.double) ?? [] }
    try #require(rows.count == matrix.rowCount)
    var worst = 15.95
    for row in rows.indices {
      for column in rows.indices {
        let size = (rows[row][row] * rows[column][column]).squareRoot()
        worst = min(worst, -log10(max(1e-16, abs(matrix[row, column] - rows[row][column]) / size)))
      }
    }
    return worst
  }

  /// Made data: three numbers, a category, clusters, and outcomes in numbers, in yes and no, and in
  /// counts.
  static func made(_ rows: Int, seed: UInt64 = 1) throws -> DataFrame {
    var generator = Generator(seed: seed)
    let x = (0..<3).map { _ in generator.normals(rows) }
    let team = (0..<rows).map { _ in
      ["blue", "green", "red"][Int.random(in: 0..<3, using: &generator)]
    }
    let noise = generator.normals(rows)
    let y = (0..<rows).map { row -> Double in
      let mean = 2 + x[0][row] - 0.5 * x[1][row]
      return mean + (1 + abs(x[2][row])) * noise[row]
    }
    let flag = (0..<rows).map { row -> Bool in
      let odds = 0.3 - 0.8 * x[0][row] + 0.4 * x[1][row]
      return generator.uniform() < 1 / (1 + exp(odds))
    }
    // Counts of a Poisson distribution by multiplying uniform numbers.
    let count = (0..<rows).map { row -> Int in
      let limit = exp(-exp(0.4 + 0.3 * x[0][row] - 0.2 * x[1][row]))
      var (events, product) = (0, generator.uniform())
      while product > limit {
        events += 1
        product *= generator.uniform()
      }
      return events
    }
    return try DataFrame([
      Column("a", numbers: x[0]), Column("b", numbers: x[1]), Column("c", numbers: x[2]),
      Column("team", categories: team), Column("cluster", integers: (0..<rows).map { $0 % 20 }),
      Column("y", numbers: y), Column("flag", booleans: flag),
      Column("weight", numbers: (0..<rows).map { Double(1 + $0 % 3) }),
      Column("count", integers: count),
      Column("exposure", numbers: (0..<rows).map { 0.5 + Double($0 % 4) }),
    ])
  }

  /// The frame with some rows, in the order given, repeats allowed.
  static func rows(_ frame: DataFrame, _ rows: [Int]) throws -> DataFrame {
    try frame.selecting(rows: rows)
  }

  /// The frame with the numbers of one column changed.
  static func changing(
    _ frame: DataFrame, _ name: String, _ change: (Double) -> Double
  ) throws -> DataFrame {
    let values = try frame.completeNumbers(of: name).map(change)
    return try DataFrame(
      frame.columns.map { $0.name == name ? Column(name, numbers: values) : $0 })
  }
}
