/// The rows that an error or a check speaks of: how many, and the first few by number.
///
/// Rows are 1-based data rows, the header not counted. Memory does not grow with the data.
public struct AffectedRows: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many rows are concerned.
  public let count: Int
  /// The first of them in ascending order, at most ``limit``.
  public let first: [Int]

  /// How many row numbers are kept.
  public static let limit = 5

  /// Keeps the count and the first few of 1-based row numbers given in ascending order.
  ///
  /// - Complexity: O(*n*) for the count of a sequence of *n* rows; at most ``limit`` are stored.
  public init(_ rows: some Sequence<Int>) {
    var count = 0
    var first: [Int] = []
    for row in rows {
      count += 1
      if first.count < Self.limit { first.append(row) }
    }
    self.count = count
    self.first = first
  }

  /// Decodes rows, refusing numbers that do not ascend from 1 or do not suit the count.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    count = try fields.decode(Int.self, forKey: .count)
    first = try fields.decode([Int].self, forKey: .first)
    guard first.count == min(max(0, count), Self.limit), count >= 0, first.first ?? 1 >= 1,
      zip(first, first.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .first, in: fields, debugDescription: "needs ascending rows that suit the count")
    }
  }

  /// Words such as `row 3`, `rows 3, 8` or `rows 3, 8, 9, 12, 15 and 209 more`.
  public var description: String {
    let numbers = first.map(String.init).joined(separator: ", ")
    let rest = count > first.count ? " and \(count - first.count) more" : ""
    return (count == 1 ? "row " : "rows ") + numbers + rest
  }
}
