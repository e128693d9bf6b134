/// Sums of products as if computed in twice the working precision and rounded once.
///
/// **Reference:** Ogita, Rump and Oishi (2005), algorithm Dot2, doi:10.1137/030601818.
package enum TwofoldArithmetic {
  /// A running sum of products with its accumulated rounding error.
  package struct Accumulator {
    private var high: Double
    private var low = 0.0

    /// Starts with a value.
    package init(_ value: Double) { high = value }

    /// Adds a value.
    package mutating func add(_ value: Double) {
      let sum = high + value
      let part = sum - high
      low += (high - (sum - part)) + (value - part)
      high = sum
    }

    /// Adds a product.
    package mutating func add(_ first: Double, times second: Double) {
      let product = first * second
      low += (-product).addingProduct(first, second)
      add(product)
    }

    /// The sum, rounded once.
    package var value: Double { high + low }
  }

  /// response - minus - design x coefficients, each row rounded once.
  ///
  /// - Complexity: O(rows x columns).
  static func residuals(
    response: [Double], minus: [Double]?, design: Matrix, coefficients: [Double]
  ) -> [Double] {
    var result = response
    for row in result.indices {
      var sum = Accumulator(response[row])
      if let minus { sum.add(-minus[row]) }
      for column in coefficients.indices {
        sum.add(-design[row, column], times: coefficients[column])
      }
      result[row] = sum.value
    }
    return result
  }

  /// The product of one column with a vector, rounded once.
  static func dot(_ design: Matrix, column: Int, _ vector: [Double]) -> Double {
    var sum = Accumulator(0)
    for row in vector.indices { sum.add(design[row, column], times: vector[row]) }
    return sum.value
  }
}
