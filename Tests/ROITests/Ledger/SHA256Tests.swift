import Foundation
import ROI
import TestSupport
import Testing

@Suite struct SHA256Tests {
  // MARK: Published vectors

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func `the examples of the standard`(text: String, digits: String) throws {
    #expect("\(SHA256.digest(of: text))" == digits)
    #expect(try SHA256.digest(of: text) == SHA256.Digest(digits))
  }

  @Test func `a million times the letter a, in pieces of a thousand and one`() {
    var hash = SHA256()
    let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1001)
    for _ in 0..<999 { hash.update(piece) }
    hash.update(piece.prefix(1_000_000 - 999 * 1001))
    #expect(
      "\(hash.digest)" == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func `texts of every length about a block agree with an independent program`() throws {
    let cases = try JSONValue(contentsOf: ReferenceRoot.own.appending(path: "ledger/sha256.json"))
      .elements
    #expect(cases.count == 134)
    for item in cases {
      let length = try #require(item["length"].int)
      let bytes = (0..<length).map { UInt8((7 * length + 13 * $0) % 251) }
      #expect(SHA256.digest(of: bytes).description == item["sha256"].string, "length \(length)")
    }
  }

  // MARK: In pieces

  @Test func `pieces of any size come to the digest of the whole`() {
    var random = Generator(seed: 7)
    for _ in 0..<40 {
      let bytes = (0..<random.below(400)).map { _ in UInt8(random.below(256)) }
      var hash = SHA256()
      var rest = bytes[...]
      while !rest.isEmpty {
        let size = random.below(rest.count + 1)
        hash.update(rest.prefix(size))
        rest = rest.dropFirst(size)
      }
      #expect(hash.digest == SHA256.digest(of: bytes))
    }
  }

  @Test func `asking for the digest changes nothing`() {
    var hash = SHA256()
    hash.update("ab".utf8)
    let early = hash.digest
    #expect(early == SHA256.digest(of: "ab"))
    #expect(hash.digest == early)
    hash.update("c".utf8)
    #expect(hash.digest == SHA256.digest(of: "abc"))
  }

  @Test func `every bit of a text counts`() {
    let bytes = Array("one figure, one unit, one source".utf8)
    var seen: Set = [SHA256.digest(of: bytes)]
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << bit
        #expect(seen.insert(SHA256.digest(of: changed)).inserted)
      }
    }
  }

  // MARK: Digests

  @Test func `digests round-trip as text and as JSON`() throws {
    let digest = SHA256.digest(of: "worksheet")
    #expect(try SHA256.Digest("\(digest)") == digest)
    #expect(digest.bytes.count == 32)
    #expect(digest.description.hasPrefix(digest.short) && digest.short.count == 12)
    let data = try JSONEncoder().encode([digest])
    #expect(try JSONDecoder().decode([SHA256.Digest].self, from: data) == [digest])
  }

  @Test(arguments: [
    "", "ab", String(repeating: "a", count: 63), String(repeating: "a", count: 65),
    String(repeating: "A", count: 64), String(repeating: "g", count: 64),
    " " + String(repeating: "a", count: 63), String(repeating: "é", count: 32),
    "0x" + String(repeating: "a", count: 62), String(repeating: "٣", count: 32),
  ])
  func `anything but 64 digits in lower case is refused`(text: String) throws {
    #expect(kind(thrown { _ = try SHA256.Digest(text) }) == "invalidArgument")
    let data = try JSONEncoder().encode([text])
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode([SHA256.Digest].self, from: data)
    }
  }
}
