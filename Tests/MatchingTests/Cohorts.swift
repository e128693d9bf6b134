import DataFrames
import Foundation
import TestSupport

/// Data that several suites use.
enum Cohorts {
  static let jobTraining = [
    "age", "education", "black", "hispanic", "married", "nodegree", "re74", "re75",
  ]

  /// A table of numbers and texts of the reference folders.
  static func frame(_ path: String) throws -> DataFrame {
    let table = try NumberTable(contentsOf: ReferenceRoot.own.appending(path: path))
    return try DataFrame(
      table.names.map { name in
        let numbers = table.numbers(name)
        return numbers.contains { $0.isNaN }
          ? Column(name, categories: table.texts(name)) : Column(name, numbers: numbers)
      })
  }

  /// Made people: two covariates on a coarse grid, so that scores tie, and an outcome.
  static func made(_ rows: Int, seed: UInt64, levels: Int = 4) throws -> DataFrame {
    var generator = Generator(seed: seed)
    let a = (0..<rows).map { _ in Double(Int.random(in: 0..<levels, using: &generator)) }
    let b = (0..<rows).map { _ in Double(Int.random(in: 0..<levels, using: &generator)) }
    let treated = (0..<rows).map { row in
      generator.uniform() < 1 / (1 + exp(1 - 0.4 * a[row] + 0.2 * b[row]))
    }
    let y = (0..<rows).map { a[$0] + generator.normal() }
    return try DataFrame([
      Column("id", integers: Array(0..<rows)), Column("a", numbers: a), Column("b", numbers: b),
      Column("treated", booleans: treated), Column("y", numbers: y),
    ])
  }

  /// The frame with some columns replaced or added.
  static func replacing(_ frame: DataFrame, _ columns: Column...) throws -> DataFrame {
    let names = Set(columns.map(\.name))
    return try DataFrame(frame.columns.filter { !names.contains($0.name) } + columns)
  }
}
