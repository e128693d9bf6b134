import Statistics

/// What charts of rows share: each row has a line of words above its marks, so that labels and
/// figures stay legible on a narrow screen, and all rows share one axis below.
struct RowPlot {
  /// One row before it is drawn.
  struct Row {
    let label: String
    /// The figures at the right, such as `0.92 (0.81 to 1.05)`.
    let figures: String
    var isStrong = false
    /// Whether there is anything below the words.
    var hasMarks = true
    /// Draws the marks at a height.
    let marks: (inout Drawing, Scale, Double) -> Void
  }

  let scale: Scale
  let references: [ReferenceLine]
  let axisTitle: String
  /// The height of the marks below the words.
  var marksHeight = 18.0

  /// Draws rows, lines and axis below what is there.
  func draw(_ rows: [Row], in drawing: inout Drawing) {
    let lanes = ReferenceLanes(references, on: scale)
    let names = drawing.height + 4
    let top = names + lanes.height
    let bottom = top + rows.reduce(4) { $0 + height($1) }
    for tick in scale.ticks {
      let x = scale.position(tick)
      drawing.line(from: (x, top), to: (x, bottom), "grid thin")
    }
    lanes.draw(in: &drawing, from: names, to: bottom, scale: scale)
    var y = top
    for row in rows {
      write(row, in: &drawing, at: y + 14)
      row.marks(&drawing, scale, y + 17 + marksHeight / 2)
      y += height(row)
    }
    drawing.height = bottom
    horizontalAxis(scale, title: axisTitle, in: &drawing)
  }

  private func height(_ row: Row) -> Double { row.hasMarks ? 17 + marksHeight : 19 }

  private func write(_ row: Row, in drawing: inout Drawing, at y: Double) {
    let size = Drawing.Size.small.rawValue
    let most = Drawing.width * 0.62
    let figures = min(TextFit.width(row.figures, size: size), most)
    let room = Drawing.width - 2 * Drawing.margin - figures - 10
    drawing.text(
      row.label, at: (Drawing.margin, y), "ink halo", size: .text, isBold: row.isStrong, width: room
    )
    drawing.text(
      row.figures, at: (Drawing.width - Drawing.margin, y), "ink halo", size: .small, anchor: .end,
      width: most)
  }

  /// The ends of the axis, for unbounded intervals.
  static func edges(_ scale: Scale) -> (low: Double, high: Double) {
    (scale.range.start, scale.range.end)
  }
}

/// An axis below a plot: its line, ticks, labels and title.
func horizontalAxis(_ scale: Scale, title: String, in drawing: inout Drawing) {
  let y = drawing.height
  let numbers = AxisNumbers(scale.ticks, isPercent: scale.isPercent)
  drawing.line(from: (scale.range.start, y), to: (scale.range.end, y), "axis thin")
  let size = Drawing.Size.small.rawValue
  for tick in scale.ticks {
    let x = scale.position(tick)
    drawing.line(from: (x, y), to: (x, y + 4), "axis thin")
    let label = numbers.label(tick)
    let half = TextFit.width(label, size: size) / 2
    let middle = min(max(x, half + 2), Drawing.width - half - 2)
    drawing.text(label, at: (middle, y + 17), "muted", size: .small, anchor: .middle)
  }
  drawing.height = y + 20
  axisTitle(numbers.title(title), in: &drawing)
}

/// The title of an axis below its labels, in at most two lines.
func axisTitle(_ words: String, in drawing: inout Drawing) {
  let width = Drawing.width - 2 * Drawing.margin
  let size = Drawing.Size.small
  for line in TextFit.lines(words, size: size.rawValue, width: width, most: 2) {
    drawing.height += 15
    drawing.text(
      line, at: (Drawing.width / 2, drawing.height), "muted", size: size, anchor: .middle)
  }
}

/// The axis of charts of rows: it runs across the drawing.
func rowScale(
  _ values: [Double], spread: Scale.Spread = .linear, room: Double = 26
) -> Scale {
  Scale(values, over: (room, Drawing.width - room), spread: spread)
}
