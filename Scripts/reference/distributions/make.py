#!/usr/bin/env python3
"""Makes Tests/Reference/distributions/distributions.json: truths of the distribution functions.

Every value is computed with mpmath at 50 digits or more, from series with positive terms alone, at the
exact doubles that the file holds; scipy only proposes where to look. Each case carries its tolerance:
the base tolerance of its kind (cdf, survival, pmf 1e-12, quantiles 1e-11) or, where larger, eight units in
the last place times the condition number of the function in its point.

Run: python3 make.py   (some ten seconds; mpmath 1.3 or later, scipy)
"""
import json
import math
import os
import warnings

import scipy.stats as st
from mpmath import mp, mpf

warnings.filterwarnings("ignore")
mp.dps = 50
OUT = os.path.join(os.path.dirname(__file__), "../../../Tests/Reference/distributions/distributions.json")
ULP = 2.220446049250313e-16
cases = []

# ---- the two incomplete functions, to full relative precision in both tails ----


def rising_series(x, below, above, peak):
    """1 + the sum over m of the products of x above(n)/below(n) for n < m, in integers scaled by 2^bits.

    above and below are affine with slope 1 (above None means 1); the terms rise up to the index peak.
    """
    bits = mp.prec + 60
    scale = mpf(2) ** bits
    factor = int(x * scale)
    low = int(below(mpf(0)) * scale)
    high = int(above(mpf(0)) * scale) if above else None
    one = 1 << bits
    term = total = one
    n = 0
    while True:
        if above:
            term = term * high // low * factor >> bits
            high += one
        else:
            term = term * factor // low
        low += one
        total += term
        n += 1
        if n > peak and term < total >> (mp.prec + 20):
            # The rest is below a geometric series; its ratio is bounded away from 1 long before here.
            return mpf(total) / scale


def gamma_tails(a, x):
    """P(a, x), Q(a, x) and the density of log x."""
    a, x = mpf(a), mpf(x)
    dps = mp.dps
    extra = 10
    while True:
        mp.dps = dps + extra
        density = mp.exp(a * mp.log(x) - x - mp.loggamma(a))
        total = rising_series(x, lambda n: a + 1 + n, None, float(x - a)) / a
        p = density * total
        q = 1 - p
        if q > mpf(10) ** (-extra + 2) or q < mpf(10) ** -340 and extra > 350:
            mp.dps = dps
            return +p, +q, +density
        extra = 60 if extra == 10 else extra + 160


def beta_lower(a, b, x, y):
    """x^a y^b / B(a, b) and I_x(a, b) by a series with positive terms."""
    density = mp.exp(a * mp.log(x) + b * mp.log(y) - (mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)))
    peak = float((x * (a + b) - a - 1) / y)
    return density, density * rising_series(x, lambda n: a + 1 + n, lambda n: a + b + n, peak) / a


def beta_tails(a, b, point):
    """I_x(a, b), its complement, and the density of the log odds; point() gives x and 1 - x."""
    a, b = mpf(a), mpf(b)
    x, y = point()

    def cost(a, b, x, y):
        """About the number of terms; above the mean the small tail needs many more digits."""
        above = x * (a + b) > a
        return (150 / -mp.log1p(-y) + max(0, (x * (a + b) - a) / y)) * (10 if above else 1)

    if cost(b, a, y, x) < cost(a, b, x, y):
        q, p, d = beta_tails_from(b, a, lambda: point()[::-1])
        return p, q, d
    return beta_tails_from(a, b, point)


def beta_tails_from(a, b, point):
    dps = mp.dps
    extra = 20
    while True:
        mp.dps = dps + extra
        d, p = beta_lower(a, b, *point())
        q = 1 - p
        if q > mpf(10) ** (-extra + 5) or extra > 350:
            mp.dps = dps
            return +p, +q, +d
        extra = 80 if extra == 20 else extra + 160


# ---- families: parameters -> function of x giving (lower, upper, density of x) ----


def normal(mean, sd):
    def f(x):
        z = (x - mean) / sd
        return mp.erfc(-z / mp.sqrt(2)) / 2, mp.erfc(z / mp.sqrt(2)) / 2, mp.npdf(z) / sd
    return f


