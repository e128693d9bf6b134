#!/usr/bin/env python3
"""Makes people.csv from the public files of the National Supported Work demonstration.

Usage: prepare.py FOLDER, where FOLDER holds nsw_dw.csv (the randomised trial in the sample of Dehejia and
Wahba 1999: 185 trained, 260 not) and psid_controls.csv (2,490 people of the Panel Study of Income Dynamics).

people.csv joins the 185 trained with the 2,490, so that the comparison is no longer randomised. The benchmark
of plan.json is what the trial itself says: mean re78 of its 185 less that of its 260. Cells are copied as texts.
"""
import csv
import math
import pathlib
import sys

source = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent
columns = ["treat", "age", "education", "black", "hispanic", "married", "nodegree", "re74", "re75", "re78"]


def rows(name):
    with open(source / name, newline="") as file:
        return list(csv.DictReader(file))


trial = rows("nsw_dw.csv")
trained = [row for row in trial if row["treat"] == "1"]
untrained = [row for row in trial if row["treat"] == "0"]
panel = rows("psid_controls.csv")

with open(here / "people.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id"] + columns)
    for prefix, group in (("NSW", trained), ("PSID", panel)):
        for number, row in enumerate(group, 1):
            writer.writerow([f"{prefix}{number}"] + [row[name] for name in columns])


def moments(group):
    values = [float(row["re78"]) for row in group]
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)


(first, error), (second, other) = moments(trained), moments(untrained)
print(f"people.csv: {len(trained)} trained, {len(panel)} of the panel")
print(f"benchmark: {first - second:.2f}, standard error {math.sqrt(error + other):.2f} (Welch)")
