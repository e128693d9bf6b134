"""How often weekly triggers fire by chance, for Tests/Reference/pilot/alarms.json.

Binomial tails as exact fractions of the decimal limits. Run:
python3 Scripts/reference/pilot/alarms.py > Tests/Reference/pilot/alarms.json
"""

import json
from fractions import Fraction
from math import comb, floor


def tail(n, least, p):
    return 1 - sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(min(least, n + 1)))


def alarms(measure, limit, sizes, share):
    p = Fraction(share)
    chances = []
    for n in sizes:
        most = floor(Fraction(limit) * n) if measure == "share" else int(limit)
        chances.append(tail(n, most + 1, p) if most < n else Fraction(0))
    quiet = Fraction(1)
    for chance in chances:
        quiet *= 1 - chance
    return {
        "measure": measure,
        "limit": limit,
        "sizes": sizes,
        "share": share,
        "per_week": float(max(chances)),
        "per_pilot": float(1 - quiet),
    }


print(
    json.dumps(
        [
            alarms("share", "0.05", [40] * 13, "0.03"),
            alarms("share", "0.05", [100] * 13, "0.03"),
            alarms("share", "0.05", [200] * 13, "0.03"),
            alarms("share", "0.05", [100] * 13, "0.05"),
            alarms("share", "0.05", [19, 20, 1, 100], "0.05"),
            alarms("share", "0", [10, 10], "0.001"),
            alarms("share", "1", [10, 10], "0.5"),
            alarms("count", "2", [40, 60, 80], "0.025"),
            alarms("count", "2", [2, 1], "0.9"),
        ],
        indent=1,
    )
)
