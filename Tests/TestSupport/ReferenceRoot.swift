public import Foundation

/// A folder below which reference cases lie, one folder a suite.
public struct ReferenceRoot: Sendable {
  /// Where it is.
  public let url: URL

  /// A root at any place.
  public init(_ url: URL) { self.url = url }

  // MARK: The roots of a run

  /// The root of this run: the environment's `REFERENCE_ROOT`, or the package's own copies.
  ///
  /// A relative path counts from the folder of Package.swift.
  public static var current: ReferenceRoot {
    guard let path = ProcessInfo.processInfo.environment["REFERENCE_ROOT"], !path.isEmpty else {
      return ReferenceRoot(own)
    }
    return ReferenceRoot(
      URL(filePath: path, directoryHint: .isDirectory, relativeTo: package).absoluteURL)
  }

  /// The package's own copies, whatever the environment says.
  public static var own: URL {
    package.appending(path: "Tests/Reference", directoryHint: .isDirectory)
  }

  private static var package: URL {
    (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
  }

  // MARK: Folders

  /// The folders that suites read.
  public static let suites = [
    "nist", "experiments", "matching", "timeseries", "fairness", "roi", "scale",
  ]

  /// A folder of these files, by their paths, for as long as the body runs.
  public static func withFiles<Result>(
    _ files: [String: String], _ body: (ReferenceRoot) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "reference-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try body(ReferenceRoot(folder))
  }

  /// Whether any suite's folder is there; a root without one is no root.
  public var holdsSuites: Bool { Self.suites.contains { folder($0) != nil } }

  /// Whether the root itself is there.
  public var exists: Bool { Self.isFolder(url) }

  /// One suite's folder; nil when it is absent.
  public func folder(_ name: String) -> ReferenceFolder? {
    let place = url.appending(path: name, directoryHint: .isDirectory)
    return Self.isFolder(place) ? ReferenceFolder(name: name, url: place) : nil
  }

  private static func isFolder(_ url: URL) -> Bool {
    (try? FileManager.default.contentsOfDirectory(atPath: url.path)) != nil
  }
}

/// One suite's folder: JSON cases, with data beside them or in `data/`.
public struct ReferenceFolder: Sendable {
  /// The suite's name, such as `matching`.
  public let name: String
  /// Where it is.
  public let url: URL

  /// The names of its JSON files in order.
  public var files: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted()
  }

  /// Reads one of its JSON files; the error says which file and what is wrong with it.
  public func read(_ file: String) throws -> JSONValue {
    do {
      return try JSONValue(contentsOf: url.appending(path: file))
    } catch {
      throw ReferenceFailure("not readable as JSON: \(error)")
    }
  }

  /// A data file that lies beside the cases or in `data/`.
  public func dataFile(_ file: String) throws -> URL {
    let places = [url.appending(path: file), url.appending(path: "data").appending(path: file)]
    guard let place = places.first(where: { FileManager.default.fileExists(atPath: $0.path) })
    else { throw ReferenceFailure("there is no data file \(file) beside the case or in data/") }
    return place
  }
}

/// Why a case could not be answered.
public struct ReferenceFailure: Error, CustomStringConvertible {
  /// The reason in words.
  public let description: String

  /// A reason in words.
  public init(_ description: String) { self.description = description }
}
