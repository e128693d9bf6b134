import Distributions
import Foundation
import TestSupport
import Testing

/// The truths of `Tests/Reference/distributions/special.json`, by mpmath, against the library.
@Suite struct SpecialReferenceTests {
  @Test("Every case of the reference file agrees within its tolerance")
  func reference() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Reference/distributions/special.json")
    let file = try JSONDecoder().decode(ReferenceTests.File.self, from: Data(contentsOf: url))
    #expect(file.functions.count >= 12)
    for (name, rows) in file.functions.sorted(by: { $0.key < $1.key }) {
      var worst = (digits: Double.infinity, arguments: [Double]())
      for row in rows {
        let (arguments, value) = (Array(row.dropLast(2)), row[row.count - 2])
        let got = try #require(evaluate(name, arguments), "\(name)")
        #expect(
          agrees(got, value, relative: row[row.count - 1]),
          "\(name)\(arguments): \(got), not \(value)")
        let found = digits(of: got, against: value)
        if found < worst.digits { worst = (found, arguments) }
      }
      print(
        "\(name): \(rows.count) cases, worst \((worst.digits * 10).rounded() / 10) digits at \(worst.arguments)"
      )
    }
  }

  private func evaluate(_ name: String, _ x: [Double]) -> Double? {
    switch name {
    case "digamma": return SpecialFunctions.digamma(x[0])
    case "trigamma": return SpecialFunctions.trigamma(x[0])
    case "lambertW": return SpecialFunctions.lambertW(x[0])
    case "lambertWMinusOne": return SpecialFunctions.lambertWMinusOne(x[0])
    case "owenT": return SpecialFunctions.owenT(x[0], x[1])
    case "bivariateNormal":
      return SpecialFunctions.bivariateNormal(x[0], x[1], correlation: x[2])
    default: break
    }
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count == 2 else { return nil }
    switch parts[0] {
    case "noncentralChiSquared":
      let law = NoncentralChiSquared(degreesOfFreedom: x[0], noncentrality: x[1])
      return law.flatMap { value(of: $0, parts[1], x[2]) }
    case "noncentralF":
      let law = NoncentralF(
        numeratorDegreesOfFreedom: x[0], denominatorDegreesOfFreedom: x[1], noncentrality: x[2])
      return law.flatMap { value(of: $0, parts[1], x[3]) }
    case "studentizedRange":
      let law = StudentizedRange(groupCount: Int(x[0]), degreesOfFreedom: x[1])
      return law.flatMap { value(of: $0, parts[1], x[2]) }
    default: return nil
    }
  }

  private func value(
    of law: some ContinuousDistribution, _ function: String, _ x: Double
  ) -> Double? {
    switch function {
    case "pdf": law.pdf(x)
    case "cdf": law.cdf(x)
    case "survival": law.survival(x)
    default: nil
    }
  }
}
