/// Distinct byte texts numbered in order of appearance, without a `String` per lookup.
///
/// Open addressing over one arena of bytes. The hash is keyed by numbers drawn anew in each process,
/// so that no file can be made to collide on purpose; codes do not depend on it.
struct TextPool {
  /// 32 bits of hash above 32 bits of number plus one; 0 is free.
  ///
  /// At most half of the slots are taken.
  private var slots: [UInt64] = []
  private(set) var arena: [UInt8] = []
  private var ends: [Int] = []
  /// Short texts that were looked up lately, as words, and their numbers: most columns of texts have
  /// few levels.
  private var recent: [UInt64] = []
  private var recentCodes: [Int32] = []

  /// The number of distinct texts.
  var count: Int { ends.count }

  /// Where a text lies in the arena.
  func range(_ code: Int) -> Range<Int> { (code == 0 ? 0 : ends[code - 1])..<ends[code] }

  /// The distinct texts in order of their numbers.
  var texts: [String] {
    ends.indices.map { String(decoding: arena[range($0)], as: UTF8.self) }
  }

  /// Whether a text is in the pool.
  func contains(_ bytes: Span<UInt8>) -> Bool {
    guard count > 0 else { return false }
    return slots[slot(of: bytes, hash: keyedHash(bytes))] != 0
  }

  /// The number of a text of at most eight bytes, also given as a word: texts hold no NUL, so that
  /// the word stands for one text alone.
  @inline(__always)
  mutating func code(of word: UInt64, _ bytes: Span<UInt8>) -> Int32 {
    if recent.isEmpty {
      recent = [UInt64](repeating: 0, count: 64)
      recentCodes = [Int32](repeating: 0, count: 64)
    }
    let place = Int((word &* 0x9E37_79B9_7F4A_7C15) >> 58)
    if recent[place] == word { return recentCodes[place] }
    let code = code(of: bytes)
    recent[place] = word
    recentCodes[place] = code
    return code
  }

  /// The number of a text, which is added if it is new.
  mutating func code(of bytes: Span<UInt8>) -> Int32 {
    if slots.isEmpty { slots = [UInt64](repeating: 0, count: 16) }
    let hash = keyedHash(bytes)
    let slot = slot(of: bytes, hash: hash)
    if slots[slot] != 0 { return Int32(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) - 1 }
    let code = Int32(ends.count)
    slots[slot] = hash << 32 | UInt64(code + 1)
    arena.append(copying: bytes)
    ends.append(arena.count)
    if ends.count * 2 > slots.count { grow() }
    return code
  }

  /// The slot that holds a text, or the free one where it belongs.
  private func slot(of bytes: Span<UInt8>, hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash {
        let range = range(Int(slots[slot] & 0xFFFF_FFFF) - 1)
        if areEqual(arena.span.extracting(range), bytes) { break }
      }
      slot = (slot + 1) & mask
    }
    return slot
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

// MARK: - Columns

extension TextPool {
  /// A category column of codes, all of which occur; -1 is missing.
  ///
  /// Texts of ASCII alone are put in order by their bytes, which is their Unicode order, before they
  /// become `String`s; canonically equivalent texts, which need normal forms, are none of them.
  func column(named name: String, codes: [Int32], missing: MissingMask) -> Column {
    guard arena.allSatisfy({ $0 < 0x80 }) else {
      return Column(name, codes: codes, unsortedLevels: texts)
    }
    let bytes = arena.span
    var keys = (0..<count).map { (prefix: prefix(of: bytes, $0, from: 0), code: Int32($0)) }
    sort(&keys, 0..<count, from: 0)
    var ranks = [Int32](repeating: -1, count: count)
    for (rank, key) in keys.enumerated() { ranks[Int(key.code)] = Int32(rank) }
    let levels = keys.map { String(copying: bytes.extracting(range(Int($0.code)))) }
    return Column(
      name, .categories(codes: codes.map { $0 < 0 ? -1 : ranks[Int($0)] }, levels: levels), missing)
  }

  /// Sorts the texts of a range by their bytes from a place on, eight at a time; those before are
  /// equal.
  private func sort(
    _ keys: inout [(prefix: UInt64, code: Int32)], _ range: Range<Int>, from place: Int
  ) {
    // Long equal beginnings are compared in place, so that no text can make this go too deep.
    if place >= 128 {
      return keys[range].sort { precedes(Int($0.code), Int($1.code), from: place) }
    }
    keys[range].sort { $0.prefix < $1.prefix }
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, keys[end].prefix == keys[start].prefix { end += 1 }
      // Texts hold no NUL: of equal prefixes both texts end, or neither.
      if end - start > 1, keys[start].prefix & 0xFF != 0 {
        for index in start..<end {
          keys[index].prefix = prefix(of: arena.span, Int(keys[index].code), from: place + 8)
        }
        sort(&keys, start..<end, from: place + 8)
      }
      start = end
    }
  }

  private func precedes(_ first: Int, _ second: Int, from place: Int) -> Bool {
    let (bytes, first, second) = (arena.span, range(first), range(second))
    var (one, other) = (first.lowerBound + place, second.lowerBound + place)
    while one < first.upperBound, other < second.upperBound, bytes[one] == bytes[other] {
      one += 1
      other += 1
    }
    guard one < first.upperBound, other < second.upperBound else {
      return other < second.upperBound
    }
    return bytes[one] < bytes[other]
  }

  /// Eight bytes of a text from a place on, as a number that is in order as they are.
  private func prefix(of bytes: Span<UInt8>, _ code: Int, from place: Int) -> UInt64 {
    let range = range(code)
    let rest = range.lowerBound + place..<max(range.lowerBound + place, range.upperBound)
    var prefix: UInt64 = 0
    for index in rest.prefix(8) { prefix = prefix << 8 | UInt64(bytes[index]) }
    return rest.count >= 8 ? prefix : rest.isEmpty ? 0 : prefix << UInt64(8 * (8 - rest.count))
  }
}