def gamma(shape, scale):
    def f(x):
        p, q, d = gamma_tails(shape, x / mpf(scale))
        return p, q, d / x
    return f


def student(df):
    df = mpf(df)

    def f(t):
        if t == 0:
            d = mp.gamma((df + 1) / 2) / mp.gamma(df / 2) / mp.sqrt(mp.pi * df)
            return mpf("0.5"), mpf("0.5"), d
        p, q, d = beta_tails(mpf("0.5"), df / 2, lambda: (t * t / (t * t + df), df / (t * t + df)))
        lower, upper = (1 + p) / 2, q / 2
        return (lower, upper, d / abs(t)) if t > 0 else (upper, lower, d / abs(t))
    return f


def snedecor(d1, d2):
    d1, d2 = mpf(d1), mpf(d2)

    def f(x):
        p, q, d = beta_tails(
            d1 / 2, d2 / 2, lambda: (d1 * x / (d1 * x + d2), d2 / (d1 * x + d2)))
        return p, q, d / x
    return f


def beta(a, b):
    def f(x):
        p, q, d = beta_tails(a, b, lambda: (x, 1 - x))
        return p, q, d / x / (1 - x)
    return f


FAMILIES = {
    "normal": (normal, lambda m, s: st.norm(m, s)),
    "gamma": (gamma, lambda a, s: st.gamma(a, scale=s)),
    "chiSquared": (lambda k: gamma(mpf(k) / 2, 2), lambda k: st.chi2(k)),
    "t": (student, lambda k: st.t(k)),
    "f": (snedecor, lambda a, b: st.f(a, b)),
    "beta": (beta, lambda a, b: st.beta(a, b)),
}

# ---- writing ----


def add(name, arguments, value, base, condition=0.0):
    number = float(value)
    if not math.isfinite(number) or (number != 0 and abs(number) < 1e-306):
        return
    tolerance = max(base, 8 * ULP * abs(float(condition)))
    cases.append([name, [float(a) for a in arguments], number, float("%.1e" % tolerance)])


def continuous(family, parameters, points, probabilities):
    print(family, parameters, len(cases), flush=True)
    make, proposal = FAMILIES[family]
    f = make(*parameters)
    scipy_frozen = proposal(*parameters)
    xs = {float(x) for x in points}
    for p in probabilities:
        for x in (scipy_frozen.ppf(p), scipy_frozen.isf(p)):
            if math.isfinite(x) and (x != 0) and abs(x) > 1e-290:
                xs.add(float("%.12g" % x))
    for x in sorted(xs):
        if family == "beta" and not 0 < x < 1:
            continue
        lower, upper, density = f(mpf(x))
        low_tail = lower < upper
        if min(lower, upper) < mpf(10) ** -306:
            small = lower if low_tail else upper
            if small > mpf(10) ** -340 or family == "normal":
                add(f"{family}.log{'CDF' if low_tail else 'Survival'}", (*parameters, x), mp.log(small), 1e-12)
            continue
        shift = x - parameters[0] if family == "normal" else x
        add(f"{family}.cdf", (*parameters, x), lower, 1e-12, shift * density / lower)
        add(f"{family}.survival", (*parameters, x), upper, 1e-12, shift * density / upper)
        add(f"{family}.pdf", (*parameters, x), density, 1e-12, mp.log(density))
    for p in probabilities:
        for name, goal_is_lower, x in (
            ("quantile", True, scipy_frozen.ppf(p)), ("quantileSurvival", False, scipy_frozen.isf(p))
        ):
            if not math.isfinite(x) or x == 0 or family == "beta" and not 0 < x < 1:
                continue
            y = mpf(float(x))
            for _ in range(12):
                lower, upper, density = f(y)
                tail = lower if goal_is_lower else upper
                # Newton's step on the logarithm of the tail, in log x where x is positive.
                step = tail * mp.log(mpf(p) / tail) / density
                step = step if goal_is_lower else -step
                new = y + step if family in ("normal", "t") else y * mp.exp(step / y)
                if family == "beta" and new >= 1:
                    new = (1 + y) / 2
                done = abs(new - y) < mpf(10) ** -24 * abs(new)
                y = new
                if done:
                    break
            else:
                continue
            add(f"{family}.{name}", (*parameters, p), y, 1e-11, mpf(p) / density / y)


