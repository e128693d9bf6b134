#!/usr/bin/env python3
"""Makes Tests/Reference/distributions/catalogue.json: truths of the lognormal, exponential, Weibull, uniform,
triangular, PERT, negative binomial and beta-binomial distributions, in the format of distributions.json.

Closed forms, and the series with positive terms of make.py, with mpmath at 50 digits. Beta-binomial tails are
sums of masses with exact ratios in integers, or, for a whole parameter and any number of trials, the finite sum

    P(X >= k) = sum over i < alpha of (beta)_i / i! B(k + i, n - k + 1 + beta) / B(k, n - k + 1).

Base tolerances are 1e-13; each case allows eight units in the last place times its condition number.

Run: python3 catalogue.py   (some two minutes; mpmath 1.3 or later)
"""
import json
import os

from make import ULP, beta_tails
from mpmath import mp, mpf

mp.dps = 50
OUT = os.path.join(os.path.dirname(__file__), "../../../Tests/Reference/distributions/catalogue.json")
BASE = 1e-13
rows = {}


def add(name, arguments, value, condition=0.0):
    number = float(value)
    if number != number or abs(number) == float("inf") or (number != 0 and abs(number) < 1e-306):
        return
    tolerance = max(BASE, 8 * ULP * abs(float(condition)))
    if tolerance > 1e-8:
        return
    rows.setdefault(name, []).append([*(float(a) for a in arguments), number, float("%.1e" % tolerance)])


def tails(name, arguments, lower, upper, density, x, kind="pdf", extra=0):
    """Both tails, or the logarithm of one too small for a double, and the density or mass."""
    for label, log_label, tail in (("cdf", "logCDF", lower), ("survival", "logSurvival", upper)):
        if tail <= 0:
            continue
        condition = abs(x * density / tail) + extra
        if tail < mpf(10) ** -306:
            add(f"{name}.{log_label}", arguments, mp.log(tail))
        else:
            add(f"{name}.{label}", arguments, tail, condition)
    if density > mpf(10) ** -306:
        add(f"{name}.{kind}", arguments, density, abs(mp.log(density)) + extra)
    elif density:
        add(f"{name}.log{kind.upper()}", arguments, mp.log(density))


LEVELS = [1e-300, 1e-100, 1e-30, 1e-9, 0.001, 0.05, 0.3, 0.5]

# ---- closed forms: (name, parameters, lower, upper, density, quantile of the lower tail, of the upper) ----


def continuous(name, parameters, lower, upper, density, inverse_lower, inverse_upper, points=()):
    xs = {float(x) for x in points}
    for p in LEVELS:
        for label, inverse, tail in (
            ("quantile", inverse_lower, lower), ("quantileSurvival", inverse_upper, upper)
        ):
            x = inverse(mpf(p))
            if x == 0 or abs(x) > mpf(10) ** 300 or abs(x) < mpf(10) ** -300 or x in parameters:
                continue
            # What a unit in the last place of a parameter beside x does counts too.
            ends = max([abs(mpf(q)) for q in parameters]) if name in ("uniform", "triangular", "pert") else 0
            condition = mpf(p) / density(x) / abs(x) + ends / abs(x)
            if name == "lognormal":
                condition += abs(mp.log(x))
            add(f"{name}.{label}", (*parameters, p), x, condition)
            xs.add(float("%.12g" % x))
    for x in sorted(xs):
        exact = mpf(x)
        if name in ("uniform", "triangular") and exact in parameters:
            continue
        low, high, dense = lower(exact), upper(exact), density(exact)
        extra = 0
        if name == "lognormal":
            z = (mp.log(exact) - parameters[0]) / parameters[1]
            extra = (1 + abs(z)) * (abs(mp.log(exact)) + abs(parameters[0])) / parameters[1]
        if name in ("uniform", "triangular", "pert"):
            extra = max(abs(mpf(q)) for q in parameters) * dense / min(low, high) if min(low, high) else 0
        if name == "weibull":
            hazard = (exact / parameters[1]) ** mpf(parameters[0])
            extra = abs(parameters[0]) * (1 + hazard)
        tails(name, (*parameters, x), low, high, dense, exact, extra=extra)


def lognormal(m, s):
    z = lambda x: (mp.log(x) - m) / s
    normal = lambda p: -mp.sqrt(2) * erfc_inverse(2 * p)
    continuous(
        "lognormal", (m, s), lambda x: mp.erfc(-z(x) / mp.sqrt(2)) / 2, lambda x: mp.erfc(z(x) / mp.sqrt(2)) / 2,
        lambda x: mp.npdf(z(x)) / s / x, lambda p: mp.exp(m + s * normal(p)), lambda q: mp.exp(m - s * normal(q)))


def erfc_inverse(p):
    """The x with erfc(x) = p <= 1, by Newton's method on the logarithm."""
    if p == 1:
        return mpf(0)
    x = mp.sqrt(-mp.log(p)) if p < 0.1 else mpf(0.5)
    for _ in range(60):
        step = (mp.log(mp.erfc(x)) - mp.log(p)) * mp.erfc(x) * mp.sqrt(mp.pi) / 2 * mp.exp(x * x)
        x += step
        if abs(step) < mpf(10) ** -45:
            break
    return x


