/// Distinct byte texts numbered in order of appearance, without a `String` per lookup.
///
/// Open addressing over one arena of bytes. The hash is the standard library's, seeded anew in each process,
/// so that no file can be made to collide on purpose.
struct TextPool {
  private var slots: [Int32] = [Int32](repeating: -1, count: 16)
  private var hashes: [Int] = []
  private var arena: [UInt8] = []
  private var ends: [Int] = []

  /// The number of distinct texts.
  var count: Int { ends.count }

  /// The distinct texts in order of their numbers.
  var texts: [String] {
    ends.indices.map { String(decoding: arena[start($0)..<ends[$0]], as: UTF8.self) }
  }

  /// The number of a text, which is added if it is new.
  mutating func code(of bytes: Span<UInt8>) -> Int32 {
    let hash = stableHash(bytes)
    var slot = hash & (slots.count - 1)
    while slots[slot] >= 0 {
      let code = slots[slot]
      if hashes[Int(code)] == hash, holds(bytes, at: Int(code)) { return code }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(ends.count)
    slots[slot] = code
    hashes.append(hash)
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
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (code, hash) in hashes.enumerated() {
      var slot = hash & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(code)
    }
  }
}
