import Foundation

/// Forged codings: a value's JSON with one member at a time taken away or replaced.
public enum CodingFuzz {
  /// What is put in the place of a member; nil takes it away.
  private static var replacements: [Any?] {
    [
      nil, NSNull(), "x", "", -1, 0, 1e308, Int.max, Int.min, true, [Any](), [String: Any](),
      "999999999999999999999999999999999999999999", ["x": 1],
    ]
  }

  /// Decodes forged codings of a value and lists those that neither throw nor give a sound value.
  ///
  /// A sound value is coded again and comes back equal. A trap ends the process, and so the test.
  ///
  /// - Parameters:
  ///   - value: the value whose coding is forged.
  ///   - seed: which of the forgeries are tried.
  ///   - count: how many.
  /// - Returns: the paths of forgeries that were taken for sound and are not.
  /// - Throws: when the value itself cannot be coded.
  public static func faults<Value: Codable & Equatable & CustomStringConvertible>(
    of value: Value, seed: UInt64, count: Int
  ) throws -> [String] {
    let whole = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
    let (paths, replacements) = (paths(in: whole), replacements)
    var random = Generator(seed: seed)
    var faults: [String] = []
    for _ in 0..<count {
      let path = random.pick(paths)
      let number = random.below(replacements.count)
      let forged = replaced(whole, path[...], replacements[number])
      guard JSONSerialization.isValidJSONObject(forged) else { continue }
      let data = try JSONSerialization.data(withJSONObject: forged)
      guard let decoded = try? JSONDecoder().decode(Value.self, from: data) else { continue }
      let place = "\(path.joined(separator: ".")) by number \(number)"
      guard !decoded.description.isEmpty, let again = try? JSONEncoder().encode(decoded),
        try JSONDecoder().decode(Value.self, from: again) == decoded
      else {
        faults.append(place)
        continue
      }
    }
    return faults
  }

  /// The paths to every member and element, the whole left out.
  private static func paths(in value: Any) -> [[String]] {
    var paths: [[String]] = []
    func walk(_ value: Any, _ path: [String]) {
      if !path.isEmpty { paths.append(path) }
      if let object = value as? [String: Any] {
        for key in object.keys.sorted() { walk(object[key] ?? NSNull(), path + [key]) }
      } else if let array = value as? [Any] {
        for (index, item) in array.enumerated() { walk(item, path + [String(index)]) }
      }
    }
    walk(value, [])
    return paths
  }

  private static func replaced(_ value: Any, _ path: ArraySlice<String>, _ new: Any?) -> Any {
    guard let first = path.first else { return new ?? NSNull() }
    let isLast = path.count == 1
    if var object = value as? [String: Any] {
      object[first] = isLast ? new : replaced(object[first] ?? NSNull(), path.dropFirst(), new)
      return object
    }
    if var array = value as? [Any], let index = Int(first), array.indices.contains(index) {
      if isLast, new == nil {
        array.remove(at: index)
      } else {
        array[index] = replaced(array[index], path.dropFirst(), new)
      }
      return array
    }
    return value
  }
}
