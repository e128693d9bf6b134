/// The name of the error case that a body throws, such as `tooFew`; `none` when it throws nothing.
public func thrownCase(_ body: () throws -> some Any) -> String {
  do {
    _ = try body()
    return "none"
  } catch {
    return Mirror(reflecting: error).children.first?.label ?? "\(error)"
  }
}

/// The sentence of the error that a body throws; empty when it throws nothing.
public func thrownSentence(_ body: () throws -> some Any) -> String {
  do {
    _ = try body()
    return ""
  } catch {
    return "\(error)"
  }
}
