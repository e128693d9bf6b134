import Foundation
import ProgramEvaluation

/// A staggered rollout by Callaway and Sant'Anna: 100,000 units in ten periods, a million rows, three
/// waves and a group that never starts, from a frame to all averages with their errors.
func rolloutCase(_ folder: URL) throws -> Case {
  let panel = Dataset.panel(units: 100_000, periods: 10, starts: [4, 6, 8, 0], seed: 8)
  let data = folder.appendingPathComponent("rollout")
  try panel.write(to: data)
  let frame = try panel.frame
  func estimate() throws -> StaggeredAdoption {
    try StaggeredAdoption(
      frame, unit: "unit", time: "period", outcome: "outcome", adoption: .start("start"))
  }
  return Case(
    title: "staggered rollout 1M rows",
    peers: [
      Peer("diff-diff", .python, "diff-diff", data: data),
      Peer("csdid", .python, "csdid", data: data),
    ],
    figures: {
      guard let simple = try estimate().average(by: .simple)?.overall else { return [] }
      return [simple.value, simple.standardError ?? .nan]
    },
    tolerance: 1e-8, sample: { try seconds { _ = try estimate() } })
}

extension Dataset {
  /// Units with lasting differences in every period; a wave gains 1 + 0.1 a period since its start.
  fileprivate static func panel(
    units: Int, periods: Int, starts: [Int], seed: UInt64
  ) -> Dataset {
    var generator = SeededGenerator(seed: seed)
    var outcomes: [Double] = []
    var (unitCodes, periodCodes, startCodes): ([Int], [Int], [Int]) = ([], [], [])
    for unit in 0..<units {
      let start = starts[unit % starts.count]
      let level = 10 + 3 * generator.normal()
      for period in 1...periods {
        let gain = start > 0 && period >= start ? 1 + 0.1 * Double(period - start) : 0
        outcomes.append(level + 0.3 * Double(period) + gain + generator.normal())
        unitCodes.append(unit)
        periodCodes.append(period)
        startCodes.append(start)
      }
    }
    return Dataset(
      numbers: [(name: "outcome", values: outcomes)],
      groups: [
        (name: "unit", values: unitCodes), (name: "period", values: periodCodes),
        (name: "start", values: startCodes),
      ])
  }
}
