"""Exact trend tests of weekly counts, for Tests/Reference/pilot/trend.json.

Given the number of events, every way in which they can fall on the weeks' totals is listed with its weight, a
product of binomial coefficients, in exact integers: the p-value is a fraction. The normal test beside it is
computed from its textbook formula with mpmath.
Run: python3 Scripts/reference/pilot/trend.py > Tests/Reference/pilot/trend.json
"""

import json
from fractions import Fraction
from math import comb

from mpmath import mp, mpf, ncdf, sqrt

mp.dps = 40


def exact(counts, totals):
    events = sum(counts)
    observed = sum(w * x for w, x in enumerate(counts))
    weights = {}

    def walk(week, left, score, weight):
        if week == len(totals):
            if left == 0:
                weights[score] = weights.get(score, 0) + weight
            return
        for x in range(min(left, totals[week]) + 1):
            walk(week + 1, left - x, score + week * x, weight * comb(totals[week], x))

    walk(0, events, 0, 1)
    return Fraction(sum(w for s, w in weights.items() if s >= observed), comb(sum(totals), events))


def normal(counts, totals):
    weeks = [w for w in range(len(totals)) if totals[w]]
    total, events = sum(totals), sum(counts)
    p = mpf(events) / total
    mean = mpf(sum(w * totals[w] for w in weeks)) / total
    trend = sum(w * (counts[w] - totals[w] * p) for w in weeks)
    spread = p * (1 - p) * sum(totals[w] * (w - mean) ** 2 for w in weeks)
    return 1 - ncdf(trend / sqrt(spread))


cases = [
    ([0, 1, 1, 3], [10, 10, 10, 10]),
    ([3, 1, 1, 0], [10, 10, 10, 10]),
    ([0, 0, 0, 0, 5], [20, 20, 20, 20, 20]),
    ([1, 0, 2, 0, 3, 4], [12, 0, 15, 0, 9, 14]),
    ([9, 10, 10], [10, 10, 10]),
    ([8, 9, 10, 10], [10, 10, 10, 10]),
    ([1, 1], [1, 2]),
    ([0, 2], [50, 3]),
    ([1, 2, 1, 2, 3, 2, 4], [40, 38, 41, 40, 39, 40, 42]),
    ([2, 2, 2, 2], [30, 30, 30, 30]),
]
print(
    json.dumps(
        [
            {
                "counts": counts,
                "totals": totals,
                "exact": float(exact(counts, totals)),
                "normal": float(normal(counts, totals)),
            }
            for counts, totals in cases
        ],
        indent=1,
    )
)
