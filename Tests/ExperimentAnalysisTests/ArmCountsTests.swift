import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ArmCountsTests {
  static func counts(
    _ treated: (Int, Int), _ control: (Int, Int)
  ) throws -> ArmCounts {
    try ArmCounts(
      treated: ArmCounts.Arm(assigned: treated.0, analysed: treated.1),
      control: ArmCounts.Arm(assigned: control.0, analysed: control.1))
  }

  @Test func attritionIsJudged() throws {
    // Assigned and analysed in both arms; Fisher's p of the missing: 0.0018, 0.24, 1, 0.52, 1.
    let table: [((Int, Int), (Int, Int), Check.Verdict)] = [
      ((100, 100), (90, 90), .passed), ((100, 80), (100, 96), .failed),
      ((30, 26), (30, 29), .inconclusive), ((500, 490), (500, 489), .passed),
      ((100, 76), (100, 76), .inconclusive), ((1000, 800), (1000, 800), .passed),
      ((0, 0), (0, 0), .passed), ((10, 0), (10, 0), .inconclusive), ((3, 0), (0, 0), .inconclusive),
    ]
    for (treated, control, verdict) in table {
      let check = try Self.counts(treated, control).attritionCheck
      #expect(check.verdict == verdict, "\(treated) \(control)")
      #expect(check.name == "differential attrition")
      #expect(check.sentence.contains("\(treated.0) assigned, \(treated.1) analysed"))
    }
  }

  @Test func theFigureIsTheDifferenceOfShares() throws {
    let counts = try Self.counts((200, 150), (100, 90))
    #expect(counts.treated.missing == 50 && counts.treated.missingShare == 0.25)
    #expect(abs((counts.attritionCheck.figure ?? 0) - 0.15) < 1e-15)
    #expect(counts.description.split(separator: "\n").count == 2)
  }

  @Test func hostileInputs() throws {
    for (assigned, analysed) in [(-1, 0), (3, 4), (3, -1), (.max, 1), (.min, .min), (1 << 33, 1)] {
      #expect(
        thrownCase { try ArmCounts.Arm(assigned: assigned, analysed: analysed) }
          == "invalidArgument", "\(assigned) \(analysed)")
    }
    let vast = try Self.counts((1 << 32, 1 << 31), (1 << 32, 1 << 31))
    #expect(vast.attritionCheck.verdict == .inconclusive)
    for json in ["{\"assigned\":3,\"analysed\":4}", "{\"assigned\":-3,\"analysed\":-4}"] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(ArmCounts.Arm.self, from: Data(json.utf8))
      }
    }
  }
}
