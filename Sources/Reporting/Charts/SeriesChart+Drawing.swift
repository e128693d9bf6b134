import Statistics

extension SeriesChart {
  /// A longer series is a line without dots.
  private static let mostDots = 240

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    drawing.legend(legend)
    let times = points.map(\.time) + [start].compactMap { $0 }
    let began = start.flatMap {
      try? ReferenceLine("programme begins", at: $0, kind: .benchmark)
    }
    let plot = PlanePlot(
      below: drawing, xs: times, ys: points.flatMap(\.values), titles: (timeTitle, unit),
      vertical: [began].compactMap { $0 }, isTimed: true)
    plot.drawGround(in: &drawing)
    drawBand(in: &drawing, on: plot)
    drawLine(\.counterfactual, "s-vermillion thick dashed", in: &drawing, on: plot)
    drawLine(\.fitted, "s-blue thick", in: &drawing, on: plot, breaksAt: start)
    if points.count > Self.mostDots {
      drawLine(\.observed, "s-grey thin", in: &drawing, on: plot)
    } else {
      for point in points {
        guard let observed = point.observed else { continue }
        let radius = points.count > 80 ? 2.2 : 3.2
        drawing.circle(
          at: plot.place(point.time, observed), radius: radius, "f-grey s-grey thin")
      }
    }
    let hasLabels = points.contains { !$0.label.isEmpty }
    plot.drawAxis(
      in: &drawing, labels: hasLabels ? points.map { ($0.time, Self.name($0)) } : [])
    return drawing
  }

  private var legend: [(mark: Mark, words: String)] {
    func has(_ figure: (Point) -> Double?) -> Bool { points.contains { figure($0) != nil } }
    var entries: [(mark: Mark, words: String)] = []
    if has(\.observed) {
      let shape: Mark.Shape = points.count > Self.mostDots ? .line("") : .circle
      entries.append((Mark(shape: shape, tone: .grey), "observed"))
    }
    if has(\.fitted) { entries.append((Mark(shape: .line(""), tone: .blue), "model")) }
    if has(\.counterfactual) {
      entries.append(
        (Mark(shape: .line("dashed"), tone: .vermillion), "without the programme"))
    }
    if points.contains(where: { $0.band != nil }) {
      entries.append(
        (Mark(shape: .band, tone: .vermillion), "its \(formatted(level * 100)) % band"))
    }
    return entries
  }

  /// Runs of times that have a figure, each as its own line.
  ///
  /// The model's line breaks at the start: across it, it would show a change over time that the
  /// model does not hold.
  private func drawLine(
    _ figure: (Point) -> Double?, _ classes: String, in drawing: inout Drawing, on plot: PlanePlot,
    breaksAt start: Double? = nil
  ) {
    var run: [(Double, Double)] = []
    for point in points + [points[points.count - 1]] {
      let value = figure(point)
      let previous = run.last?.0
      let isEnd = previous == point.time
      let isBroken = previous.map { $0 < start ?? .infinity && point.time >= start ?? .infinity }
      if value == nil || isEnd || isBroken == true {
        if !run.isEmpty { drawing.path(thinned(run, on: plot), classes) }
        run = []
      }
      if let value, !isEnd { run.append((point.time, value)) }
    }
  }

  private func drawBand(in drawing: inout Drawing, on plot: PlanePlot) {
    var lower: [(Double, Double)] = []
    var upper: [(Double, Double)] = []
    func close() {
      guard !lower.isEmpty else { return }
      let outline = thinned(lower, on: plot) + thinned(upper, on: plot).reversed()
      drawing.path(outline, closed: true, "f-vermillion band")
      (lower, upper) = ([], [])
    }
    for point in points {
      if let low = point.band?.lower, let high = point.band?.upper {
        lower.append((point.time, low))
        upper.append((point.time, high))
      } else {
        close()
      }
    }
    close()
  }
}
