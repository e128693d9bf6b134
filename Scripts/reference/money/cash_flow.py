"""Internal rates of return with known answers, for Tests/Reference/money/cash-flow.json.

Independent of the library: periodic flows are products of exact linear factors or are solved by mpmath
at 60 digits; dated flows are scanned on a fine grid and refined by mpmath. The single rates that
numpy-financial 1.0.0 and pyxirr 0.10.8 return are kept beside them, for the record only.
Needs mpmath, numpy, numpy-financial, pyxirr.
Run: python3 Scripts/reference/money/cash_flow.py > Tests/Reference/money/cash-flow.json
"""

import json
import math
import random
import warnings
from datetime import date, timedelta
from fractions import Fraction

import mpmath
import numpy
import numpy_financial
import pyxirr

warnings.filterwarnings("ignore")
mpmath.mp.dps = 60
random.seed(20261125)


def text(value):
    return mpmath.nstr(value, 25, strip_zeros=True)


def exact(rate):
    if isinstance(rate, Fraction):
        return mpmath.mpf(rate.numerator) / rate.denominator
    return rate


def finite(value):
    return None if value is None or not math.isfinite(value) else float(value)


# Periodic flows


def product(factors):
    """Coefficients of y = 1 + r, highest power first: the flows of periods 0, 1, ..."""
    result = [Fraction(1)]
    for factor in factors:
        longer = [Fraction(0)] * (len(result) + len(factor) - 1)
        for i, a in enumerate(result):
            for j, b in enumerate(factor):
                longer[i + j] += a * Fraction(b)
        result = longer
    return result


