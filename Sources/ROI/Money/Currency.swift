public import Statistics

/// A currency of ISO 4217 with the number of its minor digits: 2 for dollars, 0 for yen, 3 for
/// dinars.
public struct Currency: Sendable, Hashable {
  /// The three capital letters, such as `USD`.
  public let code: String
  /// How many decimals its smallest unit has: 0, 2, 3 or 4.
  public let minorDigits: Int

  /// The United States dollar.
  public static let usd = Currency(known: "USD", minorDigits: 2)
  /// The euro.
  public static let eur = Currency(known: "EUR", minorDigits: 2)
  /// The pound sterling.
  public static let gbp = Currency(known: "GBP", minorDigits: 2)

  private init(known code: String, minorDigits: Int) {
    self.code = code
    self.minorDigits = minorDigits
  }

  /// Looks a code up.
  ///
  /// - Throws: `invalidArgument` for anything but a code in force, in capitals; precious metals,
  ///   drawing rights and testing codes have no minor unit and are refused too.
  public init(_ code: String) throws(EvaluationError) {
    guard code.utf8.count == 3, let minorDigits = Self.byCode[code] else {
      throw .invalidArgument(
        name: "the currency", needed: "a code of ISO 4217 in capitals, such as USD",
        found: "\"\(excerpt(code))\"")
    }
    self.code = code
    self.minorDigits = minorDigits
  }

  // MARK: Table

  private static let byCode: [String: Int] = {
    var digits: [String: Int] = [:]
    for row in table {
      for code in row.codes.split(separator: " ") { digits[String(code)] = row.digits }
    }
    return digits
  }()

  /// ISO 4217 list one, by minor digits, with the codes that left it lately.
  private static let table: [(digits: Int, codes: String)] = [
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
    (
      2,
      """
      AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD \
      CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
      GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL \
      MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK \
      PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
      TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL
      """
    ),
  ]
}

// MARK: - Text

extension Currency: CustomStringConvertible, Codable {
  /// The code.
  public var description: String { code }

  /// Decodes a code, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the code.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}
