#!/usr/bin/env python3
"""Makes Tests/Reference/resampling/bootstrap.json.

The draws come from numpy's own generator, Generator(Philox(key=[seed, i])) for replicate i. Limits by SciPy's
rules come from scipy.stats.bootstrap given these draws, limits by R's from boot::boot.ci given them (boot.R).

Run: python3 make.py   (numpy 1.26, scipy 1.15 or later; R with boot and jsonlite)
"""
import json
import os
import subprocess
from types import SimpleNamespace

import numpy as np
from scipy import stats

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "../../../Tests/Reference/resampling/bootstrap.json")
LEVELS = [0.8, 0.9, 0.95, 0.99]
COUNT = 999


def generator(seed, stream):
    return np.random.Generator(np.random.Philox(key=np.array([seed, stream], dtype=np.uint64)))


def stratified(sizes, seed):
    """The rows of each replicate, drawn within strata that follow one another."""
    starts = np.cumsum([0] + sizes[:-1])
    for stream in range(COUNT):
        random = generator(seed, stream)
        yield np.concatenate([start + random.integers(0, size, size) for start, size in zip(starts, sizes)])


def poisson(n, seed):
    cumulative = stats.poisson.cdf(np.arange(18), 1)
    for stream in range(COUNT):
        counts = np.searchsorted(cumulative, generator(seed, stream).random(n), side="right")
        yield np.repeat(np.arange(n), counts)


def influence(figure, sizes):
    """(n - 1) (mean of the stratum's jackknife figures - figure) / n: what SciPy's acceleration is made of."""
    rows = np.arange(sum(sizes))
    left = np.array([figure(np.delete(rows, row)) for row in rows])
    found, start = [], 0
    for size in sizes:
        part = left[start:start + size]
        found += list((size - 1) / size * (part.mean() - part))
        start += size
    return found


def scipy_limits(data, statistic, draws, paired):
    found = []
    for method in ["percentile", "basic", "BCa"]:
        for level in LEVELS:
            interval = stats.bootstrap(
                data, statistic, n_resamples=0, paired=paired, vectorized=False, method=method,
                confidence_level=level,
                bootstrap_result=SimpleNamespace(bootstrap_distribution=np.asarray(draws))).confidence_interval
            found.append({"method": method.lower(), "level": level, "lower": interval.low, "upper": interval.high})
    return found


def case(name, kind, columns, figure, rows, sizes, data=None, statistic=None, error=None, paired=False, **more):
    rows = list(rows)
    draws = np.array([float(figure(r)) for r in rows])
    all_rows = np.arange(sum(sizes))
    # The same rows in another order give the estimate but for roundings, which would decide BCa's bias.
    estimate = float(figure(all_rows))
    draws[np.abs(draws - estimate) <= 1e-12 * np.abs(draws - estimate).max()] = estimate
    draws = [float(draw) for draw in draws]
    errors = [float(error(r)) for r in rows] if error else None
    return {
        "name": name, "kind": kind, "columns": columns, "seed": more.pop("seed"), "replicates": COUNT,
        "estimate": float(figure(all_rows)), "error": float(error(all_rows)) if error else None,
        "draws": draws, "errors": errors, "influence": influence(figure, sizes),
        "scipy": scipy_limits(data, statistic, draws, paired) if data is not None else [],
    } | more


source = generator(77, 0)
skewed = [round(float(v), 2) for v in source.exponential(10, 12)]
first = [round(float(v), 1) for v in source.exponential(4, 9)]
second = [round(float(v), 1) for v in source.exponential(3, 7)]
tied = [int(v) for v in source.integers(1, 9, 14)]
x = [round(float(v), 2) for v in source.standard_normal(14)]
y = [round(0.6 * a + float(v), 2) for a, v in zip(x, source.standard_normal(14))]
sizes = [3, 5, 2, 8, 4, 4, 6, 1]
teams = [team for team, size in enumerate(sizes) for _ in range(size)]
scores = [round(float(10 + 2 * np.sin(team) + v), 2) for team, v in zip(teams, source.standard_normal(len(teams)))]

cases = []
v = np.array(skewed)
cases.append(case(
    "mean", "mean", [skewed], lambda r: v[r].mean(), stratified([12], 1), [12], (v,), np.mean,
    error=lambda r: v[r].std(ddof=1) / np.sqrt(len(r)), seed=1))
cases.append(case(
    "poisson mean", "poisson", [skewed], lambda r: v[r].mean(), poisson(12, 9), [12], (v,), np.mean,
    error=lambda r: v[r].std(ddof=1) / np.sqrt(len(r)), seed=9))