def poisson(mean, ks):
    for k in ks:
        lower, upper, density = gamma_tails(k + 1, mpf(mean))
        pmf = density / mean  # x^k e^-x / k!
        add("poisson.pmf", (mean, k), pmf, 1e-12)
        add("poisson.cdf", (mean, k), upper, 1e-12)
        add("poisson.survival", (mean, k), lower, 1e-12)


def binomial(n, p, ks):
    for k in ks:
        if not 0 <= k < n:
            continue
        x = mpf(p)
        lower, upper, density = beta_tails(k + 1, n - k, lambda: (x, 1 - x))
        pmf = density / (x * (n - k))  # C(n, k) x^k y^(n-k)
        add("binomial.pmf", (n, p, k), pmf, 1e-12)
        add("binomial.cdf", (n, p, k), upper, 1e-12)
        add("binomial.survival", (n, p, k), lower, 1e-12)


def counts(mean, sd, zs):
    return sorted({max(0, int(mean + z * sd)) for z in zs})


# ---- what is asked ----

FEW = [1e-12, 0.025, 0.4]
MANY = [1e-300, 1e-100, 1e-30, 1e-9, 0.001, 0.05, 0.3, 0.5]


def main():
    for x in (-30.0, -6.0, -2.0, -0.7, -0.5, -1e-8, 1e-300, 1e-5, 0.3, 0.49999, 0.5, 0.84, 1.5, 3.0, 5.5, 12.0, 26.0):
        add("special.erf", (x,), mp.erf(mpf(x)), 1e-13)
        add("special.erfc", (x,), mp.erfc(mpf(x)), 1e-13)
        if x > -26:
            add("special.erfcx", (x,), mp.exp(mpf(x) ** 2) * mp.erfc(mpf(x)), 1e-13)
    for x in (1e3, 1e6, 1e10, 1e100):
        add("special.erfcx", (x,), 1 / (mp.sqrt(mp.pi) * mpf(x)) * (1 - 1 / (2 * mpf(x) ** 2) + 3 / (4 * mpf(x) ** 4)), 1e-13)
    for p in (1e-300, 1e-20, 0.001, 0.3, 0.999, 1.0000001, 1.5, 1.999):
        y = mp.erfinv(1 - mpf(p)) if p > 1e-10 else mp.findroot(
            lambda z: mp.log(mp.erfc(z)) - mp.log(mpf(p)), math.sqrt(-math.log(p)))
        add("special.inverseErfc", (p,), y, 1e-13)
    for x in (1e-300, 1e-10, 0.1, 0.4999, 0.5, 0.75, 0.999999, 1.000001, 1.2, 1.5, 1.999999, 2.000001, 2.3, 2.7,
              5.5, 9.99, 10.0, 33.3, 171.5, 1e4, 1e10, 1e100, 1e305):
        add("special.logGamma", (x,), mp.loggamma(mpf(x)), 1e-13)
    for a, b in ((1e-10, 1e-10), (1e-3, 0.5), (0.5, 0.5), (0.01, 1e6), (1.5, 2.5), (3.0, 1e8), (9.9, 10.1), (12.0, 12.0),
                 (50.0, 1e5), (1e5, 1e6), (1e9, 2e9), (1e15, 3.0), (9.5, 1e12)):
        add("special.logBeta", (a, b), mp.loggamma(mpf(a)) + mp.loggamma(mpf(b)) - mp.loggamma(mpf(a) + mpf(b)), 1e-13)

    continuous("normal", (0.0, 1.0), [-37.4, -20.0, -8.5, -0.7, -0.69, -1e-9, 0.3, 1.0, 5.5, 14.0, 37.5, -45.0, 100.0, -1e4], MANY)
    continuous("normal", (1e3, 0.5), [990.0, 1000.25], FEW)

    for a in (0.005, 0.1, 0.5, 1.0, 2.5, 9.75, 10.5, 40.0, 99.5, 100.0, 130.0, 1e3, 1e4):
        continuous("gamma", (a, 1.0), [1.09, 1.11], MANY if a in (0.1, 2.5, 100.0, 1e3) else FEW)
    continuous("gamma", (1e6, 2.0), [], FEW + [1e-100])
    continuous("gamma", (1e7, 1.0), [], [0.025])
    continuous("gamma", (3.0, 1e-5), [], FEW)
    for k in (0.01, 1.0, 2.0, 3.0, 7.5, 20.0, 100.0, 199.0, 250.0, 1e4, 1e5):
        continuous("chiSquared", (k,), [0.001], MANY if k in (1.0, 7.5, 250.0) else FEW)

    for k in (0.01, 0.3, 1.0, 1.5, 2.0, 3.0, 10.0, 30.0, 150.0, 200.0, 1e3, 1e5, 1e8):
        continuous("t", (k,), [0.0, 1e-9, 0.9, -1.96, 1.0001, -1.5, 6.0, 1e5 if k < 10 else 30.0],
                   MANY if k in (1.5, 10.0, 200.0, 1e8) else FEW)

    for a, b in ((0.01, 0.01), (0.01, 1e8), (1e7, 0.02), (1.0, 1.0), (1.0, 198.0), (2.0, 10.0), (4.0, 1e3), (3.0, 1e7),
                 (7.5, 4.2), (30.0, 25.0), (150.0, 300.0), (250.0, 260.0), (1e3, 1e4), (2e5, 3e5), (1e6, 50.0)):
        continuous("f", (a, b), [1.0, 1.3], MANY if (a, b) in ((2.0, 10.0), (30.0, 25.0), (250.0, 260.0)) else FEW)

    for a, b in ((0.005, 0.005), (0.005, 0.9), (0.01, 3.0), (0.01, 5e4), (0.5, 0.5), (0.9, 40.0), (1.0, 3.0), (1e-8, 2.0),
                 (1.0, 1e6), (2.0, 5.0), (9.0, 92.0), (9.5, 9.9), (40.0, 0.3), (60.0, 70.0), (99.0, 101.0), (101.0, 101.0),
                 (500.0, 700.0), (1e3, 5.0), (5e4, 7e4), (1e5, 1e6)):
        continuous("beta", (a, b), [0.1, 0.4, 0.97],
                   MANY if (a, b) in ((2.0, 5.0), (0.9, 40.0), (99.0, 101.0), (101.0, 101.0), (500.0, 700.0)) else FEW)

    Z = (-30, -6, -2.5, -0.3, 0, 1.2, 4, 12)
    for mean in (1e-3, 0.1, 2.5, 8.0, 60.0, 99.9, 950.0, 12345.6, 1e6):
        poisson(mean, counts(mean, math.sqrt(mean), Z))
    poisson(1e7, [9990000, 10000000, 10020000])
    poisson(5.0, [200])
    for n, p in ((1, 0.3), (10, 0.2), (50, 0.97), (200, 0.5), (1000, 0.001), (10000, 0.5), (100000, 0.02), (10**6, 0.9),
                 (10**6, 1e-5)):
        binomial(n, p, counts(n * p, math.sqrt(n * p * (1 - p)), Z) + [0, n - 1])
    binomial(10**9, 0.25, [249900000, 250000000, 250300000])
    binomial(10**9, 3e-9, [0, 2, 40])

    rows = {}
    for name, arguments, value, tolerance in cases:
        rows.setdefault(name, []).append([*arguments, value, tolerance])
    with open(OUT, "w") as out:
        out.write('{"about": "Made by Scripts/reference/distributions/make.py. Each row: arguments, value '
                  '(mpmath, 50 digits), relative tolerance.",\n"functions": {\n')
        out.write(",\n".join(
            '"%s": [\n%s\n]' % (name, ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows[name]))
            for name in sorted(rows)))
        out.write("\n}}\n")
    print(len(cases), "cases,", os.path.getsize(OUT), "bytes")


if __name__ == "__main__":
    main()
