/// Which rows of a column are missing, one bit per row; no storage while none is.
struct MissingMask: Sendable, Hashable {
  /// Bits by row, least significant first; empty when no row is missing, else one word per 64 rows.
  private(set) var words: [UInt64] = []
  /// How many bits are set.
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  subscript(row: Int) -> Bool {
    count > 0 && row >> 6 < words.count && words[row >> 6] & (1 << UInt64(row & 63)) != 0
  }

  /// Marks a row that is not marked yet.
  mutating func insert(_ row: Int) {
    while words.count <= row >> 6 { words.append(0) }
    words[row >> 6] |= 1 << UInt64(row & 63)
    count += 1
  }

  /// Brings the words to the one form that a column of so many rows has, so that equal masks are
  /// equal.
  mutating func settle(rows: Int) {
    guard count > 0 else { return words = [] }
    while words.count < (rows + 63) / 64 { words.append(0) }
  }

  /// The marked rows in ascending order.
  var rows: some Sequence<Int> {
    words.indices.lazy.flatMap { index in
      let word = words[index]
      return (0..<64).lazy.filter { word & (1 << UInt64($0)) != 0 }.map { index * 64 + $0 }
    }
  }

  /// Marks every row that either mask marks.
  mutating func formUnion(_ other: MissingMask) {
    guard other.count > 0 else { return }
    while words.count < other.words.count { words.append(0) }
    for index in other.words.indices { words[index] |= other.words[index] }
    count = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}
