#!/usr/bin/env python3
"""Makes Tests/Reference/analysis/{permutation,clusters,cuped,shares}.json with scipy and numpy.

Permutation p-values are scipy's; limits come from a search for the shifts that scipy's test does not refuse.
CR2 and Satterthwaite's degrees of freedom are the matrix formulas of Bell and McCaffrey, written out over all
rows. Run: python3 make.py   (numpy, scipy 1.11 or later)
"""
import itertools
import json
import math
import os

import numpy as np
from scipy import stats

OUT = os.path.join(os.path.dirname(__file__), "../../../Tests/Reference/analysis/")


def write(name, cases):
    with open(OUT + name, "w") as file:
        json.dump({"software": f"numpy {np.__version__}, scipy {stats.__name__ and __import__('scipy').__version__}",
                   "cases": cases}, file)
        file.write("\n")


# ---- permutation tests: p by scipy, limits by brute force over all assignments and all candidate shifts ----


def tails(a, b, shift):
    """Both one-sided p-values of a constant shift, by enumeration in integers scaled from decimals."""
    y = np.concatenate([np.asarray(a) - shift, b])
    observed = y[:len(a)].mean() - y[len(a):].mean()
    total, high, low = 0, 0, 0
    for chosen in itertools.combinations(range(len(y)), len(a)):
        mask = np.zeros(len(y), bool)
        mask[list(chosen)] = True
        d = y[mask].mean() - y[~mask].mean()
        total += 1
        high += d >= observed - 1e-9
        low += d <= observed + 1e-9
    return high / total, low / total


def limits(a, b, level):
    """The least and largest shift that are not refused, found among the points where the p-value can change."""
    points = sorted({round(np.mean(x) - np.mean(y), 12)
                     for k in range(1, min(len(a), len(b)) + 1)
                     for x in itertools.combinations(a, k) for y in itertools.combinations(b, k)})
    alpha = (1 - level) / 2

    def first(ordered, tail):
        low, high = 0, len(ordered) - 1
        if tails(a, b, ordered[0] - (1 if tail == 0 else -1))[tail] > alpha + 1e-12:
            return None
        while low < high:
            middle = (low + high) // 2
            if tails(a, b, ordered[middle])[tail] > alpha + 1e-12:
                high = middle
            else:
                low = middle + 1
        return ordered[low]

    return first(points, 0), first(points[::-1], 1)


rng = np.random.default_rng(7)
samples = [([3.1, 4.5, 2.2, 6.0], [1.0, 2.0, 2.5, 0.3]), ([1, 2, 3], [4, 5, 6]), ([1, 1, 2, 2], [1, 2, 2, 3, 3]),
           ([0, 1, 0, 1, 1], [0, 0, 0, 1]), ([10, 12], [1, 2, 3, 4, 5, 6]), ([5, 6, 7, 8, 9, 30], [1, 2])]
samples += [([round(v, 2) for v in rng.normal(0.8, 1, 6)], [round(v, 2) for v in rng.exponential(1, 5)]) for _ in range(3)]
cases = []
for a, b in samples:
    def difference(x, y, axis):
        return np.mean(x, axis=axis) - np.mean(y, axis=axis)
    p = {alternative: float(stats.permutation_test((a, b), difference, n_resamples=np.inf, vectorized=True,
                                                   alternative=alternative).pvalue)
         for alternative in ("two-sided", "greater", "less")}
    assert np.allclose(tails(a, b, 0), (p["greater"], p["less"]))
    cases.append({"treated": list(map(float, a)), "control": list(map(float, b)), "p": p["two-sided"],
                  "greater": p["greater"], "less": p["less"], "assignments": math.comb(len(a) + len(b), len(a)),
                  "intervals": [{"level": level, "lower": lower, "upper": upper}
                                for level in (0.5, 0.8, 0.9, 0.95) for lower, upper in [limits(a, b, level)]]})
write("permutation.json", cases)

# ---- clusters: CR2 by the matrix formulas ----


def root(matrix, power):
    values, vectors = np.linalg.eigh(matrix)
    values = np.where(values > 1e-10, values, np.inf) ** power
    return vectors @ np.diag(values) @ vectors.T


def cr2(y, t, cluster):
    x = np.column_stack([np.ones(len(y)), t])
    bread = np.linalg.inv(x.T @ x)
    hat = x @ bread @ x.T
    residual = y - hat @ y
    meat = np.zeros((2, 2))
    vectors = []
    for name in np.unique(cluster):
        rows = cluster == name
        adjust = root(np.eye(rows.sum()) - hat[np.ix_(rows, rows)], -0.5)
        score = x[rows].T @ adjust @ residual[rows]
        meat += np.outer(score, score)
        weights = np.zeros(len(y))
        weights[rows] = adjust @ x[rows] @ bread[:, 1]
        vectors.append((np.eye(len(y)) - hat) @ weights)
    error = math.sqrt((bread @ meat @ bread)[1, 1])
    gram = np.array(vectors) @ np.array(vectors).T
    freedom = np.trace(gram) ** 2 / np.trace(gram @ gram)
    return error, freedom


