// swift-tools-version:6.2
import PackageDescription

// MARK: - Floors

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]

/// A module that imports neither Foundation nor Glibc does not link libm by itself.
let libm: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

/// One floor of the library: it may import only what it declares here.
func floor(_ name: String, on dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: settings, linkerSettings: libm)
}

/// What a study of rows stands on.
let studyFloors: [Target.Dependency] = [
  "Regression", "DataFrames", "Statistics", "Distributions", "LinearAlgebra",
]

/// Bottom first; each floor stands only on floors above it in this list.
let floors: [Target] = [
  .systemLibrary(
    name: "COpenBLAS", pkgConfig: "openblas",
    providers: [.apt(["libopenblas-dev", "liblapack-dev"]), .brew(["openblas"])]),
  floor("LinearAlgebra", on: ["COpenBLAS"]),
  floor("Distributions"),
  floor("Statistics", on: ["Distributions"]),
  floor("DataFrames", on: ["Statistics"]),
  floor("Regression", on: ["DataFrames", "Statistics", "Distributions", "LinearAlgebra"]),
  floor("ExperimentDesign", on: ["Statistics", "Distributions"]),
  floor("Fairness", on: ["DataFrames", "Statistics", "Distributions"]),
  floor("ExperimentAnalysis", on: studyFloors),
  floor("Matching", on: studyFloors),
  floor("InterruptedTimeSeries", on: studyFloors),
  floor("DifferenceInDifferences", on: studyFloors),
  floor("ROI", on: ["Statistics", "Distributions"]),
  floor("Worksheets", on: ["ROI", "Statistics", "Distributions"]),
  floor("Reporting", on: ["ROI", "Statistics"]),
  floor(
    "ProgramEvaluation",
    on: [
      "LinearAlgebra", "Distributions", "Statistics", "DataFrames", "Regression",
      "ExperimentDesign", "Fairness", "ExperimentAnalysis", "Matching", "InterruptedTimeSeries",
      "DifferenceInDifferences", "ROI", "Worksheets", "Reporting",
    ]),
]

// MARK: - Examples

let examples: [Target] = [
  .executableTarget(
    name: "pilot-roi",
    dependencies: [
      "ProgramEvaluation", .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    path: "Examples/pilot-roi", resources: [.embedInCode("plan.schema.json")],
    swiftSettings: settings, linkerSettings: libm)
]

// MARK: - Tests

func tests(_ floor: String, on dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: floor + "Tests",
    dependencies: [.init(stringLiteral: floor), "TestSupport"] + dependencies,
    swiftSettings: settings)
}

let testTargets: [Target] = [
  .target(
    name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings,
    linkerSettings: libm),
  tests("LinearAlgebra"),
  tests("Distributions"),
  tests("Statistics", on: ["Distributions"]),
  tests("DataFrames", on: ["Statistics"]),
  tests("Regression", on: ["DataFrames", "Statistics", "LinearAlgebra"]),
  tests("ExperimentDesign", on: ["Statistics", "Distributions"]),
  tests("Fairness", on: ["DataFrames", "Statistics", "Distributions"]),
  tests("ExperimentAnalysis", on: ["DataFrames", "Statistics", "Distributions"]),
  tests("Matching", on: ["Regression", "DataFrames", "Statistics"]),
  tests(
    "InterruptedTimeSeries",
    on: ["Regression", "DataFrames", "Statistics", "LinearAlgebra"]),
  tests(
    "DifferenceInDifferences",
    on: ["Regression", "DataFrames", "Statistics", "LinearAlgebra"]),
  tests("ROI", on: ["Statistics", "Distributions"]),
  tests("Worksheets", on: ["ROI", "Statistics"]),
  tests("Reporting", on: ["ROI", "Statistics"]),
  tests("ProgramEvaluation"),
  .testTarget(
    name: "CoverageTests",
    dependencies: [
      "LinearAlgebra", "Distributions", "Statistics", "DataFrames", "Regression", "TestSupport",
    ],
    swiftSettings: settings),
  .testTarget(
    name: "PilotROITests", dependencies: ["pilot-roi", "ProgramEvaluation", "TestSupport"],
    swiftSettings: settings),
  .testTarget(
    name: "ReferenceTests",
    dependencies: [
      "LinearAlgebra", "Distributions", "Statistics", "DataFrames", "Regression",
      "ExperimentDesign", "Fairness", "ExperimentAnalysis", "Matching", "InterruptedTimeSeries",
      "DifferenceInDifferences", "TestSupport",
    ],
    swiftSettings: settings),
]

/// While one floor is worked on, `FLOORS="Fairness Reference" swift test` builds those tests, and the
/// floors below them, alone.
let chosen = Context.environment["FLOORS"].map { names in
  Set(names.split(separator: " ").map { String($0) + "Tests" })
}

/// The names of everything that the chosen tests stand on, themselves included.
let reached: Set<String> = {
  let all = floors + examples + testTargets
  var reached = chosen ?? []
  var waiting = Array(reached)
  while let name = waiting.popLast() {
    for dependency in all.first(where: { $0.name == name })?.dependencies ?? [] {
      if case .byNameItem(let below, _) = dependency, reached.insert(below).inserted {
        waiting.append(below)
      }
    }
  }
  return reached
}()

func isWanted(_ target: Target) -> Bool { chosen == nil || reached.contains(target.name) }

// MARK: - Package

let package = Package(
  name: "swift-program-evaluation",
  platforms: [.macOS(.v15)],
  products: floors.filter { $0.type == .regular && isWanted($0) }.map {
    .library(name: $0.name, targets: [$0.name])
  },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: (floors + examples + testTargets).filter(isWanted)
)

// The documentation's plugin is resolved only when it is asked for, so that no client pays for it.
if Context.environment["DOCS"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
