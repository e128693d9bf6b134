public import Foundation

#if canImport(FoundationXML)
  public import FoundationXML
#endif

/// A document read by a strict parser of XML: its elements with their attributes and texts.
public final class Markup: NSObject, XMLParserDelegate {
  /// One element.
  public struct Element {
    /// Its name.
    public let name: String
    /// Its attributes by name.
    public let attributes: [String: String]
    /// Its own text, without that of elements inside.
    public internal(set) var text = ""

    /// An attribute as a number.
    public func number(_ name: String) -> Double? { attributes[name].flatMap(Double.init) }

    /// Whether it has a class.
    public func has(_ name: String) -> Bool {
      attributes["class"]?.split(separator: " ").contains(Substring(name)) ?? false
    }

    /// The points of a path.
    public var points: [(x: Double, y: Double)] {
      let numbers = (attributes["d"] ?? "").split { "MLZ ".contains($0) }.compactMap {
        Double($0)
      }
      return stride(from: 0, to: numbers.count - 1, by: 2).map { (numbers[$0], numbers[$0 + 1]) }
    }
  }

  /// Every element, in the order of their beginnings.
  public private(set) var elements: [Element] = []
  private var open: [Int] = []

  /// Reads a text; nil when it is not well-formed.
  public init?(_ text: String) {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.shouldResolveExternalEntities = false
    parser.delegate = self
    guard parser.parse(), open.isEmpty else { return nil }
  }

  /// Begins an element.
  public func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  /// Adds a text.
  public func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let last = open.last { elements[last].text += text }
  }

  /// Ends an element.
  public func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  /// The elements of a name.
  public func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// Every place that an element of a drawing stands at.
  public var places: [(x: Double, y: Double)] {
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
  public var tickLabels: [Double] {
    all("text").filter { $0.has("muted") && $0.attributes["text-anchor"] == "middle" }
      .compactMap { Double($0.text.replacing(",", with: "")) }
  }
}
