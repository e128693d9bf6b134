import Foundation

/// The numbers of `Tests/Reference/random`, made by numpy.
struct PhiloxReference: Decodable {
  struct Sample: Decodable {
    let count: Int
    let population: Int
    /// All of them, or the first and last five of 300 or more.
    let values: [Int]
  }

  struct Case: Decodable {
    let seed: UInt64
    let stream: UInt64
    let words: [UInt64]
    let doubles: [Double]
    let bounds: [Int]
    let bounded: [Int]
    let doublesAfter: [Double]
    let permutations: [[Int]]
    let samples: [Sample]
    let normals: [Double]
  }

  struct LongRun: Decodable {
    let seed: UInt64
    let stream: UInt64
    let count: Int
    let places: [Int]
    let values: [Double]
    let last: Double
  }

  struct Carry: Decodable {
    let counter: [UInt64]
    let seed: UInt64
    let stream: UInt64
    let words: [UInt64]
  }

  let cases: [Case]
  let long: LongRun
  let carries: [Carry]

  static func load() throws -> PhiloxReference {
    let tests = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    let file = tests.appending(path: "Reference/random/philox.json")
    return try JSONDecoder().decode(PhiloxReference.self, from: Data(contentsOf: file))
  }
}
