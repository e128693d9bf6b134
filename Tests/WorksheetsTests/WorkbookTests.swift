import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookTests {
  @Test func `every kind of case becomes a workbook that agrees with the library`() throws {
    for (name, businessCase) in try Cases.all() {
      let workbook = try Workbook(businessCase)
      #expect(workbook.masterCheck, "\(name)")
      #expect(workbook.differences() == [], "\(name)")
      #expect(try workbook.differences(from: businessCase) == [], "\(name)")
      let read = try Workbook(reading: workbook.bytes())
      #expect(read.sheets.map(\.cells.count) == workbook.sheets.map(\.cells.count), "\(name)")
      #expect(read.differences() == [], "\(name)")
      #expect(try read.differences(from: businessCase) == [], "\(name)")
    }
  }
}
