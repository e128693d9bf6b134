"""Coverage of 95 % intervals of means, variances and correlations, from 400 000 samples each.

The figures stand in Tests/CoverageTests/MeansCoverageTests.swift. Needs numpy and scipy.
"""

import numpy as np
from scipy import stats

random = np.random.default_rng(1)
SAMPLES = 400_000


def moments(values):
    return values.mean(1), values.var(1, ddof=1)


def student(values, truth):
    n = values.shape[1]
    mean, variance = moments(values)
    return (abs(mean - truth) <= stats.t.ppf(0.975, n - 1) * np.sqrt(variance / n)).mean()


def welch(x, y):
    n = x.shape[1]
    (mean_x, variance_x), (mean_y, variance_y) = moments(x), moments(y)
    a, b = variance_x / n, variance_y / n
    freedom = (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (n - 1))
    return (abs(mean_x - mean_y) <= stats.t.ppf(0.975, freedom) * np.sqrt(a + b)).mean()


def variance(values):
    n = values.shape[1]
    squares = (n - 1) * values.var(1, ddof=1)
    low, high = squares / stats.chi2.ppf(0.975, n - 1), squares / stats.chi2.ppf(0.025, n - 1)
    return ((low <= 1) & (1 <= high)).mean()


def fisher(x, y):
    n = x.shape[1]
    x, y = x - x.mean(1, keepdims=True), y - y.mean(1, keepdims=True)
    r = (x * y).sum(1) / np.sqrt((x**2).sum(1) * (y**2).sum(1))
    z = stats.norm.ppf(0.975) / np.sqrt(n - 3)
    return (abs(np.arctanh(r) - np.arctanh(0.6)) <= z).mean()


for n in (5, 8, 12, 20, 50):
    for name in ("normal", "exponential"):
        draw = random.standard_normal if name == "normal" else random.standard_exponential
        x, y = draw((SAMPLES, n)), draw((SAMPLES, n))
        figures = {
            "student": student(x, 0 if name == "normal" else 1),
            "paired": student(x - y, 0),
            "welch": welch(x, 2 * y if name == "normal" else y),
            "variance": variance(x),
            "fisher": fisher(x, 0.6 * x + 0.8 * y),
        }
        print(n, name, {key: round(float(value), 4) for key, value in figures.items()}, flush=True)
