# Makes panels of staggered rollouts and the figures that csdid gives for them.
# Run from the package's folder: python Scripts/reference/rollout/make.py   (csdid 0.4.3, numpy, pandas)
import json, warnings
import numpy as np, pandas as pd
from csdid.att_gt import ATTgt
from importlib.metadata import version

warnings.simplefilter("ignore")
OUT = "Tests/Reference/timeseries"


def panel(seed, starts, sizes, periods):
    """Units with lasting differences and autocorrelated noise; effects grow with time and differ by wave."""
    rng, rows, unit = np.random.default_rng(seed), [], 0
    for start, size in zip(starts, sizes):
        for _ in range(size):
            unit += 1
            level, noise = 50 + 8 * rng.standard_normal(), 0.0
            for t in range(1, periods + 1):
                noise = 0.6 * noise + rng.standard_normal()
                effect = 0.0 if start == 0 or t < start else 0.5 + 0.3 * (t - start) + 0.1 * start
                trend = 0.4 * t + 0.2 * np.sin(t) + (0.05 * t if start == 6 else 0)
                rows.append((unit, t, round(level + trend + effect + noise, 3), start))
    frame = pd.DataFrame(rows, columns=["unit", "period", "outcome", "start"])
    return frame.sample(frac=1, random_state=seed).reset_index(drop=True)


def number(x):
    x = None if x is None else float(np.asarray(x, dtype=float).ravel()[0])
    return x if x is not None and np.isfinite(x) else None


def aggregate(model, kind):
    result = model.aggte(kind, bstrap=False, cband=False).atte
    answer = {"att": number(result["overall_att"]), "se": number(result["overall_se"])}
    if kind != "simple":
        answer["by"] = {"at": [int(x) for x in result["egt"]], "att": [float(x) for x in result["att_egt"]],
                        "se": [number(x) or 0.0 for x in np.asarray(result["se_egt"], dtype=float).ravel()]}
    return answer


def variant(frame, control, base, anticipation):
    model = ATTgt(yname="outcome", tname="period", idname="unit", gname="start", data=frame.copy(),
                  control_group=control, anticipation=anticipation, cband=False)
    model.fit(est_method="reg", base_period=base, bstrap=False)
    r = model.results
    answer = {"group": [int(x) for x in r["group"]], "time": [int(x) for x in r["year"]],
              "att": [float(x) for x in r["att"]], "se": [number(x) for x in np.asarray(r["se"], dtype=float).ravel()],
              "simple": aggregate(model, "simple"), "group_agg": aggregate(model, "group"),
              "dynamic": aggregate(model, "dynamic"), "calendar": aggregate(model, "calendar")}
    if r_w := model.MP.get("W"):
        answer["pretest_wald"] = {"W": number(r_w)}
    return answer


def case(name, frame, controls, anticipations):
    frame.to_csv(f"{OUT}/data/{name}.csv", index=False)
    answer = {"id": f"cs_{name}_nocov", "data": f"{name}.csv", "software": f"csdid {version('csdid')}",
              "spec": "outcome by unit and period, start 0 = never; outcome regression without covariates, no bootstrap"}
    for control, word in controls:
        for base in ("varying", "universal"):
            for anticipation in anticipations:
                answer[f"{word}_nocov_reg_{base}_ant{anticipation}"] = variant(frame, control, base, anticipation)
    with open(f"{OUT}/cs_{name}_nocov.json", "w") as file:
        json.dump(answer, file)


both = [("nevertreated", "never"), ("notyettreated", "notyet")]
# Fifty never start, nine are treated from the first period on, six start after the last.
case("waves", panel(11, [0, 3, 5, 6, 1, 12], [50, 40, 30, 25, 9, 6], 8), both, (0, 1))
# Everybody starts: the last wave is the comparison, and the periods end before it.
case("waves_all", panel(12, [3, 4, 6, 8], [25, 30, 20, 25], 9), both[1:], (0,))
