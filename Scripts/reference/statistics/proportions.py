"""Makes the reference numbers of the tests of proportions in 30-digit arithmetic, without closed forms.

Constrained maxima of the likelihood come from a bisection of its derivative, limits from a bisection of the
statistic, exact tests from fractions, and conditional limits from polynomials in the odds ratio.
Run from the package's folder: python3 Scripts/reference/statistics/proportions.py
"""
import json
from fractions import Fraction
from math import comb

from mpmath import betainc, erfc, inf, log, mp, mpf, sqrt

mp.dps = 30
OUT = "Tests/Reference/statistics/proportions.json"


def bisect(f, low, high, steps=100):
    """The root of a function that is positive at `low` and negative at `high`."""
    for _ in range(steps):
        middle = (low + high) / 2
        if f(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def z_of(tail):
    return bisect(lambda z: erfc(z / sqrt(mpf(2))) / 2 - tail, mpf(0), mpf(40))


def part(count, rate):
    return mpf(0) if count == 0 else (inf if rate <= 0 else count / rate)


def constrained_difference(x1, n1, x0, n0, d):
    low, high = max(mpf(0), -d), min(mpf(1), 1 - d)

    def slope(q):
        gain = part(x1, q + d) + part(x0, q)
        loss = part(n1 - x1, 1 - q - d) + part(n0 - x0, 1 - q)
        return gain - loss

    q = bisect(slope, low, high)
    return q + d, q


def constrained_ratio(x1, n1, x0, n0, t):
    high = min(mpf(1), 1 / t)

    def slope(q):
        return part(x1 + x0, q) - (mpf(0) if n1 == x1 else t * part(n1 - x1, 1 - t * q)) - part(n0 - x0, 1 - q)

    q = bisect(slope, mpf(0), high)
    return t * q, q


def statistic(x1, n1, x0, n0, rates, distance, ratio, corrected):
    q1, q0 = rates
    variance = q1 * (1 - q1) / n1 + ratio ** 2 * q0 * (1 - q0) / n0
    factor = mpf(n1 + n0) / (n1 + n0 - 1) if corrected else mpf(1)
    if distance == 0:
        return mpf(0)
    return distance / sqrt(variance * factor) if variance > 0 else distance * inf


def difference_limits(x1, n1, x0, n0, z, corrected):
    d = mpf(x1) / n1 - mpf(x0) / n0

    def at(v):
        return statistic(x1, n1, x0, n0, constrained_difference(x1, n1, x0, n0, v), d - v, 1, corrected)

    low = mpf(-1) if d == -1 else bisect(lambda v: at(v) - z, mpf(-1) + mpf(10) ** -30, d)
    high = mpf(1) if d == 1 else bisect(lambda v: at(v) + z, d, mpf(1) - mpf(10) ** -30)
    return low, high


def ratio_limits(x1, n1, x0, n0, z, corrected):
    p1, p0 = mpf(x1) / n1, mpf(x0) / n0

    def at(t):
        return statistic(x1, n1, x0, n0, constrained_ratio(x1, n1, x0, n0, t), p1 - t * p0, t, corrected)

    def solve(target):
        return mp.exp(bisect(lambda s: at(mp.exp(s)) - target, mpf(-60), mpf(60)))

    return (mpf(0) if x1 == 0 else solve(z)), (inf if x0 == 0 else solve(-z))


def clopper(x, n, tail):
    low = mpf(0) if x == 0 else bisect(lambda p: tail - betainc(x, n - x + 1, 0, p, regularized=True), mpf(0), mpf(1))
    high = mpf(1) if x == n else bisect(lambda p: betainc(x + 1, n - x, p, 1, regularized=True) - tail, mpf(0), mpf(1))
    return low, high


def wilson(x, n, z):
    p = mpf(x) / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (mpf(0) if x == 0 else centre - reach), (mpf(1) if x == n else centre + reach)


def masses(x1, n1, x0, n0):
    m = x1 + x0
    support = range(max(0, m - n0), min(n1, m) + 1)
    return {k: comb(n1, k) * comb(n0, m - k) for k in support}


def fisher(x1, n1, x0, n0):
    weights = masses(x1, n1, x0, n0)
    total = sum(weights.values())
    bound = weights[x1] * Fraction(10_000_001, 10_000_000)
    share = lambda keys: mpf(sum(weights[k] for k in keys)) / total
    return {
        "two": share([k for k in weights if weights[k] <= bound]), "fewer": share([k for k in weights if k <= x1]),
        "more": share([k for k in weights if k >= x1]), "point": share([x1]),
    }


def conditional(x1, n1, x0, n0, tail):
    weights = masses(x1, n1, x0, n0)
    keys = list(weights)

    def tails(s):
        terms = {k: weights[k] * mp.exp(s * (k - x1)) for k in keys}
        total = sum(terms.values())
        return sum(v for k, v in terms.items() if k >= x1) / total, sum(v for k, v in terms.items() if k <= x1) / total

    low = mpf(0) if x1 == keys[0] else mp.exp(bisect(lambda s: tail - tails(s)[0], mpf(-60), mpf(60)))
    high = inf if x1 == keys[-1] else mp.exp(bisect(lambda s: tails(s)[1] - tail, mpf(-60), mpf(60)))

    def mean(s):
        terms = {k: weights[k] * mp.exp(s * (k - x1)) for k in keys}
        return sum(k * v for k, v in terms.items()) / sum(terms.values())

    if len(keys) == 1:
        most = None
    elif x1 == keys[0]:
        most = mpf(0)
    elif x1 == keys[-1]:
        most = inf
    else:
        most = mp.exp(bisect(lambda s: x1 - mean(s), mpf(-60), mpf(60)))
    return low, high, most


def text(value):
    if value is None:
        return None
    return "Inf" if value == inf else float(value)


def pair(limits):
    return [text(v) for v in limits]


tables = [
    (0, 1, 0, 1), (1, 1, 0, 1), (0, 1, 1, 1), (1, 1, 1, 1), (0, 10, 5, 12), (5, 12, 0, 10), (0, 10, 0, 12), (5, 5, 7, 7),
    (10, 10, 0, 12), (1, 1, 6, 12), (2, 10, 15, 25), (9, 10, 3, 10), (56, 70, 48, 80), (5, 13, 11, 17), (3, 30, 33, 33),
    (29, 30, 33, 33), (1, 400, 3, 7), (390, 400, 1, 3), (120, 1000, 130, 1000), (7, 900, 800, 900),
]
cases = []
for x1, n1, x0, n0 in tables:
    for level in ("0.8", "0.99"):
        tail = (1 - mpf(level)) / 2
        z = z_of(tail)
        low, high, most = conditional(x1, n1, x0, n0, tail)
        cases.append({
            "x1": x1, "n1": n1, "x0": x0, "n0": n0, "level": float(level), "wilson": pair(wilson(x1, n1, z)),
            "clopper": pair(clopper(x1, n1, tail)), "mn": pair(difference_limits(x1, n1, x0, n0, z, True)),
            "mee": pair(difference_limits(x1, n1, x0, n0, z, False)),
            "ratioMN": [0.0, "Inf"] if x1 + x0 == 0 else pair(ratio_limits(x1, n1, x0, n0, z, True)),
            "koopman": [0.0, "Inf"] if x1 + x0 == 0 else pair(ratio_limits(x1, n1, x0, n0, z, False)),
            "odds": [text(low), text(high)], "conditional": text(most),
            "fisher": {k: float(v) for k, v in fisher(x1, n1, x0, n0).items()},
        })
# Large groups: the score intervals and Wilson alone, which need no sum over tables.
for x1, n1, x0, n0 in [(1, 10 ** 9, 12, 10 ** 9), (999_999_999, 10 ** 9, 9, 10), (3, 10, 300_000_000, 10 ** 9), (480_000, 10 ** 6, 490_000, 10 ** 6)]:
    z = z_of(mpf("0.025"))
    cases.append({
        "x1": x1, "n1": n1, "x0": x0, "n0": n0, "level": 0.95, "wilson": pair(wilson(x1, n1, z)),
        "mn": pair(difference_limits(x1, n1, x0, n0, z, True)), "ratioMN": pair(ratio_limits(x1, n1, x0, n0, z, True)),
    })
with open(OUT, "w") as file:
    json.dump({"software": f"mpmath, {mp.dps} digits", "cases": cases}, file, separators=(",", ":"))
    file.write("\n")
print(len(cases), "cases")
