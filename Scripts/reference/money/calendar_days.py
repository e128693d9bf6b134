"""Days, weeks, months and day counts, for Tests/Reference/money/calendar.json.

Dates by Python's datetime, months by its calendar module, day counts by pyxirr 0.10.8.
Run: python3 Scripts/reference/money/calendar_days.py > Tests/Reference/money/calendar.json
"""

import calendar
import json
import random
from datetime import date, timedelta

import pyxirr

random.seed(20261125)
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
COUNTS = {
    "actual365": pyxirr.DayCount.ACT_365F,
    "actual360": pyxirr.DayCount.ACT_360,
    "actualActual": pyxirr.DayCount.ACT_ACT_ISDA,
    "thirty360US": pyxirr.DayCount.THIRTY_U_360,
    "thirty360European": pyxirr.DayCount.THIRTY_E_360,
}


def anyday():
    if random.random() < 0.5:
        year, month = random.randint(1900, 2999), random.choice([1, 2, 2, 2, 3, 8, 12])
        return date(year, month, random.choice([1, 28, calendar.monthrange(year, month)[1]]))
    return FIRST + timedelta(days=random.randint(0, (LAST - FIRST).days))


def months(day, count):
    total = day.year * 12 + day.month - 1 + count
    year, month = divmod(total, 12)
    if not 1900 <= year <= 2999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])).isoformat()


def row():
    first = anyday()
    other = anyday() if random.random() < 0.3 else first + timedelta(days=random.randint(0, 1500))
    last = min(LAST, max(first, other))
    first = min(first, last)
    year, week, weekday = first.isocalendar()
    count = random.randint(-600, 600)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "days": (last - first).days,
        "iso": [year, week, weekday],
        "months": count,
        "later": months(first, count),
        "years": {name: pyxirr.year_fraction(first, last, kind) for name, kind in COUNTS.items()},
    }


print(json.dumps([row() for _ in range(250)], separators=(",", ":")))
