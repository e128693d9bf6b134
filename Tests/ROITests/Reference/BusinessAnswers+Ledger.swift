import ROI
import TestSupport

extension BusinessAnswers {
  /// The one spelling of some inputs, its size and its digest.
  func provenance() throws -> JSONValue {
    let object = try canonical(inputs["object"])
    return [
      "canonical": .string(try object.text()),
      "bytes": .number(Double(try object.bytes().count)),
      "sha256": .string("\(try object.digest())"),
    ]
  }

  private func canonical(_ value: JSONValue) throws -> CanonicalJSON {
    switch value {
    case .null: return .null
    case .bool(let flag): return .flag(flag)
    case .string(let text): return .string(text)
    case .array(let items): return .array(try items.map(canonical))
    case .object(let members): return .object(try members.mapValues(canonical))
    case .number(let number):
      guard let whole = Int(exactly: number) else {
        throw ReferenceFailure("decimals are texts in canonical JSON")
      }
      return .whole(whole)
    }
  }
}
