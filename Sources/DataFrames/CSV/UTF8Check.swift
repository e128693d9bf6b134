/// The index of the first byte in the range that breaks UTF-8 (an overlong form and a surrogate
/// do), or nil.
///
/// The range ends at a character's end. Runs of ASCII are passed by eight bytes at a time, which is
/// why the loads are unsafe.
func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
  guard let base = bytes.baseAddress else { return nil }
  var index = range.lowerBound
  while index < range.upperBound {
    if index + 8 <= range.upperBound,
      unsafe UnsafeRawPointer(base).loadUnaligned(fromByteOffset: index, as: UInt64.self)
        & 0x8080_8080_8080_8080 == 0
    {
      index += 8
      continue
    }
    let lead = unsafe base[index]
    if lead < 0x80 {
      index += 1
      continue
    }
    // The second byte's range excludes overlong forms, surrogates and values above U+10FFFF.
    let length: Int
    var (least, greatest): (UInt8, UInt8) = (0x80, 0xBF)
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, least) = (3, 0xA0)
    case 0xED: (length, greatest) = (3, 0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, least) = (4, 0x90)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, greatest) = (4, 0x8F)
    default: return index
    }
    guard index + length <= range.upperBound else { return index }
    let second = unsafe base[index + 1]
    guard second >= least, second <= greatest else { return index }
    for offset in 2..<max(2, length) {
      guard unsafe base[index + offset] & 0xC0 == 0x80 else { return index }
    }
    index += length
  }
  return nil
}
