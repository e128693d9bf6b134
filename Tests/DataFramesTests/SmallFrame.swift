import DataFrames

/// A frame that fits a screen.
enum SmallFrame {
  /// Four people with a number, a text and a yes or no, two cells of them missing.
  static func people() throws -> DataFrame {
    try DataFrame([
      Column("age", numbers: [30, 41.5, nil, 28]),
      Column("role", categories: ["nurse", "clerk", "nurse", nil]),
      Column("coached", booleans: [true, false, true, false]),
    ])
  }
}
