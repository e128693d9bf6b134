import Testing

@testable import Fairness

@Suite struct HiddenCellsTests {
  private func cell(
    _ row: Int, _ column: Int, _ value: Int, isFree: Bool = false, least: Int = 0
  ) -> HiddenCells.Cell {
    .init(row: row, column: column, value: value, isFree: isFree, least: least)
  }

  @Test func aCellAloneIsExact() {
    let network = HiddenCells([cell(0, 1, 3)], rows: 2, columns: 2)
    #expect(network.isExact(0) && network.range(of: 0) == (3, 3))
  }

  @Test func fourCellsMoveTogether() {
    let network = HiddenCells(
      [cell(0, 0, 12), cell(0, 1, 3), cell(1, 0, 20), cell(1, 1, 15)], rows: 2, columns: 2)
    #expect(network.range(of: 1) == (0, 15) && network.range(of: 2) == (17, 32))
    // With a known minimum of one in each cell they move less far.
    let bounded = HiddenCells(
      [
        cell(0, 0, 2, least: 1), cell(0, 1, 1, least: 1), cell(1, 0, 1, least: 1),
        cell(1, 1, 2, least: 1),
      ],
      rows: 2, columns: 2)
    #expect(bounded.range(of: 0) == (1, 2) && !bounded.isExact(0))
    let ones = HiddenCells(
      [
        cell(0, 0, 1, least: 1), cell(0, 1, 1, least: 1), cell(1, 0, 1, least: 1),
        cell(1, 1, 1, least: 1),
      ],
      rows: 2, columns: 2)
    #expect((0..<4).allSatisfy { ones.isExact($0) })
  }

  @Test func aTotalThatIsNotKnownLetsACellMove() {
    // A hidden cell in a row and a column whose totals are not known.
    let cells = [
      cell(0, 0, 3, least: 1), cell(0, 2, 0, isFree: true), cell(2, 0, 0, isFree: true),
    ]
    #expect(HiddenCells(cells, rows: 3, columns: 3).isExact(0))
    let open = cells + [cell(2, 2, 0, isFree: true)]
    #expect(!HiddenCells(open, rows: 3, columns: 3).isExact(0))
  }
}
