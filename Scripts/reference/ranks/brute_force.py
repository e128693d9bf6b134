"""Makes reference numbers of exact rank tests by listing every rearrangement, and of sums in exact fractions.

Run from the package's folder: python3 Scripts/reference/ranks/brute_force.py
"""
import json
import random
from fractions import Fraction as F
from itertools import combinations, permutations, product

import numpy as np
import scipy
from mpmath import mp, mpf
from scipy import stats

mp.dps = 40
OUT = "Tests/Reference/ranks/"
random.seed(17)


def write(name, cases):
    with open(OUT + name, "w") as file:
        json.dump({"software": f"Python fractions, mpmath; SciPy {scipy.__version__}", "cases": cases}, file)
        file.write("\n")


def ranks(values):
    ascending = sorted(values)
    return [F(2 * ascending.index(v) + ascending.count(v) + 1, 2) for v in values]


def share(values, observed, mean):
    values = list(values)
    n = len(values)
    return {
        "two": float(F(sum(abs(v - mean) >= abs(observed - mean) for v in values), n)),
        "less": float(F(sum(v <= observed for v in values), n)),
        "greater": float(F(sum(v >= observed for v in values), n)),
    }


def mann_whitney():
    groups = [([1, 2, 2, 3, 5], [2, 3, 4, 4]), ([1, 1, 1], [1, 1, 2, 2, 2]), ([0], [0, 0, 1]), ([4, 4], [4, 4]),
              ([3, 7, 1, 9, 9, 9, 2], [9, 2, 2, 1, 5, 6, 4]), ([5, 7, 9], [1, 2, 3])]
    groups += [([random.randint(0, 5) for _ in range(random.randint(1, 8))], [random.randint(0, 6) for _ in range(random.randint(1, 8))])
               for _ in range(12)]
    cases = []
    for x, y in groups:
        r = ranks(x + y)
        sums = [sum(r[i] for i in chosen) for chosen in combinations(range(len(r)), len(x))]
        mean = F(len(x)) * sum(r) / len(r)
        cases.append({"treated": x, "control": y, **share(sums, sum(r[:len(x)]), mean)})
    write("mann_whitney_all.json", cases)


def signed_rank():
    lists = [[1, 1, -1, 2, 2, -3, 4], [0, 0, 1, -1, 2, 2, 3, -2, 5], [0, 0], [3], [-1, -1, -1], [1, -2, 3, -4, 5, -6, 7, 8, 9, 10]]
    lists += [[random.randint(-4, 6) for _ in range(random.randint(2, 10))] for _ in range(10)]
    cases = []
    for d in lists:
        case = {"differences": d}
        for name in ("wilcoxon", "pratt"):
            kept = [v for v in d if v != 0] if name == "wilcoxon" else d
            scores = [(r, v) for r, v in zip(ranks([abs(v) for v in kept]), kept) if v != 0]
            sums = [sum(r for (r, _), s in zip(scores, signs) if s) for signs in product((0, 1), repeat=len(scores))]
            observed = sum(r for r, v in scores if v > 0)
            case[name] = share(sums, observed, F(sum(r for r, _ in scores)) / 2)
        cases.append(case)
    write("signed_rank_all.json", cases)


def kruskal():
    lists = [[[1, 2], [3, 4], [5, 6]], [[1, 2, 2], [2, 3], [5, 5, 1]], [[1], [2], [3], [4]], [[1, 4, 9], [2, 3, 8]],
             [[2, 2, 2], [3, 3], [2, 3, 5]], [[7, 8, 9], [1, 2, 3], [4, 5, 6]]]
    cases = []
    for groups in lists:
        values = [v for g in groups for v in g]
        r = ranks(values)
        labels = [i for i, g in enumerate(groups) for _ in g]

        def h(order):
            return sum(sum(r[i] for i in range(len(r)) if order[i] == k) ** 2 / F(len(g)) for k, g in enumerate(groups))

        orders = set(permutations(labels))
        observed = h(labels)
        cases.append({"groups": groups, "p": float(F(sum(h(o) >= observed for o in orders), len(orders)))})
    write("kruskal_all.json", cases)


