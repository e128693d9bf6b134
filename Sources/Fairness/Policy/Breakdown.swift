public import Statistics

/// What people are divided by: a column, or the intersection of two, written `gender*schedule`.
public struct Breakdown: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One or two column names.
  public let columns: [String]

  /// Reads `gender` or `gender*schedule`; spaces around a name do not count.
  ///
  /// - Throws: `invalidArgument` for a blank name, a name twice, or more than two: more could not be
  ///   protected against being worked out.
  public init(_ text: String) throws(EvaluationError) {
    let columns = text.split(separator: "*", omittingEmptySubsequences: false).map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    guard columns.count <= 2, columns.allSatisfy({ !$0.isEmpty }),
      Set(columns).count == columns.count
    else {
      throw .invalidArgument(
        name: "a breakdown", needed: "one column, or two different ones as first*second",
        found: "\"\(excerpt(text))\"")
    }
    self.columns = columns
  }

  /// Decodes the text, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Whether it is an intersection.
  public var isIntersection: Bool { columns.count == 2 }

  /// The names joined by `*`.
  public var description: String { columns.joined(separator: "*") }
}
