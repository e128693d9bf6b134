/// The cells of a column by runs of records, in which a loop for each type reads the bytes in place.
///
/// It is unsafe because the extents of fields, which the scanner took from the same bytes, need no
/// second check.
extension ColumnBuilder {
  /// Appends one field of each record of a run.
  mutating func append(_ run: RecordRun, slot: Int) {
    unsafe run.bytes.withUnsafeBufferPointer { bytes in
      unsafe run.fields.withUnsafeBufferPointer { fields in
        let cells = unsafe CellRun(
          bytes: bytes, fields: fields, width: run.width, slot: slot, end: run.records.upperBound)
        var record = run.records.lowerBound
        while record < run.records.upperBound {
          record = appendFitting(cells, from: record)
          guard record < run.records.upperBound else { break }
          let isFaulty = !append(cells, record)
          if isFaulty, misfitPlace.isEmpty {
            misfitPlace = " in \(run.source), line \(run.lines[record])"
          }
          record += 1
        }
      }
    }
  }

  /// Appends cells as long as they fit the type; the first that does not, or that needs more than a
  /// look, is returned.
  private mutating func appendFitting(_ cells: CellRun, from first: Int) -> Int {
    var record = first
    let (point, isInferred, markers) = (grammar.point, isInferred, missingMarkers)
    let points = ByteBlock.pattern(point)
    switch kind {
    case .undecided, .boolean: break
    case .date:
      while record < cells.end {
        let extent = cells[record]
        if extent.count == 0, !extent.isQuoted {
          missing.insert(count)
          dates.append(0)
        } else {
          let text = unsafe cells.text(extent)
          guard unsafe markers.isEmpty || !markers.contain(text),
            let date = unsafe CalendarDate(bytes: text.span)
          else { return record }
          dates.append(Int32(date.dayNumber))
        }
        count += 1
        record += 1
      }
    case .category:
      while record < cells.end {
        let extent = cells[record]
        let text = unsafe cells.text(extent)
        if extent.isEscaped { return record }
        if unsafe extent.count == 0
          ? !extent.isQuoted || markers.haveEmpty : markers.contain(text)
        {
          missing.insert(count)
          codes.append(-1)
        } else {
          let span = unsafe text.span
          if let word = cells.word(extent) {
            codes.append(pool.code(of: word, span))
          } else {
            codes.append(pool.code(of: span))
          }
        }
        count += 1
        record += 1
      }
    case .integer:
      while record < cells.end {
        let extent = cells[record]
        if extent.count == 0, !extent.isQuoted {
          missing.insert(count)
          integers.append(0)
        } else if markers.isEmpty, let word = cells.word(extent),
          let value = ShortNumber.integer(word, count: extent.count)
        {
          integers.append(value)
        } else {
          let text = unsafe cells.text(extent)
          guard unsafe markers.isEmpty || !markers.contain(text),
            case .integer(let value) = unsafe NumberToken(text, point: point)
          else { return record }
          integers.append(value)
          if !Self.exactIntegers.contains(value) { integersAreExact = false }
        }
        count += 1
        record += 1
      }
    case .number:
      while record < cells.end {
        let extent = cells[record]
        if extent.count == 0, !extent.isQuoted {
          missing.insert(count)
          appendPlaceholders(1)
        } else if markers.isEmpty, let word = cells.word(extent),
          let (value, form) = ShortNumber.decimal(word, count: extent.count, point: points)
        {
          numbers.append(value)
          if isInferred { spellings.append(form.byte) }
        } else {
          let text = unsafe cells.text(extent)
          guard unsafe markers.isEmpty || !markers.contain(text),
            let (value, spelling) = unsafe spelled(NumberToken(text, point: point))
          else { return record }
          numbers.append(value)
          if isInferred {
            spellings.append(spelling)
            if spelling == Self.exoticSpelling { exotic.append(unsafe text.span, row: count) }
          }
        }
        count += 1
        record += 1
      }
    }
    return record
  }
}
