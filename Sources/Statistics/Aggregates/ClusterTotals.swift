/// Sums over clusters of an outcome's counts and sums: what cluster-robust errors of a mean need of
/// any number of clusters.
///
/// With n_g rows and the sum s_g of outcome minus centre in cluster g: the number of clusters, and the
/// sums of n_g, n_g^2, s_g, n_g s_g and s_g^2. Totals of different clusters merge; those of one
/// cluster that was split do not, so that ``ClusterSums`` has to come first.
///
/// **Reference:** Liang and Zeger (1986), doi:10.1093/biomet/73.1.13; Donner and Koval (1980),
/// doi:10.2307/2530491, for the intraclass correlation.
public struct ClusterTotals: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many clusters.
  public private(set) var clusterCount = 0
  /// The moments of all rows; their shift is the centre of the sums.
  public private(set) var rows = Moments()
  /// The sum over clusters of n_g^2.
  public private(set) var squaredCounts = 0.0
  /// The sum over clusters of n_g s_g.
  public private(set) var products = 0.0
  /// The sum over clusters of s_g^2.
  public private(set) var squaredSums = 0.0
  /// The sum over rows of squared deviations from the mean of their cluster.
  public private(set) var squaresWithin = 0.0

  // MARK: Building

  /// No clusters yet.
  public init() {}

  /// Adds a cluster with all its rows; one without rows is none.
  public mutating func add(_ cluster: Moments) {
    guard cluster.count > 0 else { return }
    var single = ClusterTotals()
    single.clusterCount = 1
    single.rows = cluster
    let size = Double(cluster.count)
    single.squaredCounts = size * size
    single.products = size * cluster.sum
    single.squaredSums = cluster.sum * cluster.sum
    single.squaresWithin = cluster.sumOfSquaredDeviations ?? .nan
    merge(single)
  }

  /// Adds other clusters.
  ///
  /// Sums beyond the range of `Double` and counts beyond 2^53 make the figures nil.
  ///
  /// - Complexity: O(1).
  public mutating func merge(_ other: ClusterTotals) {
    guard other.clusterCount > 0 else { return }
    guard clusterCount > 0 else {
      self = other
      return
    }
    var (merged, rest) = (rows, other)
    merged.merge(other.rows)
    move(to: merged.shift)
    rest.move(to: merged.shift)
    rows = merged
    let (all, isOverflow) = clusterCount.addingReportingOverflow(other.clusterCount)
    clusterCount = isOverflow ? .max : all
    squaredCounts += rest.squaredCounts
    products += rest.products
    squaredSums += rest.squaredSums
    squaresWithin += rest.squaresWithin
  }

  /// Moves the centre of the sums over clusters.
  private mutating func move(to centre: Double) {
    let step = centre - rows.shift
    guard step != 0 else { return }
    let moved = squaredSums - step * (2 * products - step * squaredCounts)
    squaredSums = moved < 0 ? 0 : moved
    products -= step * squaredCounts
  }

  /// Decodes totals, refusing those that no clusters can have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    clusterCount = try fields.decode(Int.self, forKey: .clusterCount)
    rows = try fields.decode(Moments.self, forKey: .rows)
    squaredCounts = try fields.decode(Double.self, forKey: .squaredCounts)
    products = try fields.decode(Double.self, forKey: .products)
    squaredSums = try fields.decode(Double.self, forKey: .squaredSums)
    squaresWithin = try fields.decode(Double.self, forKey: .squaresWithin)
    guard isPossible else {
      throw DecodingError.dataCorruptedError(
        forKey: .squaredSums, in: fields, debugDescription: "needs totals that clusters can have")
    }
  }

  /// Whether clusters can have such totals: sums of squares are at least what their sums demand.
  private var isPossible: Bool {
    let (size, groups) = (Double(rows.count), Double(clusterCount))
    let figures = [squaredCounts, products, squaredSums, squaresWithin]
    guard clusterCount >= 0, clusterCount <= rows.count, figures.allSatisfy(\.isFinite) else {
      return false
    }
    guard clusterCount > 0 else { return rows.count == 0 && figures.allSatisfy { $0 == 0 } }
    let slack = 1 + 1e-9
    return squaredCounts * slack >= size * (size / groups)
      && squaredCounts <= size * size * slack
      && squaredSums * slack >= rows.sum * (rows.sum / groups)
      && abs(products) <= (squaredCounts.squareRoot() * squaredSums.squareRoot()) * slack
      && squaresWithin >= 0
      && squaresWithin <= (rows.sumOfSquaredDeviations ?? 0) * slack
  }

  // MARK: Figures

  /// The mean over all rows; nil without rows.
  public var mean: Double? { rows.mean }

  /// The variance of ``mean``: squared sums of residuals of each cluster, over n^2.
  ///
  /// - Parameter isAdjusted: whether the factor G / (G - 1) is applied.
  /// - Returns: nil below two clusters and beyond the range of `Double`.
  /// **Same as:** the intercept of R `sandwich::vcovCL(lm(y ~ 1), cluster = )`, type HC1 when
  /// adjusted and HC0 (`cadjust = FALSE`) when not.
  public func varianceOfMean(isAdjusted: Bool = true) -> Double? {
    guard clusterCount > 1, let squares = squaredResiduals else { return nil }
    let (size, groups) = (Double(rows.count), Double(clusterCount))
    let variance = squares / size / size * (isAdjusted ? groups / (groups - 1) : 1)
    return variance.isFinite ? variance : nil
  }

  /// The sum over clusters of (s_g - n_g d)^2, with d the mean minus the centre; nil without rows.
  package var squaredResiduals: Double? {
    guard rows.count > 0 else { return nil }
    let offset = rows.sum / Double(rows.count)
    let squares = squaredSums - offset * (2 * products - offset * squaredCounts)
    return squares.isFinite ? max(0, squares) : nil
  }

  /// How alike the rows of a cluster are, by the analysis of variance; it may be below zero.
  ///
  /// (MSB - MSW) / (MSB + (n0 - 1) MSW), with MSB and MSW the mean squares between and within
  /// clusters and n0 = (n - sum of n_g^2 / n) / (G - 1).
  ///
  /// - Returns: nil below two clusters, without two rows in any cluster, and when nothing varies.
  /// **Same as:** R `ICC::ICCbare`, `fishmethods::clus.rho`.
  public var intraclassCorrelation: Double? {
    let (size, groups) = (Double(rows.count), Double(clusterCount))
    guard clusterCount > 1, rows.count > clusterCount, let all = rows.sumOfSquaredDeviations else {
      return nil
    }
    let between = max(0, all - squaresWithin) / (groups - 1)
    let within = squaresWithin / (size - groups)
    let typical = (size - squaredCounts / size) / (groups - 1)
    let correlation = (between - within) / (between + (typical - 1) * within)
    return correlation.isFinite ? correlation : nil
  }

  /// Rows, clusters, mean and its cluster-robust standard error.
  public var description: String {
    let centre = mean.map { formatted($0) } ?? "undefined"
    let error = varianceOfMean().map { formatted($0.squareRoot()) } ?? "undefined"
    return "n \(rows.count) in \(clusterCount) clusters, mean \(centre), standard error \(error)"
  }
}
