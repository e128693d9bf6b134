import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct WorkbookPropagationTests {
  private static func issued() throws -> (joint: Propagation, workbook: Workbook) {
    let item = try #require(try Dossiers.workbooks.get().first { $0.name == "joint uncertainty" })
    return (try #require(item.dossier.propagation), item.workbook)
  }

  @Test func `moments are worked out in cells`() throws {
    let (joint, workbook) = try Self.issued()
    let expected: [(String, Double?)] = [
      ("value_mean", joint.moments.valueMean), ("net_mean", joint.moments.netMean),
      ("net_sd", joint.moments.netStandardDeviation),
      ("net_delta_sd", joint.moments.netDeltaMethodDeviation),
    ]
    for (key, value) in expected {
      let found = try #require(workbook.figure("joint_\(key)")?.value)
      #expect(agrees(found, try #require(value), relative: 1e-12), "\(key)")
    }
    let cost = try workbook.editing(["cost_mean": 0]).recalculated()
    #expect(cost.figure("joint_net_mean") == cost.figure("joint_value_mean"))
  }

  @Test func `draws are pasted with their number, seed and error`() throws {
    let (joint, workbook) = try Self.issued()
    let simulation = try #require(joint.simulation)
    #expect(workbook.figure("joint_draws") == 2_000)
    #expect(workbook.figure("joint_mc_mean")?.value == simulation.meanNetBenefit.value)
    #expect(workbook.figure("joint_mc_mean_error")?.value == simulation.meanNetBenefit.error)
    #expect(workbook.figure("joint_headline_roi")?.value == joint.headline.roi)
    #expect(workbook.figure("summary_joint_headline")?.value == joint.headline.roi)
    let sheet = try workbook.sheet("Uncertainty")
    for (place, cell) in sheet.cells where cell.text?.hasPrefix("joint_mc") == true {
      let words = sheet[place.row, 4].text ?? ""
      #expect(words.hasPrefix("pasted: Monte Carlo, 2000 draws, seed 7"), "\(words)")
      #expect(sheet[place.row, 7].text == "a value of the library")
    }
  }

  @Test func `probabilities, losses and corners stand beside it`() throws {
    let (joint, workbook) = try Self.issued()
    #expect(
      workbook.figure("joint_probability_1")?.value == joint.probabilities[0].probability)
    #expect(workbook.figure("joint_evpi")?.value == joint.expectedValueOfPerfectInformation)
    #expect(
      agrees(
        workbook.figure("joint_corner_lower")?.value ?? .nan,
        try #require(joint.corner.lower.roi?.value), relative: 1e-15))
  }

  @Test func `a pasted figure that was changed is found in the ledger`() throws {
    let workbook = try Self.issued().workbook
    let forged = try workbook.forged("Uncertainty") {
      $0.replacing("<v>2000</v>", with: "<v>9000</v>")
    }
    #expect(forged.differences().contains { $0.place.sheet == "Ledger" && $0.expected == "9000" })
  }

  @Test func `nothing uncertain is said to be so`() throws {
    let item = try #require(try Dossiers.workbooks.get().first { $0.name == "nothing uncertain" })
    #expect(item.workbook.masterCheck && item.workbook.figure("joint_net_sd") == 0)
    #expect(item.workbook.figure("joint_draws") == nil)
  }
}
