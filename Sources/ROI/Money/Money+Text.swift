import Statistics

extension Money: CustomStringConvertible, Codable {
  // MARK: Printing

  /// The amount as a decimal with all of the currency's digits, for machines: `72000.00`.
  ///
  /// Reading it back gives the same amount.
  public var amount: String {
    DecimalText.positional(
      digits: String(minorUnits.magnitude), places: currency.minorDigits, isNegative: isNegative)
  }

  /// The amount for people, with thousands separated: `72,000.00`.
  public var grouped: String { TextTable.grouped(amount) }

  /// Currency and amount for people, without decimals when they are zero: `USD 72,000`.
  public var description: String {
    let text = grouped
    let zeros = "." + String(repeating: "0", count: currency.minorDigits)
    return "\(currency) " + (text.hasSuffix(zeros) ? String(text.dropLast(zeros.count)) : text)
  }

  // MARK: Coding

  private enum CodingKeys: String, CodingKey {
    case amount, currency
  }

  /// Decodes a decimal text and a currency, refusing what the parser refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .amount),
      fields.decode(Currency.self, forKey: .currency))
  }

  /// Encodes the amount as a decimal text beside its currency.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(amount, forKey: .amount)
    try fields.encode(currency, forKey: .currency)
  }
}
