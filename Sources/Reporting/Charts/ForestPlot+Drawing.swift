extension ForestPlot {
  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    drawing.legend(legend)
    let shown = rows.prefix(maximumRows)
    let spread: Scale.Spread = isRatio ? .logarithmic : .linear
    let data = shown.flatMap { row in
      ([row.value].compactMap { $0 } + (row.limits?.values ?? [])).filter {
        !isRatio || $0 > 1e-300
      }
    }
    let lines = references.visible(beside: data, spread: spread)
    let all = data + lines
    let scale = rowScale(all.isEmpty ? [isRatio ? 0.5 : -1, isRatio ? 2 : 1] : all, spread: spread)
    let axis = isRatio && unit.isEmpty ? "ratio, logarithmic axis" : unit
    let plot = RowPlot(scale: scale, references: references, axisTitle: axis)
    plot.draw(shown.map(row), in: &drawing)
    drawing.leftOut(rows.count - shown.count, of: "subgroups")
    return drawing
  }

  /// The verdicts that occur.
  private var legend: [(mark: Mark, words: String)] {
    Verdict.allCases.filter { verdict in
      verdict != .suppressed && verdict != .notEvaluable
        && rows.contains { $0.verdict == verdict }
    }.map { ($0.mark, $0.words) }
  }

  private func row(_ row: Row) -> RowPlot.Row {
    RowPlot.Row(label: row.label, figures: row.words) { drawing, scale, y in
      guard row.value != nil || row.limits != nil else {
        let words = row.verdict == .suppressed ? "too small to show" : "no figure"
        drawing.text(words, at: (Drawing.margin, y + 4), "muted halo", size: .small)
        return
      }
      let mark = row.verdict?.mark ?? Mark(shape: .square, tone: .blue)
      if let limits = row.limits {
        let lower = limits.lower.flatMap { isRatio && $0 <= 1e-300 ? nil : $0 }
        drawing.whisker(
          from: lower.map(scale.position), to: limits.upper.map(scale.position), y: y,
          edges: RowPlot.edges(scale), mark.tone)
      }
      if let value = row.value { mark.draw(in: &drawing, at: (scale.position(value), y)) }
    }
  }
}
