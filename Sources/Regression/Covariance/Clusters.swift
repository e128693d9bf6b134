/// Which cluster each row belongs to, counted from zero.
package struct Clusters: Sendable, Hashable {
  let codes: [Int]
  let count: Int

  /// Codes from 0 to count - 1, one a row.
  package init(codes: [Int], count: Int) {
    precondition(codes.allSatisfy { $0 >= 0 && $0 < count }, "a cluster's code is out of range")
    self.codes = codes
    self.count = count
  }
}

extension Clusters {
  /// The groups that two divisions of the same rows have in common.
  ///
  /// - Complexity: O(rows).
  func crossed(with other: Clusters) -> Clusters {
    var places: [Int: Int] = [:]
    let codes = zip(codes, other.codes).map { first, second in
      let key = first * other.count + second
      if let place = places[key] { return place }
      let place = places.count
      places[key] = place
      return place
    }
    return Clusters(codes: codes, count: places.count)
  }
}
