extension [Int] {
  /// The rows in ascending order of a finite number that each has; rows with equal numbers, zero of
  /// either sign among them, stay in the order in which they stand.
  ///
  /// The bits of the numbers are sorted digit by digit, the lowest first, so that no two rows are
  /// compared.
  ///
  /// - Complexity: O(n) time and memory, with n calls of `number`.
  package func stablySorted(by number: (Int) -> Double) -> [Int] {
    var rows = self
    var keys = map { row in
      // Adding zero turns -0 into 0. Flipping the sign bit, and the others of negative numbers,
      // gives integers in the order of the numbers.
      let bits = (number(row) + 0).bitPattern
      return bits ^ (bits >> 63 == 0 ? 1 << 63 : .max)
    }
    var nextRows = rows
    var nextKeys = keys
    let digitBits: UInt64 = 11
    let mask: UInt64 = 1 << digitBits - 1
    for shift in stride(from: UInt64(0), to: 64, by: Int(digitBits)) {
      var starts = [Int](repeating: 0, count: Int(mask) + 1)
      for key in keys { starts[Int(truncatingIfNeeded: key >> shift & mask)] += 1 }
      // Nothing moves where all have the same digit.
      if starts.contains(count) { continue }
      var total = 0
      for digit in starts.indices {
        let size = starts[digit]
        starts[digit] = total
        total += size
      }
      for place in keys.indices {
        let digit = Int(truncatingIfNeeded: keys[place] >> shift & mask)
        nextKeys[starts[digit]] = keys[place]
        nextRows[starts[digit]] = rows[place]
        starts[digit] += 1
      }
      swap(&keys, &nextKeys)
      swap(&rows, &nextRows)
    }
    return rows
  }
}