def whole(flows, scale=1):
    """The smallest whole amounts in the same proportions, negative first, times a scale."""
    common = math.lcm(*[flow.denominator for flow in flows])
    amounts = [int(flow * common) for flow in flows]
    divisor = math.gcd(*amounts)
    sign = -1 if next(a for a in amounts if a) > 0 else 1
    return [sign * a // divisor * scale for a in amounts]


def periodic(title, amounts, rates=None, double=False):
    assert max(abs(a) for a in amounts) < 2**63, title
    if rates is None:
        rates = solved(amounts)
    floats = [float(a) for a in amounts]
    try:
        numpys = finite(numpy_financial.irr(floats))
    except Exception:
        numpys = None
    try:
        pyxirrs = finite(pyxirr.irr(floats))
    except Exception:
        pyxirrs = None
    return {
        "title": title,
        "amounts": [str(a) for a in amounts],
        "rates": [text(r) for r in sorted(exact(r) for r in rates)],
        "touches": double,
        "peers": {"numpy_financial": numpys, "pyxirr": pyxirrs},
    }


def solved(amounts):
    """All real rates above -1 of a sum with simple roots, by a sign scan of exact fractions."""
    while amounts and amounts[0] == 0:
        amounts = amounts[1:]
    n = len(amounts) - 1

    def value(u):
        return mpmath.fsum(a * mpmath.exp(-i * u) for i, a in enumerate(amounts) if a)

    # Denser near 0, where most rates lie.
    grid = sorted({s * 36.0 * (k / 600) ** 4 for k in range(601) for s in (-1, 1)})
    found = []
    signs = [(u, mpmath.sign(value(u))) for u in grid]
    for (a, left), (b, right) in zip(signs, signs[1:]):
        if left == 0:
            found.append(mpmath.expm1(a))
        elif left * right < 0:
            low, high = mpmath.mpf(a), mpmath.mpf(b)
            for _ in range(190):
                middle = (low + high) / 2
                if mpmath.sign(value(middle)) == left:
                    low = middle
                else:
                    high = middle
            found.append(mpmath.expm1(low))
    return found


def periodic_cases():
    cases = []
    choices = [Fraction(k, 100) for k in (-90, -60, -35, -10, -2, 0, 1, 3, 5, 8, 12, 20, 35, 70, 150, 900)]
    for count in range(1, 6):
        for _ in range(12):
            while True:
                rates = sorted(random.sample(choices, count))
                # Factors without a rate above -1: a negative growth, or a pair of complex growths.
                others = [random.choice([[1, Fraction(1, 2)], [1, 3], [1, -1, 1], [1, 1, 5]]) for _ in range(random.randint(0, 2))]
                amounts = whole(product([[1, -1 - r] for r in rates] + others))
                if max(abs(a) for a in amounts) < 2**53:
                    break
            cases.append(periodic(f"known rates {count}", amounts, rates))
    for rate in ("0", "0.1", "-0.5", "0.25", "3"):
        r = Fraction(rate)
        cases.append(periodic(f"double {rate}", whole(product([[1, -1 - r]] * 2)), [r], True))
        cases.append(periodic(f"triple {rate}", whole(product([[1, -1 - r]] * 3)), [r]))
        cases.append(
            periodic(f"double {rate} and 0.07", whole(product([[1, -1 - r]] * 2 + [[1, Fraction(-107, 100)]])), [r, Fraction(7, 100)], True))
    # A pair that barely parts, touches, or barely misses: amounts of 18 digits, one unit apart.
    big = 4 * 10**17
    cases.append(periodic("touches with 18 digits", [-big, 2 * big, -big], [Fraction(0)], True))
    cases.append(periodic("misses by a unit", [-big, 2 * big, -big - 1], []))
    root = mpmath.sqrt(mpmath.mpf(1) / big)
    # -B y^2 + 2 B y - (B - 1) = 0 has y = 1 +- 1 / sqrt(B).
    cases.append(periodic("parts by a unit", [-big, 2 * big, 1 - big], [-root, root]))
    cases.append(periodic("one unit into many", [-1, 9 * 10**18], [Fraction(9 * 10**18 - 1)]))
    cases.append(periodic("many into one unit", [-9 * 10**15, 1], [Fraction(1, 9 * 10**15) - 1]))
    cases.append(periodic("a unit of gain", [-9 * 10**18, 9 * 10**18 + 1], [Fraction(1, 9 * 10**18)]))
    for lead in (1, 3):
        cases.append(periodic(f"{lead} leading zeros", [0] * lead + [-100, 230, -132, 0, 0], [Fraction(1, 10), Fraction(1, 5)]))
    cases.append(periodic("no flow", [0, 0, 0], []))
    cases.append(periodic("a single flow", [5], []))
    cases.append(periodic("gains alone", [1, 2, 3], []))
    cases.append(periodic("losses alone", [-1, 0, -3], []))
    cases.append(periodic("steps of 180", [-100] + [0] * 179 + [220] + [0] * 179 + [-121], [mpmath.mpf("1.1") ** (mpmath.mpf(1) / 180) - 1], True))
    cases.append(periodic("mortgage of 360", [-20000000] + [119910] * 360))
    cases.append(periodic("level for 600", [-100000] + [700] * 600))
    cases.append(periodic("clean-up after 360", [-5000000] + [60000] * 359 + [-20000000]))
    cases.append(periodic("clean-up after 100", [-900000] + [60000] * 99 + [-1500000]))
    cases.append(periodic("refit half way of 240", [-900000] + [20000] * 119 + [-1800000] + [20000] * 119 + [-90000]))
    for n in (12, 40, 200):
        cases.append(periodic(f"alternating {n}", [(-1) ** (i + 1) * random.randint(1, 10**6) for i in range(n)]))
    for _ in range(10):
        cases.append(periodic("random signs", [random.choice([-1, 1]) * random.randint(1, 10**7) for _ in range(random.randint(3, 18))]))
    return cases


# Dated flows


def dated(title, flows):
    flows = sorted(flows, key=lambda flow: flow[0])
    first = flows[0][0]
    byday = {}
    for day, amount in flows:
        byday[(day - first).days] = byday.get((day - first).days, 0) + amount
    terms = [(mpmath.mpf(d) / 365, a) for d, a in byday.items() if a]

    def value(u):
        return mpmath.fsum(a * mpmath.exp(-t * u) for t, a in terms)

    times = numpy.array([float(t) for t, _ in terms])
    sums = numpy.array([float(a) for _, a in terms])
    grid = sorted({s * 36.0 * (k / 20000) ** 3 for k in range(20001) for s in (-1, 1)})
    found, touched = [], False
    if any(a > 0 for _, a in terms) and any(a < 0 for _, a in terms):

        def scaled(u):
            e = -times * u
            return float(numpy.sum(sums * numpy.exp(e - e.max())))

        signs = [numpy.sign(scaled(u)) for u in grid]
        if sum(byday.values()) == 0:
            signs[grid.index(0.0)] = 0
        for i in range(len(grid) - 1):
            if signs[i] == 0:
                found.append(mpmath.expm1(grid[i]))
            elif signs[i] * signs[i + 1] < 0:
                low, high = mpmath.mpf(grid[i]), mpmath.mpf(grid[i + 1])
                left = mpmath.sign(value(low))
                for _ in range(190):
                    middle = (low + high) / 2
                    if mpmath.sign(value(middle)) == left:
                        low = middle
                    else:
                        high = middle
                found.append(mpmath.expm1(low))
    try:
        peer = finite(pyxirr.xirr([d for d, _ in flows], [float(a) for _, a in flows]))
    except Exception:
        peer = None
    rate = mpmath.mpf("0.09")
    return {
        "title": title,
        "dates": [d.isoformat() for d, _ in flows],
        "amounts": [str(a) for _, a in flows],
        "rates": [text(r) for r in found],
        "npv_at_9_percent": text(mpmath.fsum(a / (1 + rate) ** t for t, a in terms)),
        "peers": {"pyxirr": peer},
    }


def dated_cases():
    start = date(2024, 2, 29)

    def after(days):
        return start + timedelta(days=days)

    cases = [
        dated("two rates, 10 % and 20 %", [(after(0), -10000), (after(365), 23000), (after(730), -13200)]),
        dated("a loss of nearly everything", [(after(0), -10**9), (after(400), 1)]),
        dated("a gain within a day", [(after(0), -10000), (after(1), 10100)]),
        dated("exactly nothing gained", [(after(0), -10000), (after(200), 4000), (after(900), 6000)]),
        dated("hardly anything gained", [(after(0), -10**12), (after(365), 10**12 + 1)]),
        dated("hardly anything lost", [(after(0), -10**12), (after(700), 10**12 - 3)]),
        dated("all on one day", [(after(5), -100), (after(5), 140)]),
        dated("a day that cancels", [(after(0), -100), (after(30), 50), (after(30), -50), (after(400), 130)]),
        dated("gains alone", [(after(0), 100), (after(30), 50)]),
        dated("a century", [(date(1926, 1, 1), -100), (date(2025, 12, 31), 100000)]),
        dated("three rates", [(after(0), -100000), (after(365), 365000), (after(730), -442000), (after(1095), 178080 - 120)]),
    ]
    for count in (5, 20, 60, 400):
        for signs in ("conventional", "mixed"):
            flows = [(after(0), -random.randint(10**5, 10**7))]
            for i in range(count):
                sign = 1 if signs == "conventional" else random.choice([-1, 1, 1])
                flows.append((after(random.randint(1, 3000)), sign * random.randint(1, 10**6)))
            cases.append(dated(f"{signs} {count}", flows))
    return cases


print(json.dumps({"periodic": periodic_cases(), "dated": dated_cases()}, indent=1))
