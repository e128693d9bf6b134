"""Coefficients of generalised linear models with fifty digits, by Newton's method in mpmath.

Run from the package's folder: python3 Scripts/reference/regression/generalized_exact.py
A second source beside generalized.R; Firth's estimates are the maximum of the penalised likelihood itself.
"""
import csv
import json
import mpmath as mp

mp.mp.dps = 50
OUT = "Tests/Reference/regression/"
rows = list(csv.DictReader(open(OUT + "visits.csv")))
num = lambda name: [mp.mpf(r[name]) for r in rows]
team = [r["team"] for r in rows]
one = [mp.mpf(1)] * len(rows)
age, coached, months = num("age"), num("coached"), num("months")
north = [mp.mpf(t == "north") for t in team]
west = [mp.mpf(t == "west") for t in team]
full = list(zip(one, age, north, west, coached))
short = list(zip(one, age, coached))
visits, left = num("visits"), num("left")
logm = [mp.log(m) for m in months]


def solve(h, g):
    return mp.lu_solve(h, g)


def newton(x, derivatives, start):
    """derivatives(eta, i) gives score and minus the second derivative."""
    k = len(x[0])
    b = mp.matrix(start)
    for step in range(200):
        g, h = mp.zeros(k, 1), mp.zeros(k, k)
        for i, r in enumerate(x):
            eta = sum(r[j] * b[j] for j in range(k))
            s, w = derivatives(eta, i)
            for j in range(k):
                g[j] += r[j] * s
                for l in range(k):
                    h[j, l] += r[j] * r[l] * w
        d = solve(h, g)
        size = max(abs(d[j]) for j in range(k))
        b += d if size < 5 else d * 5 / size
        if size < mp.mpf(10) ** -40:
            return b
    raise ValueError("no convergence")


def logit(i, eta, y):
    p = 1 / (1 + mp.exp(-eta))
    return y[i] - p, p * (1 - p)


def probit(i, eta, y):
    q = 1 if y[i] == 1 else -1
    lam = q * mp.npdf(eta) / mp.ncdf(q * eta)
    return lam, lam * (lam + eta)


def negative(x, y, offset):
    """Joint maximum over coefficients and log theta by alternating Newton steps with a profile root."""
    k = len(x[0])
    b = newton(x, lambda e, i: (y[i] - mp.exp(e + offset[i]), mp.exp(e + offset[i])),
               [mp.log(mp.fsum(y) / mp.fsum(mp.exp(o) for o in offset))] + [0] * (k - 1))
    theta = mp.mpf(1)
    for _ in range(200):
        mu = [mp.exp(sum(r[j] * b[j] for j in range(k)) + o) for r, o in zip(x, offset)]
        f = lambda t: mp.fsum(mp.digamma(v + t) - mp.digamma(t) + mp.log(t) + 1 - mp.log(t + m) - (v + t) / (t + m)
                              for v, m in zip(y, mu))
        new = mp.findroot(f, theta)
        def d(e, i):
            m = mp.exp(e + offset[i])
            return (y[i] - m) * new / (m + new), m * new * (y[i] + new) / (m + new) ** 2
        old = b.copy()
        b = newton(x, d, list(b))
        change = max(abs(new - theta) / new, max(abs(old[j] - b[j]) for j in range(k)))
        theta = new
        if change < mp.mpf(10) ** -25:
            break
    mu = [mp.exp(sum(r[j] * b[j] for j in range(k)) + o) for r, o in zip(x, offset)]
    info = mp.fsum(-mp.psi(1, v + theta) + mp.psi(1, theta) - 1 / theta + 2 / (m + theta) - (v + theta) / (m + theta) ** 2
                   for v, m in zip(y, mu))
    ll = mp.fsum(mp.loggamma(v + theta) - mp.loggamma(theta) - mp.loggamma(v + 1) + theta * mp.log(theta) + v * mp.log(m)
                 - (v + theta) * mp.log(m + theta) for v, m in zip(y, mu))
    return b, theta, 1 / mp.sqrt(info), ll


def text(v):
    return [mp.nstr(x, 20) for x in v]


none = [mp.mpf(0)] * len(rows)
cases = {
    "logit": text(newton(full, lambda e, i: logit(i, e, left), [0] * 5)),
    "probit": text(newton(full, lambda e, i: probit(i, e, left), [0] * 5)),
    "poisson": text(newton(full, lambda e, i: (visits[i] - mp.exp(e + logm[i]), mp.exp(e + logm[i])), [-2, 0, 0, 0, 0])),
}
result = {"cases": cases}
for name, x, offset in [("negative", full, logm), ("negative_plain", short, none)]:
    b, theta, error, ll = negative(x, visits, offset)
    cases[name] = text(b)
    result[name] = dict(theta=mp.nstr(theta, 20), theta_error=mp.nstr(error, 20), log_likelihood=mp.nstr(ll, 20))

