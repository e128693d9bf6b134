import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

@Suite struct MatchedSampleTests {
  static func frame(_ name: String) throws -> DataFrame {
    let table = try NumberTable(
      contentsOf: ReferenceRoot.own.appending(path: "matching/\(name).csv"))
    return try DataFrame(
      table.names.map { column in
        let numbers = table.numbers(column)
        return numbers.contains { $0.isNaN }
          ? Column(column, categories: table.texts(column)) : Column(column, numbers: numbers)
      })
  }
  @Test func lalonde() throws {
    let frame = try Self.frame("lalonde")
    let cohort = try MatchedSample(frame, treatment: "treat", covariates: ["age", "educ", "race", "married", "nodegree", "re74", "re75"])
    print(cohort, cohort.balance, cohort.totalDistance)
    print(try cohort.effect(on: "re78", in: frame))
  }
}
