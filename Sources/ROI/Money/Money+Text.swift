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
  public var grouped: String {
    let text = String(minorUnits.magnitude)
    let unsigned = DecimalText.positional(
      digits: text, places: currency.minorDigits, isNegative: false)
    let parts = unsigned.split(separator: ".")
    var whole = ""
    for (place, digit) in parts[0].reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { whole.append(",") }
      whole.append(digit)
    }
    let fraction = parts.count > 1 ? "." + parts[1] : ""
    return (isNegative ? "-" : "") + String(whole.reversed()) + fraction
  }

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
