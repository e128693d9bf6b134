import Foundation
import TestSupport
import Testing

/// The truths of `Tests/Reference/distributions`, at 50 digits by mpmath, against the library.
@Suite struct ReferenceTests {
  struct Case {
    let name: String
    let arguments: [Double]
    let value: Double
    let tolerance: Double
  }

  struct File: Decodable {
    /// By function, rows of the arguments, the value and the tolerance.
    let functions: [String: [[Double]]]
  }

  static func load(_ name: String) throws -> [Case] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/distributions/\(name).json")
    let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    return file.functions.flatMap { name, rows in
      rows.map {
        Case(
          name: name, arguments: Array($0.dropLast(2)), value: $0[$0.count - 2],
          tolerance: $0[$0.count - 1])
      }
    }
  }

  @Test(
    "Every case of a reference file agrees within its tolerance",
    arguments: [("distributions", 3500), ("catalogue", 2700)])
  func reference(name: String, least: Int) throws {
    let cases = try Self.load(name)
    #expect(cases.count >= least)
    var worst: [String: (digits: Double, arguments: [Double])] = [:]
    for entry in cases {
      let got = try #require(evaluateReference(entry.name, entry.arguments), "\(entry)")
      #expect(
        agrees(got, entry.value, relative: entry.tolerance),
        "\(entry.name)\(entry.arguments): \(got), not \(entry.value)")
      // Digits beyond those that the conditioning of the case allows count as met.
      let digits = digits(of: got, against: entry.value)
      if digits < worst[entry.name]?.digits ?? .infinity {
        worst[entry.name] = (digits, entry.arguments)
      }
    }
    print("Worst digits by function, over \(cases.count) cases of \(name):")
    for (name, entry) in worst.sorted(by: { $0.key < $1.key }) {
      print("  \(name): \((entry.digits * 10).rounded() / 10) at \(entry.arguments)")
    }
  }
}
