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

  // MARK: Many rows

  /// The residuals of ``residuals(response:minus:design:coefficients:)``, and the products of the
  /// columns with them.
  ///
  /// Blocks of rows stay in a processor's cache, and products are split (Dekker) in place of fused,
  /// which many processors' common instructions lack. Elements must be below about 1e290 in size.
  ///
  /// - Complexity: O(rows x columns).
  static func normalResiduals(
    response: [Double], design: Matrix, coefficients: [Double]
  ) -> (residuals: [Double], products: [Double]) {
    let rows = design.rowCount
    var residuals = response
    var products = [Accumulator](repeating: Accumulator(0), count: coefficients.count)
    var high = [Double](repeating: 0, count: 512)
    var low = high
    for start in stride(from: 0, to: rows, by: 512) {
      let count = min(512, rows - start)
      for place in 0..<count {
        high[place] = response[start + place]
        low[place] = 0
      }
      for (column, coefficient) in coefficients.enumerated() {
        let factor = split(-coefficient)
        let base = column * rows + start
        for place in 0..<count {
          let value = split(design.storage[base &+ place])
          let product = value.whole * factor.whole
          let error =
            ((value.head * factor.head - product) + value.head * factor.tail
              + value.tail * factor.head) + value.tail * factor.tail
          let before = high[place]
          let sum = before + product
          let part = sum - before
          low[place] += error + ((before - (sum - part)) + (product - part))
          high[place] = sum
        }
      }
      for place in 0..<count {
        high[place] += low[place]
        residuals[start + place] = high[place]
      }
      for column in coefficients.indices {
        let base = column * rows + start
        var sum = 0.0
        for place in 0..<count { sum += design.storage[base &+ place] * high[place] }
        products[column].add(sum)
      }
    }
    return (residuals, products.map(\.value))
  }

  /// A number as the sum of two with half the digits each.
  @inline(__always)
  private static func split(_ value: Double) -> (whole: Double, head: Double, tail: Double) {
    let spread = 134_217_729 * value
    let head = spread - (spread - value)
    return (value, head, value - head)
  }
}
