import Foundation
import ProgramEvaluation

/// SplitMix64: the same data on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number of (0, 1).
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// A standard normal number (Box and Muller).
  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}

/// Columns of numbers that the library gets as a frame and the peers as files of doubles.
struct Dataset {
  var numbers: [(name: String, values: [Double])] = []
  var groups: [(name: String, values: [Int])] = []

  var frame: DataFrame {
    get throws {
      try DataFrame(
        numbers.map { Column($0.name, numbers: $0.values) }
          + groups.map { Column($0.name, integers: $0.values) })
    }
  }

  /// Writes each column as a file `name.f64` of native doubles.
  func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, values) in numbers + groups.map({ ($0.name, $0.values.map(Double.init)) }) {
      let bytes = values.withUnsafeBytes { Data($0) }
      try bytes.write(to: folder.appendingPathComponent(name + ".f64"))
    }
  }

  /// Correlated covariates x1, x2, ..., and a treatment whose log odds are linear in them, with the
  /// intercept at the average row.
  static func people(
    rows: Int, covariates: Int, intercept: Double, seed: UInt64
  ) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    var columns = [[Double]](
      repeating: [Double](repeating: 0, count: rows), count: covariates)
    var treated = [Double](repeating: 0, count: rows)
    for row in 0..<rows {
      let common = generator.normal()
      var odds = intercept
      for column in 0..<covariates {
        let value = 0.5 * common + generator.normal()
        columns[column][row] = value
        odds += (column % 2 == 0 ? 0.8 : -0.4) * value / Double(covariates).squareRoot()
      }
      treated[row] = generator.uniform() < 1 / (1 + exp(-odds)) ? 1 : 0
    }
    let named = columns.enumerated().map { (name: "x\($0.offset + 1)", values: $0.element) }
    return Dataset(numbers: [(name: "treated", values: treated)] + named)
  }
}
