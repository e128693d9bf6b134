"""Does what a benchmark case does in Python, and times itself.

Called as `peers.py CASE DATA RUNS`; prints one line of JSON: the peer's name and version, the figures that
must agree with the library's, and the seconds of each run by part of the work. Imports, and reading the
data where reading is not the case, are not counted.
"""

import json
import sys
import time
from pathlib import Path


def main():
    case, data, runs = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    try:
        name, stages, figures = CASES[case](data)
    except ImportError as error:
        print(json.dumps({"missing": error.name or str(error)}))
        return
    seconds = {stage: [] for stage, _ in stages}
    result = one_run(stages, seconds={stage: [] for stage, _ in stages})
    report = {"name": name, "figures": [float(f) for f in figures(result)]}
    for _ in range(runs):
        one_run(stages, seconds)
    print(json.dumps(report | {"stages": seconds}))


def one_run(stages, seconds):
    """Runs the parts in order; each gets what those before it returned."""
    results = {}
    for stage, work in stages:
        start = time.perf_counter()
        results[stage] = work(results)
        seconds[stage].append(time.perf_counter() - start)
    return results


def columns(data):
    """The columns of a folder as a pandas frame."""
    import numpy as np
    import pandas as pd

    return pd.DataFrame({f.stem: np.fromfile(f) for f in sorted(data.glob("*.f64"))})


# Reading


def csv_figures(frame):
    numbers = ["id", "tenure", "rating", "quota", "score"]
    return [float(frame[name].sum()) for name in numbers] + [frame["team"].nunique()]


def two_column_figures(frame):
    return [float(frame["score"].sum()), frame["team"].nunique()]


def pandas_csv(path, columns=None):
    import pandas as pd

    figures = two_column_figures if columns else csv_figures
    stages = [("read", lambda _: pd.read_csv(path, engine="c", usecols=columns))]
    return f"pandas {pd.__version__} read_csv", stages, lambda results: figures(results["read"])


def polars_csv(path, columns=None):
    import polars as pl

    def read(_):
        return pl.scan_csv(path).select(columns).collect() if columns else pl.read_csv(path)

    def figures(results):
        frame = results["read"]
        return (two_column_figures if columns else csv_figures)(
            {name: _PolarsColumn(frame[name]) for name in frame.columns}
        )

    return f"polars {pl.__version__}, {pl.thread_pool_size()} threads", [("read", read)], figures


class _PolarsColumn:
    def __init__(self, column):
        self.sum, self.nunique = column.sum, column.n_unique


def duckdb_csv(path, columns=None):
    import duckdb

    connection = duckdb.connect()
    names = ", ".join(columns) if columns else "*"

    def read(_):
        connection.execute(f"create or replace table people as select {names} from read_csv('{path}')")

    def figures(_):
        numbers = ["score"] if columns else ["id", "tenure", "rating", "quota", "score"]
        wanted = ", ".join(f"sum({name})" for name in numbers) + ", count(distinct team)"
        return [float(value) for value in connection.execute(f"select {wanted} from people").fetchone()]

    return f"DuckDB {duckdb.__version__} read_csv", [("read", read)], figures


def csv_module(path):
    import csv

    def read(_):
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.reader(file))

    def figures(results):
        header, *rows = results["read"]
        numbers = ["id", "tenure", "rating", "quota", "score"]
        sums = [sum(float(row[header.index(name)]) for row in rows) for name in numbers]
        return sums + [len({row[header.index("team")] for row in rows})]

    version = ".".join(map(str, sys.version_info[:3]))
    return f"Python {version} csv, texts only", [("read", read)], figures


# Regression


def logistic(data):
    import statsmodels
    import statsmodels.api as sm

    frame = columns(data)
    names = sorted(n for n in frame if n.startswith("x"))

    def fit(_):
        design = sm.add_constant(frame[names].to_numpy())
        model = sm.Logit(frame["treated"].to_numpy(), design).fit(disp=0)
        return model.params, model.bse

    stages = [("fit", fit)]
    return f"statsmodels {statsmodels.__version__} Logit", stages, coefficients_and_errors


