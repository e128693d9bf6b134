import ROI
import Statistics
import Testing

@Suite struct SmallCellsTests {
  @Test func `small counts and what gives them away are hidden`() throws {
    let rule = SmallCells.preset
    #expect(rule.minimum == 5)
    #expect(try rule.printed([10, 20, 5]) == [10, 20, 5])
    // One hidden count could be worked out from the sum, so the smallest other one goes too.
    #expect(try rule.printed([10, 20, 4]) == [nil, 20, nil])
    #expect(try rule.printed([10, 2, 4]) == [10, nil, nil])
    #expect(try rule.printed([10, 1, 2]) == [nil, nil, nil])
    #expect(try rule.printed([0, 0, 3]) == [nil, nil, nil])
    #expect(try rule.printed([0, 7, 9]) == [0, 7, 9])
    #expect(try rule.printed([]) == [] && rule.printed([3]) == [nil])
    #expect(try rule.printed([.max, .max, 1]) == [nil, .max, nil])
  }

  @Test func `no hidden count can be worked out, for all tables of four counts to seven`() throws {
    let rule = try SmallCells(minimum: 4)
    for code in 0..<4096 {
      let counts = [code % 8, code / 8 % 8, code / 64 % 8, code / 512]
      let printed = try rule.printed(counts)
      let hidden = counts.indices.filter { printed[$0] == nil }
      for index in counts.indices where printed[index] != nil {
        #expect(printed[index] == counts[index])
        #expect(counts[index] == 0 || counts[index] >= 4)
      }
      guard !hidden.isEmpty, hidden.count < 4 else { continue }
      // A reader knows the sum of what is hidden: of two cells or more, and of enough people.
      #expect(hidden.count >= 2)
      #expect(hidden.reduce(0) { $0 + counts[$1] } >= 4)
    }
  }

  @Test func `a minimum is the caller's, within reason`() throws {
    for minimum in [1, 0, -3, 1_001, Int.min, Int.max] {
      #expect(throws: EvaluationError.self) { try SmallCells(minimum: minimum) }
    }
    #expect(try SmallCells(minimum: 10).printed([9, 50, 60]) == [nil, nil, 60])
    #expect(throws: EvaluationError.self) { try SmallCells.preset.printed([3, -1]) }
    #expect(try recoded(SmallCells.preset) == .preset)
    #expect(try !survives(SmallCells.preset, ":5", ":0"))
    #expect("\(SmallCells.preset)" == "counts of 1 to 4 people are not printed")
  }
}
