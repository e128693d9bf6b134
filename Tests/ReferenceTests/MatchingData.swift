import DataFrames
import Foundation
import TestSupport

/// The data of a matching case with the columns that its formula names.
struct MatchingData {
  let frame: DataFrame
  let treatment: String
  let covariates: [String]

  /// The covariates that the folder calls continuous; nil for other data.
  var continuous: [String]? {
    [["tenure", "baseline", "engagement", "hours"], ["age", "educ", "re74", "re75"]].first {
      $0.allSatisfy { frame[$0] != nil }
    }
  }

  /// The formulas agreed for the two data sets, by the beginning of the data's name.
  private static let stated = ["coach": "coach_a", "lalonde": "lalonde"].compactMapValues {
    MatchingFolder.covariates[$0].map { "treat ~ " + $0.joined(separator: " + ") }
  }

  /// Reads the data beside the case.
  ///
  /// The formula is the case's own, that of its g-computation, that of a propensity case on the
  /// same data, or the agreed one.
  init(_ item: JSONValue, in folder: ReferenceFolder) throws {
    guard let dataset = item["dataset"].string else { throw ReferenceFailure("needs a dataset") }
    frame = try DataFrame(csv: folder.dataFile("\(dataset).csv").path)
    let own = item["formula"].string ?? item["spec"]["formula"].string
    let effect = item["effect"]["gcomp"]["formula"].string
    let formula =
      try own ?? effect ?? Self.propensityFormula(dataset, in: folder)
      ?? Self.stated.first { dataset.hasPrefix($0.key) }?.value
    guard let formula else { throw ReferenceFailure("no formula for the data \(dataset)") }
    // `treat ~ age + educ`, or `re78 ~ treat * (age + educ)`.
    let sides = formula.split(separator: "~").map { $0.filter { $0 != " " } }
    guard sides.count == 2 else { throw UnsupportedOption(name: "formula") }
    let parts = sides[1].split(separator: "*").map(String.init)
    treatment = parts.count == 2 ? parts[0] : sides[0]
    var terms = parts[parts.count - 1]
    if terms.hasPrefix("("), terms.hasSuffix(")") { terms = String(terms.dropFirst().dropLast()) }
    covariates = terms.split(separator: "+").map(String.init)
    let present = Set(frame.columnNames)
    guard parts.count <= 2, ([treatment] + covariates).allSatisfy(present.contains) else {
      throw UnsupportedOption(name: "formula")
    }
  }

  private static func propensityFormula(
    _ dataset: String, in folder: ReferenceFolder
  ) throws -> String? {
    // Those cases are called `ps_`; a folder of many need not be read through.
    for file in folder.files.sorted(by: { $0.hasPrefix("ps_") && !$1.hasPrefix("ps_") }) {
      let other = try folder.read(file)
      if other["kind"] == "propensity", other["dataset"].string == dataset {
        return other["formula"].string
      }
    }
    return nil
  }

  /// The name of each row.
  func identifiers() throws -> [String] {
    let column = try frame["id"] ?? frame.column(frame.columnNames.first ?? "")
    return (0..<column.count).map { column[$0].description }
  }
}
