"""Writes Tests/Reference/dataframes/csv-records.json: short CSV documents, and what Python's csv module reads.

Run from the package's root: python3 Scripts/reference/dataframes/csv_records.py

A document is refused (null) when csv.reader(strict=True) refuses it, when its records differ in their
count of fields, or when a quote stands inside an unquoted field, which Python lets pass and RFC 4180 does
not. A blank line, which Python reads as no field, is a record of one empty field.
"""

import csv
import io
import json
import random

PIECES = [",", ",", ",", "\n", "\r\n", "\r", '"', '"', '""', "a", "bc", "é", " ", "1"]


def has_inner_quote(text):
    """Whether an unquoted field of an accepted document holds a quote."""
    at_start, quoted, index = True, False, 0
    while index < len(text):
        character = text[index]
        if quoted:
            if character == '"':
                if text[index + 1 : index + 2] == '"':
                    index += 1
                else:
                    quoted = False
        elif character == '"':
            if not at_start:
                return True
            quoted, at_start = True, False
        else:
            at_start = character in ",\r\n"
        index += 1
    return False


def records(text):
    try:
        rows = [row or [""] for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    except csv.Error:
        return None
    if len({len(row) for row in rows}) > 1 or has_inner_quote(text):
        return None
    return rows


def fields(generator):
    """A sound document: quoted and plain fields in even records."""
    columns = generator.randint(1, 4)
    end = generator.choice(["\n", "\r\n", "\r"])
    lines = []
    for _ in range(generator.randint(1, 4)):
        line = []
        for _ in range(columns):
            text = "".join(generator.choice(PIECES) for _ in range(generator.randint(0, 3)))
            if any(character in text for character in ',"\r\n') or generator.random() < 0.3:
                text = '"' + text.replace('"', '""') + '"'
            line.append(text)
        lines.append(",".join(line))
    return end.join(lines) + generator.choice(["", end])


generator = random.Random(4180)
documents = [fields(generator) for _ in range(250)]
while len(documents) < 500:
    documents.append("".join(generator.choice(PIECES) for _ in range(generator.randint(1, 12))))
cases = [{"text": text, "records": records(text)} for text in documents]
with open("Tests/Reference/dataframes/csv-records.json", "w") as file:
    json.dump(cases, file, indent=0, ensure_ascii=True)
    file.write("\n")
print(sum(case["records"] is not None for case in cases), "accepted of", len(cases))
