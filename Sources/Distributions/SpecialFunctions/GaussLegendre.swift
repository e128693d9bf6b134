/// Gauss and Legendre's rule for integrals of smooth functions.
struct GaussLegendre: Sendable {
  // The positive half of both.
  private let nodes: [Double]
  private let weights: [Double]

  /// The integral of a function from one point to another.
  func integral(
    from lower: Double, to upper: Double, _ function: (Double) -> Double
  ) -> Double {
    let half = 0.5 * (upper - lower)
    let middle = lower + half
    var sum = 0.0
    for index in 0..<nodes.count {
      let offset = half * nodes[index]
      sum += weights[index] * (function(middle - offset) + function(middle + offset))
    }
    return half * sum
  }

  /// 12 points, exact for polynomials up to degree 23; computed to 40 digits.
  static let twelve = GaussLegendre(
    nodes: [
      0.9815606342467192, 0.9041172563704749, 0.7699026741943047,
      0.5873179542866175, 0.3678314989981802, 0.1252334085114689,
    ],
    weights: [
      0.04717533638651183, 0.10693932599531843, 0.16007832854334622,
      0.20316742672306592, 0.2334925365383548, 0.24914704581340277,
    ])

  /// 24 points, exact for polynomials up to degree 47; computed to 40 digits.
  static let twentyFour = GaussLegendre(
    nodes: [
      0.9951872199970213, 0.9747285559713095, 0.9382745520027328, 0.8864155270044011,
      0.820001985973903, 0.7401241915785544, 0.6480936519369755, 0.5454214713888396,
      0.4337935076260451, 0.3150426796961634, 0.1911188674736163, 0.06405689286260563,
    ],
    weights: [
      0.0123412297999872, 0.028531388628933663, 0.04427743881741981, 0.05929858491543678,
      0.0733464814110803, 0.08619016153195327, 0.09761865210411388, 0.10744427011596563,
      0.1155056680537256, 0.12167047292780339, 0.1258374563468283, 0.12793819534675216,
    ])
}
