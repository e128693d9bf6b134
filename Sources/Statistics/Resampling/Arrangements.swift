/// The different orders of items of several kinds, numbered in lexicographic order from 0: what an
/// exact permutation test enumerates.
///
/// **Reference:** Knuth (2011), *The Art of Computer Programming* 4A, section 7.2.1.2.
package struct Arrangements: Sendable {
  /// How many items there are of each kind.
  private let sizes: [Int]
  /// How many different orders there are.
  package let count: Int

  /// Counts the orders; nil beyond a limit.
  ///
  /// - Parameters:
  ///   - sizes: how many items there are of each kind, none negative.
  ///   - limit: the most orders, at most 2^53.
  /// - Complexity: O(items).
  package init?(sizes: [Int], limit: Int) {
    var count = 1
    var placed = 0
    for size in sizes.sorted(by: >) {
      for chosen in 1..<max(1, size + 1) {
        placed += 1
        // The product of binomial coefficients, each step of which is whole.
        let (product, isOverflow) = count.multipliedReportingOverflow(by: placed)
        guard !isOverflow, product / chosen <= limit else { return nil }
        count = product / chosen
      }
    }
    guard count <= limit else { return nil }
    self.sizes = sizes
    self.count = count
  }

  /// The kinds of the order with a number, inside 0..<count.
  ///
  /// - Complexity: O(items x kinds).
  package subscript(_ number: Int) -> [Int] {
    var left = sizes
    var rest = number
    var orders = count
    let items = sizes.reduce(0, +)
    var kinds: [Int] = []
    kinds.reserveCapacity(items)
    for place in 0..<items {
      for kind in left.indices where left[kind] > 0 {
        // Of the orders of what is left, the share that begins with this kind.
        let (high, low) = orders.multipliedFullWidth(by: left[kind])
        let beginning = (items - place).dividingFullWidth((high, low)).quotient
        if rest < beginning {
          kinds.append(kind)
          left[kind] -= 1
          orders = beginning
          break
        }
        rest -= beginning
      }
    }
    return kinds
  }
}
