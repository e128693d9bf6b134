#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

// The unsafe code of this floor is in the files of this folder that read bytes, and each says why:
// here because the standard library makes texts, and copies runs of bytes, from pointers alone.

extension [UInt8] {
  /// The bytes of a span.
  init(copying span: Span<UInt8>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }

  /// Appends the bytes of a span.
  mutating func append(copying span: Span<UInt8>) {
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  /// Moves the bytes of a range to the front; those behind them keep their values.
  mutating func moveToFront(_ range: Range<Int>) {
    precondition(range.upperBound <= count)
    unsafe withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      _ = unsafe memmove(start, start + range.lowerBound, range.count)
    }
  }
}

extension String {
  /// The text of UTF-8 bytes.
  init(copying span: Span<UInt8>) {
    self = unsafe span.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

// MARK: - Comparison and hash

/// Whether two runs of bytes are the same.
@inline(__always)
func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
  guard first.count == second.count else { return false }
  return unsafe first.withUnsafeBytes { first in
    unsafe second.withUnsafeBytes { second in
      guard let one = first.baseAddress, let other = second.baseAddress else { return true }
      let count = first.count
      guard count >= 8 else {
        for index in 0..<count where unsafe first[index] != second[index] { return false }
        return true
      }
      guard count <= 16 else { return unsafe memcmp(one, other, count) == 0 }
      return unsafe word(one, 0) == word(other, 0) && word(one, count - 8) == word(other, count - 8)
    }
  }
}

/// A hash of 32 bits under the keys of the process.
@inline(__always)
func keyedHash(_ bytes: Span<UInt8>) -> UInt64 {
  unsafe bytes.withUnsafeBytes { buffer in
    let keys = hashKeys
    let count = buffer.count
    guard let start = buffer.baseAddress, count > 0 else { return keys.0 >> 32 }
    var state = keys.0 ^ UInt64(count)
    let (first, last): (UInt64, UInt64)
    if count < 8 {
      var packed: UInt64 = 0
      for index in 0..<count { packed = packed << 8 | UInt64(unsafe buffer[index]) }
      (first, last) = (packed, 0)
    } else {
      var index = 0
      while index + 16 < count {
        state = folded(
          unsafe word(start, index) ^ keys.1, unsafe word(start, index + 8) ^ state)
        index += 16
      }
      // The last 16 bytes may overlap those before them.
      unsafe (first, last) = (word(start, max(0, count - 16)), word(start, count - 8))
    }
    return folded(folded(first ^ keys.1, last ^ state), keys.2 ^ state) >> 32
  }
}

/// Drawn once per process.
private let hashKeys = (
  UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max) | 1,
  UInt64.random(in: .min ... .max) | 1
)

/// Both halves of a product in one word.
@inline(__always)
private func folded(_ first: UInt64, _ second: UInt64) -> UInt64 {
  let (high, low) = first.multipliedFullWidth(by: second)
  return high ^ low
}

@inline(__always)
private func word(_ start: UnsafeRawPointer, _ offset: Int) -> UInt64 {
  unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
}
