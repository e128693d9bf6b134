/// The hash function SHA-256, taken in pieces or at once.
///
/// Any number of bytes becomes a ``Digest`` of 256 bits. Nobody knows how to find two texts with the
/// same one, so a digest that was noted elsewhere proves that a text is still what it was.
///
/// ```swift
/// print(SHA256.digest(of: "abc"))   // ba7816bf8f01cfea414140de5dae2223...
/// var hash = SHA256()
/// hash.update("ab".utf8)
/// hash.update("c".utf8)
/// print(hash.digest)                // the same
/// ```
///
/// It is no keyed hash: who can change a text and its digest together is not found out.
///
/// **Reference:** NIST, FIPS 180-4, Secure Hash Standard, 2015, sections 4.1.2, 5.1.1 and 6.2.
/// **Same as:** Python `hashlib.sha256(data).hexdigest()`; `sha256sum`.
public struct SHA256: Sendable, Hashable {
  /// The eight words of the state.
  private var state = Self.start
  /// What has come in and does not fill a block yet.
  private var block: [UInt8] = []
  /// How many bytes have come in.
  private var count: UInt64 = 0

  /// Starts with nothing hashed.
  public init() { block.reserveCapacity(Self.blockSize) }

  // MARK: Hashing

  /// Takes more bytes.
  ///
  /// - Complexity: O(bytes), in a constant amount of memory.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      block.append(byte)
      count &+= 1
      if block.count == Self.blockSize { takeBlock() }
    }
  }

  /// The digest of everything taken so far; more may follow.
  public var digest: Digest {
    var rest = self
    let bits = count &* 8
    rest.update([0x80])
    while rest.block.count != Self.blockSize - 8 { rest.update([0]) }
    rest.update((0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
    return Digest(words: rest.state)
  }

  /// The digest of some bytes.
  ///
  /// - Complexity: O(bytes).
  public static func digest(of bytes: some Sequence<UInt8>) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.digest
  }

  /// The digest of a text's UTF-8 bytes.
  ///
  /// Texts that look the same but are composed of other characters have other bytes.
  ///
  /// - Complexity: O(bytes).
  public static func digest(of text: String) -> Digest { digest(of: text.utf8) }

  // MARK: Blocks

  private static let blockSize = 64

  /// Folds a full block into the state and begins an empty one.
  private mutating func takeBlock() {
    let constants = Self.constants
    var words: [UInt32] = []
    words.reserveCapacity(64)
    for place in 0..<16 {
      let start = 4 &* place
      let upper = UInt32(block[start]) &<< 24 | UInt32(block[start &+ 1]) &<< 16
      words.append(upper | UInt32(block[start &+ 2]) &<< 8 | UInt32(block[start &+ 3]))
    }
    // A word turned right by r bits is `word &>> r | word &<< (32 - r)`.
    for place in 16..<64 {
      let (early, late) = (words[place &- 15], words[place &- 2])
      let first = (early &>> 7 | early &<< 25) ^ (early &>> 18 | early &<< 14) ^ early &>> 3
      let second = (late &>> 17 | late &<< 15) ^ (late &>> 19 | late &<< 13) ^ late &>> 10
      words.append(words[place &- 16] &+ first &+ words[place &- 7] &+ second)
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for place in 0..<64 {
      let high = (e &>> 6 | e &<< 26) ^ (e &>> 11 | e &<< 21) ^ (e &>> 25 | e &<< 7)
      let chosen = e & f ^ ~e & g
      let first = h &+ high &+ chosen &+ constants[place] &+ words[place]
      let low = (a &>> 2 | a &<< 30) ^ (a &>> 13 | a &<< 19) ^ (a &>> 22 | a &<< 10)
      let second = low &+ (a & b ^ a & c ^ b & c)
      h = g
      g = f
      f = e
      e = d &+ first
      d = c
      c = b
      b = a
      a = first &+ second
    }
    for (place, word) in [a, b, c, d, e, f, g, h].enumerated() {
      state[place] = state[place] &+ word
    }
    block.removeAll(keepingCapacity: true)
  }

  /// The first 32 bits of the fractions of the square roots of the first eight primes.
  private static let start: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]

  /// The first 32 bits of the fractions of the cube roots of the first sixty-four primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
