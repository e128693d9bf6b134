/// Random numbers from a seed and a stream: Philox4x64-10, laid out as numpy's.
///
/// A block of four words is a function of the key (seed, stream) and of the block's number, so that
/// streams need no jumps: work that is divided into replicates gives replicate *i* the stream *i*,
/// and its results do not depend on the number of threads.
///
/// Numbers are those of numpy, draw by draw: words, uniform and bounded numbers, shuffles, samples and
/// counts to the last bit, ``normal()``, ``exponential()``, ``gamma(shape:scale:)`` and
/// ``beta(alpha:beta:)`` to some 13 digits.
///
/// Stable across platforms and versions: the same seed and stream give the same numbers, and another
/// method would be another function. Where a method asks the C library's `exp`, `log` or `pow`, the
/// last digit is that library's.
///
/// Not for secrets.
///
/// **Reference:** Salmon, Moraes, Dror and Shaw (2011), doi:10.1145/2063384.2063405.
/// **Same as:** `numpy.random.Generator(numpy.random.Philox(key=[seed, stream]))`.
public struct Philox: RandomNumberGenerator, Sendable, Hashable, Codable {
  /// The first word of the key.
  public let seed: UInt64
  /// The second word of the key.
  public let stream: UInt64

  /// The number of the block in use, lowest word first; numpy counts from 1.
  var counter = Block()
  var block = Block()
  /// How many words of the block are used up.
  var used = 4
  /// The upper half of a word whose lower half served for a small integer.
  var half: UInt32?

  /// The start of a stream.
  public init(seed: UInt64, stream: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
  }

  // MARK: Words

  /// The next 64 random bits.
  ///
  /// **Same as:** numpy `Philox(key=[seed, stream]).random_raw()`.
  public mutating func next() -> UInt64 {
    if used == 4 {
      counter.increment()
      block = counter.encrypted(by: seed, stream)
      used = 0
    }
    used += 1
    switch used {
    case 1: return block.first
    case 2: return block.second
    case 3: return block.third
    default: return block.fourth
    }
  }

  /// The next 32 random bits: the lower half of a word first, then its upper half.
  mutating func nextHalf() -> UInt32 {
    if let kept = half {
      half = nil
      return kept
    }
    let word = next()
    half = UInt32(truncatingIfNeeded: word >> 32)
    return UInt32(truncatingIfNeeded: word)
  }

  // MARK: Uniform numbers

  /// A number in [0, 1): a multiple of 2^-53.
  ///
  /// **Same as:** numpy `Generator.random()`.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in (0, 1): that of ``uniform()``, of which 0 is drawn again.
  mutating func positiveUniform() -> Double {
    while true {
      let number = uniform()
      if number > 0 { return number }
    }
  }

  // MARK: Coding

  private enum CodingKeys: String, CodingKey { case seed, stream, counter, used, half }

  /// Encodes the key and the place reached.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(seed, forKey: .seed)
    try fields.encode(stream, forKey: .stream)
    try fields.encode(
      [counter.first, counter.second, counter.third, counter.fourth], forKey: .counter)
    try fields.encode(used, forKey: .used)
    try fields.encodeIfPresent(half, forKey: .half)
  }

  /// Decodes a generator that continues where the encoded one stood.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    seed = try fields.decode(UInt64.self, forKey: .seed)
    stream = try fields.decode(UInt64.self, forKey: .stream)
    let words = try fields.decode([UInt64].self, forKey: .counter)
    used = try fields.decode(Int.self, forKey: .used)
    half = try fields.decodeIfPresent(UInt32.self, forKey: .half)
    // Block 0 is never in use: a stream that has not begun stands behind it.
    guard words.count == 4, (1...4).contains(used), used == 4 || words != [0, 0, 0, 0] else {
      throw DecodingError.dataCorruptedError(
        forKey: .counter, in: fields, debugDescription: "needs four words, one to four of them used"
      )
    }
    counter = Block(first: words[0], second: words[1], third: words[2], fourth: words[3])
    if counter != Block() { block = counter.encrypted(by: seed, stream) }
  }
}

extension Philox: CustomStringConvertible {
  /// Seed and stream.
  public var description: String { "Philox(seed: \(seed), stream: \(stream))" }
}

// MARK: - Block

/// Four words: a block's number, or the random words that it is turned into.
struct Block: Sendable, Hashable {
  var first: UInt64 = 0
  var second: UInt64 = 0
  var third: UInt64 = 0
  var fourth: UInt64 = 0

  mutating func increment() {
    first &+= 1
    guard first == 0 else { return }
    second &+= 1
    guard second == 0 else { return }
    third &+= 1
    guard third == 0 else { return }
    fourth &+= 1
  }

  /// Ten rounds of multiplication, each with a key that grows by a constant.
  func encrypted(by seed: UInt64, _ stream: UInt64) -> Block {
    var words = self
    var (key, other) = (seed, stream)
    for _ in 0..<10 {
      let a = words.first.multipliedFullWidth(by: 0xD2E7_470E_E14C_6C93)
      let b = words.third.multipliedFullWidth(by: 0xCA5A_8263_9512_1157)
      words = Block(
        first: b.high ^ words.second ^ key, second: b.low, third: a.high ^ words.fourth ^ other,
        fourth: a.low)
      key &+= 0x9E37_79B9_7F4A_7C15
      other &+= 0xBB67_AE85_84CA_A73B
    }
    return words
  }
}
