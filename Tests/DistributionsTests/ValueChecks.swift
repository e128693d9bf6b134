import Distributions
import Foundation
import Testing

// MARK: - Values

/// Checks that a value survives coding, equals itself and describes itself.
func checkValue<T: Codable & Hashable & CustomStringConvertible>(
  _ value: T, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let data = try JSONEncoder().encode(value)
  let decoded = try JSONDecoder().decode(T.self, from: data)
  #expect(decoded == value, sourceLocation: sourceLocation)
  #expect(decoded.hashValue == value.hashValue, sourceLocation: sourceLocation)
  #expect(value.description.hasPrefix("\(T.self)("), sourceLocation: sourceLocation)
}

/// Checks that a JSON text with invalid parameters is refused.
func checkRefused<T: Decodable>(
  _: T.Type, _ texts: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  for text in texts {
    #expect(throws: DecodingError.self, "\(text)", sourceLocation: sourceLocation) {
      try JSONDecoder().decode(T.self, from: Data(text.utf8))
    }
  }
}
