"""Joint uncertainty by brute quadrature, for Tests/Reference/roi-risk/propagation.json.

Independent of the library: every input by 200 Gauss-Legendre points of its density (300 Gauss-Hermite points for a
lognormal one), the delta by scipy's own tails; quantiles by brentq; the value of knowing one input by integrating
max(0, E[net | input]) over its density. Run from the root of the repository:
python3 Scripts/reference/roi-risk/propagation.py > Tests/Reference/roi-risk/propagation.json
"""

import json

import numpy as np
from scipy import stats
from scipy.optimize import brentq

LEGENDRE = np.polynomial.legendre.leggauss(200)
HERMITE = np.polynomial.hermite_e.hermegauss(120)


def density(kind, p):
    """Points and weights of one input."""
    if kind == "fixed":
        return np.array([p[0]]), np.array([1.0])
    if kind == "lognormal":
        x, w = HERMITE
        return np.exp(p[0] + p[1] * x), w / w.sum()
    pieces = {"uniform": [(p[0], p[-1])], "pert": [(p[0], p[-1])],
              "triangular": [(p[0], p[1]), (p[1], p[-1])]}[kind]
    law = law_of(kind, p)
    xs, ws = [], []
    for a, b in pieces:
        if b > a:
            x = (a + b) / 2 + (b - a) / 2 * LEGENDRE[0]
            xs.append(x)
            ws.append((b - a) / 2 * LEGENDRE[1] * law.pdf(x))
    return np.concatenate(xs), np.concatenate(ws)


def law_of(kind, p):
    if kind == "uniform":
        return stats.uniform(p[0], p[1] - p[0])
    if kind == "triangular":
        return stats.triang((p[1] - p[0]) / (p[2] - p[0]), p[0], p[2] - p[0])
    if kind == "pert":
        a = 1 + 4 * (p[1] - p[0]) / (p[2] - p[0])
        return stats.beta(a, 6 - a, p[0], p[2] - p[0])
    if kind == "lognormal":
        return stats.lognorm(p[1], scale=np.exp(p[0]))
    if kind == "normal":
        return stats.norm(p[0], p[1])
    return stats.t(p[2], p[0], p[1])


def mean_of(kind, p):
    return p[0] if kind == "fixed" else float(law_of(kind, p).mean())


def case(name, delta, attribution, unit_value, cost):
    law = law_of(*delta)
    a, wa = density(*attribution)
    u, wu = density(*unit_value)
    c, wc = density(*cost)
    slope = np.multiply.outer(a, u).ravel()
    ws = np.multiply.outer(wa, wu).ravel()
    keep = ws > 1e-16
    slope, ws = slope[keep], ws[keep]
    if len(slope) * len(c) > 4e6:  # merge the product onto a fine grid of its logarithm
        order = np.argsort(slope)
        slope, ws = slope[order], ws[order]
        groups = np.array_split(np.arange(len(slope)), 6000)
        slope = np.array([np.average(slope[g], weights=ws[g]) for g in groups])
        ws = np.array([ws[g].sum() for g in groups])

    def cdf(x, y):
        total = 0.0
        for ci, wi in zip(c, wc):
            total += wi * (ws * law.cdf((x + y * ci) / slope)).sum()
        return total

    def quantile(p, f, scale):
        lo, hi = -scale, scale
        while f(lo) > p:
            lo *= 2
        while f(hi) < p:
            hi *= 2
        return brentq(lambda x: f(x) - p, lo, hi, xtol=1e-12 * scale, rtol=1e-14)

    means = [mean_of(*x) for x in (delta, attribution, unit_value, cost)]
    value = means[0] * means[1] * means[2]
    scale = abs(value) + means[3]
    net = value - means[3]
    ps = [0.05, 0.1, 0.5, 0.9, 0.95]
    information = {}
    for index, (label, item) in enumerate([("delta", delta), ("attribution", attribution),
                                           ("unitValue", unit_value), ("cost", cost)]):
        if item[0] == "fixed":
            continue
        if item[0] in ("normal", "t"):
            x = np.linspace(*law_of(*item).ppf([1e-13, 1 - 1e-13]), 2_000_001)
            w = law_of(*item).pdf(x) * (x[1] - x[0])
        else:
            edge = law_of(*item).ppf([1e-14, 1 - 1e-14])
            x = np.linspace(edge[0], edge[1], 2_000_001)
            w = law_of(*item).pdf(x) * (x[1] - x[0])
            w[0] /= 2
            w[-1] /= 2
        other = list(means)
        given = value - x if label == "cost" else \
            x * np.prod([m for j, m in enumerate(other[:3]) if j != index]) - means[3]
        information[label] = float((w * np.maximum(given, 0)).sum() - max(0, net))
    return {
        "name": name, "delta": delta, "attribution": attribution, "unitValue": unit_value,
        "cost": cost,
        "net": [quantile(p, lambda x: cdf(x, 1), scale) for p in ps],
        "roi": [quantile(p, lambda r: cdf(0, 1 + r), 1 + scale / means[3]) for p in ps],
        "probabilities": ps,
        "exceedsZero": 1 - cdf(0, 1), "exceedsHalf": 1 - cdf(0, 1.5), "information": information,
    }


def main():
    cases = [
        case("t delta, band, fixed worth and cost", ("t", [2.0, 0.8, 6.0]),
             ("uniform", [0.3, 0.4]), ("fixed", [120000.0]), ("fixed", [30000.0])),
        case("t delta, PERT share, triangular cost", ("t", [1.5, 0.9, 4.0]),
             ("pert", [0.15, 0.2, 0.25]), ("fixed", [90000.0]),
             ("triangular", [20000.0, 25000.0, 45000.0])),
        case("harmful delta", ("normal", [-1.0, 0.7]), ("triangular", [0.2, 0.3, 0.5]),
             ("uniform", [80000.0, 140000.0]), ("fixed", [30000.0])),
        case("worth from 0", ("normal", [3.0, 1.0]), ("uniform", [0.0, 1.0]),
             ("fixed", [60000.0]), ("fixed", [10000.0])),
        case("peak at an end", ("normal", [2.0, 0.5]), ("triangular", [0.2, 0.2, 0.5]),
             ("lognormal", [11.0, 0.5]), ("fixed", [20000.0])),
        case("wide lognormal worth", ("normal", [2.0, 1.5]), ("fixed", [0.3]),
             ("lognormal", [11.0, 1.0]), ("uniform", [15000.0, 60000.0])),
    ]
    print(json.dumps({"cases": cases}, indent=1))


main()
