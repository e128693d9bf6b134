import Foundation

/// The numbers of `Tests/Reference/random/variates.json`, made by numpy.
struct VariatesReference: Decodable {
  struct Row: Decodable {
    let kind: String
    let parameters: [Double]
    let seed: UInt64
    let stream: UInt64
    let values: [Double]
    let count: Int
    let last: Double

    /// Counts are to be equal, not near.
    var isCount: Bool {
      kind == "hypergeometric" || kind.hasPrefix("binomial") || kind.hasPrefix("poisson")
        || kind.hasSuffix("Binomial")
    }

    var name: String { "\(kind)\(parameters) of \(seed), \(stream)" }
  }

  struct Weighted: Decodable {
    let name: String
    let weights: [Double]
    let seed: UInt64
    let stream: UInt64
    let choices: [Int]
    let samples: [[Int]]
  }

  let rows: [Row]
  let weighted: [Weighted]

  static func load() throws -> VariatesReference {
    let tests = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    let file = tests.appending(path: "Reference/random/variates.json")
    return try JSONDecoder().decode(VariatesReference.self, from: Data(contentsOf: file))
  }
}
