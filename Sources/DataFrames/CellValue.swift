/// A Swift type whose values can be the cells of a column.
///
/// `Double`, `Int`, `Bool`, `String`, `CalendarDate` and their optionals conform. A type of your
/// own conforms by making a column of one of these:
///
/// ```swift
/// extension Percentage: CellValue {
///   static func column(named name: String, cells: [Percentage?]) -> Column {
///     Column(name, numbers: cells.map { $0?.value })
///   }
/// }
/// ```
public protocol CellValue {
  /// A column of values, nil for missing; as many cells as were given.
  static func column(named name: String, cells: [Self?]) -> Column
}

extension Double: CellValue {
  /// A column of numbers.
  public static func column(named name: String, cells: [Double?]) -> Column {
    Column(name, numbers: cells)
  }
}

extension Int: CellValue {
  /// A column of integers.
  public static func column(named name: String, cells: [Int?]) -> Column {
    Column(name, integers: cells)
  }
}

extension Bool: CellValue {
  /// A column of booleans.
  public static func column(named name: String, cells: [Bool?]) -> Column {
    Column(name, booleans: cells)
  }
}

extension String: CellValue {
  /// A column of texts.
  public static func column(named name: String, cells: [String?]) -> Column {
    Column(name, categories: cells)
  }
}

extension CalendarDate: CellValue {
  /// A column of calendar days.
  public static func column(named name: String, cells: [CalendarDate?]) -> Column {
    Column(name, dates: cells)
  }
}

extension Optional: CellValue where Wrapped: CellValue {
  /// A column of the wrapped type, with nil missing at either level.
  public static func column(named name: String, cells: [Wrapped??]) -> Column {
    Wrapped.column(named: name, cells: cells.map { $0 ?? nil })
  }
}
