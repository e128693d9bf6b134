import DataFrames
import Statistics
import TestSupport
import Testing

/// The check of UTF-8, through the parser, against the standard library's.
@Suite struct UTF8CheckTests {
  private func accepts(_ field: [UInt8]) -> Bool {
    var tokenizer = CSVTokenizer()
    tokenizer.append(field)
    tokenizer.finish()
    return (try? tokenizer.next()) == true && tokenizer.row.bytes(0) == field
  }

  /// Bytes that have a meaning of their own, and would hide the answer.
  private static let special: Set<UInt8> = [0x00, 0x0A, 0x0D, 0x22, 0x2C]

  private func check(_ bytes: [UInt8]) {
    guard !bytes.contains(where: Self.special.contains), !bytes.starts(with: [0xEF, 0xBB, 0xBF])
    else { return }
    let isSound = String(validating: bytes, as: UTF8.self) != nil
    if accepts(bytes) != isSound {
      Issue.record("\(bytes) should be \(isSound ? "read" : "refused")")
    }
  }

  @Test func judgesAllPairsOfBytes() {
    for first in UInt8.min...UInt8.max {
      check([first])
      for second in stride(from: UInt8(0x01), to: 0xFF, by: first < 0x80 ? 31 : 1) {
        check([first, second])
      }
    }
  }

  @Test func judgesEveryBorderOfLongerForms() {
    let leads: [UInt8] = [0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF]
    let tails: [UInt8] = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF]
    for lead in leads {
      for second in tails {
        for third in tails {
          check([lead, second, third])
          for fourth in tails { check([lead, second, third, fourth]) }
        }
      }
    }
  }

  @Test func judgesRandomBytes() {
    var generator = Generator(seed: 8)
    for _ in 0..<5_000 {
      check((0..<(1 + generator.below(8))).map { _ in UInt8(128 + generator.below(128)) })
      var text = Array("aé漢🙂z".utf8)
      text[generator.below(text.count)] = UInt8(generator.below(256))
      check(text)
    }
  }
}
