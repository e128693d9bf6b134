"""Writes Tests/Reference/dataframes/csv-dialects.json: tables in random dialects as Python's csv module writes them.

Run from the package's root: python3 Scripts/reference/dataframes/csv_dialects.py

Every case has a delimiter, a way to quote and a line end. Python's writer leaves a bare line end of another
kind unquoted; a table that Python itself does not read back is made anew.
"""

import csv
import io
import json
import random

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
PIECES = [",", ";", "\t", "|", "\n", "\r\n", "\r", '"', '""', "a", "bc", "é", "漢🙂", " ", "'", "-1.5", "007", "x" * 70]
QUOTING = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]


def case(generator):
    while True:
        made = table(generator)
        if made:
            return made


def table(generator):
    name = generator.choice(list(DELIMITERS))
    delimiter = DELIMITERS[name]
    columns = generator.randint(1, 6)
    rows = [
        ["".join(generator.choice(PIECES) for _ in range(generator.randint(0, 4))) for _ in range(columns)]
        for _ in range(generator.randint(1, 8))
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=delimiter,
        quoting=generator.choice(QUOTING),
        lineterminator=generator.choice(["\n", "\r\n", "\r"]),
    )
    writer.writerows(rows)
    text = text.getvalue()
    if generator.random() < 0.3 and text.rstrip("\r\n"):
        text = text.rstrip("\r\n")
    try:
        read = [row or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    except csv.Error:
        return None
    return {"delimiter": name, "text": text, "records": read} if read == rows else None


def main():
    generator = random.Random(20261125)
    cases = [case(generator) for _ in range(250)]
    with open("Tests/Reference/dataframes/csv-dialects.json", "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in cases) + "\n]\n")


if __name__ == "__main__":
    main()
