public import Statistics

/// Which data a study read: source, time of extraction, fingerprint, rows and version of the content.
///
/// The raw traces may expire; the case is computed again from its own stored figures, and the fingerprint
/// says which data they came from.
public struct DataManifest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Where the data come from.
  public let source: String
  /// When they were extracted.
  public let extracted: RecordTime
  /// The SHA-256 of the bytes.
  public let sha256: SHA256.Digest
  /// How many rows they have.
  public let rowCount: Int
  /// The version of the programme's content while they were recorded.
  public let contentVersion: String

  /// Describes data.
  ///
  /// - Throws: `invalidArgument` for blank words or a negative number of rows.
  public init(
    source: String, extracted: RecordTime, sha256: SHA256.Digest, rowCount: Int,
    contentVersion: String
  ) throws(EvaluationError) {
    self.source = try stated(source, as: "the source of the data")
    self.contentVersion = try stated(contentVersion, as: "the version of the content")
    guard rowCount >= 0 else {
      throw .invalidArgument(name: "the rows", needed: "not negative", found: "\(rowCount)")
    }
    self.extracted = extracted
    self.sha256 = sha256
    self.rowCount = rowCount
  }

  /// Decodes a description, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      source: fields.decode(String.self, forKey: .source),
      extracted: fields.decode(RecordTime.self, forKey: .extracted),
      sha256: fields.decode(SHA256.Digest.self, forKey: .sha256),
      rowCount: fields.decode(Int.self, forKey: .rowCount),
      contentVersion: fields.decode(String.self, forKey: .contentVersion))
  }

  /// Source, time, rows, version and the start of the hash.
  public var description: String {
    "\(excerpt(source)), extracted \(extracted), \(rowCount) row\(rowCount == 1 ? "" : "s"), content "
      + "\(excerpt(contentVersion)), SHA-256 \(sha256.short)…"
  }
}
