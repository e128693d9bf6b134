public import Foundation

/// A plain comma-separated table of texts for tests of floors below the library's own CSV reader.
public struct NumberTable: Sendable {
  /// The columns' names in order.
  public let names: [String]
  private let cells: [[String]]

  /// Reads a file without quoted fields; a byte-order mark is skipped.
  public init(contentsOf file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacingOccurrences(of: "\u{FEFF}", with: "").replacingOccurrences(of: "\r", with: "")
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    names = lines.first ?? []
    cells = Array(lines.dropFirst())
  }

  /// The texts of one column.
  public func texts(_ name: String) -> [String] {
    guard let index = names.firstIndex(of: name) else { return [] }
    return cells.map { $0[index] }
  }

  /// The numbers of one column; what is not a number reads NaN.
  public func numbers(_ name: String) -> [Double] { texts(name).map { Double($0) ?? .nan } }
}
