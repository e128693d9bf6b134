/// The cells of a column by runs of records, in which a loop for each type reads the bytes in place
/// and writes the values into storage made for the run.
///
/// It is unsafe because the extents of fields, which the scanner took from the same bytes, need no
/// second check; values are written through a buffer as long as the run.
extension ColumnBuilder {
  /// Runs are decoded by so many cells at a time, so that a cell which needs more than a look, and
  /// ends a loop, costs little storage made in vain.
  private static let stretch = 512

  /// Appends one field of each record of a run.
  mutating func append(_ run: RecordRun, slot: Int) {
    unsafe run.bytes.withUnsafeBufferPointer { bytes in
      unsafe run.fields.withUnsafeBufferPointer { fields in
        let end = run.records.upperBound
        var record = run.records.lowerBound
        while record < end {
          let cells = unsafe CellRun(
            bytes: bytes, fields: fields, width: run.width, slot: slot,
            records: record..<min(record + Self.stretch, end))
          record = appendFitting(cells)
          guard record < cells.records.upperBound else { continue }
          let isFaulty = !append(cells, record)
          if isFaulty, misfitPlace.isEmpty {
            misfitPlace = " in \(run.source), line \(run.lines[record])"
          }
          record += 1
        }
      }
    }
  }

  /// Appends cells as long as they fit the type, and gives the first that does not, or that needs
  /// more than a look.
  private mutating func appendFitting(_ cells: CellRun) -> Int {
    switch kind {
    case .undecided, .boolean: return cells.records.lowerBound
    case .date: return appendDates(cells)
    case .category: return appendTexts(cells)
    case .integer:
      var values = integers
      integers = []
      let end = unsafe values.extend(by: cells.records, with: 0) { added in
        unsafe appendIntegers(cells, &added)
      }
      integers = values
      return end
    case .number:
      var values = numbers
      numbers = []
      let end = unsafe values.extend(by: cells.records, with: 0) { added in
        unsafe appendNumbers(cells, &added)
      }
      numbers = values
      return end
    }
  }

  private mutating func appendDates(_ cells: CellRun) -> Int {
    for record in cells.records {
      let extent = cells[record]
      if extent.isMissing {
        missing.insert(count)
        dates.append(0)
      } else {
        let text = unsafe cells.text(extent)
        guard unsafe !missingMarkers.contain(text),
          let date = unsafe CalendarDate(bytes: text.span)
        else { return record }
        dates.append(Int32(date.dayNumber))
      }
      count += 1
    }
    return cells.records.upperBound
  }

  private mutating func appendTexts(_ cells: CellRun) -> Int {
    let markers = missingMarkers
    var unescaped: [UInt8] = []
    for record in cells.records {
      let extent = cells[record]
      let text = unsafe cells.text(extent)
      if extent.isEscaped {
        unescaped.removeAll(keepingCapacity: true)
        unescaped.append(unescaping: unsafe text.span)
        guard !markers.contain(unescaped.span) else { return record }
        codes.append(pool.code(of: unescaped.span))
      } else if unsafe extent.count == 0
        ? !extent.isQuoted || markers.haveEmpty : markers.contain(text)
      {
        missing.insert(count)
        codes.append(-1)
      } else if let word = cells.word(extent) {
        codes.append(pool.code(of: word, unsafe text.span))
      } else {
        codes.append(pool.code(of: unsafe text.span))
      }
      count += 1
    }
    return cells.records.upperBound
  }

  @inline(__always)
  private mutating func appendIntegers(
    _ cells: CellRun, _ values: inout UnsafeMutableBufferPointer<Int>
  ) -> Int {
    let (point, markers) = (grammar.point, missingMarkers)
    let start = cells.records.lowerBound
    for record in cells.records {
      let extent = cells[record]
      if extent.isMissing {
        missing.insert(count + record - start)
      } else if markers.isEmpty, let word = cells.word(extent),
        let value = ShortNumber.integer(word, count: extent.count)
      {
        unsafe values[record - start] = value
      } else {
        let text = unsafe cells.text(extent)
        guard unsafe !markers.contain(text),
          case .integer(let value) = unsafe NumberToken(text, point: point)
        else {
          count += record - start
          return record
        }
        unsafe values[record - start] = value
        if !Self.exactIntegers.contains(value) { integersAreExact = false }
      }
    }
    count += cells.records.count
    return cells.records.upperBound
  }

  @inline(__always)
  private mutating func appendNumbers(
    _ cells: CellRun, _ values: inout UnsafeMutableBufferPointer<Double>
  ) -> Int {
    let (point, isInferred, markers) = (grammar.point, isInferred, missingMarkers)
    let points = ByteBlock.pattern(point)
    let start = cells.records.lowerBound
    for record in cells.records {
      let extent = cells[record]
      var form: UInt8 = 0
      if extent.isMissing {
        missing.insert(count + record - start)
      } else if markers.isEmpty, let word = cells.word(extent),
        let (value, spelling) = ShortNumber.decimal(word, count: extent.count, point: points)
      {
        unsafe values[record - start] = value
        form = spelling.byte
      } else {
        let text = unsafe cells.text(extent)
        guard unsafe !markers.contain(text),
          let (value, spelling) = unsafe spelled(NumberToken(text, point: point))
        else {
          count += record - start
          return record
        }
        unsafe values[record - start] = value
        form = spelling
        if isInferred, spelling == Self.exoticSpelling {
          exotic.append(unsafe text.span, row: count + record - start)
        }
      }
      if isInferred { spellings.append(form) }
    }
    count += cells.records.count
    return cells.records.upperBound
  }
}

extension Array {
  /// Appends a value for each record, lets them be written, and drops those from the record on that
  /// is returned.
  @inline(__always)
  fileprivate mutating func extend(
    by records: Range<Int>, with value: Element,
    _ write: (inout UnsafeMutableBufferPointer<Element>) -> Int
  ) -> Int {
    let start = count
    append(contentsOf: repeatElement(value, count: records.count))
    let end = unsafe withUnsafeMutableBufferPointer { buffer in
      var added = unsafe UnsafeMutableBufferPointer(rebasing: buffer[start...])
      return unsafe write(&added)
    }
    removeLast(records.upperBound - end)
    return end
  }
}
