"""Makes the exact optima of regressions with AR(1) errors: mpmath with 30 digits, dense information.

Run from the package's folder: python3 Scripts/reference/series/exact.py
"""
import csv
import json
import math

import mpmath as mp

mp.mp.dps = 30
folder = "Tests/Reference/timeseries/data/"


def column(file, name):
    with open(folder + file) as rows:
        return [float(row[name]) for row in csv.DictReader(rows)]


def angle(j, t, period):
    return 2 * math.pi * math.fmod(j * t, period) / period


def design(times, starts, origin, months=False, pairs=0, group=None):
    """Trend from 1 at the first time; level and slope at each start; season by month or by Fourier pairs."""
    rows = []
    for t in times:
        changes = []
        for s in starts:
            changes += [float(t >= s), float(max(0, t - s + origin))]
        row = [1.0, float(t - min(times) + 1)]
        if group is not None:
            row += [group, group * row[1]] + changes + [group * c for c in changes]
        else:
            row += changes
        row += [float((t - 1) % 12 + 1 == m) for m in range(2, 13)] if months else []
        for j in range(1, pairs + 1):
            row += [math.sin(angle(j, t, 12)), math.cos(angle(j, t, 12))]
        rows.append(row)
    return rows


def fit(blocks, restricted):
    """blocks: a list of (times, rows of X with y last)."""
    n = sum(len(t) for t, _ in blocks)
    k = len(blocks[0][1][0]) - 1
    f = n - k if restricted else n

    def parts(phi):
        z, logdet = [], mp.mpf(0)
        for times, rows in blocks:
            z.append([mp.mpf(v) for v in rows[0]])
            for i in range(1, len(rows)):
                r = phi ** (times[i] - times[i - 1])
                c = mp.sqrt(1 - r * r)
                logdet += 2 * mp.log(c)
                z.append([(a - r * b) / c for a, b in zip(map(mp.mpf, rows[i]), map(mp.mpf, rows[i - 1]))])
        w = mp.matrix(z)
        m = w.T * w
        g, h = m[:k, :k], m[:k, k]
        inverse = g**-1
        beta = inverse * h
        rss = m[k, k] - (h.T * beta)[0]
        value = -mp.mpf(f) / 2 * (mp.log(2 * mp.pi * rss / f) + 1) - logdet / 2
        if restricted:
            value -= mp.log(mp.det(g)) / 2
        return value, beta, rss, inverse

    def score(phi):
        h = mp.mpf(10) ** -9
        return (parts(phi + h)[0] - parts(phi - h)[0]) / (2 * h)

    # The highest of a grid, then the secant on the slope of the likelihood.
    grid = [mp.mpf(i) / 20 for i in range(-18, 20)]
    best = max(grid, key=lambda p: parts(p)[0])
    mp.mp.dps = 45
    phi = mp.findroot(score, (best - mp.mpf("0.01"), best + mp.mpf("0.01")), tol=1e-22)
    value, beta, rss, inverse = parts(phi)
    mp.mp.dps = 30
    covariance = inverse * (rss / (n - k))
    answer = {
        "phi": phi, "loglik": value, "sigma": mp.sqrt(rss / f), "coefficients": list(beta),
        "errors": [mp.sqrt(covariance[i, i]) for i in range(k)],
    }
    if restricted:
        answer["freedom"] = freedom(blocks, phi, rss / (n - k), n, k)
    return {name: [mp.nstr(v, 18) for v in x] if isinstance(x, list) else mp.nstr(x, 18) for name, x in answer.items()}


def freedom(blocks, phi, variance, n, k):
    """Satterthwaite's degrees of freedom from 1/2 tr(P V_i P V_j), dense, in doubles."""
    import numpy as np

    phi, variance = float(phi), float(variance)
    correlation, slope = np.zeros((n, n)), np.zeros((n, n))
    start = 0
    for times, _ in blocks:
        t = np.array(times, float)
        distance = np.abs(t[:, None] - t[None, :])
        end = start + len(t)
        correlation[start:end, start:end] = phi**distance
        slope[start:end, start:end] = np.where(distance > 0, distance * phi ** np.maximum(distance - 1, 0), 0)
        start = end
    x = np.vstack([np.array(rows)[:, :-1] for _, rows in blocks])
    # An orthonormal basis keeps the digits; it spans the same space.
    q, r = np.linalg.qr(x)
    v = variance * correlation
    inverse = np.linalg.inv(v)
    bread = np.linalg.inv(q.T @ inverse @ q)
    p = inverse - inverse @ q @ bread @ q.T @ inverse
    derivatives = [correlation, variance * slope]
    information = np.array([[0.5 * np.trace(p @ a @ p @ b) for b in derivatives] for a in derivatives])
    spread = np.linalg.inv(information)
    back = np.linalg.inv(r)
    phi_matrix = back @ bread @ back.T
    result = []
    for place in range(k):
        c = back[place, :]
        g = np.array([c @ bread @ q.T @ inverse @ d @ inverse @ q @ bread @ c for d in derivatives])
        result.append(mp.mpf(2 * phi_matrix[place, place] ** 2 / (g @ spread @ g)))
    return result


drivers = [math.log(v) for v in column("seatbelts.csv", "drivers")]
front = [math.log(v) for v in column("seatbelts.csv", "front")]
rear = [math.log(v) for v in column("seatbelts.csv", "rear")]
flow = column("nile.csv", "flow")
months = list(range(1, 193))
gone = {10, 11, 12, 50, 100, 101, 102, 103, 150}
kept = [t for t in months if t not in gone]


def block(times, rows, values):
    return (times, [row + [value] for row, value in zip(rows, values)])


cases = {
    "nile": [block(list(range(1871, 1971)), design(list(range(1871, 1971)), [1899], 1), flow)],
    "gaps": [block(kept, design(kept, [170], 0, months=True), [drivers[t - 1] for t in kept])],
    "fourier": [block(months, design(months, [72, 170], 0, pairs=2), drivers)],
    "controlled": [
        block(months, design(months, [170], 0, months=True, group=1.0), front),
        block(months, design(months, [170], 0, months=True, group=0.0), rear),
    ],
}
result = {
    "software": f"mpmath {mp.__version__}, 30 digits; degrees of freedom dense in numpy",
    "gone": sorted(gone),
    "cases": {name: {"ml": fit(blocks, False), "reml": fit(blocks, True)} for name, blocks in cases.items()},
}
with open("Tests/Reference/series/exact.json", "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
