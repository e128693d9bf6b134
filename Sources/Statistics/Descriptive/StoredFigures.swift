extension KeyedDecodingContainer {
  /// Refuses a stored figure that the decoded inputs do not give.
  func require<Figure: Decodable & Equatable>(_ figure: Figure?, forKey key: Key) throws {
    guard try decodeIfPresent(Figure.self, forKey: key) == figure else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "needs the figure that its values give")
    }
  }
}
