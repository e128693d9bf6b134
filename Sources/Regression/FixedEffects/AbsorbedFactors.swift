/// Factors whose levels each have an effect that is taken out of a regression, not estimated.
package struct AbsorbedFactors: Sendable {
  /// For each factor the code of each row, without gaps from zero.
  package let codes: [[Int]]
  /// How many levels each factor has.
  package let counts: [Int]

  /// Takes the rows kept of codes that may have gaps.
  package init(_ codes: [[Int]], keeping rows: [Int]) {
    let renumbered = codes.map { Self.renumbered($0, keeping: rows) }
    self.codes = renumbered.map(\.codes)
    counts = renumbered.map(\.count)
  }

  /// The codes of the rows kept without gaps, in their order.
  package static func renumbered(
    _ codes: [Int], keeping rows: [Int]
  ) -> (codes: [Int], count: Int) {
    let largest = rows.reduce(-1) { max($0, codes[$1]) }
    var places = [Int](repeating: -1, count: largest + 1)
    for row in rows { places[codes[row]] = 0 }
    var count = 0
    for code in places.indices where places[code] == 0 {
      places[code] = count
      count += 1
    }
    return (rows.map { places[codes[$0]] }, count)
  }

  /// The rows whose level of every factor has other rows, again and again until all have.
  ///
  /// A level with one row left knows which by the exclusive or of its rows' numbers, so that long
  /// chains of rows that fall one after the other cost no more than others.
  ///
  /// - Complexity: O(rows x factors).
  package static func withoutSingletons(_ codes: [[Int]]) -> [Int] {
    let rows = codes[0].count
    var sizes = codes.map { [Int](repeating: 0, count: ($0.max() ?? -1) + 1) }
    var marks = sizes
    for (factor, codes) in codes.enumerated() {
      for row in 0..<rows {
        sizes[factor][codes[row]] += 1
        marks[factor][codes[row]] ^= row
      }
    }
    var isKept = [Bool](repeating: true, count: rows)
    var single = sizes.indices.flatMap { factor in
      sizes[factor].indices.filter { sizes[factor][$0] == 1 }.map { (factor, $0) }
    }
    while let (factor, level) = single.popLast() {
      guard sizes[factor][level] == 1 else { continue }
      let row = marks[factor][level]
      isKept[row] = false
      for (other, codes) in codes.enumerated() {
        let code = codes[row]
        sizes[other][code] -= 1
        marks[other][code] ^= row
        if sizes[other][code] == 1 { single.append((other, code)) }
      }
    }
    return (0..<rows).filter { isKept[$0] }
  }

  /// Whether every level of a division meets a single cluster.
  package static func areNested(_ codes: [Int], in clusters: [Int]) -> Bool {
    var found = [Int](repeating: -1, count: (codes.max() ?? -1) + 1)
    for (code, cluster) in zip(codes, clusters) {
      if found[code] >= 0, found[code] != cluster { return false }
      found[code] = cluster
    }
    return true
  }

  // MARK: Counting

  /// How many independent effects there are, by the parts of the levels that rows connect.
  ///
  /// Of two factors the sum of levels less the parts; a further factor loses as many as it has parts
  /// with the earlier one that leaves it fewest. Exact for one and two factors; with more it may
  /// count too many.
  ///
  /// - Complexity: O(rows x factors^2).
  package var connectedRank: Int {
    var rank = counts.first ?? 0
    for factor in codes.indices.dropFirst() {
      let parts = (0..<factor).map { components(factor, $0) }.max() ?? 0
      rank += counts[factor] - parts
    }
    return rank
  }

  /// How many parts two factors' levels fall into when rows connect them.
  private func components(_ first: Int, _ second: Int) -> Int {
    let offset = counts[first]
    var parents = Array(0..<(offset + counts[second]))
    func root(_ start: Int) -> Int {
      var node = start
      while parents[node] != node {
        parents[node] = parents[parents[node]]
        node = parents[node]
      }
      return node
    }
    var parts = parents.count
    for row in codes[first].indices {
      let (left, right) = (root(codes[first][row]), root(offset + codes[second][row]))
      guard left != right else { continue }
      parents[max(left, right)] = min(left, right)
      parts -= 1
    }
    return parts
  }
}