# Firth's penalised likelihood: small tables, one of them separated.
mp.mp.dps = 30


def penalised(x, y, w, b):
    k = len(x[0])
    info, ll = mp.zeros(k, k), mp.mpf(0)
    for r, v, weight in zip(x, y, w):
        eta = sum(r[j] * b[j] for j in range(k))
        p = 1 / (1 + mp.exp(-eta))
        ll += weight * (v * mp.log(p) + (1 - v) * mp.log1p(-p))
        for j in range(k):
            for l in range(k):
                info[j, l] += weight * p * (1 - p) * r[j] * r[l]
    return ll + mp.log(mp.det(info)) / 2, info


def gradient(x, y, w, b, free):
    k = len(x[0])
    info = penalised(x, y, w, b)[1]
    inverse = info ** -1
    g = mp.zeros(k, 1)
    for r, v, weight in zip(x, y, w):
        eta = sum(r[j] * b[j] for j in range(k))
        p = 1 / (1 + mp.exp(-eta))
        h = weight * p * (1 - p) * sum(r[j] * inverse[j, l] * r[l] for j in range(k) for l in range(k))
        s = weight * (v - p) + h * (mp.mpf(1) / 2 - p)
        for j in range(k):
            g[j] += r[j] * s
    return [g[j] for j in free]


def maximise(x, y, w, start, fixed=None):
    k = len(x[0])
    free = [j for j in range(k) if j != fixed]
    b = [mp.mpf(v) for v in start]
    for _ in range(500):
        g = gradient(x, y, w, b, free)
        info = penalised(x, y, w, b)[1]
        part = mp.matrix([[info[i, j] for j in free] for i in free])
        d = solve(part, mp.matrix(g)) if free else []
        size = max([abs(v) for v in d] + [mp.mpf(0)])
        scale = 1 if size < 2 else 2 / size
        now = penalised(x, y, w, b)[0]
        while True:
            trial = list(b)
            for place, j in enumerate(free):
                trial[j] += scale * d[place]
            if penalised(x, y, w, trial)[0] >= now or scale * size < mp.mpf(10) ** -10:
                break
            scale /= 2
        b = trial
        if size < mp.mpf(10) ** -22:
            break
    return b, penalised(x, y, w, b)[0]


def firth(x, y, w, level=mp.mpf("0.95")):
    k = len(x[0])
    b, top = maximise(x, y, w, [0] * k)
    covariance = penalised(x, y, w, b)[1] ** -1
    quantile = mp.sqrt(2) * mp.erfinv(level)
    limits, ps = [], []
    for j in range(k):
        se = mp.sqrt(covariance[j, j])
        root = lambda v: (mp.sign(v - b[j])
                          * mp.sqrt(max(0, 2 * (top - maximise(x, y, w, b[:j] + [v] + b[j + 1:], j)[1]))))
        pair = []
        for side in (-1, 1):
            lo, hi = mp.mpf(0), quantile * se
            while side * root(b[j] + side * hi) < quantile:
                hi *= 2
            for _ in range(40):
                mid = (lo + hi) / 2
                if side * root(b[j] + side * mid) < quantile:
                    lo = mid
                else:
                    hi = mid
            pair.append(mp.nstr(b[j] + side * (lo + hi) / 2, 15))
        limits.append(pair)
        z = abs(root(mp.mpf(0)))
        ps.append(mp.nstr(mp.erfc(z / mp.sqrt(2)), 15))
    return dict(coefficients=text(b), errors=text([mp.sqrt(covariance[j, j]) for j in range(k)]),
                penalised=mp.nstr(top, 18), limits=limits, p=ps)


small = {
    "separated": dict(x=[-3, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 3, 3.5, 4], y=[0] * 5 + [1] * 7),
    "rare": dict(x=[0] * 12 + [1] * 10, y=[0] * 12 + [1, 1, 1, 0, 0, 0, 0, 1, 0, 0]),
    "overlap": dict(x=[1.2, 0.4, 3.1, 2.2, 1.9, 0.7, 2.8, 3.6, 1.1, 0.2, 2.5, 1.7, 3.3, 0.9, 2.1],
                    y=[0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1]),
    "weighted": dict(x=[1, 2, 3, 4, 5, 6], y=[0, 0, 1, 0, 1, 1], w=[2, 1, 1, 3, 2, 1]),
}
result["firth"] = {}
for name, d in small.items():
    x = [[mp.mpf(1), mp.mpf(v)] for v in d["x"]]
    w = [mp.mpf(v) for v in d.get("w", [1] * len(x))]
    result["firth"][name] = {**d, **firth(x, [mp.mpf(v) for v in d["y"]], w)}
json.dump(result, open(OUT + "generalized_exact.json", "w"), indent=0)
