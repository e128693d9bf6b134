"""Days, months and ISO weeks, for Tests/Reference/pilot/calendar.json.

Python's datetime; a month later is the same day, or the last one of a shorter month (calendar.monthrange). Run:
python3 Scripts/reference/pilot/calendar_days.py > Tests/Reference/pilot/calendar.json
"""

import calendar
import datetime
import json
import random

random.seed(20260331)
first, last = datetime.date(1900, 1, 1).toordinal(), datetime.date(2999, 12, 31).toordinal()


def months_later(day, months):
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if year > 2999:
        return None
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


fixed = ["1900-01-01", "1900-02-28", "2000-02-29", "2024-02-29", "2026-01-31", "2099-12-31"]
fixed += ["2999-12-31", "2999-12-27", "2020-12-31", "2021-01-03", "2027-01-01", "2015-12-28"]
days = [datetime.date.fromisoformat(text) for text in fixed]
days += [datetime.date.fromordinal(random.randint(first, last)) for _ in range(150)]
rows = []
for day in days:
    step, months = random.randint(-5000, 5000), random.randint(0, 40)
    later = day.toordinal() + step
    after = months_later(day, months)
    week = day.isocalendar()
    rows.append(
        {
            "day": day.isoformat(),
            "step": step,
            "later": datetime.date.fromordinal(later).isoformat() if first <= later <= last else None,
            "months": months,
            "after": after.isoformat() if after else None,
            "week": f"{week[0]}-W{week[1]:02d}",
        }
    )
print(json.dumps(rows, indent=1))
