import Statistics

extension ExactRatio {
  // MARK: Rounding

  /// The decimal with exactly this many places, rounded once from the exact number.
  ///
  /// - Parameters:
  ///   - places: how many decimals, from 0 to 400; others are brought into that range.
  ///   - rounding: what happens to an exact half.
  /// - Returns: a text such as `71999.50`.
  public func decimal(places: Int, rounding: Rounding = .halfAwayFromZero) -> String {
    let places = min(max(0, places), 400)
    let scaled = rounding.quotient(
      numerator * BigInteger.powerOfTen(places), over: denominator)
    return DecimalText.positional(
      digits: scaled.digits, places: places, isNegative: scaled.isNegative)
  }

  /// The decimal to a number of significant digits, rounded half to even, without trailing zeros.
  ///
  /// - Parameter digits: how many, from 1 to 400; others are brought into that range.
  /// - Returns: a text such as `0.8333`.
  public func decimal(significantDigits digits: Int) -> String {
    guard !isZero else { return "0" }
    let places = min(max(1, digits), 400) - 1 - leadingPower
    let power = BigInteger.powerOfTen(abs(places))
    let scaled = Rounding.halfToEven.quotient(
      places >= 0 ? numerator * power : numerator,
      over: places >= 0 ? denominator : denominator * power)
    return DecimalText.withoutTrailingZeros(
      DecimalText.positional(
        digits: scaled.digits, places: places, isNegative: scaled.isNegative))
  }

  /// The decimal in full when it ends, else nil: 7/5 is `1.4`, 1/3 has none.
  public var exactDecimal: String? {
    guard let places = terminatingPlaces else { return nil }
    return DecimalText.withoutTrailingZeros(decimal(places: places))
  }

  /// The power of ten of the first significant digit.
  private var leadingPower: Int {
    let guess = numerator.digits.utf8.count - denominator.digits.utf8.count
    let power = BigInteger.powerOfTen(abs(guess))
    let isBelow =
      guess >= 0
      ? numerator.magnitude < denominator * power : numerator.magnitude * power < denominator
    return isBelow ? guess - 1 : guess
  }

  /// How many decimals the number has when it ends within 400 of them.
  private var terminatingPlaces: Int? {
    var rest = denominator
    var most = 0
    for factor in [BigInteger(2), BigInteger(5)] {
      var count = 0
      while true {
        let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: factor)
        guard remainder.isZero else { break }
        rest = quotient
        count += 1
        guard count <= 400 else { return nil }
      }
      most = max(most, count)
    }
    return rest == BigInteger(1) ? most : nil
  }
}

// MARK: - Description and coding

extension ExactRatio: CustomStringConvertible, Codable {
  /// The decimal in full up to 20 significant digits, else rounded to 16: `1.4`,
  /// `0.8333333333333333`.
  public var description: String {
    let full = exactDecimal
    if let full, full.utf8.count(where: { (48...57).contains($0) }) <= 20 { return full }
    return decimal(significantDigits: 16)
  }

  /// Decodes a fraction such as `7/5`; the denominator is positive.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let isNegative = text.hasPrefix("-")
    guard text.utf8.count <= 4 * DecimalText.longest, parts.count == 2,
      let numerator = BigInteger(
        digits: isNegative ? parts[0].dropFirst() : parts[0], isNegative: isNegative),
      let denominator = BigInteger(digits: parts[1]), !denominator.isZero
    else {
      throw EvaluationError.invalidArgument(
        name: "an exact ratio", needed: "a fraction such as 7/5", found: "\"\(excerpt(text))\"")
    }
    self.init(numerator, over: denominator)
  }

  /// Encodes the exact fraction in lowest terms, such as `7/5`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let sign = numerator.isNegative ? "-" : ""
    try container.encode("\(sign)\(numerator.digits)/\(denominator.digits)")
  }
}
