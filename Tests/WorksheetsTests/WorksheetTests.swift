import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorksheetTests {
  // MARK: Verifying

  @Test func `every kind of case follows line by line`() throws {
    for (name, businessCase) in try Cases.all() {
      let worksheet = Worksheet(businessCase)
      #expect(worksheet.differences().isEmpty, "\(name): \(worksheet.differences())")
    }
  }

  @Test func `random cases follow line by line, in exact numbers and in words`() throws {
    var generator = Generator(seed: 20)
    for number in 0..<300 {
      let worksheet = Worksheet(try Cases.random(&generator))
      #expect(worksheet.differences().isEmpty, "case \(number): \(worksheet.differences())")
      if number % 6 == 0 { try recompute(worksheet, "case \(number)") }
    }
  }

  @Test func `a figure that was tampered with is found`() throws {
    for (name, businessCase) in try Cases.all() {
      let worksheet = Worksheet(businessCase)
      let value = try JSONValue(data: JSONEncoder().encode(worksheet))
      for (index, line) in worksheet.lines.enumerated() where line.value != nil {
        guard case .formula = line.origin else { continue }
        let tampered = try value.with("123456789/7", at: ["lines", "\(index)", "value"])
          .decoded(as: Worksheet.self)
        let found = tampered.differences()
        #expect(found.map(\.number) == [index + 1], "\(name), line \(index + 1)")
        #expect(found.first?.recomputed == line.value)
        #expect(found.first?.description.hasPrefix("line \(index + 1), ") == true)
      }
    }
  }

  @Test func `an input that was tampered with is found in what follows`() throws {
    let worksheet = Worksheet(try Cases.make(.init(delta: Cases.counts())))
    let value = try JSONValue(data: JSONEncoder().encode(worksheet))
    for key in ["baseline_count", "attribution", "unit_value", "cost_1", "weeks_per_year"] {
      let index = try #require(worksheet.number(of: key)) - 1
      let tampered = try value.with("11/7", at: ["lines", "\(index)", "value"])
        .decoded(as: Worksheet.self)
      #expect(!tampered.differences().isEmpty, "\(key)")
    }
  }

  @Test func `a worksheet survives coding`() throws {
    for (name, businessCase) in try Cases.all() {
      let worksheet = Worksheet(businessCase)
      let coded = try JSONEncoder().encode(worksheet)
      #expect(try JSONDecoder().decode(Worksheet.self, from: coded) == worksheet, "\(name)")
    }
  }

  // MARK: Words

  /// Recomputes every formula from nothing but the text of the CSV.
  private func recompute(_ worksheet: Worksheet, _ name: String) throws {
    let rows = try #require(Tables.csv(worksheet.csv), "\(name) is no RFC 4180 text")
    #expect(rows.first == ["line", "section", "item", "value", "unit", "how it follows"])
    var figures: [Int: Double] = [:]
    var formulas = 0
    for row in rows.dropFirst() {
      #expect(row.count == 6)
      guard let number = Int(row[0]) else { continue }
      if let figure = Double(row[3]) { figures[number] = figure }
      if row[5].hasPrefix("input: ") || row[5].hasPrefix("statistic: ") { continue }
      formulas += 1
      let answer = WordsCalculator.answer(row[5]) { $0 < number ? figures[$0] : nil }
      guard let stated = figures[number] else {
        #expect(answer == nil, "\(name), line \(number) is undefined: \(row[5])")
        continue
      }
      let found = try #require(answer, "\(name), line \(number): \(row[5])")
      let half = found.places.map { 0.5000001 * pow(10, -Double($0)) } ?? 0
      #expect(
        abs(found.value - stated) <= half + 1e-9 * max(1, abs(stated)),
        "\(name), line \(number): \(row[5]) is \(found.value), not \(stated)")
    }
    #expect(formulas == worksheet.lines.count(where: \.isFormula))
    #expect(formulas > 15)
  }

  @Test func `the words of the CSV alone give every figure`() throws {
    for (name, businessCase) in try Cases.all() { try recompute(Worksheet(businessCase), name) }
  }

  @Test func `formulas name only lines above them`() throws {
    for (name, businessCase) in try Cases.all() {
      let worksheet = Worksheet(businessCase)
      for (index, line) in worksheet.lines.enumerated() where line.isFormula {
        let words = worksheet.explanation(of: line)
        for match in words.matches(of: /line ([0-9]+)/) {
          let number = try #require(Int(match.1))
          #expect((1...index).contains(number), "\(name), line \(index + 1): \(words)")
        }
        #expect(!words.contains("not here"), "\(name): \(words)")
      }
    }
  }

  // MARK: Lines

  @Test func `keys are unique and the figures are those of the case`() throws {
    for (name, businessCase) in try Cases.all() {
      let worksheet = Worksheet(businessCase)
      #expect(Set(worksheet.lines.map(\.key)).count == worksheet.lines.count, "\(name)")
      let year = businessCase.annualised
      #expect(worksheet.line("attributable_value")?.value == year.attributableValue.posted.exact)
      #expect(worksheet.line("net_benefit")?.value == year.netBenefit.posted.exact)
      #expect(worksheet.line("roi_ratio_net_over_cost")?.value == year.roi)
      #expect(
        worksheet.line("in_window_roi_ratio_net_over_cost")?.value == businessCase.inWindow.roi)
      #expect(worksheet.line("interval_lower_roi")?.value == year.interval?.lower?.roi)
      #expect(worksheet.line("interval_upper_roi")?.value == year.interval?.upper?.roi)
      #expect(worksheet.line("headline_lower_roi")?.value == year.headline?.lower?.roi)
      #expect(worksheet.line("program_cost")?.value == businessCase.costs.total.exact)
      #expect(worksheet.line("nothing") == nil)
      #expect(worksheet.number(of: "nothing") == nil)
      #expect(worksheet.checks == businessCase.checks)
    }
  }

  @Test func `sections stand in one order, each once`() throws {
    for (name, businessCase) in try Cases.all() {
      var sections: [String] = []
      for line in Worksheet(businessCase).lines where sections.last != line.section {
        sections.append(line.section)
      }
      #expect(Set(sections).count == sections.count, "\(name)")
      let order = [
        "Inputs", businessCase.label(of: .annualised), businessCase.label(of: .inWindow),
        "Interval", "Headline", "At the shares", "At the ends", "Break-even", "Confidence",
      ]
      let places = sections.map { section in order.firstIndex { section.hasPrefix($0) } }
      #expect(places.allSatisfy { $0 != nil }, "\(name): \(sections)")
      #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted(), "\(name)")
    }
  }

  @Test func `a cost of zero leaves ratios undefined`() throws {
    let worksheet = Worksheet(try Cases.make(.init(delta: Cases.counts(), costs: [])))
    #expect(worksheet.line("program_cost")?.value == 0)
    for key in ["roi_ratio_net_over_cost", "bcr_gross_over_cost", "interval_lower_roi"] {
      let line = try #require(worksheet.line(key))
      #expect(line.value == nil)
      #expect(line.machineText(minorDigits: 2) == "")
    }
    #expect(worksheet.markdown.contains("| undefined |"))
  }

  @Test func `units and time stand in the unit of an improvement`() throws {
    let parts = Cases.Parts(
      delta: try Cases.evidence(.higherIsBetter), direction: .higherIsBetter, covers: .window,
      shares: (1, 1), unit: "sales")
    let worksheet = Worksheet(try Cases.make(parts))
    #expect(worksheet.line("effect")?.unit == "sales")
    #expect(worksheet.line("delta")?.unit == "sales x 185")
    #expect(worksheet.line("in_window_improvement")?.unit == "sales x 185")
    #expect(worksheet.line("improvement")?.unit == "sales x 185 x 52/13")
    #expect(worksheet.line("interval_lower_statistic")?.unit == "sales")
    #expect(worksheet.line("interval_lower_delta")?.unit == "sales x 185 x 52/13")
    let counted = Worksheet(try Cases.make(.init(delta: Cases.counts())))
    #expect(counted.line("improvement")?.unit == "exits a year")
    #expect(counted.line("in_window_improvement")?.unit == "exits a year x 13/52")
    #expect(counted.line("interval_lower_statistic") == nil)
  }

  /// The limits per unit are those of the estimate itself.
  @Test func `limits start from the statistic`() throws {
    for direction in Estimate.Direction.allCases {
      let delta = try Cases.evidence(direction)
      let parts = Cases.Parts(delta: delta, direction: direction, shares: (1, 1))
      let worksheet = Worksheet(try Cases.make(parts))
      let interval = try #require(delta.effect?.improvement.interval(level: 0.90))
      for (key, limit) in [("lower", interval.lower), ("upper", interval.upper)] {
        let line = try #require(worksheet.line("interval_\(key)_statistic"))
        #expect(line.value?.value == limit)
      }
    }
  }

  // MARK: Texts

  @Test func `money has the decimals of its currency`() throws {
    for (code, value, expected) in [
      ("USD", "120000", "120000.00"), ("JPY", "1234567", "1234567"), ("KWD", "1.235", "1.235"),
    ] {
      let parts = Cases.Parts(
        delta: Cases.declared(), currency: code, value: value, costs: ["1"])
      let worksheet = Worksheet(try Cases.make(parts))
      let digits = worksheet.currency.minorDigits
      #expect(worksheet.line("unit_value")?.machineText(minorDigits: digits) == expected)
      #expect(worksheet.line("unit_value")?.unit == "\(code) a unit")
      let words = worksheet.explanation(of: try #require(worksheet.line("attributable_value")))
      #expect(words.hasSuffix("rounded to \(digits) decimals"))
    }
  }

  @Test func `Markdown tables have the same number of cells in each row`() throws {
    for (name, businessCase) in try Cases.all() {
      let markdown = Worksheet(businessCase).markdown
      #expect(markdown.hasPrefix("# Worksheet: "))
      #expect(markdown.hasSuffix("\n"))
      for block in markdown.split(separator: "\n\n") where block.hasPrefix("|") {
        let bars = Set(block.split(separator: "\n").map { Tables.bars($0) })
        #expect(bars.count == 1, "\(name): \(block)")
      }
    }
  }

  @Test func `figures for people have thousands`() throws {
    let markdown = Worksheet(try Cases.make(.init(delta: Cases.counts()))).markdown
    #expect(markdown.contains("| 120,000.00 |"))
    #expect(markdown.contains("| 48,000.00 |"))
    #expect(markdown.contains("| 0.833333 |") || markdown.contains("| 1.25 |"))
  }

  @Test func `texts from outside stay cells`() throws {
    let texts = [
      "=1+1 a", "+a", "-a", "@a", "\ta", "a\"b", "a,b", "a\r\nb", "\na", "| a | b", "<b>a", "'a",
      "\u{FF1D}a", " =a", "\u{2028}=a", "\u{200B}=a", "\u{FEFF}=a", "\u{3000}=a",
    ]
    for text in texts {
      var parts = Cases.Parts(delta: try Cases.counts())
      parts.unit = text
      parts.name = text
      let worksheet = Worksheet(try Cases.make(parts))
      let rows = try #require(Tables.csv(worksheet.csv), "\(text.debugDescription)")
      #expect(Set(rows.map(\.count)) == [6])
      for cell in rows.flatMap({ [$0[1], $0[2], $0[4], $0[5]] }) {
        let first = cell.unicodeScalars.first {
          !$0.properties.isWhitespace && $0 != "\u{FEFF}" && $0 != "\u{200B}"
        }
        let triggers: [Unicode.Scalar] = ["=", "+", "-", "@", "\u{FF1D}"]
        #expect(first.map(triggers.contains) != true, "\(cell.debugDescription)")
      }
      let markdown = worksheet.markdown
      #expect(!markdown.contains("<"))
      #expect(!markdown.contains("\r"))
    }
  }

  @Test func `notes and checks stand in the CSV`() throws {
    let worksheet = Worksheet(try Cases.make(.init(delta: Cases.counts())))
    let rows = try #require(Tables.csv(worksheet.csv))
    let notes = rows.filter { $0[1] == "Notes" }.map { $0[2] }
    #expect(notes == worksheet.notes)
    #expect(notes.contains("Money: the employer's money, in USD."))
    #expect(notes.contains { $0.contains("override") || $0.contains("as seen") })
    #expect(notes.allSatisfy { !$0.contains("\n") })
    let checks = rows.filter { $0[1] == "Checks" }
    #expect(checks.map { $0[2] } == worksheet.checks.map(\.name))
    #expect(checks.map { $0[4] } == worksheet.checks.map(\.verdict.rawValue))
  }

  @Test func `a description has at most ten lines`() throws {
    for (name, businessCase) in try Cases.all() {
      let lines = Worksheet(businessCase).description.split(separator: "\n")
      #expect((2...10).contains(lines.count), "\(name)")
    }
    let long = Cases.Parts(
      name: String(repeating: "a\n", count: 5_000), delta: try Cases.counts())
    #expect(Worksheet(try Cases.make(long)).description.split(separator: "\n").count <= 10)
  }

  // MARK: Forged

  private func forged(_ lines: [(key: String, formula: String?)]) -> Data {
    let texts = lines.map { line in
      let origin =
        line.formula.map { #"{"formula":{"_0":\#($0)}}"# } ?? #"{"input":{"source":"s"}}"#
      let value = line.formula == nil ? #""value":"3/1","# : ""
      return
        #"{"key":"\#(line.key)","section":"s","label":"l",\#(value)"kind":"number","unit":"u","origin":\#(origin)}"#
    }
    return Data(
      #"{"title":"t","notes":[],"currency":"USD","checks":[],"lines":[\#(texts.joined(separator: ","))]}"#
        .utf8)
  }

  private func line(_ key: String) -> String { #"{"line":{"_0":"\#(key)"}}"# }

  @Test func `lines that cannot be followed are refused`() throws {
    _ = try JSONDecoder().decode(
      Worksheet.self, from: forged([("a", nil), ("b", #"{"negative":{"_0":\#(line("a"))}}"#)]))
    let table: [[(key: String, formula: String?)]] = [
      [("a", nil), ("a", nil)], [("a", line("a"))], [("a", line("nowhere"))],
      [("a", line("b")), ("b", nil)],
    ]
    for lines in table {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Worksheet.self, from: forged(lines))
      }
    }
  }

  @Test func `a line squared again and again ends`() throws {
    var lines: [(key: String, formula: String?)] = [("k0", nil)]
    for place in 1...60 {
      let last = line("k\(place - 1)")
      lines.append(("k\(place)", #"{"product":{"_0":[\#(last),\#(last)]}}"#))
    }
    let worksheet = try JSONDecoder().decode(Worksheet.self, from: forged(lines))
    #expect(worksheet.differences().first?.recomputed == 9)
  }

  @Test func `thousands of costs are written in one pass`() throws {
    let amount = try Money("1", .usd)
    let costs = try (0..<3_000).map {
      try Cost("cost \($0)", category: .fees, amount: amount, source: "invoice")
    }
    let base = try Cases.make(.init(delta: Cases.counts()))
    let large = try BusinessCase(
      name: "large", perspective: .employer, indicator: base.indicator, delta: base.delta,
      time: base.time, attribution: base.attribution, unitValue: base.unitValue,
      costs: CostLedger(costs, in: .usd))
    let worksheet = Worksheet(large)
    let clock = ContinuousClock()
    var size = 0
    let time = clock.measure { size = worksheet.csv.utf8.count + worksheet.markdown.utf8.count }
    #expect(size > 100_000 && time < .seconds(20))
    #expect(worksheet.number(of: "cost_3000") == worksheet.number(of: "cost_1").map { $0 + 2_999 })
  }
}

// MARK: - Help

extension WorksheetLine {
  fileprivate var isFormula: Bool { if case .formula = origin { true } else { false } }
}

extension JSONValue {
  fileprivate init(data: Data) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: data)
  }

  fileprivate func with(_ value: JSONValue, at path: [String]) throws -> JSONValue {
    guard let key = path.first else { return value }
    let rest = Array(path.dropFirst())
    switch self {
    case .array(var items):
      let index = try #require(Int(key))
      items[index] = try items[index].with(value, at: rest)
      return .array(items)
    case .object(var members):
      members[key] = try (members[key] ?? .null).with(value, at: rest)
      return .object(members)
    default:
      Issue.record("no member \(key)")
      return self
    }
  }

  fileprivate func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: JSONSerialization.data(withJSONObject: object(self)))
  }

  private func object(_ value: JSONValue) -> Any {
    switch value {
    case .null: NSNull()
    case .bool(let flag): flag
    case .number(let number): Int(exactly: number).map { $0 as Any } ?? number
    case .string(let text): text
    case .array(let items): items.map(object)
    case .object(let members): members.mapValues(object)
    }
  }
}