cases = []
for seed, sizes, split in [(1, [5, 8, 3, 6, 4, 7], False), (2, [2] * 8, False), (3, [1, 2, 30, 4, 9, 2, 2, 6, 5, 3], False),
                           (4, [6, 6, 6, 6, 6], True), (5, [12, 3, 4, 10], False)]:
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(len(sizes)), sizes)
    arm = np.arange(len(sizes)) % 2 == 0
    t = rng.permutation(len(cluster)) % 2 == 0 if split else arm[cluster]
    y = np.round(10 + 2 * t + rng.normal(0, 1, len(sizes))[cluster] + rng.normal(0, 2, len(cluster)), 3)
    error, freedom = cr2(y, t.astype(float), cluster)
    case = {"outcomes": y.tolist(), "treated": t.tolist(), "clusters": [f"team {c}" for c in cluster],
            "difference": float(y[t].mean() - y[~t].mean()), "error": error, "freedom": float(freedom),
            "p": float(2 * stats.t.sf(abs(y[t].mean() - y[~t].mean()) / error, freedom))}
    if not split:
        means = np.array([y[cluster == c].mean() for c in range(len(sizes))])
        for name, equal in (("pooled", True), ("welch", False)):
            test = stats.ttest_ind(means[arm], means[~arm], equal_var=equal)
            case[name] = {"difference": float(means[arm].mean() - means[~arm].mean()), "p": float(test.pvalue),
                          "freedom": float(test.df), "interval": [float(v) for v in test.confidence_interval(0.95)]}
    cases.append(case)
write("clusters.json", cases)

# ---- CUPED ----
cases = []
for seed, sizes, slope in [(1, (30, 40), 0.8), (2, (8, 9), -1.5), (3, (12, 100), 0.0), (4, (25, 25), 3.0)]:
    rng = np.random.default_rng(seed)
    x = [np.round(rng.normal(1000, 20, n), 2) for n in sizes]
    y = [np.round(slope * v + rng.normal(5 * (arm == 0), 15, len(v)), 2) for arm, v in enumerate(x)]
    theta = np.cov(np.concatenate(y), np.concatenate(x))[0, 1] / np.concatenate(x).var(ddof=1)
    adjusted = [b - theta * (a - np.concatenate(x).mean()) for a, b in zip(x, y)]
    test = stats.ttest_ind(*adjusted, equal_var=False)
    variance = [sum(v.var(ddof=1) / len(v) for v in arms) for arms in (adjusted, y)]
    cases.append({"covariate": [v.tolist() for v in x], "outcome": [v.tolist() for v in y], "theta": float(theta),
                  "difference": float(adjusted[0].mean() - adjusted[1].mean()), "error": math.sqrt(variance[0]),
                  "freedom": float(test.df), "p": float(test.pvalue), "reduction": float(1 - variance[0] / variance[1]),
                  "correlation": float(np.corrcoef(np.concatenate(y), np.concatenate(x))[0, 1])})
write("cuped.json", cases)

# ---- shares: exact binomial and multinomial ----
cases = []
for k, n, p in [(20, 55, 0.5), (900, 1020, 0.9), (0, 9, 0.5), (3, 9, 1 / 3), (500_700, 1_000_000, 0.5), (1, 400, 0.01),
                (50, 100, 0.5), (7, 7, 0.25), (1_000_000_000, 1_999_900_000, 0.5)]:
    cases.append({"counts": [k, n - k], "weights": [p, 1 - p], "p": float(stats.binomtest(k, n, p).pvalue)})
for counts, weights in [([3, 9, 0], [1, 1, 1]), ([12, 3, 9], [2, 1, 1]), ([1, 2, 3, 9], [0.1, 0.2, 0.3, 0.4]), ([4, 4, 4], [1, 1, 1])]:
    n, shares = sum(counts), np.array(weights) / np.sum(weights)
    law = stats.multinomial(n, shares)
    tables = [c for c in itertools.product(range(n + 1), repeat=len(counts)) if sum(c) == n]
    masses = np.array([law.pmf(c) for c in tables])
    cases.append({"counts": counts, "weights": weights, "p": float(masses[masses <= law.pmf(counts) * (1 + 1e-7)].sum())})
write("shares.json", cases)
