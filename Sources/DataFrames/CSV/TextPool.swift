/// Distinct byte texts numbered in order of appearance, without a `String` per lookup.
///
/// Open addressing over one arena of bytes. The hash is the standard library's, seeded anew in each
/// process, so that no file can be made to collide on purpose.
struct TextPool {
  /// 32 bits of hash above 32 bits of number plus one; 0 is free.
  ///
  /// At most half of the slots are taken.
  private var slots: [UInt64] = [UInt64](repeating: 0, count: 16)
  private var arena: [UInt8] = []
  private var ends: [Int] = []

  /// The number of distinct texts.
  var count: Int { ends.count }

  /// The distinct texts in order of their numbers.
  var texts: [String] {
    ends.indices.map { String(decoding: arena[start($0)..<ends[$0]], as: UTF8.self) }
  }

  /// Whether a text is in the pool.
  func contains(_ bytes: Span<UInt8>) -> Bool {
    guard count > 0 else { return false }
    let hash = UInt64(truncatingIfNeeded: seededHash(bytes)) >> 32
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash, holds(bytes, at: Int(slots[slot] & 0xFFFF_FFFF) - 1) {
        return true
      }
      slot = (slot + 1) & mask
    }
    return false
  }

  /// The number of a text, which is added if it is new.
  mutating func code(of bytes: Span<UInt8>) -> Int32 {
    let hash = UInt64(truncatingIfNeeded: seededHash(bytes)) >> 32
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash {
        let code = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if holds(bytes, at: code) { return Int32(code) }
      }
      slot = (slot + 1) & mask
    }
    let code = Int32(ends.count)
    slots[slot] = hash << 32 | UInt64(code + 1)
    arena.append(copying: bytes)
    ends.append(arena.count)
    if ends.count * 2 > slots.count { grow() }
    return code
  }

  private func start(_ code: Int) -> Int { code == 0 ? 0 : ends[code - 1] }

  private func holds(_ bytes: Span<UInt8>, at code: Int) -> Bool {
    areEqual(arena.span.extracting(start(code)..<ends[code]), bytes)
  }

  private mutating func grow() {
    let taken = slots
    slots = [UInt64](repeating: 0, count: taken.count * 2)
    let mask = slots.count - 1
    for entry in taken where entry != 0 {
      var slot = Int(entry >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }
}