def correlations():
    lists = [([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]), ([1, 2, 2, 3], [1, 1, 2, 3]), ([1, 2, 3, 4, 5, 6], [3, 3, 1, 2, 6, 6]), ([1, 2], [2, 1]),
             ([1, 2, 3], [1, 2, 3]), ([1, 1, 2, 2, 3, 3, 4], [4, 3, 3, 2, 2, 1, 1]), ([0, 0, 0, 1], [0, 1, 2, 3])]
    lists += [([random.randint(0, 5) for _ in range(7)], [random.randint(0, 5) for _ in range(7)]) for _ in range(5)]
    cases = []
    for x, y in lists:
        a, b = ranks(x), ranks(y)
        mean = sum(a) * sum(b) / F(len(a))

        def score(order):
            return sum((x[i] > x[j]) - (x[i] < x[j]) if y[order[i]] > y[order[j]] else (x[i] < x[j]) - (x[i] > x[j]) if y[order[i]] < y[order[j]] else 0
                       for i in range(len(x)) for j in range(i))

        orders = list(permutations(range(len(x))))
        sums = [sum(a[i] * b[o[i]] for i in range(len(x))) for o in orders]
        scores = [score(o) for o in orders]
        same = range(len(x))
        cases.append({"x": x, "y": y, "spearman": share(sums, sums[0], mean)["two"], "kendall": share(scores, score(same), 0)["two"],
                      "tau": float(stats.kendalltau(x, y).statistic), "rho": float(stats.spearmanr(x, y).statistic)})
    # Without ties up to twelve pairs: the sums of squared differences of ranks by dynamic programming over sets.
    for n in (9, 11, 12):
        y = random.sample(range(n), n)
        counts = {0: {0: 1}}
        for place in range(n):
            following = {}
            for taken, sums in counts.items():
                for j in range(n):
                    if not taken >> j & 1:
                        target = following.setdefault(taken | 1 << j, {})
                        for s, ways in sums.items():
                            target[s + (place - j) ** 2] = target.get(s + (place - j) ** 2, 0) + ways
            counts = following
        (final,) = counts.values()
        observed = sum((i - v) ** 2 for i, v in enumerate(y))
        middle = F(n ** 3 - n, 6)
        p = F(sum(w for s, w in final.items() if abs(s - middle) >= abs(observed - middle)), sum(final.values()))
        cases.append({"x": list(range(n)), "y": y, "spearman": float(p), "rho": float(stats.spearmanr(range(n), y).statistic),
                      "tau": float(stats.kendalltau(range(n), y).statistic)})
    write("correlations_all.json", cases)


def moments():
    lists = [[1e9 + 10 * random.gauss(0, 1) for _ in range(100)], [1e12 + k % 3 for k in range(31)], [1.7e308, 1.6e308, -1.7e308, 1e308],
             [1e-310, 3e-310, 2e-310, 9e-310], [1e300, 1e300 * (1 + 2 ** -50), 1e300 * (1 + 2 ** -49)], [10000000.2] + [10000000.1, 10000000.3] * 500,
             [1000000.2] + [1000000.1, 1000000.3] * 500, [10000001, 10000003, 10000002], [1e-300, 1, 1e10, 5e9], [random.expovariate(1) for _ in range(50)],
             [0.1] * 5, [42], [1e16, 1, -1e16, 3], [5e-324, 1e-323, 5e-324]]
    cases = []
    for values in lists:
        n = len(values)
        exact = [F(v) for v in values]
        mean = sum(exact) / n
        power = [sum((v - mean) ** k for v in exact) / n for k in (2, 3, 4)]

        def number(f):
            return mpf(f.numerator) / mpf(f.denominator)

        spread = mp.sqrt(number(power[0] * n / (n - 1))) if n > 1 else None
        case = {"values": values, "mean": float(number(mean)), "sd": None if spread is None or spread > 1.79e308 else float(spread),
                "geometric": float(mp.exp(sum(mp.log(mpf(v)) for v in values) / n)) if min(values) > 0 else None}
        if power[0] > 0:
            case["skewness"] = float(number(power[1]) / number(power[0]) ** mpf(1.5))
            case["kurtosis"] = float(number(power[2]) / number(power[0]) ** 2 - 3)
        cases.append(case)
    write("moments.json", cases)


