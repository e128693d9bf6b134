extension Philox {
  // MARK: Normal numbers

  /// A number from the normal distribution with mean 0 and standard deviation 1.
  ///
  /// The ziggurat of 256 layers in numpy's order of random bits, over layers whose edges are
  /// correctly rounded. Sums, products and comparisons alone decide 98.8 % of the numbers; the rest
  /// also ask the C library's `exp` and `log1p`.
  ///
  /// **Reference:** Marsaglia and Tsang (2000), doi:10.18637/jss.v005.i08.
  /// **Same as:** numpy `Generator.standard_normal()`, whose own table is rounded in the 14th digit.
  public mutating func normal() -> Double {
    while true {
      let word = next()
      let layer = Int(word & 0xFF)
      let isNegative = (word >> 8) & 1 == 1
      let bits = (word >> 9) & 0x000F_FFFF_FFFF_FFFF
      let distance = Double(bits) * (Ziggurat.edges[layer] * 0x1p-52)
      let inner =
        switch layer {
        case 0: Ziggurat.tail
        case 1: 0.0
        default: Ziggurat.edges[layer - 1]
        }
      if distance < inner { return isNegative ? -distance : distance }
      if layer == 0 {
        let value = tail()
        // A bit of its own for the sign, as in numpy.
        return (bits >> 8) & 1 == 1 ? -value : value
      }
      let below = Ziggurat.heights[layer]
      if below + (Ziggurat.heights[layer - 1] - below) * uniform() < exp(-0.5 * distance * distance)
      {
        return isNegative ? -distance : distance
      }
    }
  }

  /// A normal number beyond the last edge, by Marsaglia's exponentials.
  private mutating func tail() -> Double {
    while true {
      let beyond = -log1p(-uniform()) / Ziggurat.tail
      let height = -log1p(-uniform())
      if height + height > beyond * beyond { return Ziggurat.tail + beyond }
    }
  }

  /// Normal numbers of mean 0 and standard deviation 1; none for a count of 0 or less.
  ///
  /// - Complexity: O(*n*).
  public mutating func normals(_ count: Int) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(max(0, count))
    for _ in 0..<max(0, count) { values.append(normal()) }
    return values
  }
}
