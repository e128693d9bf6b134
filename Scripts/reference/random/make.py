#!/usr/bin/env python3
"""Makes Tests/Reference/random/philox.json with numpy's own generator.

Run: python3 make.py   (numpy 1.26 or later)
"""
import json
import os

import numpy as np

OUT = os.path.join(os.path.dirname(__file__), "../../../Tests/Reference/random/philox.json")
LARGEST = 2**64 - 1
keys = [(0, 0), (20260101, 7), (1, LARGEST), (LARGEST, LARGEST), (42, 123456789), (LARGEST - 4, 2**63)]


def generator(key):
    return np.random.Generator(np.random.Philox(key=np.array(key, dtype=np.uint64)))


cases = []
for key in keys:
    bounds = [2, 3, 7, 10, 1000, 2**31, 3 * 2**30, 2**32 - 1, 2**32, 2**32 + 1, 3 * 2**61, 2**63 - 1]
    # Bounds follow one another in one stream, so that the halves of words are kept and used as numpy does.
    mixed = generator(key)
    bounded = [int(mixed.integers(0, b)) for b in bounds for _ in range(6)]
    after = [float(mixed.random()) for _ in range(3)]
    samples = [(0, 0), (0, 5), (1, 1), (5, 5), (3, 10), (10, 1000), (100, 10000), (200, 10001), (201, 10001),
               (7, 10**12), (10050, 10050)]
    picked = [[int(v) for v in generator(key).choice(n, k, replace=False)] for k, n in samples]
    cases.append({
        "seed": key[0], "stream": key[1],
        "words": [int(w) for w in np.random.Philox(key=np.array(key, dtype=np.uint64)).random_raw(13)],
        "doubles": [float(v) for v in generator(key).random(9)],
        "bounds": bounds, "bounded": bounded, "doublesAfter": after,
        "permutations": [[int(v) for v in generator(key).permutation(n)] for n in (0, 1, 2, 3, 10, 57)],
        "samples": [{"count": k, "population": n, "values": v if len(v) < 300 else v[:5] + v[-5:]}
                    for (k, n), v in zip(samples, picked)],
        "normals": [float(v) for v in generator(key).standard_normal(40)],
    })

# A long run of normal numbers, which meets the wedges and the tail: count, sums, extremes.
run = generator((11, 3)).standard_normal(400_000)
places = [int(i) for i in np.argsort(-np.abs(run))[:150]]
long = {"seed": 11, "stream": 3, "count": len(run), "places": places, "values": [float(run[i]) for i in places],
        "last": float(run[-1])}

# Carries of the block's number.
carries = []
for counter in ([LARGEST, 0, 0, 0], [LARGEST, LARGEST, 5, 0], [LARGEST] * 3 + [9], [LARGEST] * 4):
    bits = np.random.Philox(counter=np.array(counter, dtype=np.uint64), key=np.array((3, 4), dtype=np.uint64))
    carries.append({"counter": counter, "seed": 3, "stream": 4, "words": [int(w) for w in bits.random_raw(6)]})

with open(OUT, "w") as file:
    json.dump({"software": "numpy " + np.__version__, "cases": cases, "long": long, "carries": carries}, file)
    file.write("\n")
