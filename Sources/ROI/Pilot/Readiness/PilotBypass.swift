public import Statistics

/// Whether a programme may be rolled out without a pilot of its own.
///
/// Only with fewer than 50 employees, as an identical replacement of what is there, or on the
/// evidence of a peer that somebody independent has verified; a vendor's case study is none.
public struct PilotBypass: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What is put forward for doing without.
  public enum Ground: Sendable, Hashable, Codable {
    /// How many people are employed.
    case employees(Int)
    /// It replaces what is there by the same; the reference says where that is shown.
    case identicalReplacement(reference: String)
    /// A peer's evidence, with its reference and who verified it.
    case peerEvidence(reference: String, verifiedBy: String, isVendorStudy: Bool)
  }

  /// With so many employees a pilot is needed.
  public static let employeeLimit = 50

  /// What is put forward.
  public let ground: Ground

  /// Puts a ground forward.
  ///
  /// - Throws: `invalidArgument` for a number of employees below 1, or a blank reference or
  ///   verifier.
  public init(_ ground: Ground) throws(EvaluationError) {
    switch ground {
    case .employees(let count):
      guard count >= 1 else {
        throw .invalidArgument(name: "the employees", needed: "1 or more", found: "\(count)")
      }
    case .identicalReplacement(let reference):
      _ = try stated(reference, as: "the reference of the replacement")
    case .peerEvidence(let reference, let verifier, _):
      _ = try stated(reference, as: "the reference of the evidence")
      _ = try stated(verifier, as: "who verified the evidence")
    }
    self.ground = ground
  }

  /// Decodes a ground, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(fields.decode(Ground.self, forKey: .ground))
  }

  /// Whether the pilot may be left out.
  public var isAllowed: Bool {
    switch ground {
    case .employees(let count): count < Self.employeeLimit
    case .identicalReplacement: true
    case .peerEvidence(_, _, let isVendorStudy): !isVendorStudy
    }
  }

  /// The answer and its ground.
  public var description: String {
    let ground =
      switch self.ground {
      case .employees(let count): "\(count) employees (fewer than \(Self.employeeLimit) needed)"
      case .identicalReplacement(let reference): "identical replacement: \(excerpt(reference))"
      case .peerEvidence(let reference, let verifier, let isVendorStudy):
        "peer evidence \(excerpt(reference)), verified by \(excerpt(verifier))"
          + (isVendorStudy ? ", but it is a vendor's study" : "")
      }
    return "\(isAllowed ? "No pilot is needed" : "A pilot is needed"): \(ground)."
  }
}
