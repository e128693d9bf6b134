import DataFrames
import Foundation
import Statistics
import TestSupport
import Testing

/// Records that Python's `csv` module reads from 500 random documents; the script beside the
/// reference says how.
@Suite struct CSVReferenceTests {
  private struct Case: Decodable {
    let delimiter: CSVDelimiter?
    let text: String
    let records: [[String]]?
  }

  private func cases(_ name: String = "csv-records") throws -> [Case] {
    let file = ReferenceRoot.own.appending(path: "dataframes/\(name).json")
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
  }

  @Test func readsAsPythonDoes() throws {
    let cases = try cases()
    #expect(cases.count == 500)
    for item in cases {
      let bytes = Array(item.text.utf8)
      for chunk in [1, 2, 3, bytes.count + 1] {
        let records = try? CSVTokenizerTests.records(bytes, chunk: chunk)
        #expect(records == item.records, "\(item.text.debugDescription), chunks of \(chunk)")
      }
    }
  }

  @Test func readsOtherDelimitersAsPythonDoes() throws {
    let cases = try cases("csv-dialects")
    #expect(cases.count == 250)
    #expect(Set(cases.map(\.delimiter)).count == 4)
    for item in cases {
      let bytes = Array(item.text.utf8)
      let options = CSVOptions(delimiter: try #require(item.delimiter))
      for chunk in [1, 2, 3, bytes.count + 1] {
        let records = try? CSVTokenizerTests.records(bytes, chunk: chunk, options)
        #expect(records == item.records, "\(item.text.debugDescription), chunks of \(chunk)")
      }
    }
  }

  @Test func writesWhatPythonRead() throws {
    for records in try cases().compactMap(\.records) {
      guard let first = records.first else { continue }
      let columns = first.indices.map { index in
        Column("c\(index)", categories: records.map { $0[index] })
      }
      let frame = try DataFrame(columns)
      let options = CSVOptions(types: frame.columnTypes)
      #expect(try DataFrame(csvBytes: frame.csvBytes(), options: options) == frame)
    }
  }
}
