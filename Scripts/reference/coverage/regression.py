"""False rejections at 5 % with few clusters and with a row of high leverage, from 20 000 samples each.

The figures stand in Tests/CoverageTests/ClusterCoverageTests.swift. Needs numpy and scipy.
"""

import numpy as np
from scipy import stats

random = np.random.default_rng(3)
SAMPLES = 20_000


def fit(column, outcomes):
    """The slopes, the residuals, the weights of the slope and the bread's element."""
    design = np.c_[np.ones(len(column)), column]
    bread = np.linalg.inv(design.T @ design)
    coefficients = outcomes @ design @ bread
    weights = design @ bread
    leverage = (weights * design).sum(1)
    return coefficients[:, 1], outcomes - coefficients @ design.T, weights[:, 1], leverage, bread[1, 1]


def share(slope, variance, critical):
    return round(float((abs(slope) > critical * np.sqrt(variance)).mean()), 3)


for groups in (5, 10, 20):
    codes = np.repeat(np.arange(groups), [2 + 2 * (g % 4) for g in range(groups)])
    n = len(codes)
    outcomes = random.normal(size=(SAMPLES, groups))[:, codes] / 2 + random.normal(size=(SAMPLES, n))
    slope, residuals, weights, _, bread = fit((codes % 3 == 0).astype(float), outcomes)
    members = (np.arange(groups)[:, None] == codes).astype(float)
    cr0 = (((residuals * weights) @ members.T) ** 2).sum(1)
    cr1 = cr0 * groups / (groups - 1) * (n - 1) / (n - 2)
    independent = (residuals**2).sum(1) / (n - 2) * bread
    t = stats.t.ppf(0.975, groups - 1)
    print(
        groups,
        {
            "independent": share(slope, independent, stats.t.ppf(0.975, n - 2)),
            "CR0": share(slope, cr0, t),
            "CR1": share(slope, cr1, t),
            "CR1 with normal limits": share(slope, cr1, stats.norm.ppf(0.975)),
        },
        flush=True,
    )

for n in (12, 20, 50):
    column = np.array([3 if row == n else row / n for row in range(1, n + 1)])
    outcomes = random.normal(size=(SAMPLES, n)) * (0.5 + column)
    slope, residuals, weights, leverage, bread = fit(column, outcomes)
    t = stats.t.ppf(0.975, n - 2)
    factors = {
        "HC0": 1,
        "HC1": n / (n - 2),
        "HC2": 1 / (1 - leverage),
        "HC3": 1 / (1 - leverage) ** 2,
        "HC4": 1 / (1 - leverage) ** np.minimum(4, n * leverage / 2),
    }
    shares = {"classical": share(slope, (residuals**2).sum(1) / (n - 2) * bread, t)}
    for name, factor in factors.items():
        shares[name] = share(slope, (residuals**2 * factor * weights**2).sum(1), t)
    print(n, shares, flush=True)
