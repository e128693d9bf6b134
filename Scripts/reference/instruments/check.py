"""Holds the numbers of make.R against Python linearmodels: a second source that shares no code.

Run from the package's folder: python3 Scripts/reference/instruments/check.py
"""

import json

import numpy as np
import pandas as pd
from linearmodels.iv import IV2SLS

folder = "Tests/Reference/instruments/"
data = pd.read_csv(folder + "coaching.csv")
worst = 0.0


def gap(found, wanted):
    global worst
    found, wanted = np.asarray(found, float), np.asarray(wanted, float)
    worst = max(worst, float(np.max(np.abs(found - wanted) / np.maximum(np.abs(wanted), 1e-12))))


for case in json.load(open(folder + "instruments.json")):
    d = data.head(case["rows"]).copy()
    names = case["covariates"]
    covariates = pd.get_dummies(d[names], drop_first=True).astype(float) if names else d[[]]
    covariates.insert(0, "one", 1.0)
    model = IV2SLS(
        d["score"], covariates, d[case["endogenous"]].astype(float),
        d[case["instruments"]].astype(float), weights=d["weight"] if case["weighted"] else None)
    order = ["one"] + case["endogenous"] + [c for c in covariates.columns if c != "one"]
    kinds = {
        "classical": dict(cov_type="unadjusted", debiased=True),
        "hc0": dict(cov_type="robust"),
        "hc1": dict(cov_type="robust", debiased=True),
        "cr1": dict(cov_type="clustered", clusters=d["team"], debiased=True),
    }
    for kind, options in kinds.items():
        fit = model.fit(**options)
        gap(fit.params[order], case["coefficients"])
        size = np.sqrt(np.diag(np.array(case["covariance"][kind])))
        gap(fit.std_errors[order], size)
    fit = model.fit(**kinds["classical"])
    if len(case["instruments"]) > len(case["endogenous"]):
        gap([fit.sargan.stat, fit.sargan.pval], case["sargan"][1:])
    gap([fit.wu_hausman().stat, fit.wu_hausman().pval], case["hausman"][2:])
    partial = fit.first_stage.diagnostics["partial.rsquared"]
    gap(partial[case["endogenous"]], [s["partial"] for s in case["strength"]["stages"]])
    print(f"{case['name']}: worst relative gap so far {worst:.1e}")
assert worst < 1e-8, worst
