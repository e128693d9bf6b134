import Foundation
import Testing

/// The record of one folder of reference cases: what was compared, how well, and what was left out.
///
/// Failures are kept as values, so that the record can itself be tested; ``close()`` turns them
/// into issues of the running test.
public struct ReferenceReport {
  /// The folder's name.
  public let folder: String
  /// The kinds, and options of kinds as `kind:option`, that a later version will answer.
  public let notYet: Set<String>
  /// How many cases were compared.
  public private(set) var cases = 0
  /// How many numbers were compared.
  public private(set) var numbers = 0
  /// What went wrong, each with its place.
  public private(set) var failures: [String] = []
  /// How many cases of each kind on the not-yet list were met.
  public private(set) var postponed: [String: Int] = [:]
  /// The fields that were met but not compared, as `kind.field`.
  public private(set) var leftOut: Set<String> = []
  /// The cases that nobody knows, where that is allowed.
  public private(set) var uncovered: [String] = []
  /// Whether the folder was there.
  public private(set) var isAbsent = false

  private var worst: (digits: Double, place: String)?

  /// An empty record of a folder.
  public init(folder: String, notYet: Set<String>) {
    self.folder = folder
    self.notYet = notYet
  }

  /// Walks through the JSON files of a folder and lets `body` compare the cases of each.
  ///
  /// An error that `body` throws is a failure of the file. Files named in `besides` hold no cases.
  public init(
    folder name: String, below root: ReferenceRoot, notYet: Set<String>,
    besides: Set<String> = [],
    compare body: (JSONValue, String, ReferenceFolder, inout ReferenceReport) throws -> Void
  ) {
    self.init(folder: name, notYet: notYet)
    guard root.exists else {
      fail("", "the root \(root.url.path) is not a folder")
      return
    }
    guard root.holdsSuites else {
      fail("", "the root \(root.url.path) holds no folder of reference cases")
      return
    }
    guard let folder = root.folder(name) else {
      isAbsent = true
      return
    }
    for file in folder.files where !besides.contains(file) {
      do {
        try body(folder.read(file), file, folder, &self)
      } catch {
        fail(file, "\(error)")
      }
    }
    if cases == 0, postponed.isEmpty, uncovered.isEmpty, failures.isEmpty {
      fail("", "the folder is there but holds no case")
    }
  }

  // MARK: Cases

  /// Counts a case that will be compared.
  public mutating func beginCase() { cases += 1 }

  /// Counts a case that a later version will answer; a kind that is not on the list is a failure.
  public mutating func postpone(_ kind: String, place: String) {
    guard notYet.contains(kind) else {
      fail(place, "\(kind) is neither handled nor on the not-yet list")
      return
    }
    postponed[kind, default: 0] += 1
  }

  /// Notes a case that nobody knows, which is said and does not fail.
  public mutating func leaveUncovered(_ name: String) { uncovered.append(name) }

  /// Notes that a field of a kind is not compared.
  public mutating func leaveOut(_ kind: String, _ field: String) {
    leftOut.insert(field.isEmpty ? kind : "\(kind).\(field)")
  }

  /// Notes a failure that is not a number, such as an unknown kind or an error thrown.
  public mutating func fail(_ place: String, _ reason: String) {
    failures.append(place.isEmpty ? "\(folder): \(reason)" : "\(folder)/\(place): \(reason)")
  }

  mutating func count(digits: Double?, place: String) {
    numbers += 1
    if let digits, digits < worst?.digits ?? .infinity { worst = (digits, place) }
  }

  // MARK: Closing

  /// What is printed: folder, cases, numbers, worst digits, and all that was left out.
  public var summary: String {
    if isAbsent { return "reference \(folder): the folder is absent from the root" }
    var lines = ["reference \(folder): \(cases) cases, \(numbers) numbers compared"]
    if let worst {
      lines[0] += ", worst \(String(format: "%.1f", worst.digits)) digits (\(worst.place))"
    } else if numbers > 0 {
      lines[0] += ", all within the absolute tolerance"
    }
    if !failures.isEmpty { lines[0] += ", \(failures.count) FAILURES" }
    if !postponed.isEmpty {
      let kinds = postponed.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }
      let total = postponed.values.reduce(0, +)
      lines.append("  not yet, \(total) cases: " + kinds.joined(separator: ", "))
    }
    if !leftOut.isEmpty { lines.append("  left out: " + leftOut.sorted().joined(separator: ", ")) }
    if !uncovered.isEmpty { lines.append("  not covered: " + uncovered.joined(separator: ", ")) }
    return lines.joined(separator: "\n")
  }

  /// Prints the record and fails the running test for every failure.
  public func close() {
    print(summary)
    for failure in failures { Issue.record("\(failure)") }
  }
}