both = np.array(first + second)
cut = len(first)


def arms(r):
    return both[r[r < cut]], both[r[r >= cut]]


def welch(r):
    a, b = arms(r)
    return np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))


cases.append(case(
    "difference of means", "difference", [first, second], lambda r: arms(r)[0].mean() - arms(r)[1].mean(),
    stratified([9, 7], 2), [9, 7], (both[:cut], both[cut:]), lambda a, b: np.mean(a) - np.mean(b), error=welch, seed=2))
a, b = np.array(x) + 5, np.array(y) + 3


def ratio_error(r):
    ratio, n = a[r].mean() / b[r].mean(), len(r)
    return np.sqrt(np.sum((a[r] - ratio * b[r]) ** 2) / (n * (n - 1))) / abs(b[r].mean())


cases.append(case(
    "ratio of means", "ratio", [list(a), list(b)], lambda r: a[r].mean() / b[r].mean(), stratified([14], 3), [14],
    (a, b), lambda a, b: np.mean(a) / np.mean(b), error=ratio_error, paired=True, seed=3))
t = np.array(tied)
cases.append(case(
    "median of ties", "median", [tied], lambda r: np.median(t[r]), stratified([14], 4), [14], (t,), np.median, seed=4))
p, q = np.array(x), np.array(y)
cases.append(case(
    "correlation", "correlation", [x, y], lambda r: np.corrcoef(p[r], q[r])[0, 1], stratified([14], 5), [14],
    (p, q), lambda p, q: np.corrcoef(p, q)[0, 1], paired=True, seed=5))
s, members = np.array(scores), [np.flatnonzero(np.array(teams) == team) for team in range(len(sizes))]


def of_teams(chosen):
    return np.concatenate([members[team] for team in chosen])


def team_error(chosen):
    rows, n = of_teams(chosen), len(chosen)
    left = np.array([np.sum(s[members[team]] - s[rows].mean()) for team in chosen])
    return np.sqrt(n / (n - 1) * np.sum(left ** 2)) / len(rows)


totals, counts = np.array([s[m].sum() for m in members]), np.array(sizes)
cases.append(case(
    "mean by cluster", "cluster", [scores], lambda c: s[of_teams(c)].mean(), stratified([8], 6), [8],
    (totals, counts), lambda t, c: np.sum(t) / np.sum(c), error=team_error, paired=True, seed=6, clusters=teams))

# The wild bootstrap of a slope, by row and by cluster.
slopes = []
design = np.column_stack([np.ones(14), p])
fit = np.linalg.lstsq(design, q, rcond=None)[0]
fitted, residuals = design @ fit, q - design @ fit
points = {
    "rademacher": np.array([-1, 1]),
    "webb": np.array([-np.sqrt(1.5), -1, -np.sqrt(0.5), np.sqrt(0.5), 1, np.sqrt(1.5)]),
    "mammen": (1 + np.array([-1, 1]) * np.sqrt(5)) / 2,
}
groups = [i % 5 for i in range(14)]
for name, values in points.items():
    for clusters in [list(range(14)), groups]:
        units, draws = max(clusters) + 1, []
        for stream in range(99):
            random = generator(11, stream)
            if name == "mammen":
                first_share = (np.sqrt(5) + 1) / (2 * np.sqrt(5))
                signs = values[(random.random(units) >= first_share).astype(int)]
            else:
                signs = values[random.integers(0, len(values), units)]
            outcome = fitted + signs[clusters] * residuals
            draws.append(float(np.linalg.lstsq(design, outcome, rcond=None)[0][1]))
        slopes.append({"weights": name, "clusters": clusters, "draws": draws})

asked = [{k: c[k] for k in ("estimate", "error", "draws", "errors", "influence")} | {"levels": LEVELS} for c in cases]
answer = subprocess.run(
    ["Rscript", os.path.join(HERE, "boot.R")], input=json.dumps(asked), capture_output=True, text=True, check=True)
for item, limits in zip(cases, json.loads(answer.stdout)):
    item["boot"] = limits
    item["draws"] = item["draws"][:8]
    item.pop("errors")
    item.pop("influence")

wild = {"x": x, "fitted": list(fitted), "residuals": list(residuals), "seed": 11, "cases": slopes}
with open(OUT, "w") as file:
    json.dump({"cases": cases, "wild": wild}, file, indent=1)
    file.write("\n")
