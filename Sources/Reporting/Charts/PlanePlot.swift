import Statistics

/// What charts over a plane share: two axes, a grid, and lines that figures are held against.
struct PlanePlot {
  /// The height of the plane.
  private static let height = 230.0

  let x: Scale
  let y: Scale
  private let yTitle: String
  private let xTitle: String
  private let vertical: ReferenceLanes
  private let horizontal: [ReferenceLine]

  /// The plane's upper and lower edge.
  var top: Double { y.range.end }
  /// The plane's lower edge.
  var bottom: Double { y.range.start }

  /// Lays a plane below what is drawn.
  ///
  /// - Parameters:
  ///   - drawing: what is there.
  ///   - xs: figures that must have a place along the horizontal axis.
  ///   - ys: figures that must have a place along the vertical axis.
  ///   - titles: the titles of the axes.
  ///   - vertical: values of x that are marked by vertical lines.
  ///   - horizontal: values of y that are marked by horizontal lines.
  ///   - isPercent: whether the vertical axis shows shares of 1 as percentages.
  ///   - isTimed: whether the horizontal axis is one of times, which ends with the data.
  init(
    below drawing: Drawing, xs: [Double], ys: [Double], titles: (x: String, y: String),
    vertical: [ReferenceLine] = [], horizontal: [ReferenceLine] = [], isPercent: Bool = false,
    isTimed: Bool = false
  ) {
    // The scale's labels decide the left margin; its places follow from it.
    let labels = Scale(ys, over: (1, 0), isPercent: isPercent)
    let numbers = AxisNumbers(labels.ticks, isPercent: isPercent)
    let widest =
      labels.ticks.map { TextFit.width(numbers.label($0), size: Drawing.Size.small.rawValue) }
      .max() ?? 0
    let x = Scale(xs, over: (widest + 20, Drawing.width - 16), isTight: isTimed, most: 7)
    let lanes = ReferenceLanes(vertical, on: x, showsValues: !isTimed)
    let top = drawing.height + 26 + lanes.height
    self.x = x
    y = Scale(ys, over: (top + Self.height, top), isPercent: isPercent)
    xTitle = titles.x
    yTitle = numbers.title(titles.y)
    self.vertical = lanes
    self.horizontal = horizontal
  }

  /// A point of the plane.
  func place(_ xValue: Double, _ yValue: Double) -> (x: Double, y: Double) {
    (x.position(xValue), y.position(yValue))
  }

  /// Draws the grid, the axes' labels and the vertical lines, before the data.
  func drawGround(in drawing: inout Drawing) {
    drawing.text(
      yTitle, at: (Drawing.margin, drawing.height + 14), "muted", size: .small,
      width: Drawing.width - 2 * Drawing.margin)
    let numbers = AxisNumbers(y.ticks, isPercent: y.isPercent)
    for tick in y.ticks {
      let place = y.position(tick)
      drawing.line(from: (x.range.start, place), to: (x.range.end, place), "grid thin")
      drawing.text(
        numbers.label(tick), at: (x.range.start - 7, place + 4), "muted", size: .small,
        anchor: .end)
    }
    vertical.draw(in: &drawing, from: top - vertical.height, to: bottom, scale: x)
    for line in horizontal where y.contains(line.value) {
      let place = y.position(line.value)
      drawing.line(
        from: (x.range.start, place), to: (x.range.end, place), line.kind.classes)
    }
    drawing.height = bottom
  }

  /// Draws the horizontal axis and the names of horizontal lines, after the data.
  ///
  /// - Parameters:
  ///   - drawing: where it is drawn.
  ///   - labels: words at places of the axis instead of its figures.
  func drawAxis(in drawing: inout Drawing, labels: [(at: Double, words: String)] = []) {
    for line in horizontal where y.contains(line.value) && !line.label.isEmpty {
      drawing.text(
        line.label, at: (x.range.end - 2, y.position(line.value) - 5), "muted halo", size: .small,
        anchor: .end, width: 200)
    }
    guard !labels.isEmpty else { return horizontalAxis(x, title: xTitle, in: &drawing) }
    draw(labels, in: &drawing)
  }

  private func draw(_ labels: [(at: Double, words: String)], in drawing: inout Drawing) {
    drawing.line(from: (x.range.start, bottom), to: (x.range.end, bottom), "axis thin")
    let size = Drawing.Size.small.rawValue
    var free = 0.0
    for label in Self.spaced(labels, over: x) {
      let place = x.position(label.at)
      let half = min(TextFit.width(label.words, size: size), 90) / 2
      let middle = min(max(place, half + 2), Drawing.width - half - 2)
      guard middle - half >= free else { continue }
      drawing.line(from: (place, bottom), to: (place, bottom + 4), "axis thin")
      drawing.text(
        label.words, at: (middle, bottom + 17), "muted", size: .small, anchor: .middle, width: 90)
      free = middle + half + 8
    }
    drawing.height = bottom + 20
    axisTitle(xTitle, in: &drawing)
  }

  /// Every label, or every second or third, so that each has room.
  private static func spaced(
    _ labels: [(at: Double, words: String)], over scale: Scale
  ) -> [(at: Double, words: String)] {
    let size = Drawing.Size.small.rawValue
    let widest =
      labels.prefix(200).map { min(TextFit.width(cut($0.words, to: 40), size: size), 90) }.max()
      ?? 1
    let room = max(1, Int((scale.range.end - scale.range.start) / (widest + 12)))
    let step = max(1, (labels.count + room - 1) / room)
    return stride(from: 0, to: labels.count, by: step).map { labels[$0] }
  }
}
