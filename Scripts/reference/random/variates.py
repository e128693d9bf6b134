#!/usr/bin/env python3
"""Makes Tests/Reference/random/variates.json with numpy's own generator: exponential, gamma, beta, binomial,
Poisson numbers, those of other distributions, and weighted samples.

Each row: kind, parameters, seed, stream, the first draws, how many were drawn, the last of them. The last
shows that no random bit more or less was used on the way.

Run: python3 variates.py   (numpy 2.0 or later)
"""
import json
import os

import numpy as np

OUT = os.path.join(os.path.dirname(__file__), "../../../Tests/Reference/random/variates.json")
LARGEST = 2**64 - 1
KEYS = [(20260101, 7), (LARGEST, 2**63)]


def generator(key):
    return np.random.Generator(np.random.Philox(key=np.array(key, dtype=np.uint64)))


rows = []


def add(kind, parameters, draw, count=4000):
    for key in KEYS:
        values = draw(generator(key), count)
        number = int if values.dtype.kind == "i" else float
        rows.append({
            "kind": kind, "parameters": [float(p) for p in parameters], "seed": key[0], "stream": key[1],
            "values": [number(v) for v in values[:8]], "count": count, "last": number(values[-1])})


add("standardExponential", (), lambda g, n: g.standard_exponential(n), 40_000)
for shape, scale in ((1e-3, 1), (0.05, 2), (0.3, 1), (0.999, 1e3), (1, 0.5), (1.0001, 1), (2.5, 3), (17, 1), (1e3, 1),
                     (1e8, 1e-8)):
    add("gammas", (shape, scale), lambda g, n: g.gamma(shape, scale, n))
for a, b in ((1e-120, 3e-120), (1e-4, 2e-4), (0.004, 0.4), (0.3, 0.7), (1, 1), (1, 0.01), (1.5, 0.2), (2, 5), (400, 30),
             (1e7, 1e6)):
    add("betas", (a, b), lambda g, n: g.beta(a, b, n))
for n, p in ((0, 0.3), (7, 0), (7, 1), (1, 0.5), (10, 0.2), (10, 0.93), (50, 0.5), (60, 0.5), (61, 0.5), (100, 0.31),
             (100, 0.69), (300, 0.25), (1000, 0.5), (1000, 0.003), (10**6, 1e-5), (10**6, 0.4), (10**9, 2e-8),
             (10**9, 0.999), (10**12, 0.3)):
    add("binomials", (n, p), lambda g, m: g.binomial(n, p, m))
for mean in (0, 1e-300, 1e-3, 0.5, 1, 3, 9.99, 10, 10.5, 37, 400, 1e4, 1e6, 1e9):
    add("poissons", (mean,), lambda g, n: g.poisson(mean, n))


# ---- distributions: the kind's name is that of Tests/Reference/distributions ----


def law(kind, parameters, draw, count=500):
    """One draw after the other, since scipy draws arrays piece by piece where numpy mixes."""
    add(kind, parameters, lambda g, n: np.array([draw(g) for _ in range(n)]), count)


law("normal", (3, 0.25), lambda g: g.normal(3, 0.25))
for df in (0.4, 2, 7.5):
    law("t", (df,), lambda g: g.standard_t(df))
    law("chiSquared", (df,), lambda g: g.chisquare(df))
law("f", (3, 8.5), lambda g: g.f(3, 8.5))
law("gamma", (2.5, 4), lambda g: g.gamma(2.5, 4))
law("beta", (0.5, 3), lambda g: g.beta(0.5, 3))
law("lognormal", (1, 0.5), lambda g: g.lognormal(1, 0.5))
law("exponential", (7,), lambda g: g.exponential(7))
law("weibull", (1.5, 20), lambda g: 20 * g.weibull(1.5))
law("uniform", (-3, 11), lambda g: g.uniform(-3, 11))
law("triangular", (-2, 1, 5), lambda g: g.triangular(-2, 1, 5))
law("pert", (10, 14, 30, 4), lambda g: 10 + 20 * g.beta(1.8, 4.2))
law("nct", (6, 1.5), lambda g: (g.standard_normal() + 1.5) * 6**0.5 / g.chisquare(6) ** 0.5)
for n, p in ((20, 0.3), (5000, 0.4)):
    law("binomial", (n, p), lambda g: g.binomial(n, p))
for mean in (2, 50):
    law("poisson", (mean,), lambda g: g.poisson(mean))
for size, p in ((0.7, 0.1), (30, 0.4)):
    law("negativeBinomial", (size, p), lambda g: g.negative_binomial(size, p))
for population, successes, draws in ((20, 7, 5), (20, 7, 17), (60, 20, 25), (60, 45, 25), (60, 20, 41), (60, 45, 41),
                                     (5000, 4000, 9), (10**6, 3 * 10**5, 4000), (10**9, 10**8, 5 * 10**8)):
    law("hypergeometric", (population, successes, draws),
        lambda g: g.hypergeometric(successes, population - successes, draws))
law("betaBinomial", (90, 0.5, 2), lambda g: g.binomial(90, g.beta(0.5, 2)))

WEIGHTS = {
    "even": [1.0] * 10,
    "rising": [float(i) for i in range(1, 41)],
    "gaps": [0.0, 2.0, 0.0, 0.0, 5.0, 1.0, 0.0, 3.0, 1e-3, 0.0],
    "steep": [2.0**-i for i in range(30)],
    "single": [0.0, 0.25, 0.0],
}
weighted = []
for name, weights in WEIGHTS.items():
    positive = sum(w > 0 for w in weights)
    shares = np.array(weights) / sum(weights)
    for key in KEYS:
        samples = [
            [int(i) for i in generator(key).choice(len(weights), count, replace=False, p=shares)]
            for count in sorted({0, 1, positive // 2, positive})]
        weighted.append({
            "name": name, "weights": weights, "seed": key[0], "stream": key[1],
            "choices": [int(i) for i in generator(key).choice(len(weights), 50, p=shares)], "samples": samples})

with open(OUT, "w") as file:
    file.write('{"software": "numpy %s", "rows": [\n' % np.__version__)
    file.write(",\n".join(json.dumps(row) for row in rows))
    file.write('\n], "weighted": [\n')
    file.write(",\n".join(json.dumps(row) for row in weighted))
    file.write("\n]}\n")
