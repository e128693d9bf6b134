"""Makes reference numbers of tests and intervals of means, counts and pairs, without the library's closed forms.

Unconditional tests come from fractions over all tables and a dense search in 40 digits; limits from bisections of sums of
masses; Tango's from a direct search of the likelihood; effect sizes from an integral of the noncentral t.
Run from the package's folder: python3 Scripts/reference/statistics/tests.py
"""
import json
from fractions import Fraction
from math import comb

from mpmath import asin, erfc, exp, factorial, gamma, log, mp, mpf, pi, quad, sin, sqrt

mp.dps = 40
OUT = "Tests/Reference/statistics/tests.json"


def bisect(f, low, high, steps=110):
    """The root of a function that is negative at `low` and positive at `high`."""
    for _ in range(steps):
        middle = (low + high) / 2
        if f(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def z_of(tail):
    return bisect(lambda z: tail - erfc(z / sqrt(mpf(2))) / 2, mpf(-40), mpf(40))


def number(value):
    return float(value)


# One proportion.
def binomial(n, k, p):
    return comb(n, k) * p**k * (1 - p) ** (n - k)


def mid_tail(n, ks, x, p):
    return sum(binomial(n, k, p) for k in ks) + binomial(n, x, p) / 2


def mid_p_limits(x, n, tail):
    low = mpf(0) if x == 0 else bisect(lambda p: mid_tail(n, range(x + 1, n + 1), x, p) - tail, mpf(0), mpf(1))
    high = mpf(1) if x == n else bisect(lambda p: tail - mid_tail(n, range(x), x, p), mpf(0), mpf(1))
    return [number(low), number(high)]


def wilson(x, n, tail, half):
    """Roots of (|p - x/n| - half/n)^2 = z^2 p (1 - p) / n outside x/n, by bisection."""
    z = z_of(tail)

    def gap(p):
        return (abs(p - mpf(x) / n) - half / n) - z * sqrt(p * (1 - p) / n)

    low = mpf(0) if x == 0 else bisect(lambda p: -gap(p), mpf(0), mpf(x) / n)
    high = mpf(1) if x == n else bisect(gap, mpf(x) / n, mpf(1))
    return [number(low), number(high)]


def minimum_likelihood(masses, x):
    limit = masses[x] * (1 + Fraction(1, 10**7))
    return number(sum(m for m in masses if m <= limit))


one = []
for x, n in [(0, 1), (1, 1), (0, 8), (3, 8), (8, 8), (1, 12), (6, 12), (13, 20), (49, 50), (7, 300)]:
    for level in ("0.8", "0.95", "0.999"):
        tail = (1 - mpf(float(level))) / 2
        null = Fraction(3, 10)
        masses = [comb(n, k) * null**k * (1 - null) ** (n - k) for k in range(n + 1)]
        one.append({"x": x, "n": n, "level": float(level), "midP": mid_p_limits(x, n, tail),
                    "continuity": wilson(x, n, tail, mpf(1) / 2), "exact": minimum_likelihood(masses, x),
                    "fewer": number(sum(masses[: x + 1])), "more": number(sum(masses[x:])), "point": number(masses[x])})


# Barnard and Boschloo.
def supremum(tables, n1, n0):
    size = n1 + n0
    weights = [0] * (size + 1)
    for x1, x0 in tables:
        weights[x1 + x0] += comb(n1, x1) * comb(n0, x0)

    def at(angle):
        rate = sin(angle) ** 2
        return sum(w * rate**s * (1 - rate) ** (size - s) for s, w in enumerate(weights) if w)

    steps = 600
    grid = [pi / 2 * k / steps for k in range(steps + 1)]
    values = [at(a) for a in grid]
    best = max(values[0], values[-1])
    for k in range(1, steps):
        if values[k] >= values[k - 1] and values[k] >= values[k + 1] and values[k] > best * mpf("0.98"):
            low, high = grid[k - 1], grid[k + 1]
            for _ in range(70):
                first, second = low + (high - low) / 3, high - (high - low) / 3
                if at(first) < at(second):
                    low = first
                else:
                    high = second
            best = max(best, at((low + high) / 2))
    return number(best)


def squared_score(x1, n1, x0, n0):
    s, size = x1 + x0, n1 + n0
    distance = x1 * n0 - x0 * n1
    value = Fraction(distance * distance, s * (size - s)) if 0 < s < size else Fraction(0)
    return -value if distance < 0 else value


def fisher(x1, n1, x0, n0, more):
    s = x1 + x0
    masses = {k: Fraction(comb(n1, k) * comb(n0, s - k), comb(n1 + n0, s))
              for k in range(max(0, s - n0), min(n1, s) + 1)}
    return sum(m for k, m in masses.items() if (k >= x1 if more else k <= x1))


unconditional = []
for x1, n1, x0, n0 in [(0, 1, 0, 1), (1, 1, 0, 1), (2, 5, 0, 5), (5, 5, 0, 5), (3, 8, 1, 8), (7, 8, 2, 8), (0, 10, 0, 20),
                       (15, 15, 9, 12), (2, 3, 4, 20), (4, 20, 11, 20), (7, 12, 3, 12), (9, 20, 2, 15), (6, 6, 18, 25),
                       (1, 30, 8, 31), (25, 50, 36, 50)]:
    every = [(a, b) for a in range(n1 + 1) for b in range(n0 + 1)]
    scores = {t: squared_score(t[0], n1, t[1], n0) for t in every}
    own = scores[(x1, x0)]
    item = {"x1": x1, "n1": n1, "x0": x0, "n0": n0,
            "barnard": {"two": supremum([t for t in every if abs(scores[t]) >= abs(own)], n1, n0),
                        "fewer": supremum([t for t in every if scores[t] <= own], n1, n0),
                        "more": supremum([t for t in every if scores[t] >= own], n1, n0)}}
    sides = {}
    for name, more in (("fewer", False), ("more", True)):
        values = {t: fisher(t[0], n1, t[1], n0, more) for t in every}
        sides[name] = supremum([t for t in every if values[t] <= values[(x1, x0)]], n1, n0)
    sides["two"] = min(1.0, 2 * min(sides.values()))
    item["boschloo"] = sides
    unconditional.append(item)


# Pairs.
def tango_statistic(b, c, n, d):
    low, high = max(mpf(0), -d), (1 - d) / 2

    def likelihood(q):
        terms = [(b, q + d), (c, q), (n - b - c, 1 - 2 * q - d)]
        return sum(k * log(r) if k else mpf(0) for k, r in terms)

    # The likelihood is concave; the ends are taken where it rises towards them.
    margin = mpf(10) ** -38
    first, second = low + margin, high - margin
    for _ in range(160):
        one_third, two_thirds = first + (second - first) / 3, second - (second - first) / 3
        if likelihood(one_third) < likelihood(two_thirds):
            first = one_third
        else:
            second = two_thirds
    q = (first + second) / 2
    return (b - c - n * d) / sqrt(n * (2 * q + d * (1 - d)))


def tango(b, c, n, tail):
    z = z_of(tail)
    centre = mpf(b - c) / n
    edge = mpf(10) ** -30
    low = mpf(-1) if centre == -1 else bisect(lambda d: z - tango_statistic(b, c, n, d), -1 + edge, centre, 60)
    high = mpf(1) if centre == 1 else bisect(lambda d: -z - tango_statistic(b, c, n, d), centre, 1 - edge, 60)
    return [number(low), number(high)]


def newcombe_paired(a, b, c, d, tail):
    n = a + b + c + d
    (l1, u1), (l0, u0) = wilson(a + b, n, tail, mpf(0)), wilson(a + c, n, tail, mpf(0))
    p1, p0 = mpf(a + b) / n, mpf(a + c) / n
    product = (a + b) * (c + d) * (a + c) * (b + d)
    raw = a * d - b * c
    raw = max(raw - mpf(n) / 2, 0) if raw > 0 else raw
    phi = raw / sqrt(mpf(product)) if product else mpf(0)
    difference = p1 - p0
    below = sqrt((p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u0 - p0) + (u0 - p0) ** 2)
    above = sqrt((u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p0 - l0) + (p0 - l0) ** 2)
    return [number(difference - below), number(difference + above)]


pairs = []
for a, b, c, d in [(36, 12, 2, 0), (40, 15, 5, 50), (0, 0, 0, 8), (8, 0, 0, 0), (3, 0, 0, 5), (0, 5, 0, 0), (2, 3, 1, 2),
                   (0, 2, 6, 4), (1, 0, 0, 0), (10, 1, 9, 30)]:
    n, m = a + b + c + d, b + c
    masses = [Fraction(comb(m, k), 2**m) for k in range(m + 1)]
    tail = (1 - mpf(0.95)) / 2
    exact = minimum_likelihood(masses, b)
    pairs.append({"counts": [a, b, c, d], "exact": exact, "mid": number(Fraction(exact) - masses[b] / 2),
                  "tango": tango(b, c, n, tail), "newcombe": newcombe_paired(a, b, c, d, tail)})


# Rates.
def poisson(k, mean):
    return exp(-mean) * mean**k / factorial(k)


def mid_count_limits(x, tail):
    low = mpf(0) if x == 0 else bisect(
        lambda m: (1 - sum(poisson(k, m) for k in range(x + 1)) + poisson(x, m) / 2) - tail, mpf(0), mpf(10 * x + 50))
    high = bisect(lambda m: tail - (sum(poisson(k, m) for k in range(x)) + poisson(x, m) / 2), mpf(0), mpf(10 * x + 50))
    return [number(low), number(high)]


def poisson_exact(x, mean):
    own = poisson(x, mean) * (1 + mpf(10) ** -7)
    return number(sum(poisson(k, mean) for k in range(400) if poisson(k, mean) <= own))


rates = []
for x in (0, 1, 2, 7, 30):
    for level in (0.8, 0.95):
        tail = (1 - mpf(level)) / 2
        z = z_of(tail)
        root = sqrt(x + z * z / 4)
        rates.append({"count": x, "level": level, "midP": mid_count_limits(x, tail),
                      "score": [number((z / 2 - root) ** 2), number((z / 2 + root) ** 2)],
                      "exact": poisson_exact(x, mpf(5.5))})


# Standardised differences.
def noncentral_survival(t, v, shift):
    """The probability above t: an integral over the deviation s of a chi over its root of v."""
    scale = log(mpf(2)) + (v / 2) * log(v / 2) - log(gamma(v / 2))

    def density(s):
        return exp(scale + (v - 1) * log(s) - v * s * s / 2) if s > 0 else mpf(0)

    width = 1 / sqrt(2 * v)
    points = [max(mpf(0), 1 + k * width) for k in (-14, -7, -3, 0, 3, 7, 14, 25)]
    points = sorted(set(points))
    return quad(lambda s: density(s) * erfc((t * s - shift) / sqrt(mpf(2))) / 2, points)


mp.dps = 22
sizes = []
for d, n1, n0 in [(0.8, 4, 4), (-0.3, 12, 9), (2.5, 8, 20), (0.0, 10, 10), (0.5, 7, 0), (-1.9, 12, 0), (0.2, 300, 280)]:
    v = mpf(n1 + n0 - 2 if n0 else n1 - 1)
    root = sqrt(mpf(n1) * n0 / (n1 + n0)) if n0 else sqrt(mpf(n1))
    t = mpf(d) * root
    tail = (1 - mpf(0.95)) / 2
    low = bisect(lambda s: noncentral_survival(t, v, s) - tail, t - 12, t + 12, 62)
    high = bisect(lambda s: tail - (1 - noncentral_survival(t, v, s)), t - 12, t + 30, 62)
    sizes.append({"d": d, "n1": n1, "n0": n0, "correction": number(gamma(v / 2) / gamma((v - 1) / 2) / sqrt(v / 2)),
                  "interval": [number(low / root), number(high / root)]})

with open(OUT, "w") as file:
    json.dump({"software": "Python fractions and mpmath", "one": one, "unconditional": unconditional, "pairs": pairs,
               "rates": rates, "sizes": sizes}, file)
    file.write("\n")
