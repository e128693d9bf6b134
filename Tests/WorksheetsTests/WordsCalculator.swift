/// Works a worksheet's words out by themselves:
/// `((line 1 / line 2) - line 3) x line 5, rounded to 2 decimals`.
///
/// It knows nothing of formulas, only the text and the figures of earlier lines.
struct WordsCalculator {
  /// What the words come to before any rounding, and the decimals that they round to.
  struct Answer {
    let value: Double
    let places: Int?
  }

  private var tokens: [String]
  private var place = 0
  private let line: (Int) -> Double?

  /// nil when the text is no calculation or names a line without a figure.
  static func answer(_ text: String, line: @escaping (Int) -> Double?) -> Answer? {
    let parts = text.split(separator: ", ").map(String.init)
    guard let words = parts.first, parts.count <= 3 else { return nil }
    var places: Int?
    if parts.count > 1 {
      let rounding = parts[1].split(separator: " ")
      guard rounding.count == 4, rounding[0] == "rounded", rounding[3] == "decimals" else {
        return nil
      }
      places = Int(rounding[2])
    }
    let spaced = words.replacing("(", with: " ( ").replacing(")", with: " ) ")
    var calculator = WordsCalculator(
      tokens: spaced.split(separator: " ").map(String.init), line: line)
    guard let value = calculator.chain(), calculator.place == calculator.tokens.count else {
      return nil
    }
    return Answer(value: value, places: places)
  }

  private init(tokens: [String], line: @escaping (Int) -> Double?) {
    self.tokens = tokens
    self.line = line
  }

  private var next: String? { place < tokens.count ? tokens[place] : nil }

  /// Operands joined by one kind of sign; brackets decide everything else.
  private mutating func chain() -> Double? {
    guard var value = operand() else { return nil }
    let sign = next
    while let found = next, found != ")" {
      guard found == sign else { return nil }
      place += 1
      guard let other = operand() else { return nil }
      switch found {
      case "+": value += other
      case "-": value -= other
      case "x": value *= other
      case "/":
        guard other != 0 else { return nil }
        value /= other
      default: return nil
      }
    }
    return value
  }

  private mutating func operand() -> Double? {
    defer { place += 1 }
    switch next {
    case "(":
      place += 1
      let value = chain()
      return next == ")" ? value : nil
    case "minus":
      place += 1
      let value = operand()
      place -= 1
      return value.map { -$0 }
    case "line":
      place += 1
      return next.flatMap { Int($0) }.flatMap(line)
    case "0": return 0
    case "1": return 1
    default: return nil
    }
  }
}
