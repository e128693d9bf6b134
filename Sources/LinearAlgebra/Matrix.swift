/// A dense matrix of doubles, stored column after column.
///
/// - Complexity: elements are read and written in O(1); a copy is O(1) until it is written to.
public struct Matrix: Sendable, Hashable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The elements, column after column: element (i, j) stands at `i + j * rowCount`.
  public var elements: [Double] { storage }

  @usableFromInline var storage: [Double]

  // MARK: Building

  /// A matrix with the same value everywhere.
  ///
  /// Both dimensions must be non-negative and their product must fit an `Int`.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative dimension")
    rowCount = rows
    columnCount = columns
    storage = [Double](repeating: value, count: rows * columns)
  }

  /// A matrix from its elements, column after column.
  ///
  /// - Returns: nil unless there are exactly `rows * columns` elements.
  public init?(rows: Int, columns: Int, elements: [Double]) {
    guard rows >= 0, columns >= 0 else { return nil }
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, elements.count == count else { return nil }
    rowCount = rows
    columnCount = columns
    storage = elements
  }

  /// A matrix from columns of equal length.
  ///
  /// - Returns: nil when the lengths differ. No columns give a matrix without rows.
  public init?(columns: [[Double]]) {
    let rows = columns.first?.count ?? 0
    guard columns.allSatisfy({ $0.count == rows }) else { return nil }
    rowCount = rows
    columnCount = columns.count
    storage = columns.flatMap(\.self)
  }

  // MARK: Elements

  /// The element in a row and a column, both counted from zero.
  ///
  /// A row beyond the last is a programmer's slip, and only debug builds trap it.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get {
      assert(row >= 0 && row < rowCount, "the matrix has no such row")
      return storage[row &+ column &* rowCount]
    }
    set {
      assert(row >= 0 && row < rowCount, "the matrix has no such row")
      storage[row &+ column &* rowCount] = newValue
    }
  }

  /// One column.
  ///
  /// - Complexity: O(rows).
  public func column(_ index: Int) -> [Double] {
    Array(storage[(index * rowCount)..<((index + 1) * rowCount)])
  }

  /// One row.
  ///
  /// - Complexity: O(columns).
  public func row(_ index: Int) -> [Double] {
    (0..<columnCount).map { self[index, $0] }
  }

  /// The elements whose row and column numbers agree.
  public var diagonal: [Double] { (0..<min(rowCount, columnCount)).map { self[$0, $0] } }

  // MARK: Products

  /// The transpose.
  ///
  /// - Complexity: O(rows x columns).
  public var transposed: Matrix {
    var result = Matrix(rows: columnCount, columns: rowCount)
    // One dimension of an empty matrix may be of any size.
    guard !storage.isEmpty else { return result }
    for column in 0..<columnCount {
      for row in 0..<rowCount { result[column, row] = self[row, column] }
    }
    return result
  }

  /// The product with a vector, summed column by column in a fixed order.
  ///
  /// Equal rows give equal bits, which the products of BLAS do not promise.
  ///
  /// - Returns: nil unless the vector has as many elements as the matrix has columns.
  /// - Complexity: O(rows x columns).
  public func times(_ vector: [Double]) -> [Double]? {
    guard vector.count == columnCount else { return nil }
    var result = [Double](repeating: 0, count: rowCount)
    for column in 0..<columnCount {
      let factor = vector[column]
      let start = column * rowCount
      for row in 0..<rowCount { result[row] += storage[start + row] * factor }
    }
    return result
  }

  /// The product with a matrix, summed in a fixed order.
  ///
  /// - Returns: nil unless the other matrix has as many rows as this one has columns, or when the product
  ///   would have more than 2^28 elements (2 GiB).
  /// - Complexity: O(rows x columns x other columns).
  public func times(_ other: Matrix) -> Matrix? {
    let (size, overflow) = rowCount.multipliedReportingOverflow(by: other.columnCount)
    guard other.rowCount == columnCount, !overflow, size <= 1 << 28 else { return nil }
    var result = Matrix(rows: rowCount, columns: other.columnCount)
    guard size > 0 else { return result }
    // A block of rows at a time, which stays in a processor's cache.
    for first in stride(from: 0, to: rowCount, by: 512) {
      let rows = first..<min(first + 512, rowCount)
      for target in 0..<other.columnCount {
        for column in 0..<columnCount {
          let factor = other[column, target]
          let start = column * rowCount
          let place = target * rowCount
          for row in rows { result.storage[place &+ row] += storage[start &+ row] * factor }
        }
      }
    }
    return result
  }

  /// A row vector times the matrix times the same vector: x' M x for a square matrix.
  ///
  /// - Returns: nil unless the matrix is square with as many rows as the vector has elements.
  public func quadraticForm(_ vector: [Double]) -> Double? {
    guard rowCount == columnCount, let image = times(vector) else { return nil }
    return zip(vector, image).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

// MARK: - Coding and description

extension Matrix: Codable {
  private enum Key: String, CodingKey { case rows, columns, elements }

  /// Decodes a matrix, refusing elements that do not fill it.
  ///
  /// A matrix without elements may have at most a million rows or columns, so that a forged
  /// dimension cannot exhaust memory later.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let rows = try fields.decode(Int.self, forKey: .rows)
    let columns = try fields.decode(Int.self, forKey: .columns)
    let elements = try fields.decode([Double].self, forKey: .elements)
    guard let matrix = Matrix(rows: rows, columns: columns, elements: elements),
      !elements.isEmpty || max(rows, columns) <= 1_000_000
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: fields, debugDescription: "needs rows x columns elements")
    }
    self = matrix
  }

  /// Encodes dimensions and elements.
  ///
  /// - Throws: `EncodingError.invalidValue` for an element that is not finite, which JSON cannot hold.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(rowCount, forKey: .rows)
    try fields.encode(columnCount, forKey: .columns)
    try fields.encode(elements, forKey: .elements)
  }
}

extension Matrix: CustomStringConvertible {
  /// The dimensions, and the elements of the first rows and columns.
  public var description: String {
    let shown = (0..<min(rowCount, 8)).map { row in
      (0..<min(columnCount, 8)).map { "\(self[row, $0])" }.joined(separator: "  ")
        + (columnCount > 8 ? "  …" : "")
    }
    return (["\(rowCount) x \(columnCount)"] + shown + (rowCount > 8 ? ["…"] : []))
      .joined(separator: "\n")
  }
}
