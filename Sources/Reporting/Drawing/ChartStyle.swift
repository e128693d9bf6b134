/// The style sheet of drawings: the Okabe-Ito colours, lighter ones on dark screens, and always the
/// light ones in print.
enum ChartStyle {
  private static let light = rules([
    "paper": "#ffffff", "ink": "#1f2328", "muted": "#59636e", "grid": "#d8dee4", "axis": "#6e7781",
    "blue": "#0072b2", "vermillion": "#d55e00", "green": "#009e73", "orange": "#b87d00",
    "purple": "#a85a86", "grey": "#6e7781",
  ])
  private static let dark = rules([
    "paper": "#0d1117", "ink": "#e6edf3", "muted": "#a3adb8", "grid": "#2d343c", "axis": "#8b949e",
    "blue": "#56b4e9", "vermillion": "#f58d4e", "green": "#3cc79c", "orange": "#e69f00",
    "purple": "#dd99bd", "grey": "#9aa4af",
  ])

  /// The sheet, with every rule below the class `chart`.
  static let css = """
    .chart{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
    font-size:13px}
    .chart .title{font-size:16px}
    .chart .small{font-size:12px}
    .chart .bold{font-weight:600}
    .chart .thin{stroke-width:1;fill:none}
    .chart .thick{stroke-width:2;fill:none}
    .chart .rule{stroke-width:1.5;fill:none}
    .chart .mark{stroke-width:1.5}
    .chart .dashed{stroke-dasharray:6 4}
    .chart .dotted{stroke-dasharray:1.5 3.5;stroke-linecap:round}
    .chart .dashdot{stroke-dasharray:8 3 2 3}
    .chart .band{fill-opacity:.18;stroke:none}
    .chart .ground{stroke-width:2.5;fill:none}
    .chart .halo{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}
    \(light)
    @media screen and (prefers-color-scheme:dark){
    \(dark)
    }

    """

  /// A fill and a stroke for each colour, in a fixed order.
  private static func rules(_ colours: [String: String]) -> String {
    colours.keys.sorted().map { name in
      let colour = colours[name] ?? ""
      return switch name {
      case "paper":
        ".chart .paper{fill:\(colour)}.chart .halo,.chart .ground{stroke:\(colour)}"
      case "ink", "muted": ".chart .\(name){fill:\(colour)}.chart .s-\(name){stroke:\(colour)}"
      case "grid", "axis": ".chart .\(name){stroke:\(colour)}"
      default: ".chart .f-\(name){fill:\(colour)}.chart .s-\(name){stroke:\(colour)}"
      }
    }.joined(separator: "\n")
  }
}

/// A colour by its role, the same on light and dark screens.
enum Tone: String {
  case blue, vermillion, green, orange, purple, grey

  /// The class of a stroke in this colour.
  var stroke: String { "s-\(rawValue)" }

  /// The class of a fill in this colour.
  var fill: String { "f-\(rawValue)" }
}
