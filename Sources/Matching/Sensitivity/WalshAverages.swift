/// The means of all pairs of differences, each with itself too, of which only order statistics are
/// asked.
///
/// **Reference:** Hodges and Lehmann (1963), doi:10.1214/aoms/1177704172.
struct WalshAverages {
  private let sorted: [Double]

  /// - Complexity: O(n log n).
  init(_ differences: [Double]) { sorted = differences.sorted() }

  /// n (n + 1) / 2.
  var count: Int { sorted.count * (sorted.count + 1) / 2 }

  /// The average below which a share of all lies: where share times count is whole, the mean of the
  /// two averages around it, else the next one.
  ///
  /// - Parameters: the share as a fraction of two positive numbers.
  func quantile(_ part: Double, of whole: Double) -> Double {
    let position = Double(count) * (part / whole)
    let nearest = position.rounded()
    if abs(position - nearest) <= 1e-9 * max(1, position), nearest >= 1,
      nearest < Double(count)
    {
      return (ordered(Int(nearest) - 1) + ordered(Int(nearest))) / 2
    }
    return ordered(min(max(Int(position), 0), count - 1))
  }

  /// The average with a number of others at or below it, counted from zero.
  ///
  /// The bits of the answer are found one by one: each time the averages up to a value are counted
  /// along the edge of the sorted triangle.
  ///
  /// - Complexity: O(64 n) time.
  private func ordered(_ number: Int) -> Double {
    var low = Self.key(sorted[0])
    var high = Self.key(sorted[sorted.count - 1])
    while low < high {
      let middle = (low >> 1) + (high >> 1) + (low & high & 1)
      if averages(upTo: Self.value(middle)) > number { high = middle } else { low = middle + 1 }
    }
    return Self.value(low)
  }

  private func averages(upTo value: Double) -> Int {
    var total = 0
    var first = 0
    var last = sorted.count - 1
    while first <= last {
      if sorted[first] / 2 + sorted[last] / 2 <= value {
        // With the first, every one from the first to the last is low enough.
        total += last - first + 1
        first += 1
      } else {
        last -= 1
      }
    }
    return total
  }

  /// Integers in the order of the numbers; zero of either sign is one.
  private static func key(_ value: Double) -> Int64 {
    let bits = Int64(bitPattern: (value + 0).bitPattern)
    return bits >= 0 ? bits : .min &- bits
  }

  private static func value(_ key: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: key >= 0 ? key : .min &- key))
  }
}
