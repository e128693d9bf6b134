import Statistics

/// Clusters of two columns that cross each other: rows may go together when they share either.
///
/// The covariance is that of the first column's clusters plus that of the second's less that of
/// their intersections. t has one degree of freedom less than the column with fewer clusters.
///
/// The difference need not be positive: with few clusters a variance may come out below zero.
///
/// **Reference:** Cameron, Gelbach and Miller (2011), doi:10.1198/jbes.2010.07136.
/// **Same as:** R `fixest::feols(cluster = ~a + b)`, `sandwich::vcovCL(cluster = ~a + b)`; Python
/// `pyfixest.feols(vcov={"CRV1": "a+b"})`, each by its ``Correction``.
public struct TwoWayClustering: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The factor for small numbers of clusters.
  public enum Correction: String, Sendable, Hashable, Codable, CaseIterable {
    /// None. R `vcovCL(type = "HC0", cadjust = FALSE)`.
    case none
    /// G / (G - 1) x (n - 1) / (n - k) with the smaller number of clusters in all three parts. The
    /// default of fixest, pyfixest (`ssc(G_df="min")`) and Stata's `reghdfe`.
    case smallest
    /// Each part with its own number of clusters. R `vcovCL(type = "HC1")`; pyfixest
    /// `ssc(G_df="conventional")`.
    case each
    /// The same, with HC0 of single rows in place of the intersections.
    /// R `vcovCL(type = "HC1", multi0 = TRUE)`.
    case eachLessRows
  }

  /// What to do about a covariance that is not positive semidefinite.
  public enum Indefinite: String, Sendable, Hashable, Codable, CaseIterable {
    /// Replace negative eigenvalues by zero in coordinates where the design's columns are
    /// orthonormal, so that what comes out does not depend on units and offsets.
    case zeroEigenvalues
    /// Replace negative eigenvalues of the covariance itself by zero, as fixest does and
    /// `vcovCL(fix = TRUE)`. A column in another unit changes the errors of all.
    case zeroRawEigenvalues
    /// Refuse it.
    case refuse
  }

  /// One column.
  public let first: String
  /// The other column.
  public let second: String
  /// The factor for small numbers of clusters.
  public let correction: Correction
  /// What to do about a covariance that is not positive semidefinite.
  public let indefinite: Indefinite

  /// Names two columns and the conventions.
  public init(
    _ first: String, _ second: String, correction: Correction = .smallest,
    indefinite: Indefinite = .zeroEigenvalues
  ) {
    self.first = first
    self.second = second
    self.correction = correction
    self.indefinite = indefinite
  }

  /// Columns and correction in words.
  public var description: String {
    let factor =
      switch correction {
      case .none: "CR0"
      case .smallest: "CR1"
      case .each: "CR1, own factors"
      case .eachLessRows: "CR1, own factors, less HC0"
      }
    return "\(factor) clustered by \(excerpt(first)) and \(excerpt(second))"
  }
}
