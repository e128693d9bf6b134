import Statistics

/// A drawing that grows downwards in a viewBox 400 units wide, so that its texts stay legible on a
/// screen of 360 pixels and it scales to any other.
struct Drawing {
  /// The width of every drawing.
  static let width = 400.0
  /// What stays free at the left and right edges.
  static let margin = 8.0

  /// Sizes of characters.
  enum Size: Double {
    case title = 16
    case text = 13
    case small = 12
  }

  /// Where a text stands at its point.
  enum Anchor: String {
    case start, middle, end
  }

  /// The height so far: where the next part begins.
  var height = 10.0
  private var elements: [String] = []

  // MARK: Elements

  /// A straight line with the classes of its stroke.
  mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ classes: String
  ) {
    elements.append(
      "<line class=\"\(classes)\" x1=\"\(at(start.x))\" y1=\"\(at(start.y))\" x2=\"\(at(end.x))\" "
        + "y2=\"\(at(end.y))\"/>")
  }

  /// A rectangle, whichever way its corners lie; it is at least half a unit wide.
  mutating func rectangle(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ classes: String
  ) {
    let width = max(0.5, abs(end.x - start.x))
    elements.append(
      "<rect class=\"\(classes)\" x=\"\(at(min(start.x, end.x)))\" y=\"\(at(min(start.y, end.y)))\" "
        + "width=\"\(at(width))\" height=\"\(at(abs(end.y - start.y)))\"/>")
  }

  /// A circle.
  mutating func circle(at center: (x: Double, y: Double), radius: Double, _ classes: String) {
    elements.append(
      "<circle class=\"\(classes)\" cx=\"\(at(center.x))\" cy=\"\(at(center.y))\" r=\"\(at(radius))\"/>"
    )
  }

  /// A line through points, or an area within them.
  mutating func path(_ points: [(x: Double, y: Double)], closed: Bool = false, _ classes: String) {
    guard let first = points.first else { return }
    var data = "M\(at(first.x)) \(at(first.y))"
    for point in points.dropFirst() { data += "L\(at(point.x)) \(at(point.y))" }
    elements.append("<path class=\"\(classes)\" d=\"\(data)\(closed ? "Z" : "")\"/>")
  }

  /// A text on one line, cut to a width; a text that is cut keeps its whole as a tooltip.
  mutating func text(
    _ text: String, at point: (x: Double, y: Double), _ classes: String = "ink",
    size: Size = .text, anchor: Anchor = .start, isBold: Bool = false, width: Double? = nil
  ) {
    let shown =
      width.map { TextFit.clipped(text, size: size.rawValue, width: $0, isBold: isBold) } ?? text
    let tooltip = shown == text ? "" : "<title>\(markup(cut(text)))</title>"
    let place = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    elements.append(
      "<text class=\"\(classes)\(size.classes)\(isBold ? " bold" : "")\" x=\"\(at(point.x))\" "
        + "y=\"\(at(point.y))\"\(place)>\(markup(shown))\(tooltip)</text>")
  }

  // MARK: Parts

  /// A text in lines across the drawing, below what is there.
  mutating func paragraph(
    _ text: String, _ classes: String = "ink", size: Size = .text, isBold: Bool = false,
    most: Int = 4
  ) {
    let width = Self.width - 2 * Self.margin
    for line in TextFit.lines(text, size: size.rawValue, width: width, most: most, isBold: isBold) {
      height += size.rawValue * 1.25
      self.text(line, at: (Self.margin, height - 3), classes, size: size, isBold: isBold)
    }
  }

  /// Marks with their words, in as many lines as they need.
  mutating func legend(_ entries: [(mark: Mark, words: String)]) {
    guard !entries.isEmpty else { return }
    var x = Self.margin
    height += 20
    for entry in entries {
      let width = 22 + TextFit.width(entry.words, size: Size.small.rawValue) + 12
      if x > Self.margin, x + width > Self.width {
        x = Self.margin
        height += 18
      }
      entry.mark.draw(in: &self, at: (x + 9, height - 4))
      text(
        entry.words, at: (x + 22, height), size: .small, width: Self.width - Self.margin - x - 22)
      x += width
    }
    height += 4
  }

  // MARK: Document

  /// The whole drawing.
  ///
  /// - Parameters:
  ///   - title: its name for those who do not see it.
  ///   - summary: its content for those who do not see it.
  ///   - id: what its own names start with, different from those of other drawings of a page.
  ///   - isAlone: whether it is a file of its own, which carries its style sheet.
  /// - Returns: an element, ending in a line break.
  func svg(title: String, summary: String, id: String, isAlone: Bool) -> String {
    let size = "\(at(Self.width)) \(at(height + 8))"
    let namespace = isAlone ? " xmlns=\"http://www.w3.org/2000/svg\"" : ""
    let head = [
      "<svg\(namespace) class=\"chart\" viewBox=\"0 0 \(size)\" role=\"img\" "
        + "aria-labelledby=\"\(id)-title \(id)-desc\">",
      "<title id=\"\(id)-title\">\(markup(title))</title>",
      "<desc id=\"\(id)-desc\">\(markup(summary))</desc>",
    ]
    let style = isAlone ? ["<style>\n\(ChartStyle.css)</style>"] : []
    let paper =
      "<rect class=\"paper\" x=\"0\" y=\"0\" width=\"\(at(Self.width))\" height=\"\(at(height + 8))\"/>"
    return (head + style + [paper] + elements + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// A coordinate to a tenth of a unit.
  private func at(_ value: Double) -> String {
    let text = formatted(value, decimals: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Drawing.Size {
  fileprivate var classes: String {
    switch self {
    case .title: " title"
    case .text: ""
    case .small: " small"
    }
  }
}
