/// How numbers are written: the decimal mark, and the mark between thousands.
struct NumberGrammar: Sendable, Hashable {
  let point: UInt8
  private let thousands: [[UInt8]]

  /// A decimal point and no other mark.
  init() {
    point = UInt8(ascii: ".")
    thousands = []
  }

  init(_ options: CSVOptions) {
    point = options.decimalMark.byte
    thousands = options.thousandsMark?.forms ?? []
  }

  /// Whether numbers may hold marks between thousands.
  var groups: Bool { !thousands.isEmpty }

  /// The number that a text is.
  func token(_ text: Span<UInt8>) -> NumberToken {
    let token = NumberToken(text, point: point)
    guard groups, token == .none, let plain = ungrouped(text) else { return token }
    return NumberToken(plain.span, point: point)
  }

  /// The text without its marks between thousands; nil unless there are some, all of one kind and
  /// each before three digits.
  func ungrouped(_ text: Span<UInt8>) -> [UInt8]? {
    var start = 0
    if text.count > 0, text[0] == UInt8(ascii: "-") { start = 1 }
    for mark in thousands {
      var plain: [UInt8] = start == 1 ? [UInt8(ascii: "-")] : []
      var index = start
      var digits = 0
      var marks = 0
      while index < text.count {
        let byte = text[index]
        if byte &- 48 < 10 {
          plain.append(byte)
          digits += 1
          index += 1
        } else if digits == 3 || (marks == 0 && (1...2).contains(digits)), has(mark, text, index) {
          marks += 1
          digits = 0
          index += mark.count
        } else {
          break
        }
      }
      guard marks > 0, digits == 3 else { continue }
      while index < text.count {
        plain.append(text[index])
        index += 1
      }
      return plain
    }
    return nil
  }

  private func has(_ mark: [UInt8], _ text: Span<UInt8>, _ index: Int) -> Bool {
    guard index + mark.count <= text.count else { return false }
    return mark.indices.allSatisfy { text[index + $0] == mark[$0] }
  }
}
