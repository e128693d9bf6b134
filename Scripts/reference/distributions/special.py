#!/usr/bin/env python3
"""Makes Tests/Reference/distributions/special.json: truths of the functions that make.py leaves out.

Polygamma functions, Lambert's W, Owen's T, the bivariate normal distribution, noncentral chi-squared and F,
and the studentised range, by mpmath at 40 digits at the exact doubles that the file holds: sums of positive
terms and integrals of positive functions, so that both tails keep their digits. Each row holds the
arguments, the value and the tolerance: 1e-13 for functions of one variable and 1e-12 for the others, or,
where larger, eight units in the last place times the condition number in the last argument.

Run: python3 special.py   (some minutes; mpmath 1.3 or later)
"""
import json
import math
import os

import mpmath
from mpmath import mp, mpf

mp.dps = 40
OUT = os.path.join(os.path.dirname(__file__), "../../../Tests/Reference/distributions/special.json")
ULP = 2.220446049250313e-16
functions = {}


def add(name, arguments, value, base):
    """Adds a case unless its value is out of the range of doubles."""
    number = float(value)
    if number == 0 or math.isinf(number) or abs(number) < 1e-300:
        return
    functions.setdefault(name, []).append([*map(float, arguments), number, base])


def conditioned(name, arguments, function, base):
    """Adds a case with the condition number in the last argument."""
    value = function(*map(mpf, arguments))
    last = mpf(arguments[-1])
    step = last * mpf(10) ** -12
    condition = 0
    if last != 0 and value != 0:
        moved = function(*map(mpf, arguments[:-1]), last + step)
        condition = abs((moved - value) / value) * mpf(10) ** 12
    add(name, arguments, value, max(base, float(8 * ULP * condition)))


def phi(x):
    return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)


def tail(x):
    return mp.erfc(x / mp.sqrt(2)) / 2


# ---- functions of one variable ----
for x in [1e-300, 1e-20, 1e-3, 0.1, 0.5, 0.99, 1, 1.2, 1.4, 1.4616, 1.4616321449683622, 1.4617, 1.5, 1.9, 2, 2.1,
          3.7, 5, 9.99, 10, 10.5, 33, 1000.25, 1e7, 1e15, 1e200]:
    conditioned("digamma", [x], lambda v: mp.psi(0, v), 1e-13)
    add("trigamma", [x], mp.psi(1, mpf(x)), 1e-13)
for x in [1e-300, 1e-12, 1e-3, 0.02, 0.1, 0.3, 0.5, 1, 2, 2.9, 3, 3.1, 10, 1e3, 1e10, 1e300, -1e-300, -1e-9, -0.01,
          -0.1, -0.2, -0.249, -0.25, -0.26, -0.3, -0.35, -0.367, -0.3678, -0.36787944, -0.3678794411714423]:
    add("lambertW", [x], mp.lambertw(mpf(x)).real, 1e-13)
    if x < 0:
        add("lambertWMinusOne", [x], mp.lambertw(mpf(x), -1).real, 1e-13)
for x in [-5e-324, -1e-310, -1e-200, -1e-50]:
    add("lambertWMinusOne", [x], mp.lambertw(mpf(x), -1).real, 1e-13)


# ---- Owen's T and the bivariate normal ----
def owen(h, a):
    h, a = mpf(h), mpf(a)
    reach = min(a, 15 / h) if h else a
    points = [reach * i / 8 for i in range(9)]
    value = mp.quad(lambda x: mp.exp(-h * h * x * x / 2) / (1 + x * x), points)
    return value * mp.exp(-h * h / 2) / (2 * mp.pi)


for h in [0, 1e-8, 0.1, 0.5, 1, 1.7, 2.5, 4, 6.5, 11, 20, 36]:
    for a in [1e-10, 0.05, 0.3, 0.8, 1, 1.3, 4, 30, 1e6]:
        add("owenT", [h, a], owen(h, a), max(1e-13, 2 * ULP * h * h))


