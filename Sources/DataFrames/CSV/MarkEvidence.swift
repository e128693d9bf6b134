internal import Statistics

/// The readings of numbers under which every number of a file is one.
struct MarkEvidence {
  private let delimiter: CSVDelimiter
  /// All readings, the plainest first.
  private let readings: [(dialect: CSVDialect, grammar: NumberGrammar)]
  /// Those under which every number so far is one.
  private var left: [Int]
  /// A number that two readings take differently, by the readings' places.
  private var differences: [Int: (text: String, values: [Double])] = [:]
  /// Whether a number holds a comma.
  private var holdsComma = false
  /// A number that is none under any reading that was left.
  private var contradiction: String?

  init(delimiter: CSVDelimiter) {
    self.delimiter = delimiter
    var readings: [(dialect: CSVDialect, grammar: NumberGrammar)] = []
    for thousands in [nil] + CSVThousandsMark.allCases.map(Optional.some) {
      for decimal in CSVDecimalMark.allCases
      where thousands?.forms.contains([decimal.byte]) != true {
        let dialect = CSVDialect(
          delimiter: delimiter, decimalMark: decimal, thousandsMark: thousands)
        readings.append((dialect, NumberGrammar(CSVOptions(dialect: dialect))))
      }
    }
    self.readings = readings
    left = Array(readings.indices)
  }

  /// Takes a field into account, if it is a number with a mark.
  mutating func add(_ bytes: [UInt8]) {
    guard let first = bytes.first, first < 0x3A, bytes.count < 64, bytes.contains(where: isMark)
    else { return }
    let values = readings.map { $0.grammar.token(bytes.span).number }
    let fitting = left.filter { values[$0] != nil }
    guard !fitting.isEmpty else {
      if values.contains(where: { $0 != nil }), contradiction == nil {
        contradiction = String(decoding: bytes, as: UTF8.self)
      }
      return
    }
    if bytes.contains(UInt8(ascii: ",")) { holdsComma = true }
    for (place, one) in fitting.enumerated() {
      for other in fitting[(place + 1)...] where values[one] != values[other] {
        let pair = one * readings.count + other
        guard differences[pair] == nil else { continue }
        differences[pair] = (
          String(decoding: bytes, as: UTF8.self), [values[one] ?? 0, values[other] ?? 0]
        )
      }
    }
    left = fitting
  }

  /// Whether a byte may be a mark: neither a digit nor a sign.
  private func isMark(_ byte: UInt8) -> Bool { byte &- 48 > 9 && byte != UInt8(ascii: "-") }

  /// The plainest reading that is left, if no other takes a number differently.
  func dialect(of source: String) throws(EvaluationError) -> CSVDialect {
    let places = left.filter {
      delimiter != .comma || holdsComma || readings[$0].dialect.decimalMark == .point
    }
    guard let plainest = places.first else { return CSVDialect(delimiter: delimiter) }
    let found: String
    if let contradiction {
      found = "\"\(excerpt(contradiction))\" is written unlike other numbers"
    } else if let difference = places.compactMap({
      differences[plainest * readings.count + $0]
    }).first {
      let values = difference.values.map { formatted($0) }.joined(separator: " or ")
      found = "\"\(excerpt(difference.text))\" may be \(values)"
    } else {
      return readings[plainest].dialect
    }
    throw .undefined(
      what: "The way in which \(excerpt(source)) writes numbers",
      needed: "the options decimalMark and thousandsMark", found: found)
  }
}
