import Distributions
import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct TestSignalTests {
  @Test func aSignalThatIsNoneIsRefused() {
    #expect(thrownCase { try TestSignal(shift: .nan) } == "undefined")
    #expect(thrownCase { try TestSignal(shift: 1, criticalFactor: .nan) } == "undefined")
    #expect(thrownCase { try TestSignal(shift: 1, criticalFactor: -1) } == "undefined")
    for freedom in [0, 0.05, -3, .nan] as [Double] {
      #expect(thrownCase { try TestSignal(shift: 1, degreesOfFreedom: freedom) } == "undefined")
    }
  }

  @Test func infiniteShiftsAndFreedomsAreBounded() throws {
    let signal = try TestSignal(shift: -.infinity, degreesOfFreedom: .infinity)
    #expect(signal.shift == -1e90)
    #expect(signal.degreesOfFreedom == 1e99)
  }

  @Test func wordsNameTheReference() throws {
    #expect(
      try TestSignal(shift: 2.5, degreesOfFreedom: 98).description
        == "signal of 2.5 standard errors, t with 98 degrees of freedom")
    #expect(try TestSignal(shift: 2.5).description == "signal of 2.5 standard errors, normal")
  }
}