def bivariate(h, k, r):
    """The integral over the first of its density times the second's conditional tail."""
    h, k, r = mpf(h), mpf(k), mpf(r)
    if h > k:
        h, k = k, h
    spread = mp.sqrt((1 - r) * (1 + r))
    bottom = min(h, 0) - 9 - abs(h) / 4
    # Next to the limit the density falls within 1 / |h|.
    points = {bottom, h} | {h - mpf(2) ** (mpf(i) / 2) / (1 + abs(h)) for i in range(-4, 18)}
    points = {point for point in points if point >= bottom}
    centres = [h, mpf(0)] + ([k / r] if r else [])
    for centre in centres:
        for width in {spread / max(abs(r), mpf(1) / 8), mpf(1) / 2}:
            for factor in [-9, -3, 0, 3, 9]:
                point = centre + width * factor
                if bottom < point < h:
                    points.add(point)
    return mp.quad(lambda x: phi(x) * tail(-(k - r * x) / spread), sorted(points), method="gauss-legendre", maxdegree=5)


mp.dps = 25
for h, k in [(0, 0), (1, -2.5), (0.3, 0.4), (-1.5, -1.2), (2, 3), (-4, -5), (-10, -9), (-20, 3), (6, -5.5), (5, 6)]:
    for r in [-0.9999, -0.7, -1e-6, 0.3, 0.9, 0.99999]:
        value = bivariate(h, k, r)
        spread = 1 - r * r
        # Conditioning in the points, of which the quadratic form is the exponent.
        form = (h * h - 2 * r * h * k + k * k) / spread
        wide = h * h + k * k if r >= 0 or h + k > 0 else form
        add("bivariateNormal", [h, k, r], value, max(1e-12, 4 * ULP * wide))
print("bivariate normal done", flush=True)
mp.dps = 40


# ---- noncentral distributions: every term of the mixture, outward from the largest ----
def mixture(mean, term):
    """The sum over j of Poisson(j) term(j), for a log-concave term."""
    start = int(mean)
    best = start

    def value(j):
        return mp.exp(j * mp.log(mean) - mean - mp.loggamma(j + 1)) * term(j) if mean else (term(0) if j == 0 else mpf(0))

    if not mean:
        return term(0)
    step = max(1, int(math.sqrt(mean)))
    while step:
        moved = True
        while moved:
            moved = False
            for candidate in (best - step, best + step):
                if candidate >= 0 and value(candidate) > value(best):
                    best, moved = candidate, True
        step //= 2
    total = top = value(best)
    for direction in (-1, 1):
        j = best + direction
        while j >= 0:
            share = value(j)
            total += share
            if share < top * mpf(10) ** -22:
                break
            j += direction
    return total


def lower_gamma(a, x):
    return mp.gammainc(a, 0, x, regularized=True)


def upper_gamma(a, x):
    return mp.gammainc(a, x, regularized=True)


mp.dps = 25
for df, nc, points in [
    (1, 0.5, [1e-8, 0.3, 2, 40]), (1, 20, [0.1, 10, 30, 200]), (2, 9.63, [0.01, 5.991464547107979, 20, 90]),
    (0.3, 3, [1e-12, 1, 9]), (4, 5, [0.5, 10, 60]), (10, 100, [20, 110, 200, 400]), (3, 1e-3, [0.5, 12]),
    (2, 1000, [500, 1000, 1200, 2000]), (57.5, 300, [100, 350, 700]), (5, 4000, [3400, 4100, 4700]),
]:
    for x in points:
        half = mpf(nc) / 2
        conditioned("noncentralChiSquared.cdf", [df, nc, x],
                    lambda d, n, v: mixture(n / 2, lambda j: lower_gamma(d / 2 + j, v / 2)), 1e-12)
        conditioned("noncentralChiSquared.survival", [df, nc, x],
                    lambda d, n, v: mixture(n / 2, lambda j: upper_gamma(d / 2 + j, v / 2)), 1e-12)
        conditioned(
            "noncentralChiSquared.pdf", [df, nc, x],
            lambda d, n, v: mixture(
                n / 2, lambda j: mp.exp((d / 2 + j - 1) * mp.log(v / 2) - v / 2 - mp.loggamma(d / 2 + j)) / 2), 1e-12)


