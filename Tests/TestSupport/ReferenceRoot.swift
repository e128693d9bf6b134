public import Foundation

/// Where the reference numbers lie.
public enum ReferenceRoot {
  /// The folder of all reference folders: `REFERENCE_ROOT`, or the package's own `Tests/Reference`.
  public static var url: URL {
    if let path = ProcessInfo.processInfo.environment["REFERENCE_ROOT"], !path.isEmpty {
      return URL(filePath: path, directoryHint: .isDirectory)
    }
    return own
  }

  /// The package's own copies, whatever the environment says.
  public static var own: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference", directoryHint: .isDirectory)
  }

  /// A data file that lies beside a case or in the folder's `data/`, or nil.
  public static func dataFile(_ name: String, in folder: String) -> URL? {
    let base = url.appending(path: folder, directoryHint: .isDirectory)
    return [base.appending(path: name), base.appending(path: "data").appending(path: name)]
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The JSON files of a folder in the order of their names; nil when the folder is absent.
  public static func cases(in folder: String) -> [URL]? {
    let base = url.appending(path: folder, directoryHint: .isDirectory)
    guard
      let names = try? FileManager.default.contentsOfDirectory(atPath: base.path)
    else { return nil }
    return names.filter { $0.hasSuffix(".json") }.sorted().map { base.appending(path: $0) }
  }
}
