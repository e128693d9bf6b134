import DataFrames
import Foundation
import Statistics
import TestSupport
import Testing

/// Records that Python's `csv` module reads from 500 random documents; the script beside the
/// reference says how.
@Suite struct CSVReferenceTests {
  private struct Case: Decodable {
    let text: String
    let records: [[String]]?
  }

  private func cases() throws -> [Case] {
    let file = ReferenceRoot.own.appending(path: "dataframes/csv-records.json")
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
