import ArgumentParser
import Foundation

/// Times the library against Python and R on the same data in the same run.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "How long the library takes, as a ratio to Python and R on the same data.")

  @Option(help: "Run only the cases whose name contains this text.")
  var only: String?

  @Option(help: "How often library and peer take turns; the ratio printed is the median.")
  var rounds = 3

  @Option(help: "How many timed runs each makes in its turn, after one to warm up.")
  var runs = 5

  @Option(help: "Write the results to this file as JSON.")
  var json: String?

  @Flag(help: "Time the library alone.")
  var withoutPeers = false

  func validate() throws {
    guard rounds > 0, runs > 0 else { throw ValidationError("rounds and runs must be positive") }
  }

  func run() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("benchmarks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let harness = Harness(rounds: rounds, runs: runs, comparesPeers: !withoutPeers)
    var results: [Result] = []
    FileHandle.standardOutput.write(Data("\(Result.header)\n".utf8))
    for makeCase in allCases {
      guard only.map({ makeCase.name.contains($0) }) ?? true else { continue }
      for result in try harness.results(of: makeCase.build(folder)) {
        FileHandle.standardOutput.write(Data("\(result)\n".utf8))
        results.append(result)
      }
    }
    if let json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(results).write(to: URL(fileURLWithPath: json))
    }
  }
}

/// The cases in the order of the table; data are made only for those that run.
let allCases: [(name: String, build: @Sendable (URL) throws -> Case)] =
  [
    ("read CSV", readingCase),
    ("read CSV columns", projectionCase),
    ("logistic", logisticCase),
    ("cohort 20k", { try cohortCase($0, rows: 20_000, pairsAlone: false) }),
    ("cohort 20k pairs", { try cohortCase($0, rows: 20_000, pairsAlone: true) }),
    ("cohort 200k", { try cohortCase($0, rows: 200_000, pairsAlone: false) }),
    ("cohort 200k pairs", { try cohortCase($0, rows: 200_000, pairsAlone: true) }),
    ("OLS HC3", { try leastSquaresCase($0, clustered: false) }),
    ("OLS CR1", { try leastSquaresCase($0, clustered: true) }),
    ("least squares million", millionRowsCase),
    ("balance", balanceCase),
    ("rollout", rolloutCase),
    ("optimal", optimalCase),
    ("series REML", { try seriesCase($0, isRestricted: true) }),
    ("series ML", { try seriesCase($0, isRestricted: false) }),
    ("detectable effect", detectableEffectCase),
    ("power curve", powerCurveCase),
    ("bootstrap", { try bootstrapCase($0, workers: nil) }),
    ("bootstrap tasks", { try bootstrapCase($0, workers: 2) }),
    ("permutation", permutationCase),
    ("propagation", propagationCase),
  ]
  + SpecialFunctionCase.all.map { function in
    ("special \(function.name)", { try function.build($0) })
  }
