import Foundation
import ProgramEvaluation

/// Reading 200,000 rows of eight columns, numbers and texts, from a file that the system has in
/// memory.
func readingCase(_ folder: URL) throws -> Case {
  let file = folder.appendingPathComponent("people.csv")
  try Data(peopleCSV(rows: 200_000).utf8).write(to: file)
  return Case(
    title: "read CSV 200k x 8",
    peers: [
      Peer("pandas.read_csv", .python, "pandas-csv", data: file),
      Peer("polars.read_csv", .python, "polars-csv", data: file),
      Peer("DuckDB", .python, "duckdb-csv", data: file),
      Peer("csv module", .python, "csv-module", data: file),
    ],
    figures: {
      let frame = try DataFrame(csv: file.path)
      let names = ["id", "tenure", "rating", "quota", "score"]
      let sums = try names.map { try frame.completeNumbers(of: $0).reduce(0, +) }
      return sums + [Double(try frame.groups(of: "team").levels.count)]
    },
    // The default of pandas does not round decimals correctly.
    tolerance: 1e-12,
    sample: { try seconds { _ = try DataFrame(csv: file.path) } })
}

/// Two of the eight columns of the same file.
func projectionCase(_ folder: URL) throws -> Case {
  let file = folder.appendingPathComponent("people.csv")
  try Data(peopleCSV(rows: 200_000).utf8).write(to: file)
  return Case(
    title: "read 2 columns of CSV 200k x 8",
    peers: [
      Peer("pandas.read_csv", .python, "pandas-csv-2", data: file),
      Peer("polars.scan_csv", .python, "polars-csv-2", data: file),
      Peer("DuckDB", .python, "duckdb-csv-2", data: file),
    ],
    figures: {
      let frame = try DataFrame(csv: file.path, columns: ["team", "score"])
      let sum = try frame.completeNumbers(of: "score").reduce(0, +)
      return [sum, Double(try frame.groups(of: "team").levels.count)]
    },
    tolerance: 1e-12,
    sample: { try seconds { _ = try DataFrame(csv: file.path, columns: ["team", "score"]) } })
}

/// Two integers, two short decimals, one number of full length, and three texts, one of them
/// quoted.
private func peopleCSV(rows: Int) -> String {
  var generator = SeededGenerator(seed: 1)
  let roles = ["analyst", "clerk", "driver", "engineer", "manager", "nurse", "planner"]
  var text = "id,role,team,tenure,rating,quota,score,note\n"
  for row in 0..<rows {
    let role = roles.randomElement(using: &generator) ?? ""
    let tenure = Int.random(in: 0..<4000, using: &generator)
    let rating = Int.random(in: 10...50, using: &generator)
    text += "\(row + 1),\(role),team \(Int.random(in: 0..<2000, using: &generator)),"
    text += "\(Double(tenure) / 100),\(Double(rating) / 10),"
    text += "\(Int.random(in: 0..<1_000_000, using: &generator)),\(generator.normal()),"
    text += "\"said \"\"yes\"\", site \(Int.random(in: 0..<40, using: &generator))\"\n"
  }
  return text
}
