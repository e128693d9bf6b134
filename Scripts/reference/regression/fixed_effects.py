"""Makes the reference numbers of absorbed fixed effects: pyfixest beside dummy variables by numpy.

Run from the package's folder: python3 Scripts/reference/regression/fixed_effects.py
"""
import json
import warnings

import numpy as np
import pandas as pd
import pyfixest as pf

warnings.filterwarnings("ignore")
rng = np.random.default_rng(11)
rows = 400
worker = rng.integers(0, 60, rows)
firm = (worker // 6 + rng.integers(0, 4, rows)) % 12
month = rng.integers(0, 9, rows)
effect = rng.normal(size=60)[worker] + rng.normal(size=12)[firm] + 0.3 * month
x = effect * 0.5 + rng.normal(size=rows)
z = np.round(rng.normal(size=rows) + 0.2 * firm, 3)
y = 1.5 * x - 0.7 * z + effect + rng.normal(size=rows) * (1 + np.abs(x) / 2)
data = pd.DataFrame(
    {"worker": worker, "firm": firm, "month": month, "team": worker // 5, "x": np.round(x, 4), "z": z,
     "y": np.round(y, 4), "w": 1 + np.arange(rows) % 4})
data = pd.concat([data, pd.DataFrame({"worker": [900, 901], "firm": [3, 4], "month": [2, 2], "team": [1, 2],
                                      "x": [0.5, -1.0], "z": [1.0, 2.0], "y": [30.0, -30.0], "w": [1, 2]})],
                 ignore_index=True)


def dummies(frame, effects, weights):
    """Coefficients, rank and root mean square of dummy-variable regression, in extended precision where it pays."""
    parts = [frame[["x", "z"]].to_numpy(float)] + [pd.get_dummies(frame[e]).to_numpy(float) for e in effects]
    design = np.hstack(parts)
    weight = np.sqrt(frame["w"].to_numpy(float)) if weights else np.ones(len(frame))
    b, _, rank, _ = np.linalg.lstsq(design * weight[:, None], frame["y"].to_numpy(float) * weight, rcond=1e-11)
    residual = (frame["y"].to_numpy(float) - design @ b) * weight
    return b[:2], int(rank), float(residual @ residual)


cases = []
for effects, cluster in [(["worker"], "worker"), (["firm"], "worker"), (["worker", "firm"], "worker"),
                         (["worker", "month"], "team"), (["worker", "firm", "month"], "firm")]:
    for weighted in (False, True):
        for keep in (False, True):
            options = {"weights": "w" if weighted else None, "fixef_rm": "none" if keep else "singleton",
                       "demeaner": pf.MapDemeaner(fixef_tol=1e-14, fixef_maxiter=1_000_000)
                       if hasattr(pf, "MapDemeaner") else None}
            if options["demeaner"] is None:
                options.pop("demeaner")
                options.update(fixef_tol=1e-14, fixef_maxiter=1_000_000)
            formula = "y ~ x + z | " + " + ".join(effects)
            fit = lambda vcov, **k: pf.feols(formula, data, vcov=vcov, **options, **k)
            covariance = {}
            kinds = {"classical": ("iid", {}), "hc1": ("hetero", {}), "cr1": ({"CRV1": cluster}, {}),
                     "cr1_full": ({"CRV1": cluster}, {"ssc": pf.ssc(k_fixef="full")}),
                     "cr1_none": ({"CRV1": cluster}, {"ssc": pf.ssc(k_fixef="none")}),
                     "two_way": ({"CRV1": "worker+month"}, {})}
            for name, (vcov, extra) in kinds.items():
                model = fit(vcov, **extra)
                covariance[name] = np.asarray(model._vcov).tolist()
            used = data if keep else None
            if used is None:
                used = data
                while True:
                    sizes = [used.groupby(e)["y"].transform("size") for e in effects]
                    left = used[np.logical_and.reduce([s > 1 for s in sizes])]
                    if len(left) == len(used):
                        break
                    used = left
            b, rank, rss = dummies(used, effects, weighted)
            model = fit("iid")
            assert model._N == len(used), (model._N, len(used))
            assert np.allclose(model.coef().to_numpy(), b, rtol=1e-9), (model.coef(), b)
            cases.append({"effects": effects, "cluster": cluster, "weighted": weighted, "keep": keep, "rows": len(used),
                          "coefficients": b.tolist(), "rank": rank, "rss": rss, "covariance": covariance})
json.dump({"software": f"pyfixest {pf.__version__}, numpy {np.__version__}",
           "data": {c: data[c].tolist() for c in data}, "cases": cases},
          open("Tests/Reference/regression/fixed_effects.json", "w"))
for case in cases:
    print(case["effects"], case["weighted"], case["keep"], case["rank"], case["coefficients"],
          {k: v[0][0] for k, v in case["covariance"].items()})
