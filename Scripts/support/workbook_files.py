#!/usr/bin/env python3
"""Holds the files of workbooks against openpyxl and against the schema of ECMA-376.

Usage: workbook_files.py load FOLDER
       workbook_files.py validate FOLDER [SCHEMAS]

The first form loads every FOLDER/*.xlsx, any warning being a fault, and holds the inputs and formulas that
openpyxl finds against the parts of the file. The second validates all parts: by lxml against the XSDs in
SCHEMAS where that folder is given, else by the Python package openxml-audit, which carries the schema of the
Open XML SDK. Either must first find a fault in a copy whose parts were put out of order.
"""

import pathlib
import re
import sys
import tempfile
import warnings
import zipfile


# MARK: - openpyxl


def load(path):
    """Loads a workbook twice; returns how many formulas it has, and sentences on what is wrong."""
    import openpyxl  # noqa: PLC0415, only where it is installed

    faults = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            formulas = openpyxl.load_workbook(path)
            values = openpyxl.load_workbook(path, data_only=True)
        except Exception as error:  # noqa: BLE001, whatever it is, it is a fault of the file
            return 0, [f"{path.name}: {error}"]
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        written = sum(archive.read(name).count(b"<f>") for name in parts)
    found = 0
    for sheet in formulas:
        if sheet.sheet_state != "visible":
            faults.append(f"{path.name}: {sheet.title} is hidden")
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                found += 1
            elif cell.value != values[sheet.title][cell.coordinate].value:
                faults.append(f"{path.name}: {sheet.title}!{cell.coordinate} is not one value")
    if found != written:
        faults.append(f"{path.name}: {found} formulas read, {written} written")
    return found, faults


# MARK: - Schema


def by_schemas(folder):
    """A check of all parts of a file by the XSDs of a folder, the main one being sml.xsd."""
    from lxml import etree  # noqa: PLC0415, only where it is used

    folder = pathlib.Path(folder)

    def schema(name):
        path = next(iter(sorted(folder.rglob(name))), None)
        return etree.XMLSchema(etree.parse(str(path))) if path else None

    sheets = schema("sml.xsd")
    if sheets is None:
        sys.exit(f"there is no sml.xsd below {folder}")
    types, relations = schema("opc-contentTypes.xsd"), schema("opc-relationships.xsd")

    def check(path):
        faults = []
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                chosen = sheets
                if name == "[Content_Types].xml":
                    chosen = types
                elif name.endswith(".rels"):
                    chosen = relations
                if chosen is not None and not chosen.validate(etree.fromstring(archive.read(name))):
                    faults.append(f"{path.name}, {name}: {chosen.error_log[0].message}")
        return faults

    return check, f"lxml and the schemas in {folder.name}"


def by_package():
    """A check of all parts of a file by openxml-audit: its schema alone, not its advice."""
    from openxml_audit import OpenXmlValidator  # noqa: PLC0415, only where it is installed

    validator = OpenXmlValidator(semantic_validation=False)

    def check(path):
        # Its advice on what Excel would write instead is no fault.
        errors = validator.validate(str(path)).errors
        return [f"{path.name}: {error}" for error in errors if error.error_type.name != "SEMANTIC"]

    return check, "openxml-audit"


def disordered(source, target):
    """Copies a workbook with the columns of its first sheet behind its rows, which the schema forbids."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(rb"(<cols>.*</cols>)(<sheetData>.*</sheetData>)", rb"\2\1", data, flags=re.S)
            copy.writestr(name, data)


def validate(paths, schemas):
    check, name = by_schemas(schemas) if schemas else by_package()
    with tempfile.TemporaryDirectory() as folder:
        faulty = pathlib.Path(folder) / "faulty.xlsx"
        disordered(paths[0], faulty)
        if not check(faulty):
            return [f"{name} finds no fault in a part that is out of order"], name
    return [fault for path in paths for fault in check(path)], name


# MARK: - Both


def main(arguments):
    action, folder = arguments[0], pathlib.Path(arguments[1])
    paths = sorted(folder.glob("*.xlsx"))
    if not paths:
        sys.exit(f"there is no workbook in {folder}")
    if action == "load":
        results = [load(path) for path in paths]
        faults = [fault for result in results for fault in result[1]]
        words = f"{len(paths)} workbooks, {sum(result[0] for result in results)} formulas"
    else:
        faults, name = validate(paths, arguments[2] if len(arguments) > 2 else None)
        words = f"the parts of {len(paths)} workbooks keep to the schema, by {name}"
    for fault in faults[:40]:
        print(fault, file=sys.stderr)
    print(f"{len(faults)} faults in {len(paths)} workbooks" if faults else words)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
