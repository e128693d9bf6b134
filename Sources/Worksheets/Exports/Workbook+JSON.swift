public import ROI

extension Workbook {
  // MARK: JSON

  /// The workbook as canonical JSON: every cell with its place and its number, text or formula.
  ///
  /// Figures are decimal texts, in full when they end, else to 40 digits; a formula stands beside what
  /// it shows, which is null where it is undefined. Looks and widths are left out.
  ///
  /// - Complexity: O(cells).
  public var canonicalJSON: CanonicalJSON {
    [
      "format": "workbook 1",
      "sheets": .array(
        sheets.map { sheet in
          [
            "name": .string(sheet.name),
            "cells": .array(sheet.cells.map { Self.json($0.cell.contents, at: $0.place) }),
          ]
        }),
    ]
  }

  private static func json(_ contents: CellContents, at place: CellReference) -> CanonicalJSON {
    var members: [String: CanonicalJSON] = ["cell": .string(place.local)]
    switch contents {
    case .empty: break
    case .text(let text): members["text"] = .string(text)
    case .number(let number): members["number"] = .string(Ledger.Entry.text(number))
    case .formula(let formula, let value):
      members["formula"] = .string("=" + formula.text(on: place.sheet))
      switch value {
      case .number(let number): members["number"] = .string(Ledger.Entry.text(number))
      case .text(let text): members["text"] = .string(text)
      case .error, .empty: members["number"] = .null
      }
    }
    return .object(members)
  }
}