def ols(data, covariance):
    import statsmodels
    import statsmodels.api as sm

    frame = columns(data)
    names = sorted((n for n in frame if n.startswith("x")), key=lambda n: int(n[1:]))

    def fit(_):
        design = sm.add_constant(frame[names].to_numpy())
        fitted = sm.OLS(frame["y"].to_numpy(), design).fit()
        if covariance == "HC3":
            robust = fitted.get_robustcov_results("HC3")
        else:
            groups = frame["team"].to_numpy().astype(int)
            robust = fitted.get_robustcov_results("cluster", groups=groups)
        return robust.params, robust.bse

    return f"statsmodels {statsmodels.__version__} OLS", [("fit", fit)], coefficients_and_errors


def lstsq(data):
    import numpy as np

    frame = columns(data)
    names = sorted((n for n in frame if n.startswith("x")), key=lambda n: int(n[1:]))
    # Column after column, which numpy needs not copy into another order.
    design, y = np.asfortranarray(frame[names].to_numpy()), frame["y"].to_numpy()

    def fit(_):
        coefficients, squares, _, _ = np.linalg.lstsq(design, y, rcond=None)
        return coefficients, squares

    return f"numpy {np.__version__} lstsq", [("fit", fit)], coefficients_and_errors


def series(data):
    import statsmodels
    import statsmodels.api as sm

    frame = columns(data)
    names = sorted((n for n in frame if n.startswith("x")), key=lambda n: int(n[1:]))

    def fit(_):
        design = sm.add_constant(frame[names].to_numpy())
        fitted = sm.tsa.SARIMAX(frame["y"].to_numpy(), design, order=(1, 0, 0)).fit(disp=0, maxiter=5000)
        return fitted.params[: design.shape[1]], []

    return f"statsmodels {statsmodels.__version__} SARIMAX(1,0,0)", [("fit", fit)], coefficients_and_errors


def coefficients_and_errors(results):
    coefficients, errors = results["fit"]
    return [*coefficients, *errors]


# Matching


def cohort(data, title, pair):
    """Score by statsmodels, pairs by one of the functions below, balance by numpy."""
    import numpy as np
    import statsmodels
    import statsmodels.api as sm

    frame = columns(data)
    names = sorted(n for n in frame if n.startswith("x"))
    treated = frame["treated"].to_numpy() == 1
    covariates = frame[names].to_numpy()

    def score(_):
        design = sm.add_constant(covariates)
        model = sm.Logit(treated.astype(float), design).fit(disp=0, tol=1e-12)
        return model.predict()

    def pairs(results):
        return pair(results["score"], treated)

    def table(results):
        values = [results["score"], *covariates.T]
        return [balance(column, treated, *results["pairs"]) for column in values]

    def figures(results):
        first, second = results["pairs"]
        score = results["score"]
        total = 0
        for row in results["balance"][1:]:
            total += abs(row["after"]["difference"] / row["deviation"]) + row["before"]["maximum"]
            total += row["before"]["ratio"] + row["pair_distance"]
        return [len(first), np.abs(score[first] - score[second]).sum(), total]

    stages = [("score", score), ("pairs", pairs), ("balance", table)]
    return f"statsmodels {statsmodels.__version__}, {title}", stages, figures


def balance(values, treated, first, second):
    """Means, variances and distribution functions before and after, as MatchIt's summary has them."""
    import numpy as np

    def figures(values, treated):
        order = np.argsort(values)
        ordered, is_treated = values[order], treated[order]
        last = np.append(ordered[1:] != ordered[:-1], True)
        count = is_treated.sum()
        steps = np.where(is_treated, 1 / count, -1 / (len(values) - count))
        gaps = np.abs(np.cumsum(steps)[last])
        one, two = values[treated], values[~treated]
        return {
            "difference": one.mean() - two.mean(),
            "ratio": one.var(ddof=1) / two.var(ddof=1),
            "mean": gaps.mean(),
            "maximum": gaps.max(),
        }

    matched = np.concatenate([first, second])
    deviation = values[treated].std(ddof=1)
    return {
        "deviation": deviation,
        "before": figures(values, treated),
        "after": figures(values[matched], treated[matched]),
        "pair_distance": np.abs(values[first] - values[second]).mean() / deviation,
    }