def weibull(shape, scale, name="weibull"):
    h = lambda x: (x / mpf(scale)) ** mpf(shape)
    place = lambda t: scale * t ** (1 / mpf(shape))
    continuous(
        name, (shape, scale) if name == "weibull" else (scale,), lambda x: -mp.expm1(-h(x)), lambda x: mp.exp(-h(x)),
        lambda x: shape * h(x) / x * mp.exp(-h(x)), lambda p: place(-mp.log1p(-p)), lambda q: place(-mp.log(q)),
        [0.01 * scale, scale, 3 * scale, 1e-200])


def uniform(a, b):
    a, b = mpf(a), mpf(b)
    continuous(
        "uniform", (a, b), lambda x: (x - a) / (b - a), lambda x: (b - x) / (b - a), lambda x: 1 / (b - a),
        lambda p: a + p * (b - a), lambda q: b - q * (b - a))


def triangular(a, m, b):
    a, m, b = mpf(a), mpf(m), mpf(b)
    w = b - a
    below = lambda x: (x - a) ** 2 / w / (m - a)
    above = lambda x: (b - x) ** 2 / w / (b - m)
    continuous(
        "triangular", (a, m, b), lambda x: below(x) if x < m else 1 - above(x),
        lambda x: above(x) if x >= m else 1 - below(x),
        lambda x: 2 * (x - a) / w / (m - a) if x < m else 2 * (b - x) / w / (b - m),
        lambda p: a + mp.sqrt(p * w * (m - a)) if p <= (m - a) / w else b - mp.sqrt((1 - p) * w * (b - m)),
        lambda q: b - mp.sqrt(q * w * (b - m)) if q <= (b - m) / w else a + mp.sqrt((1 - q) * w * (m - a)))


def pert(a, m, b, weight):
    exact = [mpf(v) for v in (a, m, b, weight)]
    w = exact[2] - exact[0]
    alpha = 1 + exact[3] * (exact[1] - exact[0]) / w
    beta = 1 + exact[3] * (exact[2] - exact[1]) / w
    for share in (1e-12, 1e-5, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999):
        x = mpf(float(a + share * (b - a)))
        if not exact[0] < x < exact[2]:
            continue
        point = lambda: ((x - exact[0]) / w, (exact[2] - x) / w)
        lower, upper, odds_density = beta_tails(alpha, beta, point)
        y, z = point()
        density = odds_density / y / z / w
        condition = max(abs(v) for v in exact[:3]) * density / min(lower, upper) + weight
        tails("pert", (a, m, b, weight, x), lower, upper, density, x, extra=condition)


# ---- counts ----


def negative_binomial(size, probability, ks, mean=None):
    size = mpf(size)
    p = mpf(probability) if mean is None else size / (size + mpf(mean))
    second = probability if mean is None else mean
    name = "negativeBinomial" if mean is None else "negativeBinomialMean"
    for k in ks:
        lower, upper, density = beta_tails(size, k + 1, lambda: (p, 1 - p))
        # C(k + r - 1, k) p^r q^k = density(r, k + 1) / ((k + r) q)
        mass = density / (k + size) / (1 - p)
        if k <= 3000:
            term = lower = mass
            for j in range(k, 0, -1):
                term = term * j / (j - 1 + size) / (1 - p)
                lower += term
        tails(name, (size, second, k), lower, upper, mass, 0, kind="pmf", extra=abs(mp.log(mass)))


def whole_upper(n, a, b, k):
    """P(X >= k) for whole a."""
    if k <= 0:
        return mpf(1)
    term = mp.exp(mp.loggamma(n - k + 1 + b) - mp.loggamma(n + 1 + b) - mp.loggamma(n - k + 1) + mp.loggamma(n + 1))
    total = term
    for i in range(1, int(a)):
        term = term * (b + i - 1) / i * (k + i - 1) / (n + b + i)
        total += term
    return total


def beta_binomial_whole(n, a, b, ks):
    a, b = mpf(a), mpf(b)
    mp.dps = 220
    for k in ks:
        if not 0 <= k < n:
            continue
        upper = whole_upper(mpf(n), a, b, mpf(k + 1))
        lower = 1 - upper
        mass = mp.exp(
            mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1) + mp.loggamma(k + a)
            + mp.loggamma(n - k + b) - mp.loggamma(n + a + b) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b))
        arguments = (n, a, b, k)
        lower = lower if lower > mpf(10) ** -180 else 0
        extra = abs(mp.log(mass))
        tails("betaBinomial", arguments, lower, upper, mass, 0, kind="pmf", extra=extra)
        tails("betaBinomial", (n, b, a, n - k - 1), upper, lower, mpf(0), 0, kind="pmf", extra=extra)
    mp.dps = 50


