internal import Statistics

/// The record that names the columns.
enum CSVHeader {
  /// Reads the first record and refuses names that are blank or stand twice.
  static func read(
    _ tokenizer: inout CSVTokenizer, _ input: inout CSVInput, source: String
  ) throws(EvaluationError) -> [String] {
    while try !tokenizer.next() {
      guard !tokenizer.isFinished else {
        throw .malformed(
          source: source, line: 1, needed: "a header line", found: "the file is empty")
      }
      try input.feed(&tokenizer)
    }
    let row = tokenizer.row
    let names = (0..<row.count).map { row.text($0) }
    var seen: [String: Int] = [:]
    seen.reserveCapacity(names.count)
    for (index, name) in names.enumerated() {
      guard !name.allSatisfy(\.isWhitespace) else {
        throw .malformed(
          source: source, line: row.line, needed: "a name for every column",
          found: "column \(index + 1) has a blank name")
      }
      if let first = seen.updateValue(index + 1, forKey: name) {
        throw .malformed(
          source: source, line: row.line, needed: "a name of its own for every column",
          found: "\"\(excerpt(name))\" names columns \(first) and \(index + 1)")
      }
    }
    return names
  }

  /// The places of some columns.
  static func places(
    of names: [String], in header: [String]
  ) throws(EvaluationError) -> [Int] {
    let positions = Dictionary(
      zip(header, header.indices), uniquingKeysWith: { first, _ in first })
    var places: [Int] = []
    var seen: [Int: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let place = positions[name] else {
        throw .missingColumn(column: name, available: header)
      }
      if let first = seen.updateValue(index + 1, forKey: place) {
        throw .duplicateColumn(column: name, positions: [first, index + 1])
      }
      places.append(place)
    }
    return places
  }

  /// Refuses a part whose header is not that of the first part.
  static func requireEqual(
    _ names: [String], _ first: [String], source: String
  ) throws(EvaluationError) {
    guard names != first else { return }
    let index = zip(names, first).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let needed =
      index.map { "\"\(excerpt(first[$0]))\" as column \($0 + 1)" } ?? "\(first.count) columns"
    let found = index.map { "\"\(excerpt(names[$0]))\"" } ?? "\(names.count)"
    throw .malformed(
      source: source, line: 1, needed: "\(needed), as in the first file", found: found)
  }
}

/// Where bytes come from: a file, memory, or a closure.
struct CSVInput: ~Copyable {
  private var file: ByteFile
  private var bytes: [UInt8]?
  private let pull: (() throws(EvaluationError) -> [UInt8])?

  init(path: String) throws(EvaluationError) {
    file = try ByteFile(path: path)
    bytes = nil
    pull = nil
  }

  init(bytes: [UInt8]) {
    file = ByteFile()
    self.bytes = bytes
    pull = nil
  }

  init(reading next: @escaping () throws(EvaluationError) -> [UInt8]) {
    file = ByteFile()
    bytes = nil
    pull = next
  }

  /// The part of the file that was read, less some bytes; nil when its size is not known.
  func fractionRead(less rest: Int) -> Double? { file.fractionRead(less: rest) }

  /// Gives the next bytes to a parser, or tells it that there are none.
  mutating func feed(_ tokenizer: inout CSVTokenizer) throws(EvaluationError) {
    if let bytes {
      tokenizer.append(bytes)
      tokenizer.finish()
      self.bytes = nil
    } else if let pull {
      let chunk = try pull()
      if chunk.isEmpty { tokenizer.finish() } else { tokenizer.append(chunk) }
    } else {
      try tokenizer.fill(from: &file)
    }
  }
}
