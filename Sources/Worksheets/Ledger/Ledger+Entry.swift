public import ROI
import Statistics

extension Ledger {
  /// One figure with what it follows from.
  public struct Entry: Sendable, Hashable {
    /// The number of its line, counted from 1.
    public let number: Int
    /// A name that stays the same across worksheets.
    public let key: String
    /// The group of lines that it stands in.
    public let section: String
    /// What it is, in words.
    public let label: String
    /// What kind of figure it is.
    public let kind: WorksheetLine.Kind
    /// What it is measured in.
    public let unit: String
    /// The source, the method, or the formula.
    public let origin: WorksheetLine.Origin
    /// The keys of the figures that it follows from, each once.
    public let inputs: [String]
    /// How it is rounded, in words.
    public let rounding: String
    /// The figure as a decimal: in full when it ends, else to 40 digits, half to even; nil when undefined.
    public let value: String?
    /// The hash of all of the above and of the hashes of its inputs.
    public let hash: SHA256.Digest

    /// Puts an entry together as it was read.
    init(
      number: Int, key: String, section: String, label: String, kind: WorksheetLine.Kind,
      unit: String, origin: WorksheetLine.Origin, inputs: [String], rounding: String,
      value: String?, hash: SHA256.Digest
    ) {
      self.number = number
      self.key = key
      self.section = section
      self.label = label
      self.kind = kind
      self.unit = unit
      self.origin = origin
      self.inputs = inputs
      self.rounding = rounding
      self.value = value
      self.hash = hash
    }

    /// Takes a line of a worksheet, given the hashes of the lines above it.
    init(
      _ line: WorksheetLine, number: Int, hashes: [String: SHA256.Digest]
    ) throws(EvaluationError) {
      let value = line.value.map(Self.text)
      if case .formula = line.origin {
      } else if let value, (try? ExactDecimal(value)).map({ ExactRatio($0) }) != line.value {
        throw .undefined(
          what: "the ledger", needed: "inputs that are decimals of at most 38 digits",
          found: "\(excerpt(line.key)): \(excerpt(value))")
      }
      let open = Entry(
        number: number, key: line.key, section: line.section, label: line.label, kind: line.kind,
        unit: line.unit, origin: line.origin, inputs: Self.inputs(of: line.origin),
        rounding: Self.rounding(of: line.origin), value: value, hash: AuditLog.origin)
      self = try open.sealed(hashes)
    }

    // MARK: What follows from the origin

    /// The keys that a formula names, each once, in the order of its words.
    static func inputs(of origin: WorksheetLine.Origin) -> [String] {
      guard case .formula(let formula) = origin else { return [] }
      return (formula.keys ?? []).reduce(into: []) { keys, key in
        if !keys.contains(key) { keys.append(key) }
      }
    }

    /// How a figure is rounded: as stated, not at all, or to decimals.
    static func rounding(of origin: WorksheetLine.Origin) -> String {
      guard case .formula(let formula) = origin else { return "as stated" }
      guard let rounding = formula.rounding else { return "none" }
      let half = rounding.mode == .halfToEven ? "half to even" : "half away from zero"
      return "to \(rounding.places) decimals, \(half)"
    }

    /// A figure as a decimal text.
    static func text(_ value: ExactRatio) -> String {
      value.exactDecimal ?? value.decimal(significantDigits: 40)
    }

    /// The source, the method, or the formula by keys.
    public var source: String {
      switch origin {
      case .input(let source): source
      case .statistic(let method): method
      case .formula(let formula): formula.keyed
      }
    }

    // MARK: Hash

    /// The entry with the hash that it should have, given those of its inputs.
    func sealed(_ hashes: [String: SHA256.Digest]) throws(EvaluationError) -> Entry {
      var covered: [CanonicalJSON] = []
      for input in inputs {
        guard let hash = hashes[input] else {
          throw .undefined(
            what: "the hash of \(excerpt(key))", needed: "inputs that stand above it",
            found: "\"\(excerpt(input))\" does not")
        }
        covered.append(.string("\(hash)"))
      }
      var members = content
      members["input_hashes"] = .array(covered)
      return Entry(
        number: number, key: key, section: section, label: label, kind: kind, unit: unit,
        origin: origin, inputs: inputs, rounding: rounding, value: value,
        hash: try CanonicalJSON.object(members).digest())
    }
  }
}

extension Ledger.Entry: CustomStringConvertible {
  /// Line, key, value, unit and what it follows from.
  public var description: String {
    "line \(number), \(excerpt(key)) = \(value ?? "undefined") \(excerpt(unit)): \(excerpt(source, limit: 120))"
  }
}