def argmin_loop(score, treated):
    """Each treated row, the highest score first, takes the nearest control that is left."""
    import numpy as np

    rows = np.flatnonzero(treated)
    rows = rows[np.argsort(-score[rows], kind="stable")]
    controls = np.flatnonzero(~treated)
    free = score[controls].copy()
    partners = np.empty(len(rows), dtype=int)
    for place, row in enumerate(rows):
        nearest = np.argmin(np.abs(free - score[row]))
        partners[place] = controls[nearest]
        free[nearest] = np.inf
    return rows, partners


def union_find(score, treated):
    """The same pairs without scanning: sorted controls, and the next free one on either side."""
    import numpy as np

    rows = np.flatnonzero(treated)
    rows = rows[np.argsort(-score[rows], kind="stable")]
    controls = np.flatnonzero(~treated)
    controls = controls[np.argsort(score[controls], kind="stable")]
    scores = score[controls].tolist()
    count = len(scores)
    starts = np.searchsorted(score[controls], score[rows]).tolist()
    right, left = list(range(count + 1)), list(range(count + 1))

    def find(parents, index):
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    partners = []
    for target, start in zip(score[rows].tolist(), starts):
        below, above = find(left, start) - 1, find(right, start)
        gap_below = target - scores[below] if below >= 0 else float("inf")
        gap_above = scores[above] - target if above < count else float("inf")
        place = below if gap_below <= gap_above else above
        right[place], left[place + 1] = place + 1, place
        partners.append(place)
    return rows, controls[partners]


def with_replacement(score, treated):
    """An easier task, and sklearn's usual one: a control may be taken again and again."""
    import numpy as np
    from sklearn.neighbors import NearestNeighbors

    rows, controls = np.flatnonzero(treated), np.flatnonzero(~treated)
    index = NearestNeighbors(n_neighbors=1).fit(score[controls, None])
    nearest = index.kneighbors(score[rows, None], return_distance=False)[:, 0]
    return rows, controls[nearest]


