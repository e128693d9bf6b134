import ProgramEvaluation

/// A JSON value of a starter plan whose members keep their order.
indirect enum StarterValue {
  case text(String)
  case number(String)
  case texts([String])
  case list([StarterValue])
  case object([(name: String, value: StarterValue)])

  /// A place that the plan's owner must fill: the program refuses a plan while one is left.
  static func open(_ what: String) -> StarterValue { .text("\(PlanObject.openMark) \(what)") }

  /// The value as JSON, indented by two spaces a level.
  func json(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .text(let text): return Self.quoted(text)
    case .number(let text): return text
    case .texts(let texts): return "[" + texts.map(Self.quoted).joined(separator: ", ") + "]"
    case .list(let values):
      guard !values.isEmpty else { return "[]" }
      return "[\n" + values.map { inner + $0.json(indent: inner) }.joined(separator: ",\n")
        + "\n\(indent)]"
    case .object(let members):
      return "{\n"
        + members.map { "\(inner)\(Self.quoted($0.name)): \($0.value.json(indent: inner))" }
        .joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  /// How many places in it are open.
  var openCount: Int {
    switch self {
    case .text(let text): text.hasPrefix(PlanObject.openMark) ? 1 : 0
    case .number, .texts: 0
    case .list(let values): values.map(\.openCount).reduce(0, +)
    case .object(let members): members.map(\.value.openCount).reduce(0, +)
    }
  }

  /// The value in a few words, when it is no object.
  var preview: String? {
    switch self {
    case .text(let text): text.hasPrefix(PlanObject.openMark) ? nil : excerpt(text)
    case .number(let text): text
    case .texts(let texts): texts.prefix(12).map { excerpt($0) }.joined(separator: ", ")
    case .list, .object: nil
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// One choice of a starter plan, with the reason that its reader is told.
struct StarterChoice {
  let name: String
  let value: StarterValue
  let why: String
}