def trimmed():
    cases = []
    for size, other, trim in ((10, 14, 0.2), (7, 9, 0.1), (20, 25, 0.25), (30, 8, 0.0)):
        a = [random.gauss(0, 1) for _ in range(size)]
        b = [random.gauss(0.5, 3) for _ in range(other)]
        t = stats.ttest_ind(a, b, equal_var=False, trim=trim)
        interval = t.confidence_interval(0.9)
        cases.append({"treated": a, "control": b, "share": trim, "mean": float(stats.trim_mean(a, trim)), "statistic": float(t.statistic),
                      "p": float(t.pvalue), "freedom": float(t.df), "interval": [float(interval.low), float(interval.high)]})
    write("trimmed.json", cases)


def brunner():
    cases = []
    for x, y in (([1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1], [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]), ([1.5, 2, 7, 8], [0, 3, 4, 5, 6]),
                 ([random.gauss(0, 1) for _ in range(25)], [random.gauss(0.3, 2) for _ in range(18)])):
        b = stats.brunnermunzel(y, x)
        cases.append({"treated": x, "control": y, "statistic": float(b.statistic), "p": float(b.pvalue)})
    write("brunner_munzel.json", cases)


def analysis():
    """Means that differ little beside their size, as in the sets SmLs of NIST StRD, and groups of unlike spread."""
    lists = [[[lead + 0.2 * g + 0.1 * (k % 3) + 0.4 for k in range(21)] for g in range(9)] for lead in (0, 1e6, 1e12)]
    lists += [[[1e9 + random.gauss(m, s) for _ in range(n)] for m, s, n in ((0, 10, 8), (9, 20, 12), (3, 1, 30))],
              [[random.gauss(m, s) * 1e-160 for _ in range(n)] for m, s, n in ((0, 1, 5), (1, 2, 9))], [[1.0, 2.0], [1.5, 2.5]]]

    def tail(f, a, b):
        x = mpf(b) / (mpf(b) + mpf(a) * f)
        return mp.betainc(mpf(b) / 2, mpf(a) / 2, 0, x, regularized=True)

    cases = []
    for groups in lists:
        exact = [[F(v) for v in g] for g in groups]
        k, n = len(groups), sum(map(len, groups))
        means = [sum(g) / len(g) for g in exact]
        grand = sum(sum(g) for g in exact) / n
        between = sum(len(g) * (m - grand) ** 2 for g, m in zip(exact, means))
        squares = [sum((v - m) ** 2 for v in g) for g, m in zip(exact, means)]
        f = between / (k - 1) / (sum(squares) / (n - k))
        w = [F(len(g)) * (len(g) - 1) / s for g, s in zip(exact, squares)]
        centre = sum(a * b for a, b in zip(w, means)) / sum(w)
        uneven = sum((1 - a / sum(w)) ** 2 / (len(g) - 1) for a, g in zip(w, exact))
        welch = sum(a * (m - centre) ** 2 for a, m in zip(w, means)) / (k - 1) / (1 + F(2 * (k - 2), k * k - 1) * uneven)
        freedom = F(k * k - 1) / (3 * uneven)

        def number(value):
            return mpf(value.numerator) / mpf(value.denominator)

        cases.append({"groups": groups, "classic": [float(number(f)), float(tail(number(f), k - 1, n - k))],
                      "welch": [float(number(welch)), float(number(freedom)), float(tail(number(welch), k - 1, number(freedom)))],
                      "eta": float(number(between / (between + sum(squares))))})
    write("analysis.json", cases)


def games_howell():
    """The groups that R's script wrote, by pingouin."""
    import pandas
    import pingouin

    with open(OUT + "groups.json") as file:
        groups = [case["groups"] for case in json.load(file)["cases"]]
    cases = []
    for lists in groups:
        rows = pandas.DataFrame([(f"{place:02}", float(v)) for place, g in enumerate(lists) for v in g], columns=["g", "y"])
        table = pingouin.pairwise_gameshowell(data=rows, dv="y", between="g")
        pairs = table.sort_values(["A", "B"])[["diff", "se", "df", "pval"]].values.tolist()
        cases.append({"groups": lists, "pairs": pairs})
    write("games_howell.json", cases)


for make in (games_howell, analysis, mann_whitney, signed_rank, kruskal, correlations, moments, trimmed, brunner):
    make()
