import ROI
import Statistics
import Testing

@Suite struct NarrativeTests {
  @Test(arguments: [
    "CN-104", "7", "notes/2026#3", "a.b:c_d-9", String(repeating: "x", count: 63) + "1",
  ])
  func identifiersAreTaken(_ reference: String) throws {
    let narrative = try Narrative(reference, stance: .supports, role: .coach)
    #expect(narrative.description == "\(reference) (coach) supports")
  }

  @Test(arguments: [
    "", " ", "CN 104", "\"She told me 3 times\"", "Jane", "Jane-Doe", "CN-1\n", "CN-\u{202E}1",
    "ß1",
    "CN-１", String(repeating: "1", count: 65), "he said: 1", "a@b1", "=1+1",
  ])
  func quotationsNamesAndOtherTextsAreRefused(_ reference: String) {
    let error = thrown { _ = try Narrative(reference, stance: .supports, role: .coach) }
    #expect(kind(error) == "invalidArgument")
    #expect("\(error.map { "\($0)" } ?? "")".utf8.count < 400)
  }

  @Test func decodingRefusesWhatTheInitializerRefuses() throws {
    try expectCoding(
      Narrative("CN-104", stance: .contradicts, role: .manager),
      refuses: [("CN-104", "It did not help me"), ("contradicts", "dislikes"), ("manager", "boss")])
  }
}

@Suite struct SponsorSignOffTests {
  @Test(arguments: hostileWords)
  func wordsAreCompulsory(_ words: String) throws {
    let date = try RecordDate("2026-04-10")
    for (sponsor, statement) in [(words, "agreed"), ("A. Sponsor", words)] {
      let error = thrown {
        _ = try SponsorSignOff(sponsor: sponsor, date: date, statement: statement)
      }
      #expect(kind(error) == "invalidArgument")
    }
  }

  @Test func describesAndCodesItself() throws {
    let signOff = try Beside.signOff()
    #expect(signOff.description == "A. Sponsor, 2026-04-10: The figures match what I saw.")
    try expectCoding(signOff, refuses: [("A. Sponsor", " "), ("2026-04-10", "2026-4-10")])
  }
}
