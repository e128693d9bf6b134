/// What a byte means to the tokenizer; a table of 256 says which.
enum ByteClass: UInt8 {
  case plain = 0
  case delimiter, quote, carriageReturn, lineFeed, zero, nonASCII

  static func table(delimiter byte: UInt8) -> [UInt8] {
    var table = [UInt8](repeating: plain.rawValue, count: 256)
    for index in 128...255 { table[index] = nonASCII.rawValue }
    table[0] = zero.rawValue
    table[Int(UInt8(ascii: "\""))] = quote.rawValue
    table[Int(UInt8(ascii: "\r"))] = carriageReturn.rawValue
    table[Int(UInt8(ascii: "\n"))] = lineFeed.rawValue
    table[Int(byte)] = delimiter.rawValue
    return table
  }
}

/// The index of the first byte in the range that breaks UTF-8 (an overlong form and a surrogate
/// do), or nil.
func firstInvalidUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  var index = range.lowerBound
  while index < range.upperBound {
    let lead = bytes[index]
    if lead < 0x80 {
      index += 1
      continue
    }
    // The second byte's range excludes overlong forms, surrogates and values above U+10FFFF.
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return index
    }
    guard index + length <= range.upperBound, second.contains(bytes[index + 1]) else {
      return index
    }
    for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return index }
    index += length
  }
  return nil
}
