import Foundation
import ROI
import Statistics
import Testing

@Suite struct TimeBasisTests {
  @Test func windowIsAShareOfTheYear() throws {
    #expect(try Coaching.time(13).windowShare == ExactRatio(0.25))
    #expect(try Coaching.time(13).isExtrapolated)
    #expect(try !Coaching.time(52).isExtrapolated)
    #expect(try !Coaching.time(104).isExtrapolated)
    #expect(try Coaching.time(12).windowShare.description == "0.2307692307692308")
    #expect(try Coaching.time().description.contains("13 weeks observed, 52 weeks a year"))
  }

  @Test(arguments: [ExactDecimal(0), -1, 5301, 1e300])
  func weeksObservedOutsideTheLimitsAreRefused(_ weeks: ExactDecimal) {
    #expect(kind(thrown { _ = try Coaching.time(weeks) }) == "invalidArgument")
  }

  @Test(arguments: [ExactDecimal(0), -52, 53.01, 365])
  func weeksOfAYearOutsideTheLimitsAreRefused(_ weeks: ExactDecimal) {
    let error = thrown {
      _ = try TimeBasis(
        observedWeeks: 13, weeksPerYear: weeks, deltaCovers: .year, horizon: "a year",
        persistence: "holds")
    }
    #expect(kind(error) == "invalidArgument")
  }

  @Test(arguments: hostileWords)
  func horizonAndPersistenceAreCompulsory(_ words: String) {
    for (horizon, persistence) in [(words, "holds"), ("a year", words)] {
      let error = thrown {
        _ = try TimeBasis(
          observedWeeks: 13, weeksPerYear: 52, deltaCovers: .year, horizon: horizon,
          persistence: persistence)
      }
      #expect(kind(error) == "invalidArgument")
    }
  }
}
