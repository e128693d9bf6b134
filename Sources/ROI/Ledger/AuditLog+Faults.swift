extension AuditLog {
  /// Something wrong with a log, with the entry that it concerns.
  public enum Fault: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The entry with this number says something else than was written; its digest may have been
    /// worked out anew, but the entry after it still follows the old one.
    case edited(sequence: Int, place: Int)
    /// The entry with this number is gone.
    case removed(sequence: Int)
    /// An entry at this place, counted from 1, does not belong to the chain.
    case inserted(sequence: Int, place: Int)
    /// The entry with this number stands at another place, counted from 1.
    case moved(sequence: Int, place: Int)
    /// The entry happened before the one that it follows.
    case earlier(sequence: Int)
    /// No entry has the head that was noted: the end was cut off, or the log written anew.
    case headNotFound(SHA256.Digest)

    /// The fault in words.
    public var description: String {
      switch self {
      case .edited(let sequence, let place):
        "entry \(sequence), at place \(place), is not what was written"
      case .removed(let sequence): "entry \(sequence) was removed"
      case .inserted(let sequence, let place):
        "an entry that calls itself \(sequence) was inserted at place \(place)"
      case .moved(let sequence, let place): "entry \(sequence) was moved to place \(place)"
      case .earlier(let sequence): "entry \(sequence) happened before the one that it follows"
      case .headNotFound(let head):
        "no entry has the head \(head.short)…: the end was cut off or the log written anew"
      }
    }
  }

  /// Everything wrong with a log as it stands.
  ///
  /// Without a head, a log whose last entries were cut off, or that was written anew from some entry on,
  /// has no fault.
  ///
  /// - Parameters:
  ///   - entries: the entries in the order in which they stand.
  ///   - head: the digest of an entry that was noted outside; later entries are welcome.
  /// - Returns: an empty array when the chain holds; else the faults by the numbers of entries.
  /// - Complexity: O(n log n) in the number of entries.
  public static func faults(in entries: [Entry], head: SHA256.Digest? = nil) -> [Fault] {
    var chain = Chain(entries, head: head)
    return chain.faults()
  }
}

/// Sorts the entries of a log into those of the chain and others.
private struct Chain {
  private typealias Placed = (place: Int, entry: AuditLog.Entry)
  private let entries: [AuditLog.Entry]
  private let head: SHA256.Digest?
  private var noted: [(sequence: Int, fault: AuditLog.Fault)] = []

  init(_ entries: [AuditLog.Entry], head: SHA256.Digest?) {
    self.entries = entries
    self.head = head
  }

  mutating func faults() -> [AuditLog.Fault] {
    let chosen = chosen()
    findRemoved(chosen)
    findMoved(chosen)
    findEdited(chosen)
    var found = noted.sorted { $0.sequence < $1.sequence }.map(\.fault)
    if let head, head != AuditLog.origin, !entries.contains(where: { $0.hash == head }) {
      found.append(.headNotFound(head))
    }
    return found
  }

  private mutating func note(_ sequence: Int, _ fault: AuditLog.Fault) {
    noted.append((sequence, fault))
  }

  /// One entry for each number; the others were inserted.
  ///
  /// The one that its successor follows counts, else one that is as written and follows its
  /// predecessor, else the first.
  private mutating func chosen() -> [Placed] {
    var byNumber: [Int: [Placed]] = [:]
    for (place, entry) in entries.enumerated() {
      byNumber[entry.sequence, default: []].append((place + 1, entry))
    }
    var chosen: [Placed] = []
    for number in byNumber.keys.sorted(by: >) {
      let rivals = byNumber[number] ?? []
      let wanted = chosen.last.flatMap {
        $0.entry.sequence == number + 1 ? $0.entry.previous : nil
      }
      let own = rivals.firstIndex { $0.entry.hash == (wanted ?? head) }
      let before = byNumber[number - 1]?.map(\.entry.hash) ?? [AuditLog.origin]
      let sound = rivals.firstIndex {
        $0.entry.isAsWritten && before.contains($0.entry.previous)
      }
      let kept = own ?? sound ?? 0
      chosen.append(rivals[kept])
      for (index, rival) in rivals.enumerated() where index != kept {
        note(number, .inserted(sequence: number, place: rival.place))
      }
    }
    return chosen.reversed()
  }

  /// The numbers that are missing; a gap too long to be one is named by its ends.
  private mutating func findRemoved(_ chosen: [Placed]) {
    var next = 1
    for (place, entry) in chosen {
      // A number that was forged to be huge is itself a fault, and no gap of a billion entries.
      if entry.sequence > next + entries.count + 1000 {
        note(entry.sequence, .inserted(sequence: entry.sequence, place: place))
        continue
      }
      for missing in next..<entry.sequence { note(missing, .removed(sequence: missing)) }
      next = entry.sequence + 1
    }
  }

  /// The entries outside the longest run that stands in order.
  private mutating func findMoved(_ chosen: [Placed]) {
    let order = chosen.sorted { $0.place < $1.place }.map(\.entry.sequence)
    let steady = Set(longestRise(order))
    for (place, entry) in chosen where !steady.contains(entry.sequence) {
      note(entry.sequence, .moved(sequence: entry.sequence, place: place))
    }
  }

  /// The entries whose digest is wrong, or that are not what their successor follows.
  private mutating func findEdited(_ chosen: [Placed]) {
    for (index, (place, entry)) in chosen.enumerated() {
      let next = chosen.indices.contains(index + 1) ? chosen[index + 1].entry : nil
      let successor = next.flatMap { $0.sequence == entry.sequence + 1 ? $0 : nil }
      var isEdited = !entry.isAsWritten
      if let successor, successor.isAsWritten, successor.previous != entry.hash { isEdited = true }
      if entry.sequence == 1, entry.previous != AuditLog.origin { isEdited = true }
      if isEdited {
        note(entry.sequence, .edited(sequence: entry.sequence, place: place))
      } else if let successor, successor.isAsWritten, successor.time < entry.time {
        note(successor.sequence, .earlier(sequence: successor.sequence))
      }
    }
  }
}

/// The longest rising run of numbers that all differ, not necessarily neighbours.
///
/// **Reference:** Fredman, On computing the length of longest increasing subsequences, 1975.
private func longestRise(_ numbers: [Int]) -> [Int] {
  // The place of the smallest end of a run of each length, and the place before each.
  var ends: [Int] = []
  var before = [Int?](repeating: nil, count: numbers.count)
  for (place, number) in numbers.enumerated() {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[ends[middle]] < number { low = middle + 1 } else { high = middle }
    }
    before[place] = low > 0 ? ends[low - 1] : nil
    if low < ends.count { ends[low] = place } else { ends.append(place) }
  }
  var run: [Int] = []
  var place = ends.last
  while let current = place {
    run.append(numbers[current])
    place = before[current]
  }
  return run
}