def beta_binomial_sum(n, a, b, ks):
    """By adding all masses in long integers."""
    a, b = mpf(a), mpf(b)
    shift = 240
    scale = mpf(2) ** shift
    top_a, top_b = int(a * scale), int(b * scale)
    term = 1 << 1500
    wanted = sorted(set(k for k in ks if 0 <= k < n))
    below, masses, total = {}, {}, 0
    for k in range(n + 1):
        total += term
        if k in wanted:
            below[k], masses[k] = total, term
        numerator = (n - k) * ((k << shift) + top_a)
        denominator = (k + 1) * (((n - k - 1) << shift) + top_b)
        term = term * numerator // denominator if k < n else 0
        if term.bit_length() < 300 and k < n:
            raise ValueError("too few bits")
        if term.bit_length() > 4000:
            raise ValueError("too many bits")
    for k in wanted:
        tails(
            "betaBinomial", (n, a, b, k), mpf(below[k]) / total, mpf(total - below[k]) / total,
            mpf(masses[k]) / total, 0, kind="pmf")


def main():
    for m, s in ((0.0, 1.0), (3.0, 0.25), (-40.0, 7.5), (2.5, 1e-3), (100.0, 0.5)):
        lognormal(m, s)
    for mean in (1.0, 1e-5, 7e8):
        weibull(1.0, mean, "exponential")
    for shape, scale in ((0.2, 3.0), (0.9, 1.0), (1.5, 1e-3), (3.6, 250.0), (80.0, 2.0), (1e4, 1.0)):
        weibull(shape, scale)
    for a, b in ((0.0, 1.0), (-3.0, 11.0), (1e6, 1e6 + 1)):
        uniform(a, b)
    for a, m, b in ((0.0, 0.25, 1.0), (-2.0, -2.0, 5.0), (10.0, 40.0, 40.0), (1000.0, 1001.0, 1500.0)):
        triangular(a, m, b)
    for a, m, b, weight in ((0.0, 0.2, 1.0, 4.0), (10.0, 12.0, 30.0, 4.0), (-5.0, -5.0, 1.0, 4.0), (0.0, 0.7, 1.0, 0.0),
                            (0.0, 3.0, 4.0, 250.0), (100.0, 130.0, 190.0, 1.5), (0.0, 0.5, 1.0, 5000.0)):
        pert(a, m, b, weight)

    for size, probability in ((1.0, 0.3), (0.01, 0.4), (3.5, 0.02), (50.0, 0.97), (1000.0, 0.5), (2.5, 1e-6),
                              (0.2, 1e-9), (1e6, 0.25), (1e-8, 0.01)):
        mean = size * (1 - probability) / probability
        sd = (mean / probability) ** 0.5
        ks = {0, 1, 2} | {int(mean + z * sd) for z in (-6, -2.5, -0.3, 0, 1.2, 4, 12, 60) if mean + z * sd > 0}
        negative_binomial(size, probability, sorted(ks))
    for size, mean in ((2.0, 3.0), (1e9, 5.0), (1e20, 0.3), (1e15, 1e4), (0.5, 1e9), (30.0, 1e6)):
        sd = (mean + mean * mean / size) ** 0.5
        ks = {0, 1} | {int(mean + z * sd) for z in (-6, -2.5, 0, 1.2, 5, 12) if mean + z * sd > 0}
        negative_binomial(size, None, sorted(ks), mean)

    for n, a, b in ((10, 1, 1.5), (60, 3, 0.37), (1000, 2, 40.25), (10**6, 1, 0.5), (10**6, 7, 3e4), (10**9, 1, 2.0),
                    (10**9, 3, 0.37), (10**9, 2, 1e5), (10**9, 40, 60.5), (10**9, 400, 1e8), (10**12, 5, 0.01),
                    (10**15, 2, 3.3), (10**9, 1, 1e-6), (10**9, 1500, 2500.5)):
        mean = n * a / (a + b)
        sd = (n * a * b * (n + a + b) / (a + b + 1)) ** 0.5 / (a + b)
        ks = {0, 1, 5, n // 1000, n // 3, n // 2, n - 2, n - 1, n - n // 1000}
        ks |= {int(mean + z * sd) for z in (-4, -1.5, -0.2, 0.6, 3, 9, 30)}
        beta_binomial_whole(n, a, b, sorted(ks))
    for n, a, b in ((25, 0.3, 0.6), (300, 12.5, 7.25), (5000, 0.05, 0.8), (40_000, 0.4, 0.7), (200_000, 33.3, 71.7),
                    (1_000_000, 0.15, 0.25), (300_000, 1e-3, 2.2)):
        ks = {0, 1, n // 10, n // 4, n // 3, n // 2, n - n // 4, n - n // 20, n - 3, n - 1}
        beta_binomial_sum(n, a, b, ks)

    count = sum(len(r) for r in rows.values())
    with open(OUT, "w") as out:
        out.write('{"about": "Made by Scripts/reference/distributions/catalogue.py. Each row: arguments, value '
                  '(mpmath, 50 digits), relative tolerance.",\n"functions": {\n')
        out.write(",\n".join(
            '"%s": [\n%s\n]' % (name, ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows[name]))
            for name in sorted(rows)))
        out.write("\n}}\n")
    print(count, "cases,", os.path.getsize(OUT), "bytes")


main()
