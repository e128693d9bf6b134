/// How high a row must be for its wrapped texts to be read.
///
/// A file without heights leaves them to the program that opens it, and some print wrapped lines over
/// the row below. Texts are measured as Arial sets them, which all styles use.
enum RowHeight {
  /// A line of the body in points.
  static let line = 12.75
  /// The sheet's title in points.
  static let title = 18.0
  /// The most that a spreadsheet program allows.
  static let limit = 409.0

  /// The height of a row in points.
  ///
  /// - Parameters:
  ///   - cells: the cells from the first column on.
  ///   - widths: the widths of the columns in characters.
  /// - Returns: from one line to what a spreadsheet program allows.
  /// - Complexity: O(characters).
  static func points(_ cells: [WorkbookCell], widths: [Int]) -> Double {
    var lines = 1
    var isTitle = false
    for (cell, width) in zip(cells, widths) {
      guard case .text(let text) = cell.contents else { continue }
      if cell.style == .title { isTitle = true }
      guard cell.style.isWrapped else { continue }
      lines = max(lines, self.lines(text, width: width, isBold: cell.style.isBold))
    }
    return min(limit, max(isTitle ? title : line, Double(lines) * line))
  }

  /// How many lines a text takes in a column of so many characters.
  ///
  /// Words are set greedily; one longer than the column is broken, as spreadsheets do.
  static func lines(_ text: String, width: Int, isBold: Bool = false) -> Int {
    let room = max(1_000, (width * pixels - padding) * thousandths)
    var lines = 1
    var used = 0
    var word = 0
    func close() {
      if used > 0, used + word > room {
        lines += 1
        used = 0
      }
      used += word
      // What a long word leaves on its last line.
      if used > room {
        lines += (used - 1) / room
        used = (used - 1) % room + 1
      }
      word = 0
    }
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        close()
        lines += 1
        used = 0
        continue
      }
      let own = self.width(of: scalar)
      word += isBold ? own + own / 12 : own
      if scalar == " " { close() }
    }
    close()
    return lines
  }

  // MARK: Measures

  /// The pixels of a character of a column's width, and what a cell keeps free beside its text.
  private static let pixels = 7
  private static let padding = 7
  /// Thousandths of an em of 10 points in a pixel of 3/4 point, less a part for programs that set wider.
  private static let thousandths = 72

  /// The advance width of a sign in thousandths of an em.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 32...126: arial[Int(scalar.value) - 32]
    case 0x1100...: 1_000
    default: 620
    }
  }

  /// Arial's widths from the space to the tilde.
  private static let arial: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1_015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]
}
