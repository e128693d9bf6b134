import Foundation
import ProgramEvaluation

/// A hundred detectable effects of two means, from 50 to 149 people an arm; the peers stop at about
/// four digits.
func detectableEffectCase(_ folder: URL) throws -> Case {
  let design = try TwoMeans(.common(1))
  return Case(
    title: "100 detectable effects",
    peers: [
      Peer("statsmodels", .python, "mde", data: folder), Peer("R", .r, "mde", data: folder),
    ],
    figures: {
      [
        try design.minimumDetectableEffect(size: 50),
        try design.minimumDetectableEffect(size: 149),
      ]
    },
    tolerance: 1e-3,
    sample: {
      try seconds {
        for size in 50..<150 { _ = try design.minimumDetectableEffect(size: Double(size)) }
      }
    })
}

/// The power of a thousand sizes at one effect; statsmodels takes them as one array.
func powerCurveCase(_ folder: URL) throws -> Case {
  let design = try TwoMeans(.common(1))
  let sizes = (1...1000).map { 5 * Double($0) }
  return Case(
    title: "power curve of 1000 sizes",
    peers: [
      Peer("statsmodels", .python, "power-curve", data: folder),
      Peer("R", .r, "power-curve", data: folder),
    ],
    figures: {
      let points = try PowerCurve(design, effect: 0.3, sizes: sizes).points
      return [points[9].power, points[99].power]
    },
    tolerance: 1e-8,
    sample: { try seconds { _ = try PowerCurve(design, effect: 0.3, sizes: sizes) } })
}
