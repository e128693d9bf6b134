import DataFrames
import Distributions
import Foundation
import TestSupport
import Testing

/// Data that several suites use.
enum Trials {
  /// The cases of a JSON file of the analysis references.
  static func reference(_ name: String, member: String = "cases") throws -> [JSONValue] {
    let file = ReferenceRoot.own.appending(path: "analysis/\(name).json")
    return try #require(JSONValue(contentsOf: file)[member].array)
  }

  static func numbers(_ value: JSONValue) -> [Double] { (value.array ?? []).compactMap(\.double) }

  /// People of whom the first are treated, in a made order; nobody is missing.
  ///
  /// Columns: `treated`, `y`, `before` (which explains half of y), `team` (of about five, each of one
  /// arm), `pair` (two neighbours, one of each arm), `passed` (whether y is above 1).
  static func made(_ count: Int, effect: Double = 1, seed: UInt64) throws -> DataFrame {
    var random = Philox(seed: seed, stream: 1)
    let half = count / 2
    let before = random.normals(count)
    let y = before.indices.map { row in
      before[row] + random.normal() + (row < half ? effect : 0)
    }
    let order = random.permutation(of: count)
    func text(_ prefix: String, _ number: Int) -> String { "\(prefix) \(number)" }
    return try DataFrame([
      Column("treated", booleans: order.map { $0 < half }),
      Column("y", numbers: order.map { y[$0] }),
      Column("before", numbers: order.map { before[$0] }),
      Column(
        "team", categories: order.map { text($0 < half ? "a" : "b", ($0 % half) / 5) }),
      Column("pair", categories: order.map { text("pair", $0 % half) }),
      Column("passed", booleans: order.map { y[$0] > 1 }),
    ])
  }

  /// The frame with one column in the place of its namesake.
  static func replacing(_ frame: DataFrame, _ column: Column) throws -> DataFrame {
    try DataFrame(frame.columns.map { $0.name == column.name ? column : $0 })
  }

  /// The share of trials in which something holds, printed, and whether it lies within four binomial
  /// standard deviations of a stated share.
  static func share(
    _ name: String, of trials: Int, near expected: Double, _ holds: (Int) throws -> Bool
  ) throws -> Bool {
    var count = 0
    for trial in 0..<trials where try holds(trial) { count += 1 }
    let share = Double(count) / Double(trials)
    print("\(name): \(share) of \(trials)")
    return abs(share - expected) < 4 * (expected * (1 - expected) / Double(trials)).squareRoot()
  }
}
