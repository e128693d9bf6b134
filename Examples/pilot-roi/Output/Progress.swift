import Foundation

/// Says on standard error what a long run is doing; a run of under two seconds stays silent.
final class Progress {
  private let start = ContinuousClock.now

  func stage(_ name: String) {
    let elapsed = ContinuousClock.now - start
    guard elapsed > .seconds(2) else { return }
    let seconds = elapsed.components.seconds
    FileHandle.standardError.write(Data("\(seconds) s: \(name)\n".utf8))
  }
}