print("noncentral chi-squared done", flush=True)


def beta_tail(a, b, x, y):
    """I_x(a, b), by the series of the hypergeometric function that mpmath finds to converge."""
    return mp.betainc(a, b, 0, x, regularized=True)


for df1, df2, nc, points in [
    (2, 27, 9.375, [0.05, 3, 12, 60]), (6, 33, 30.4, [0.5, 6, 20]), (1, 18, 6.25, [1e-6, 4.41, 40]),
    (7.5, 33.3, 4.4, [0.2, 2.1, 9]), (2, 5, 200, [2, 60, 5000]), (1, 3, 0.5, [1e-9, 1, 1e5]), (3, 400, 12, [0.1, 2.5, 15]),
    (4, 1.5, 2, [0.1, 3, 1e6]),
]:
    for x in points:
        def odds(d1, d2, v):
            return d1 * v / (d1 * v + d2), d2 / (d1 * v + d2)

        def lower(d1, d2, n, v):
            p, q = odds(d1, d2, v)
            return mixture(n / 2, lambda j: beta_tail(d1 / 2 + j, d2 / 2, p, q))

        def upper(d1, d2, n, v):
            p, q = odds(d1, d2, v)
            return mixture(n / 2, lambda j: beta_tail(d2 / 2, d1 / 2 + j, q, p))

        conditioned("noncentralF.cdf", [df1, df2, nc, x], lower, 1e-12)
        conditioned("noncentralF.survival", [df1, df2, nc, x], upper, 1e-12)


print("noncentral F done", flush=True)


# ---- the studentised range, of three or more (of two it is Student's t) ----
mp.dps = 18


def between(low, high):
    return tail(-high) - tail(-low) if high < 0 else tail(low) - tail(high) if low > 0 else 1 - tail(-low) - tail(high)


def range_lower(k, w):
    def f(z):
        return k * phi(z) * between(z - w, z) ** (k - 1)
    return mp.quad(f, [-8, -4, -2, -1, 0, 1, 2, 3, 5, 9])


def range_upper(k, w):
    def f(z):
        a, b = tail(-z), tail(w - z)
        return k * phi(z) * a ** (k - 1) * -mp.expm1((k - 1) * mp.log1p(-b / a))
    middle = max(w / 2, 1)
    return mp.quad(f, sorted({mpf(v) for v in [-9, -4, -1, 0, 1, 2, 3, 5, middle - 3, middle, middle + 2, middle + 5, middle + 9]}))


def studentized(k, df, q, inner):
    half = df / 2
    constant = mp.exp(half * mp.log(half) - mp.loggamma(half)) * 2

    def f(s):
        return constant * mp.exp((df - 1) * mp.log(s) - half * s * s) * inner(k, q * s)

    spread = 1 / mp.sqrt(2 * df)
    top = mp.sqrt(df / (df + q * q / 2)) if inner is range_upper else mpf(1)
    points = {mpf(0)}
    for centre in (top, mpf(1)):
        for factor in [-9, -5, -2, 0, 2, 5, 9, 14]:
            point = centre + factor * spread
            if point > 0:
                points.add(point)
    return mp.quad(f, sorted(points), maxdegree=4)


for k, df, q in [(3, 10, 3.877676), (3, 2, 8.33), (4, 5, 0.6), (5, 30, 4.1), (10, 20, 5), (3, 8, 25), (20, 60, 9)]:
    lower = studentized(mpf(k), mpf(df), mpf(q), range_lower)
    upper = studentized(mpf(k), mpf(df), mpf(q), range_upper)
    assert abs(lower + upper - 1) < 1e-13, (k, df, q, lower + upper)
    add("studentizedRange.cdf", [k, df, q], lower, 1e-12)
    add("studentizedRange.survival", [k, df, q], upper, 1e-12)

with open(OUT, "w") as file:
    json.dump({"about": "Arguments, value, tolerance; made by special.py", "functions": functions}, file, indent=0)
    file.write("\n")
print({name: len(rows) for name, rows in functions.items()})
