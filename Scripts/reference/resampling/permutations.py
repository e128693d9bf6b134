#!/usr/bin/env python3
"""Makes Tests/Reference/resampling/permutations.json.

Groups, pairs and three groups: scipy.stats.permutation_test over all assignments. Blocks and clusters: all
assignments by itertools, with limits of a shift found by trying shifts. Random ones: numpy's own shuffles,
Generator(Philox(key=[seed, i])) for draw i.

Run: python3 permutations.py   (numpy 1.26, scipy 1.15 or later)
"""
import itertools
import json
import os

import numpy as np
from scipy import stats

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Tests/Reference/resampling/permutations.json")


def generator(seed, stream):
    return np.random.Generator(np.random.Philox(key=np.array([seed, stream], dtype=np.uint64)))


def scipy(data, statistic, kind):
    found = {}
    for alternative in ["two-sided", "greater", "less"]:
        result = stats.permutation_test(
            data, statistic, permutation_type=kind, n_resamples=np.inf, alternative=alternative, vectorized=False)
        found[alternative] = float(result.pvalue)
    null = result.null_distribution
    found |= {"statistic": float(result.statistic), "count": int(null.size), "mean": float(null.mean())}
    far = np.abs(null - null.mean()) >= abs(result.statistic - null.mean()) - 1e-12 * np.abs(null).max()
    return found | {"distance": float(far.mean())}


def difference(a, b):
    return np.mean(a) - np.mean(b)


def between(*groups):
    centre = np.mean(np.concatenate(groups))
    return sum(len(g) * (np.mean(g) - centre) ** 2 for g in groups)


def contrast(y, g, blocks):
    """The differences of means within blocks, weighted by rows."""
    total = sum(np.sum(blocks == b) for b in set(blocks))
    return sum(np.sum(blocks == b) / total
               * (y[(blocks == b) & (g == 1)].mean() - y[(blocks == b) & (g == 0)].mean()) for b in sorted(set(blocks)))


def limits(p_above, p_below, tail, points):
    """The least and the largest shift that one-sided tests at a tail do not refuse, among the steps."""
    lower = [d for d in points if p_above(d) > tail + 1e-9]
    upper = [d for d in points if p_below(d) > tail + 1e-9]
    return min(lower), max(upper)


def brute(y, made, assignments, blocks):
    y, made, blocks = np.array(y), np.array(made), np.array(blocks)
    observed = contrast(y, made, blocks)
    null = np.array([contrast(y, np.array(g), blocks) for g in assignments])
    doses = np.array([contrast(made.astype(float), np.array(g), blocks) for g in assignments])
    slack = 1e-9

    def above(d):
        return np.mean(null - d * doses >= observed - d - slack)

    def below(d):
        return np.mean(null - d * doses <= observed - d + slack)

    steps = sorted({(observed - t) / (1 - dose) for t, dose in zip(null, doses) if dose < 1 - 1e-9})
    found = {"statistic": observed, "count": len(null), "greater": above(0), "less": below(0),
             "two-sided": min(1, 2 * min(above(0), below(0))), "intervals": []}
    for level in [0.5, 0.8, 0.9]:
        tail = (1 - level) / 2
        # No shift is refused where the tail is not larger than the share of the assignment itself.
        if tail * len(null) >= np.sum(doses > 1 - 1e-9) - 1e-9:
            lower, upper = limits(above, below, tail, steps)
            found["intervals"].append({"level": level, "lower": lower, "upper": upper})
        else:
            found["intervals"].append({"level": level, "lower": None, "upper": None})
    return {k: (float(v) if isinstance(v, np.floating) else v) for k, v in found.items()}


def orders(labels):
    return sorted(set(itertools.permutations(labels)))


a, b = [3.1, 5.6, 7.7, 8.2, 4.4], [2.0, 3.1, 1.8, 4.4, 2.9, 3.3]
ties_a, ties_b = [1, 2, 2, 5], [2, 1, 3, 2, 2]
pairs = [1.3, -0.4, 2.2, 0.9, 0.0, 3.1, -1.1, 0.8, 1.7]
three = [[4.0, 6.5, 5.1], [7.2, 8.8, 6.9], [5.5, 3.9, 4.8]]
cases = [
    {"name": "two groups", "kind": "groups", "values": a + b, "groups": [1] * 5 + [0] * 6,
     "scipy": scipy((a, b), difference, "independent")},
    {"name": "two groups with ties", "kind": "groups", "values": ties_a + ties_b, "groups": [1] * 4 + [0] * 5,
     "scipy": scipy((ties_a, ties_b), difference, "independent")},
    {"name": "pairs", "kind": "pairs", "values": pairs, "scipy": scipy((pairs,), np.mean, "samples")},
    {"name": "three groups", "kind": "between", "values": sum(three, []), "groups": [0] * 3 + [1] * 3 + [2] * 3,
     "scipy": scipy(tuple(three), between, "independent")},
]

y = [2.1, 4.4, 3.9, 6.0, 1.2, 5.1, 7.4, 6.6, 8.9, 3.3, 4.1]
made, blocks = [0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1], [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3]
parts = [orders([g for g, own in zip(made, blocks) if own == block]) for block in (1, 2, 3)]
cases.append({"name": "blocks", "kind": "blocks", "values": y, "groups": made, "blocks": blocks,
              "brute": brute(y, made, [sum(p, ()) for p in itertools.product(*parts)], blocks)})
teams = [0, 0, 0, 1, 2, 2, 3, 3, 4, 5, 5]
of_team = [1, 0, 1, 0, 1, 0]
cases.append({"name": "clusters", "kind": "clusters", "values": y, "groups": [of_team[t] for t in teams],
              "clusters": teams, "brute": brute(
                  y, [of_team[t] for t in teams], [[g[t] for t in teams] for g in orders(of_team)], [0] * len(y))})

# Random assignments: figures of the first draws.
labels = np.array([0] * 9 + [1] * 6 + [2] * 4)
drawn = []
for stream in range(12):
    random = generator(17, stream)
    own = labels.copy()
    random.shuffle(own)
    drawn.append([int(v) for v in own])
signs = [[int(v) for v in 2 * generator(17, stream).integers(0, 2, 13) - 1] for stream in range(12)]
block_of = np.array([0, 1] * 9 + [0])
within = []
for stream in range(12):
    random = generator(17, stream)
    own = labels.copy()
    for block in (0, 1):
        part = own[block_of == block]
        random.shuffle(part)
        own[block_of == block] = part
    within.append([int(v) for v in own])

with open(OUT, "w") as file:
    json.dump({"cases": cases, "drawn": {
        "seed": 17, "groups": [int(v) for v in labels], "blocks": [int(v) for v in block_of],
        "all": drawn, "within": within, "signs": signs}}, file, indent=1)
    file.write("\n")
