import ROI
import Statistics

extension MonitorChart {
  /// Counts stand beside this many firing weeks at most; all of them stand in the table.
  private static let mostCounts = 6

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    drawing.legend(legend)
    let line = limit.flatMap {
      try? ReferenceLine(
        "limit \(limitWords ?? "")", at: ExactRatio($0).value, kind: .limit)
    }
    let places = weeks.indices.map { Double($0) }
    let figures = weeks.compactMap(value) + weeks.compactMap(\.boundary)
    let word = measure == .share ? "share" : "number"
    let plot = PlanePlot(
      below: drawing, xs: [-0.5, Double(weeks.count) - 0.5],
      ys: [0, (line?.value ?? 0) * 1.15] + figures,
      titles: ("week", name.isEmpty ? word : "\(word): \(cut(name, to: 200))"),
      horizontal: [line].compactMap { $0 }, isPercent: measure == .share, isTimed: true)
    plot.drawGround(in: &drawing)
    drawBoundary(in: &drawing, on: plot)
    drawLine(in: &drawing, on: plot)
    var counts = 0
    for (place, week) in zip(places, weeks) {
      guard let share = value(week) else {
        Mark(shape: .triangle, tone: .grey, isHollow: true)
          .draw(in: &drawing, at: (plot.x.position(place), plot.bottom - 6))
        continue
      }
      let point = plot.place(place, share)
      guard fires(week) else {
        drawing.circle(at: point, radius: weeks.count > 80 ? 2 : 3.4, "f-blue s-blue thin")
        continue
      }
      Mark(shape: .diamond, tone: .vermillion).draw(in: &drawing, at: point)
      guard counts < Self.mostCounts else { continue }
      counts += 1
      let isLate = place > Double(weeks.count) * 0.75
      drawing.text(
        week.words, at: (point.x + (isLate ? -8 : 8), point.y - 5), "ink halo", size: .small,
        anchor: isLate ? .end : .start, width: 130)
    }
    plot.drawAxis(in: &drawing, labels: zip(places, weeks).map { ($0, cut($1.label, to: 40)) })
    if let warning {
      drawing.height += 4
      drawing.paragraph("Warning: \(warning)", size: .small, isBold: true, most: 3)
    }
    return drawing
  }

  private var legend: [(mark: Mark, words: String)] {
    var entries: [(mark: Mark, words: String)] = []
    let firing = firing
    if firing.count < weeks.count { entries.append((Mark(shape: .circle, tone: .blue), "within")) }
    if !firing.isEmpty {
      entries.append((Mark(shape: .diamond, tone: .vermillion), "fired: above the limit"))
    }
    if weeks.contains(where: { $0.total == 0 }) {
      entries.append((Mark(shape: .triangle, tone: .grey, isHollow: true), "nothing exposed"))
    }
    if weeks.contains(where: { $0.boundary != nil }) {
      entries.append((Mark(shape: .line("dotted"), tone: .purple), "beyond chance at the limit"))
    }
    return entries
  }

  /// A line through the shares, which breaks where nothing was exposed.
  private func drawLine(in drawing: inout Drawing, on plot: PlanePlot) {
    var run: [(x: Double, y: Double)] = []
    for (index, week) in weeks.enumerated() {
      if let share = value(week) { run.append(plot.place(Double(index), share)) }
      guard week.total == 0 || index == weeks.count - 1 else { continue }
      if run.count > 1 { drawing.path(run, "s-grey thin") }
      run = []
    }
  }

  /// A step for each week that has a boundary.
  private func drawBoundary(in drawing: inout Drawing, on plot: PlanePlot) {
    for (index, week) in weeks.enumerated() {
      guard let boundary = week.boundary else { continue }
      drawing.line(
        from: plot.place(Double(index) - 0.5, boundary),
        to: plot.place(Double(index) + 0.5, boundary), "s-purple thick dotted")
    }
  }
}