def assignment(score, treated):
    """The smallest total distance, from the distance of every treated row to every control."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows, controls = np.flatnonzero(treated), np.flatnonzero(~treated)
    first, second = linear_sum_assignment(np.abs(score[rows, None] - score[None, controls]))
    return rows[first], controls[second]


def cohort_with_numpy(data, title, pair):
    import numpy

    return cohort(data, f"numpy {numpy.__version__}, {title}", pair)


def cohort_with_sklearn(data):
    import sklearn

    title = f"sklearn {sklearn.__version__} with replacement"
    name, stages, figures = cohort(data, title, with_replacement)
    # The balance of another cohort is another balance.
    return name, stages, lambda results: figures(results)[:2]


# Rollouts


def panel(data):
    frame = columns(data)
    for name in ("unit", "period", "start"):
        frame[name] = frame[name].astype(int)
    return frame


def with_diff_diff(data):
    """All averages, analytic errors; the figures are those of the average over waves and periods."""
    import warnings
    from importlib.metadata import version

    from diff_diff import CallawaySantAnna

    warnings.simplefilter("ignore")
    frame = panel(data)

    def fit(_):
        model = CallawaySantAnna(control_group="never_treated", n_bootstrap=0)
        return model.fit(frame, outcome="outcome", unit="unit", time="period", first_treat="start", aggregate="all")

    def figures(results):
        return [results["fit"].overall_att, results["fit"].overall_se]

    return f"diff-diff {version('diff-diff')} CallawaySantAnna", [("fit", fit)], figures


def with_csdid(data):
    """Effects of waves and periods and one average, outcome regression, analytic errors."""
    import contextlib
    import io
    import warnings
    from importlib.metadata import version

    from csdid.att_gt import ATTgt

    warnings.simplefilter("ignore")
    frame = panel(data)

    def fit(_):
        with contextlib.redirect_stdout(io.StringIO()):
            model = ATTgt(yname="outcome", tname="period", idname="unit", gname="start", data=frame, cband=False)
            model.fit(est_method="reg", base_period="varying", bstrap=False)
            return model.aggte("simple", bstrap=False, cband=False).atte

    def figures(results):
        return [results["fit"]["overall_att"], results["fit"]["overall_se"]]

    return f"csdid {version('csdid')}", [("fit", fit)], figures
def cohort_with_scipy(data):
    import scipy

    title = f"scipy {scipy.__version__} linear_sum_assignment"
    name, stages, figures = cohort(data, title, assignment)
    # Several choices have the smallest total, and each its own balance.
    return name, stages, lambda results: figures(results)[:2]


# Planning


def detectable_effects(_):
    import statsmodels
    from statsmodels.stats.power import TTestIndPower

    design = TTestIndPower()
    stages = [("solve", lambda _: [design.solve_power(nobs1=50 + i, alpha=0.05, power=0.8) for i in range(100)])]
    return f"statsmodels {statsmodels.__version__} solve_power", stages, lambda r: [r["solve"][0], r["solve"][99]]


def power_curve(_):
    import numpy as np
    import statsmodels
    from statsmodels.stats.power import TTestIndPower

    design = TTestIndPower()
    sizes = 5.0 * np.arange(1, 1001)
    stages = [("curve", lambda _: design.power(0.3, sizes, 0.05))]
    return f"statsmodels {statsmodels.__version__} power", stages, lambda r: [r["curve"][9], r["curve"][99]]


# Resampling


def limits(draws):
    import numpy as np

    return [draws.std(ddof=1), *np.percentile(draws, [2.5, 97.5])]


def bootstrap_matrix(data):
    import numpy as np

    x = columns(data)["x"].to_numpy()
    n = len(x)

    def draw(_):
        return x[np.random.default_rng(1).integers(0, n, (10_000, n))].mean(axis=1)

    return f"numpy {np.__version__}, one matrix of PCG64", [("draw", draw)], lambda r: limits(r["draw"])


def bootstrap_streams(data):
    import numpy as np

    x = columns(data)["x"].to_numpy()
    n = len(x)

    def draw(_):
        streams = (np.random.Generator(np.random.Philox(key=[1, i])) for i in range(10_000))
        return np.array([x[random.integers(0, n, n)].mean() for random in streams])

    return f"numpy {np.__version__}, Philox stream by stream", [("draw", draw)], lambda r: limits(r["draw"])


def bootstrap_scipy(data):
    import numpy as np
    import scipy

    x = columns(data)["x"].to_numpy()

    def draw(_):
        return scipy.stats.bootstrap(
            (x,), np.mean, n_resamples=10_000, method="percentile", vectorized=True, rng=np.random.default_rng(1)
        ).bootstrap_distribution

    return f"scipy {scipy.__version__} bootstrap", [("draw", draw)], lambda r: limits(r["draw"])


def permutation(data):
    import numpy as np
    import scipy

    frame = columns(data)
    y, g = frame["y"].to_numpy(), frame["g"].to_numpy()

    def difference(a, b, axis):
        return np.mean(a, axis=axis) - np.mean(b, axis=axis)

    def test(_):
        return scipy.stats.permutation_test(
            (y[g == 1], y[g == 0]), difference, n_resamples=9_999, vectorized=True, rng=np.random.default_rng(1))

    def figures(results):
        return [results["test"].statistic, results["test"].null_distribution.std(ddof=1)]

    return f"scipy {scipy.__version__} permutation_test", [("test", test)], figures


def special(function):
    """A function of scipy.special of two columns."""

    def case(data):
        import scipy
        import scipy.special

        frame = columns(data)
        u, v = frame["u"].to_numpy(), frame["v"].to_numpy()
        return (
            f"scipy {scipy.__version__} special",
            [("values", lambda _: function(scipy.special, u, v))],
            lambda results: [results["values"].sum()],
        )

    return case


SPECIAL = {
    "log gamma": lambda sp, u, v: sp.gammaln(50 * u),
    "digamma": lambda sp, u, v: sp.digamma(50 * u),
    "erfc": lambda sp, u, v: sp.erfc(6 * u - 3),
    "normal cdf": lambda sp, u, v: sp.ndtr(6 * u - 3),
    "normal quantile": lambda sp, u, v: sp.ndtri(u),
    "incomplete gamma": lambda sp, u, v: sp.gammainc(30 * u, 40 * v),
    "incomplete beta": lambda sp, u, v: sp.betainc(30 * u, 5, v),
    "t cdf": lambda sp, u, v: sp.stdtr(9, 8 * u - 4),
    "t quantile": lambda sp, u, v: sp.stdtrit(9, u),
    "Owen's T": lambda sp, u, v: sp.owens_t(6 * u - 3, 3 * v),
    "noncentral chi-squared": lambda sp, u, v: sp.chndtr(40 * u, 4, 10),
    "noncentral t": lambda sp, u, v: sp.nctdtr(38, 2.2, 8 * u - 1),
}

# Money


def propagation(_):
    import numpy as np

    levels = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99]

    def draw(_):
        count = 100_000
        streams = [np.random.Generator(np.random.Philox(key=[11, j])) for j in range(4)]
        delta = streams[0].normal(2, 0.9, count)
        share = 0.2 + 0.2 * streams[1].beta(3, 3, count)
        worth = streams[2].lognormal(11.66, 0.18, count)
        cost = streams[3].triangular(27_000, 30_000, 42_000, count)
        net = delta * share * worth - cost
        roi = net / cost
        losses = np.maximum(0, -net).mean(), np.maximum(0, net).mean()
        return np.quantile(net, levels), np.quantile(roi, levels), (roi > 0).mean(), losses

    def figures(results):
        net, roi, above, _ = results["draw"]
        shown = [2, 3, 5, 7]
        return [*net[shown], *roi[shown], above]

    return f"numpy {np.__version__}, the draws alone", [("draw", draw)], figures


CASES = {f"special-{name}": special(function) for name, function in SPECIAL.items()} | {
    "bootstrap-matrix": bootstrap_matrix,
    "bootstrap-streams": bootstrap_streams,
    "bootstrap-scipy": bootstrap_scipy,
    "permutation": permutation,
    "propagation": propagation,
    "mde": detectable_effects,
    "power-curve": power_curve,
    "pandas-csv": pandas_csv,
    "pandas-csv-2": lambda path: pandas_csv(path, ["team", "score"]),
    "polars-csv": polars_csv,
    "polars-csv-2": lambda path: polars_csv(path, ["team", "score"]),
    "duckdb-csv": duckdb_csv,
    "duckdb-csv-2": lambda path: duckdb_csv(path, ["team", "score"]),
    "csv-module": csv_module,
    "logistic": logistic,
    "lstsq": lstsq,
    "ols-hc3": lambda data: ols(data, "HC3"),
    "ols-cr1": lambda data: ols(data, "CR1"),
    "series-ml": series,
    "argmin-loop": lambda data: cohort_with_numpy(data, "argmin loop", argmin_loop),
    "union-find": lambda data: cohort_with_numpy(data, "union-find loop", union_find),
    "sklearn": cohort_with_sklearn,
    "diff-diff": with_diff_diff,
    "csdid": with_csdid,
    "assignment": cohort_with_scipy,
}

if __name__ == "__main__":
    main()
