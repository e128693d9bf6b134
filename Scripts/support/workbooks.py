#!/usr/bin/env python3
"""Holds what a spreadsheet program made of workbooks against the figures that the library expects.

Usage: workbooks.py EXPECTED-FOLDER RECALCULATED-FOLDER
       workbooks.py --formulas EXPECTED-FOLDER [NAME ...]

For each NAME.expected.csv the first form reads NAME-Calc.csv and its like, as LibreOffice writes the
sheets of NAME.xlsx; the second works NAME.xlsx out by the Python package `formulas`. Posted money must be
the same to the minor unit, other figures to 1e-9 of themselves.
"""

import csv
import math
import pathlib
import sys


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def agrees(kind, found, expected):
    """Whether a cell's text is the figure expected."""
    if expected == "undefined":
        return found.startswith("#") or found == "Err:502"
    try:
        value, wanted = float(found), float(expected)
    except ValueError:
        return False
    if kind == "money":
        return abs(value - wanted) < max(0.0005, 1e-15 * abs(wanted))
    return math.isclose(value, wanted, rel_tol=1e-9, abs_tol=1e-9)


def compare(name, expected, cell):
    """Compares the figures of one workbook; returns how many, and sentences on what differs."""
    faults = []
    for row in expected:
        found = cell(row["sheet"], int(row["row"]), int(row["column"]))
        if not agrees(row["kind"], found, row["value"]):
            faults.append(
                f"{name}, {row['sheet']} {row['key']}: {found or 'nothing'} found,"
                f" {row['value']} expected"
            )
    return len(expected), faults


def libreoffice(folder, name):
    sheets = {}

    def cell(sheet, row, column):
        if sheet not in sheets:
            path = folder / f"{name}-{sheet}.csv"
            sheets[sheet] = read(path) if path.exists() else []
        rows = sheets[sheet]
        if row > len(rows) or column > len(rows[row - 1]):
            return ""
        return rows[row - 1][column - 1]

    return cell


def formulas_package(path):
    import formulas  # noqa: PLC0415, only where the second engine is asked for

    model = formulas.ExcelModel().loads(str(path)).finish()
    solution = model.calculate()
    values = {}
    for key, ranges in solution.items():
        text = str(key)
        if "!" in text and ":" not in text.rsplit("!", 1)[1]:
            values[text.split("]", 1)[1].replace("'", "").upper()] = ranges.value[0, 0]

    def cell(sheet, row, column):
        return str(values.get(f"{sheet.upper()}!{chr(64 + column)}{row}", ""))

    return cell


def main(arguments):
    is_second = arguments[:1] == ["--formulas"]
    if is_second:
        arguments = arguments[1:]
    source = pathlib.Path(arguments[0])
    chosen = arguments[1:] if is_second else []
    figures, faults, workbooks = 0, [], 0
    for path in sorted(source.glob("*.expected.csv")):
        name = path.name.removesuffix(".expected.csv")
        if chosen and name not in chosen:
            continue
        with open(path, newline="", encoding="utf-8") as file:
            expected = list(csv.DictReader(file))
        cell = (
            formulas_package(source / f"{name}.xlsx")
            if is_second
            else libreoffice(pathlib.Path(arguments[1]), name)
        )
        count, found = compare(name, expected, cell)
        figures += count
        faults += found
        workbooks += 1
    for fault in faults[:40]:
        print(fault, file=sys.stderr)
    print(f"{workbooks} workbooks, {figures} figures, {len(faults)} differ")
    return 1 if faults or workbooks == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
