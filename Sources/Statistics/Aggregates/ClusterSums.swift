/// The moments of an outcome in each cluster, such as a team: all that cluster-robust errors of means,
/// intraclass correlations and resampling of whole clusters need.
///
/// A cluster may have rows in several parts of the data; parts merge into the one that all the data
/// give. ``totals`` goes one level up, to a few sums that no longer grow with the clusters.
///
/// **Reference:** Liang and Zeger (1986), doi:10.1093/biomet/73.1.13.
/// **Same as:** SQL `SELECT COUNT(*), SUM(y - c), SUM((y - c) * (y - c)) ... GROUP BY cluster`.
public struct ClusterSums: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The moments of the outcome in each cluster, by its name; none is without rows.
  public private(set) var clusters: [String: Moments] = [:]
  /// How many rows were added, at most 2^53.
  public private(set) var count = 0

  // MARK: Building

  /// No rows yet.
  public init() {}

  /// Adds one row.
  ///
  /// - Throws: `nonFinite`; `overflow` for an outcome above 1e140 in size and beyond 2^53 rows. What
  ///   was there remains.
  public mutating func add(_ value: Double, cluster: String) throws(EvaluationError) {
    guard value.isFinite else {
      throw .nonFinite(column: "outcome", rows: AffectedRows([count + 1]))
    }
    guard abs(value) <= 1e140 else {
      throw .overflow(
        what: "the sum of squares of a cluster", needed: "values below about 1e140",
        found: formatted(value))
    }
    try refuse(more: 1)
    var merged = clusters[cluster] ?? Moments()
    merged.add(value)
    try store(merged, cluster: cluster)
    count += 1
  }

  /// Adds all rows that another source counted in one cluster.
  ///
  /// - Throws: `overflow` beyond 2^53 rows, and for moments that are not finite. What was there
  ///   remains.
  public mutating func add(_ moments: Moments, cluster: String) throws(EvaluationError) {
    guard moments.count > 0 else { return }
    try refuse(more: moments.count)
    var merged = clusters[cluster] ?? Moments()
    merged.merge(moments)
    try store(merged, cluster: cluster)
    count += moments.count
  }

  private mutating func store(_ merged: Moments, cluster: String) throws(EvaluationError) {
    guard merged.sumOfSquaredDeviations != nil, merged.mean != nil else {
      throw .overflow(
        what: "the moments of cluster \"\(excerpt(cluster))\"",
        needed: "finite values below about 1e140", found: "sums that a Double cannot hold")
    }
    clusters[cluster] = merged
  }

  /// Adds the rows of another part of the data.
  ///
  /// - Throws: `overflow` beyond 2^53 rows or the range of `Double`. What was there remains.
  /// - Complexity: O(clusters of the other).
  public mutating func merge(_ other: ClusterSums) throws(EvaluationError) {
    var merged = self
    for (cluster, moments) in other.clusters { try merged.add(moments, cluster: cluster) }
    self = merged
  }

  private func refuse(more: Int) throws(EvaluationError) {
    guard more <= (1 << 53) - count else {
      throw .overflow(
        what: "the number of rows", needed: "at most 2^53", found: "\(count) and \(more)")
    }
  }

  private enum CodingKeys: String, CodingKey { case clusters }

  /// Decodes sums, refusing clusters without rows and sums that rows cannot have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    for (cluster, moments) in try fields.decode([String: Moments].self, forKey: .clusters) {
      guard moments.count > 0, (try? add(moments, cluster: cluster)) != nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .clusters, in: fields, debugDescription: "needs sums that rows can have")
      }
    }
  }

  /// Encodes the clusters; the rows are the sum of theirs.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(clusters, forKey: .clusters)
  }

  // MARK: Figures

  /// How many clusters have rows.
  public var clusterCount: Int { clusters.count }

  /// The sums over clusters, taken in the order of their names.
  ///
  /// - Complexity: O(clusters log clusters).
  public var totals: ClusterTotals {
    var totals = ClusterTotals()
    for (_, moments) in clusters.sorted(by: { $0.key < $1.key }) { totals.add(moments) }
    return totals
  }

  /// Rows, clusters and the mean.
  public var description: String { totals.description }
}
