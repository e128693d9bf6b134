import Distributions
import Foundation
import Testing

@Suite struct SupportTests {
  @Test("Membership includes the ends and nothing that is not finite")
  func membership() {
    let unit = Support(lower: 0, upper: 1)
    #expect(unit.contains(0) && unit.contains(1) && !unit.contains(1.5) && !unit.contains(-0.1))
    let line = Support(lower: nil, upper: nil)
    #expect(line.contains(-1e308) && !line.contains(.infinity) && !line.contains(.nan))
  }

  @Test("Ends that are not finite are unbounded, and the description says so")
  func description() throws {
    #expect(Support(lower: -.infinity, upper: .nan) == Support(lower: nil, upper: nil))
    #expect(Support(lower: 0, upper: nil).description == "[0.0, infinity)")
    #expect(Support(lower: nil, upper: 1).description == "(-infinity, 1.0]")
  }

  @Test("Decoding refuses ends that are not finite or in the wrong order")
  func decoding() throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    for text in [#"{"lower":"nan"}"#, #"{"upper":"inf"}"#, #"{"lower":2,"upper":1}"#] {
      #expect(throws: (any Error).self) { try decoder.decode(Support.self, from: Data(text.utf8)) }
    }
    let half = Support(lower: 0, upper: nil)
    #expect(try decoder.decode(Support.self, from: JSONEncoder().encode(half)) == half)
  }
}
