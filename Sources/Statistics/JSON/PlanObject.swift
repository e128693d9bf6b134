/// An object of a plan or policy at its path; names that nobody asked for are faults when it is
/// closed.
///
/// Each reader returns nil after a fault that it has recorded.
package final class PlanObject {
  /// Where it stands, such as `$.design`.
  package let path: String
  private let members: [String: JSON]
  private let faults: PlanFaults
  private var known: Set<String> = []
  private var isJudged = true

  /// Takes a value that must be an object.
  package init(_ value: JSON, path: String, faults: PlanFaults) {
    self.path = path
    self.faults = faults
    if case .object(let members) = value {
      self.members = members
    } else {
      members = [:]
      faults.add(path, needed: "an object", found: value.kind)
    }
  }

  /// Refuses the names that were not asked for.
  package func close() {
    guard isJudged else { return }
    for name in members.keys.sorted() where !known.contains(name) {
      faults.add(
        "\(path).\(excerpt(name))", needed: "one of \(known.sorted().joined(separator: ", "))",
        found: "an unknown key")
    }
  }

  /// Names its members unjudged: what they should be depends on a member that is at fault itself.
  package func leaveUnjudged() { isJudged = false }

  private func member(_ name: String) -> JSON? {
    known.insert(name)
    return members[name]
  }

  /// Records a fault of a member.
  package func fault(_ name: String, needed: String, found: String) {
    faults.add("\(path).\(name)", needed: needed, found: found)
  }

  /// Whether a member is there, which is known from then on.
  package func has(_ name: String) -> Bool { member(name) != nil }

  // MARK: Values

  /// What a text begins with that a starter plan leaves for its owner to replace.
  package static let openMark = "REPLACE:"

  /// A member that must be there, as another value; nil after a fault.
  private func read<Value>(
    _ name: String, needed: String, _ convert: (JSON) -> Value?
  ) -> Value? {
    guard let value = member(name) else {
      fault(name, needed: needed, found: "nothing")
      return nil
    }
    if case .string(let text) = value, text.hasPrefix(Self.openMark) {
      fault(name, needed: needed, found: "a place that is still open (\(excerpt(text)))")
      return nil
    }
    guard let converted = convert(value) else {
      fault(name, needed: needed, found: value.kind)
      return nil
    }
    return converted
  }

  /// A text that is not blank.
  package func text(_ name: String) -> String? {
    read(name, needed: "a text that says something") { value in
      guard case .string(let text) = value, text.contains(where: { !$0.isWhitespace }) else {
        return nil
      }
      return text
    }
  }

  /// A text with a letter or a digit, as the library asks of everything that must be stated.
  package func words(_ name: String) -> String? {
    read(name, needed: "something stated in words") { value in
      guard case .string(let text) = value, text.contains(where: { $0.isLetter || $0.isNumber })
      else { return nil }
      return text
    }
  }

  /// A whole number in the range of `Int`.
  package func integer(_ name: String) -> Int? {
    read(name, needed: "a whole number") { value in
      guard case .number(let text) = value else { return nil }
      return Int(text)
    }
  }

  /// A finite number.
  package func number(_ name: String) -> Double? {
    read(name, needed: "a number") { value in
      guard case .number(let text) = value, let number = Double(text), number.isFinite else {
        return nil
      }
      return number
    }
  }

  /// A number as it is written.
  package func numberText(_ name: String) -> String? {
    read(name, needed: "a number") { value in
      if case .number(let text) = value { text } else { nil }
    }
  }

  /// True or false.
  package func flag(_ name: String) -> Bool? {
    read(name, needed: "true or false") { value in
      if case .bool(let flag) = value { flag } else { nil }
    }
  }

  /// One of the raw values of an enumeration.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) -> Choice? {
    let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return read(name, needed: "one of \(choices)") { value in
      guard case .string(let text) = value else { return nil }
      return Choice(rawValue: text)
    }
  }

  /// An array of texts.
  package func texts(_ name: String) -> [String]? {
    read(name, needed: "an array of texts") { value in
      guard case .array(let items) = value else { return nil }
      let texts = items.compactMap { item in if case .string(let text) = item { text } else { nil }
      }
      return texts.count == items.count ? texts : nil
    }
  }

  /// A text that a library type parses.
  package func make<Value>(
    _ name: String, needed: String, _ convert: (String) throws(EvaluationError) -> Value
  ) -> Value? {
    read(name, needed: needed) { value in
      guard case .string(let text) = value else { return nil }
      return try? convert(text)
    }
  }

  // MARK: Objects

  /// An object, read by a body and closed after it.
  package func object<Value>(_ name: String, _ body: (PlanObject) -> Value?) -> Value? {
    guard let value = member(name) else {
      fault(name, needed: "an object", found: "nothing")
      return nil
    }
    let object = PlanObject(value, path: "\(path).\(name)", faults: faults)
    defer { object.close() }
    return body(object)
  }

  /// An array of objects; nil when one of them is at fault.
  package func objects<Value>(_ name: String, _ body: (PlanObject) -> Value?) -> [Value]? {
    guard case .array(let items)? = member(name) else {
      fault(name, needed: "an array of objects", found: members[name]?.kind ?? "nothing")
      return nil
    }
    let values = items.enumerated().compactMap { index, item in
      let object = PlanObject(item, path: "\(path).\(name)[\(index)]", faults: faults)
      defer { object.close() }
      return body(object)
    }
    return values.count == items.count ? values : nil
  }

  /// A value that the library builds from parts read before; its refusal becomes a fault at this
  /// path.
  package func build<Value>(_ name: String? = nil, _ make: () throws(EvaluationError) -> Value?)
    -> Value?
  {
    do {
      return try make()
    } catch {
      let place = name.map { "\(path).\($0)" } ?? path
      if case .invalidArgument(let what, let needed, let found) = error {
        faults.add(place, needed: "\(what) \(needed)", found: found)
      } else {
        faults.add(place, needed: "values that the library accepts", found: error.description)
      }
      return nil
    }
  }
}
