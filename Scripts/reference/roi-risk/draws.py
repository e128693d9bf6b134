"""A simulated propagation by numpy's own Philox streams, for Tests/Reference/roi-risk/draws.json.

Input j draws from Generator(Philox(key=[seed, j])). Run from the root of the repository:
python3 Scripts/reference/roi-risk/draws.py > Tests/Reference/roi-risk/draws.json
"""

import json

import numpy as np
from numpy.random import Generator, Philox

SEED, COUNT = 11, 20_000
delta, share, worth, cost = (Generator(Philox(key=[SEED, j])) for j in range(4))
d = delta.normal(2.0, 0.9, COUNT)
a = 0.2 + 0.3 * share.beta(1 + 4 * 0.1 / 0.3, 1 + 4 * 0.2 / 0.3, COUNT)
u = worth.lognormal(11.66, 0.18, COUNT)
c = cost.triangular(27_000, 30_000, 42_000, COUNT)
net = d * a * u - c
roi = net / c
ps = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
print(json.dumps({
    "seed": SEED, "draws": COUNT, "mean": net.mean(), "meanError": net.std(ddof=1) / COUNT**0.5,
    "lossIfAdopted": np.maximum(0, -net).mean(), "lossIfRejected": np.maximum(0, net).mean(),
    "probabilities": ps, "net": list(np.quantile(net, ps)), "roi": list(np.quantile(roi, ps)),
    "exceedsZero": float((roi > 0).mean()), "least": net.min(), "most": net.max(),
}, indent=1))
