import Foundation
import Statistics
import TestSupport
import Testing

/// The rows of the experiment that the reference cases are about.
enum ABData {
  /// One case of the reference's means, by its kind; the first if there are several.
  static func cases(_ kind: String) throws -> [JSONValue] {
    let file = ReferenceRoot.own.appending(path: "experiments/analysis_means.json")
    let cases = try #require(JSONValue(contentsOf: file)["cases"].array)
    return cases.filter { $0["kind"].string == kind }
  }

  /// A column of one arm.
  static func values(_ column: String, arm: String) throws -> [Double] {
    let table = try NumberTable(
      contentsOf: ReferenceRoot.own.appending(path: "experiments/ab_data.csv"))
    return zip(table.texts("arm"), table.numbers(column)).filter { $0.0 == arm }.map(\.1)
  }

  /// The moments of a column in both arms.
  static func moments(_ column: String = "post") throws -> (treated: Moments, control: Moments) {
    try (
      Moments(values(column, arm: "treatment")), Moments(values(column, arm: "control"))
    )
  }

  /// Holds figures against what a case expects, by name.
  static func expect(_ found: [String: Double?], _ item: JSONValue, relative: Double = 1e-10) throws
  {
    for (name, value) in found {
      let truth = try #require(item["expected"][name].double, "\(name)")
      let value = try #require(value, "\(name)")
      #expect(agrees(value, truth, relative: relative, absolute: 1e-12), "\(name) \(value)")
    }
  }
}
