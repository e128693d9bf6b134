extension Philox {
  // MARK: Exponential numbers

  /// A number from the exponential distribution with mean 1.
  ///
  /// The ziggurat of 256 layers in numpy's order of random bits. Sums, products and comparisons
  /// alone decide 98.9 % of the numbers; the rest also ask the C library's `exp` or `log1p`.
  ///
  /// **Reference:** Marsaglia and Tsang (2000), doi:10.18637/jss.v005.i08.
  /// **Same as:** numpy `Generator.standard_exponential()`, to the 13 digits of its table.
  public mutating func exponential() -> Double {
    while true {
      let word = next() >> 3
      let layer = Int(word & 0xFF)
      let distance = Double(word >> 8) * (ExponentialZiggurat.edges[layer] * 0x1p-53)
      let inner =
        switch layer {
        case 0: ExponentialZiggurat.tail
        case 1: 0.0
        default: ExponentialZiggurat.edges[layer - 1]
        }
      if distance < inner { return distance }
      // What lies beyond the last edge is the distribution itself again.
      if layer == 0 { return ExponentialZiggurat.tail - log1p(-uniform()) }
      let below = ExponentialZiggurat.heights[layer]
      if below + (ExponentialZiggurat.heights[layer - 1] - below) * uniform() < exp(-distance) {
        return distance
      }
    }
  }
}
