"""Makes reference numbers of combined and adjusted p-values in 60-digit arithmetic.

Hommel's come from the closed test of Simes' tests over all subsets.
Run from the package's folder: python3 Scripts/reference/statistics/pvalues.py
"""
import json
from fractions import Fraction
from itertools import combinations

from mpmath import atan, erfc, gammainc, log, log1p, mp, mpf, pi, sqrt, tan

mp.dps = 60
OUT = "Tests/Reference/statistics/pvalues.json"


def bisect(f, low, high, steps=260):
    for _ in range(steps):
        middle = (low + high) / 2
        if f(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def upper(z):
    return erfc(z / sqrt(mpf(2))) / 2


def quantile(p):
    """The z above which p lies, by the logarithm of the tail."""
    if p > 0.5:
        return -bisect(lambda z: (1 - mpf(p)) - upper(z), mpf(0), mpf(50))
    return bisect(lambda z: log(mpf(p)) - log(upper(z)), mpf(0), mpf(50))


combined = []
for values, weights in [([0.01, 0.2, 0.3], [1, 2, 3]), ([0.5, 0.5], [1, 1]), ([0.9, 0.99, 0.8], [3, 1, 1]), ([0.04], [2]),
                        ([1e-300, 0.5], [1, 1]), ([1e-300, 1e-200, 1e-250, 0.3], [1, 2, 0.5, 4]), ([1.0, 0.02, 0.7], [1, 1, 1]),
                        ([0.001] * 12, [1] * 12), ([5e-324, 0.9], [1, 1])]:
    ps = [mpf(p) for p in values]
    k = len(ps)
    statistic = -sum(log(p) for p in ps)
    item = {"p": values, "weights": weights, "fisher": float(log(gammainc(k, statistic, regularized=True))),
            "tippett": float(log(-mp.expm1(k * log1p(-min(ps)))))}
    if max(values) < 1:
        zs = [quantile(p) for p in values]
        for name, w in (("stouffer", [1] * k), ("weighted", weights)):
            z = sum(mpf(a) * b for a, b in zip(w, zs)) / sqrt(sum(mpf(a) ** 2 for a in w))
            item[name] = float(log(upper(z)))
        # Next to one half of pi the tangent needs as many digits as the smallest p-value has zeros.
        mp.dps = 400
        mean = sum(tan((mpf(1) / 2 - p) * pi) for p in ps) / k
        tail = atan(1 / mean) / pi if mean > 0 else mpf(1) / 2 - atan(mean) / pi
        mp.dps = 60
        item["cauchy"] = float(log(tail))
    combined.append(item)


def simes(values):
    ordered = sorted(values)
    return min(Fraction(len(ordered), rank) * p for rank, p in enumerate(ordered, 1))


adjusted = []
for values in [[0.01, 0.02, 0.03, 0.04, 0.05], [0.04], [0.5, 0.001, 0.2, 0.04], [0.02, 0.02, 0.02], [1e-300, 1e-20, 0.9, 1.0],
               [0.011, 0.049, 0.012, 0.3, 0.026, 0.6, 0.015, 0.9]]:
    exact = [Fraction(p) for p in values]
    m = len(values)
    hommel = []
    for i in range(m):
        others = [j for j in range(m) if j != i]
        hommel.append(float(max(simes([exact[i]] + [exact[j] for j in rest])
                                for size in range(m) for rest in combinations(others, size))))
    ordered = sorted(range(m), key=lambda j: exact[j])
    holm, most = [0.0] * m, mpf(0)
    for rank, j in enumerate(ordered):
        most = max(most, -mp.expm1((m - rank) * log1p(-mpf(values[j]))) if values[j] < 1 else mpf(1))
        holm[j] = float(most)
    sidak = [float(-mp.expm1(m * log1p(-mpf(p)))) if p < 1 else 1.0 for p in values]
    adjusted.append({"p": values, "hommel": hommel, "holmSidak": holm, "sidak": sidak})

with open(OUT, "w") as file:
    json.dump({"software": "Python fractions and mpmath", "combined": combined, "adjusted": adjusted}, file)
    file.write("\n")
