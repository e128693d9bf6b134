import Foundation
import ROI
import Statistics
import Testing
import Worksheets

/// Heights of rows and rules of inputs, by way of the file.
@Suite struct RowHeightTests {
  /// The heights of a sheet's rows in points.
  private func heights(_ workbook: Workbook, _ sheet: String) throws -> [Double] {
    let xml = try workbook.part(workbook.path(of: sheet))
    return xml.matches(of: /<row r="[0-9]+" ht="([0-9.]+)" customHeight="1">/)
      .compactMap { Double($0.1) }
  }

  private func workbook(source: String) throws -> Workbook {
    var parts = Cases.Parts(delta: Cases.declared())
    parts.unit = source
    return try Workbook(Cases.make(parts))
  }

  @Test func `every row has a height within what a spreadsheet allows`() throws {
    for (name, _, workbook) in try Dossiers.workbooks.get().prefix(8) {
      for sheet in workbook.sheets {
        let heights = try heights(workbook, sheet.name)
        #expect(heights.count == sheet.rows.count, "\(name), \(sheet.name)")
        #expect(heights.allSatisfy { $0 >= 12.75 && $0 <= 409 }, "\(name), \(sheet.name)")
      }
    }
  }

  @Test func `a longer text makes a higher row, up to the limit`() throws {
    var last = 0.0
    for words in [1, 20, 60, 200] {
      let text = Array(repeating: "words", count: words).joined(separator: " ")
      let heights = try heights(workbook(source: text), "Inputs")
      let highest = try #require(heights.max())
      #expect(highest > last)
      last = highest
    }
    let huge = try workbook(source: String(repeating: "W", count: 20_000))
    #expect(try heights(huge, "Inputs").max() == 409)
    let lines = try workbook(source: "a" + String(repeating: "\n", count: 9) + "b")
    #expect(try heights(lines, "Inputs").max() == 10 * 12.75)
  }

  /// A column of 18 characters is 119 pixels of text, 89 points: at 10 points fifteen digits of 5.56 points.
  @Test func `text is measured as Arial sets it`() throws {
    for (text, count) in [
      (String(repeating: "0", count: 15), 1), (String(repeating: "0", count: 17), 2),
      (String(repeating: "i", count: 36), 1), (String(repeating: "W", count: 10), 2),
      ("漢字漢字漢字漢字漢字", 2),
    ] {
      let inputs = try heights(workbook(source: text), "Inputs")
      let highest = try #require(inputs.dropFirst(3).prefix(2).max())
      #expect(highest == Double(count) * 12.75, "\(text)")
    }
  }

  @Test func `rules of inputs are those of their words`() throws {
    let workbook = try Workbook(Dossiers.full())
    let xml = try workbook.part(workbook.path(of: "Inputs"))
    func rule(_ key: String) throws -> Substring {
      let place = try #require(workbook.place(of: key))
      let cell = try #require(place.description.split(separator: "!").last)
      let end = try #require(xml.range(of: "sqref=\"\(cell)\">"))
      let start = try #require(
        xml.range(
          of: "<dataValidation ", options: .backwards, range: xml.startIndex..<end.lowerBound))
      let close = try #require(
        xml.range(of: "</dataValidation>", range: end.upperBound..<xml.endIndex))
      return xml[start.lowerBound..<close.lowerBound]
    }
    let expected = [
      (
        "attribution", "type=\"decimal\" operator=\"between\"", "<formula1>0</formula1><formula2>1<"
      ),
      ("pilot_count", "type=\"whole\" operator=\"greaterThanOrEqual\"", "<formula1>0<"),
      ("unit_value", "type=\"decimal\" operator=\"greaterThanOrEqual\"", "<formula1>0<"),
      ("pilot_exposure", "type=\"decimal\" operator=\"greaterThan\"", "<formula1>0<"),
      ("headline_level", "type=\"custom\"", "&gt;0,D"),
      ("weeks_per_year", "type=\"custom\"", "&lt;=53"),
      ("two", "operator=\"equal\"", "<formula1>2<"),
      ("evidence_streams", "type=\"whole\" operator=\"between\"", "<formula2>3<"),
      ("governance_1", "type=\"whole\" operator=\"between\"", "<formula2>1<"),
    ]
    for (key, type, formula) in expected {
      let text = try rule(key)
      #expect(text.contains(type) && text.contains(formula), "\(key): \(text)")
      #expect(text.contains("allowBlank=\"0\"") && text.contains("showErrorMessage=\"1\""))
    }
    let count = try #require(xml.firstMatch(of: /<dataValidations count="([0-9]+)">/))
    #expect(Int(count.1) == xml.matches(of: #/<dataValidation /#).count)
  }

  @Test func `inputs alone can be changed in a protected copy`() throws {
    let workbook = try Workbook(Cases.make(.init(delta: Cases.declared())))
    let styles = try workbook.part("xl/styles.xml")
    let cells = try #require(
      styles.firstMatch(of: #/<cellXfs count="[0-9]+">(.*)</cellXfs>/#))
    let unlocked = cells.1.split(separator: "<xf ").enumerated().filter {
      $0.element.contains("locked=\"0\"")
    }.map(\.offset)
    #expect(unlocked == [CellStyle.input.rawValue, CellStyle.inputMoney.rawValue])
    let bytes = workbook.bytes(isProtected: true)
    #expect(try Workbook(reading: bytes).differences() == [])
    let archive = try ZipArchive(reading: bytes, source: "file")
    let xml = String(
      decoding: try #require(archive.contents(of: workbook.path(of: "Calc"))), as: UTF8.self)
    #expect(xml.contains("<sheetProtection sheet=\"1\"") && !xml.contains("password"))
    #expect(try !workbook.part(workbook.path(of: "Calc")).contains("sheetProtection"))
  }
}
