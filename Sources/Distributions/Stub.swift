// Temporary bodies, replaced by the real floor.
/// Stub.
public struct Normal: Sendable, Hashable, Codable { 
  /// s.
  public static let standard = Normal()
  public func cdf(_ x: Double) -> Double { x }
  public func pdf(_ x: Double) -> Double { x }
  public func survival(_ x: Double) -> Double { x }
  public func quantile(_ x: Double) -> Double { x }
  public func quantile(survival x: Double) -> Double { x }
}
public struct StudentT: Sendable, Hashable, Codable { 
  public init?(degreesOfFreedom: Double) {}
  public func cdf(_ x: Double) -> Double { x }
  public func survival(_ x: Double) -> Double { x }
  public func quantile(_ x: Double) -> Double { x }
  public func quantile(survival x: Double) -> Double { x }
}
public struct ChiSquared: Sendable, Hashable, Codable { 
  public init?(degreesOfFreedom: Double) {}
  public func cdf(_ x: Double) -> Double { x }
  public func survival(_ x: Double) -> Double { x }
  public func quantile(_ x: Double) -> Double { x }
  public func quantile(survival x: Double) -> Double { x }
}
public struct Beta: Sendable, Hashable, Codable { 
  public init?(alpha: Double, beta: Double) {}
  public func quantile(_ x: Double) -> Double { x }
  public func quantile(survival x: Double) -> Double { x }
}
public struct Binomial: Sendable, Hashable, Codable { 
  public init?(trials: Int, probability: Double) {}
  public func cdf(_ x: Int) -> Double { 0 }
  public func survival(_ x: Int) -> Double { 0 }
}
