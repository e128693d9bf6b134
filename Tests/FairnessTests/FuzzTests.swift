import DataFrames
import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

/// Files and data that nobody should give: they are refused, or audited without a trap and without NaN.
@Suite struct FuzzTests {
  @Test func mutatedPoliciesAreReadOrRefused() throws {
    var generator = Generator(seed: 31)
    let base = Array(FairnessPolicyTests.text.utf8)
    let tokens = [
      "null", "-1", "1e308", "0", "99999999999999999999", "\"\"", "[]", "{}", "true", "0.5",
      "\"a*b\"",
    ].map { Array($0.utf8) }
    var (read, refused) = (0, 0)
    for _ in 0..<1000 {
      var bytes = base
      for _ in 0...generator.below(2) {
        let place = generator.below(bytes.count)
        switch generator.below(4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + generator.below(9)))
        case 2: bytes.insert(contentsOf: generator.pick(tokens), at: place)
        default:
          // A whole value in place of another.
          guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")),
            let end = bytes[colon...].firstIndex(where: { [0x2C, 0x7D].contains($0) })
          else { continue }
          bytes.replaceSubrange((colon + 1)..<end, with: generator.pick(tokens))
        }
      }
      do throws(EvaluationError) {
        let policy = try FairnessPolicy(json: bytes)
        read += 1
        #expect(!policy.description.isEmpty)
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(read > 20 && refused > 500, "\(read) \(refused)")
  }

  /// Random rules over random counts: every audit encodes, so no figure is NaN or infinite.
  @Test func randomAuditsHoldOnlyFiniteFigures() throws {
    var generator = Generator(seed: 32)
    let sizes = [1, 2, 4, 5, 9, 30, 500, 1_000_000, 1 << 31]
    for _ in 0..<150 {
      let floor = try ExactShare(generator.pick(["0.8", "1", "0.001", "0.5"]))
      let metric: FairnessMetric =
        generator.below(2) == 0
        ? .rateRatio(
          floor: floor, twoSided: generator.below(2) == 0,
          method: generator.pick(ProportionComparison.RatioMethod.allCases))
        : .rateDifference(
          margin: generator.pick([0, 0.1, 1e300]),
          method: generator.pick(ProportionComparison.DifferenceMethod.allCases))
      let reference: FairnessRule.Reference = generator.pick([
        .largest, .overall, .named(["gender": "g0"]),
      ])
      let rule = try Fixtures.rule(
        metric: metric, reference: reference, level: generator.pick([1e-9, 0.5, 0.95, 1 - 1e-15]),
        family: .init(
          correction: generator.pick(FairnessRule.Correction.allCases),
          pValues: generator.pick(PValueAdjustment.allCases),
          scope: generator.pick(FairnessRule.Scope.allCases)),
        people: generator.pick([1, 20]), expected: generator.pick([0, 5]))
      let groups = (0...generator.below(5)).map { index -> (String, Int, Int) in
        // At most one of the largest, so that sums stay in range.
        let size = index == 0 ? generator.pick(sizes) : generator.pick(Array(sizes.dropLast(2)))
        return ("g\(index)", generator.pick([0, size, size / 2, min(size, 1)]), size)
      }
      let audit = try Fixtures.audit(groups, rule: rule)
      let data = try JSONEncoder().encode(audit)
      #expect(try JSONDecoder().decode(FairnessAudit.self, from: data) == audit)
      #expect(audit.description.split(separator: "\n").count <= 10)
      for finding in audit.findings where finding.verdict == .pass || finding.verdict == .fail {
        #expect(finding.interval != nil && finding.size ?? 0 >= 5)
      }
    }
  }
}
