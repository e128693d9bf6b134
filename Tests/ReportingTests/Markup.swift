import Foundation
import FoundationXML

/// A document read by a strict parser of XML: its elements with their attributes and texts.
final class Markup: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    var text = ""

    /// An attribute as a number.
    func number(_ name: String) -> Double? { attributes[name].flatMap(Double.init) }

    /// Whether it has a class.
    func has(_ name: String) -> Bool {
      attributes["class"]?.split(separator: " ").contains(Substring(name)) ?? false
    }

    /// The points of a path.
    var points: [(x: Double, y: Double)] {
      let numbers = (attributes["d"] ?? "").split { "MLZ ".contains($0) }.compactMap {
        Double($0)
      }
      return stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
    }
  }

  private(set) var elements: [Element] = []
  private var open: [Int] = []

  /// Reads a text; nil when it is not well-formed.
  init?(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.shouldResolveExternalEntities = false
    parser.delegate = self
    guard parser.parse(), open.isEmpty else { return nil }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let last = open.last { elements[last].text += text }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  /// The elements of a name.
  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// Every place that an element of a drawing stands at.
  var places: [(x: Double, y: Double)] {
    elements.flatMap { element -> [(x: Double, y: Double)] in
      func pair(_ x: String, _ y: String) -> [(x: Double, y: Double)] {
        guard let x = element.number(x), let y = element.number(y) else { return [] }
        return [(x, y)]
      }
      var corner: [(x: Double, y: Double)] = []
      if let place = pair("x", "y").first, let width = element.number("width"),
        let height = element.number("height")
      {
        corner = [(place.x + width, place.y + height)]
      }
      return pair("x", "y") + pair("x1", "y1") + pair("x2", "y2") + pair("cx", "cy")
        + element.points + corner
    }
  }

  /// The numbers on an axis: labels in the middle of a place below a plot.
  var tickLabels: [Double] {
    all("text").filter { $0.has("muted") && $0.attributes["text-anchor"] == "middle" }
      .compactMap { Double($0.text.replacing(",", with: "")) }
  }
}
