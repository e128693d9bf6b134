import Foundation
import ROI
import Testing

@Suite struct CurrencyTests {
  @Test(arguments: [
    ("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("UYW", 4), ("XOF", 0), ("TND", 3),
    ("ISK", 0), ("CHF", 2), ("ZAR", 2), ("UYI", 0), ("BIF", 0), ("OMR", 3), ("ZWL", 2), ("AED", 2),
  ])
  func knowsMinorDigits(_ code: String, _ digits: Int) throws {
    let currency = try Currency(code)
    #expect(currency.minorDigits == digits && currency.description == code)
  }

  @Test func tableNamesMoreThanAHundredAndFiftyAndEachOnce() throws {
    var known: [String] = []
    let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
    for first in letters {
      for second in letters {
        for third in letters where (try? Currency(first + second + third)) != nil {
          known.append(first + second + third)
        }
      }
    }
    #expect((150...190).contains(known.count), "\(known.count)")
    #expect(try Currency.usd == Currency("USD"))
    #expect(try Currency.eur == Currency("EUR"))
    #expect(try Currency.gbp == Currency("GBP"))
  }

  @Test(arguments: [
    "", "usd", "US", "USDX", "XXX", "XAU", "XTS", "QQQ", "U D", " USD", "USＤ", "$", "US\n",
    "BIF CLP", "D E",
  ])
  func refusesUnknownCodes(_ code: String) {
    #expect(kind(thrown { _ = try Currency(code) }) == "invalidArgument")
  }

  @Test func isCodedAsItsCode() throws {
    let data = try JSONEncoder().encode([Currency.usd])
    #expect(String(decoding: data, as: UTF8.self) == #"["USD"]"#)
    #expect(try JSONDecoder().decode([Currency].self, from: data) == [.usd])
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode([Currency].self, from: Data(#"["usd"]"#.utf8))
    }
  }
}
