"""Predictions and marginal effects of the made data.

Run from the package's folder after generalized.R: python3 Scripts/reference/regression/effects.py
marginaleffects (numeric derivatives) and statsmodels get_margeff (analytic) are two sources.
"""
import json
from importlib.metadata import version
import warnings

import marginaleffects as me
import pandas as pd
import statsmodels
import statsmodels.api as sm
import statsmodels.formula.api as smf

warnings.simplefilter("ignore")
OUT = "Tests/Reference/regression/"
people = pd.read_csv(OUT + "visits.csv")
people["team"] = people["team"].astype("category")
new = people.iloc[[0, 7, 33, 80]].copy()
result = {"software": f"statsmodels {statsmodels.__version__}, marginaleffects {version('marginaleffects')}"}


def table(frame):
    return [{"term": r["term"], "contrast": str(r.get("contrast", "")), "estimate": r["estimate"], "error": r["std_error"]}
            for r in frame.to_dicts()]


def options():
    return dict(disp=0, method="newton", tol=1e-14, maxiter=200)


logit = smf.logit("left ~ age + team + coached", people).fit(**options())
crossed = smf.logit("left ~ age * coached + team", people).fit(**options())
square = smf.logit("left ~ age + I(age ** 2) + coached", people).fit(**options())
poisson = smf.poisson("visits ~ age + team + coached", people).fit(**options())
linear = smf.ols("hours ~ age * coached + team", people).fit()
for name, m in [("logit", logit), ("crossed", crossed), ("square", square), ("poisson", poisson), ("linear", linear)]:
    result[name] = {"slopes": table(me.avg_slopes(m, newdata=people, eps=1e-5))}
    change = me.avg_comparisons(m, variables={"coached": [0, 1]}, newdata=people)
    ratio = me.avg_comparisons(m, variables={"coached": [0, 1]}, comparison="lnratioavg", newdata=people)
    result[name]["difference"] = table(change)
    result[name]["log_ratio"] = table(ratio)
for name, m in [("logit", logit), ("poisson", poisson)]:
    for at in ["overall", "mean"]:
        frame = m.get_margeff(at=at, dummy=False).summary_frame()
        result[name]["statsmodels_" + at] = {i: list(frame.loc[i].values[:2]) for i in frame.index}

# Predictions: statsmodels against R's in effects.R.
glm = smf.glm("left ~ age + team + coached", people, family=sm.families.Binomial()).fit(tol=1e-14, maxiter=200)
frame = glm.get_prediction(new).summary_frame()
result["prediction_logit"] = {k: list(frame[k]) for k in frame.columns}
frame = linear.get_prediction(new).summary_frame(alpha=0.1)
result["prediction_linear"] = {k: list(frame[k]) for k in frame.columns}
json.dump(result, open(OUT + "effects.json", "w"), indent=0, default=float)
