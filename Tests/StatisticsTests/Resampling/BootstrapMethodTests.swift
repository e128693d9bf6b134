import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct BootstrapMethodTests {
  @Test func theStandardIsWhatTheInitializerGives() throws {
    #expect(try BootstrapMethod() == .standard)
    #expect(BootstrapMethod.standard.interval == .bca)
    #expect(BootstrapMethod.Interval.allCases.map(\.name).contains("BCa"))
  }

  @Test func hostileInputs() throws {
    for count in [98, 0, -1, 10_000_001, .max, .min] {
      #expect(thrownCase { try BootstrapMethod(replicates: count) } == "invalidArgument")
    }
    for inner in [-1, 1, 24, 10_001, .max] {
      #expect(thrownCase { try BootstrapMethod(innerReplicates: inner) } == "invalidArgument")
    }
    for share in [-0.1, 0.6, .nan, .infinity] {
      #expect(thrownCase { try BootstrapMethod(allowedUndefined: share) } == "invalidArgument")
    }
    let method = try BootstrapMethod(interval: .studentized, scheme: .poisson, convention: .scipy)
    let data = try JSONEncoder().encode(method)
    #expect(try JSONDecoder().decode(BootstrapMethod.self, from: data) == method)
    let forged = String(decoding: data, as: UTF8.self).replacingOccurrences(of: "9999", with: "7")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(BootstrapMethod.self, from: Data(forged.utf8))
    }
  }
}
