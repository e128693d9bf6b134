/// A mark at a point: its shape tells as much as its colour.
struct Mark {
  enum Shape {
    case circle, square, diamond, triangle
    /// A piece of a line, in one of the dash patterns.
    case line(String)
    /// A piece of a band.
    case band
    /// A piece of a bar.
    case bar
  }

  let shape: Shape
  let tone: Tone
  /// Filled with paper rather than with its colour.
  var isHollow = false

  private var classes: String {
    "\(isHollow ? "paper" : tone.fill) \(tone.stroke) mark"
  }

  /// Draws the mark around a point.
  func draw(in drawing: inout Drawing, at point: (x: Double, y: Double)) {
    let (x, y) = point
    switch shape {
    case .circle: drawing.circle(at: point, radius: 4.2, classes)
    case .square: drawing.rectangle(from: (x - 3.8, y - 3.8), to: (x + 3.8, y + 3.8), classes)
    case .diamond:
      drawing.path([(x - 5.4, y), (x, y - 5.4), (x + 5.4, y), (x, y + 5.4)], closed: true, classes)
    case .triangle:
      drawing.path([(x - 4.8, y + 4), (x, y - 4.8), (x + 4.8, y + 4)], closed: true, classes)
    case .line(let dash):
      drawing.line(from: (x - 9, y), to: (x + 9, y), "\(tone.stroke) thick \(dash)")
    case .band: drawing.rectangle(from: (x - 9, y - 5), to: (x + 9, y + 5), "\(tone.fill) band")
    case .bar: drawing.rectangle(from: (x - 7, y - 5), to: (x + 7, y + 5), tone.fill)
    }
  }
}

extension Drawing {
  /// A horizontal interval through a point: closed ends have bars, unbounded ones arrows at the
  /// edge of the plot.
  mutating func whisker(
    from start: Double?, to end: Double?, y: Double, edges: (low: Double, high: Double),
    _ tone: Tone
  ) {
    let (left, right) = (start ?? edges.low, end ?? edges.high)
    line(from: (left, y), to: (right, y), "\(tone.stroke) thick")
    for (x, isClosed, way) in [(left, start != nil, 1.0), (right, end != nil, -1.0)] {
      if isClosed {
        line(from: (x, y - 4), to: (x, y + 4), "\(tone.stroke) thick")
      } else {
        path(
          [(x, y), (x + way * 7, y - 4.5), (x + way * 7, y + 4.5)], closed: true, tone.fill)
      }
    }
  }

  /// A vertical interval; unbounded ends are arrows at the edge of the plot, whose top is smaller.
  mutating func whisker(
    from low: Double?, to high: Double?, x: Double, edges: (bottom: Double, top: Double),
    _ tone: Tone
  ) {
    let (bottom, top) = (low ?? edges.bottom, high ?? edges.top)
    line(from: (x, bottom), to: (x, top), "\(tone.stroke) thick")
    for (y, isClosed, way) in [(bottom, low != nil, -1.0), (top, high != nil, 1.0)] {
      if isClosed {
        line(from: (x - 3, y), to: (x + 3, y), "\(tone.stroke) thick")
      } else {
        path(
          [(x, y), (x - 4, y + way * 7), (x + 4, y + way * 7)], closed: true, tone.fill)
      }
    }
  }
}
