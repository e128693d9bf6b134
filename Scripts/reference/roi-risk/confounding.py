"""Omitted-variable bias by PySensemakr, for Tests/Reference/roi-risk/confounding.json.

pip install PySensemakr; run from the root of the repository:
python3 Scripts/reference/roi-risk/confounding.py > Tests/Reference/roi-risk/confounding.json
"""

import json

import sensemakr as s
from sensemakr import bias_functions as b

values = [(4.18445, 783), (0.5, 20), (1.9, 12), (-3.2, 150), (25.0, 9), (400.0, 5), (1e-3, 1000),
          (12.0, 3), (2.0, 2), (60.0, 400)]
robustness = []
for t, d in values:
    for q in (1.0, 0.5, 0.3):
        for alpha in (1.0, 0.05, 0.2):
            rv = float(s.robustness_value(t_statistic=t, dof=d, q=q, alpha=alpha).iloc[0])
            robustness.append({"t": t, "d": d, "q": q, "alpha": alpha, "rv": rv})
scenarios = []
for estimate, se, d in [(0.09731582, 0.02325654, 783), (-0.4, 0.15, 60), (2.5, 0.1, 8)]:
    for outcome, treatment in [(0.124, 0.0091643), (0.3, 0.1), (1.0, 0.5), (0.0, 0.9), (0.02, 0.0)]:
        for reduce in (True, False):
            kw = {"r2dz_x": treatment, "r2yz_dx": outcome}
            scenarios.append({
                "estimate": estimate, "se": se, "d": d, "outcome": outcome, "treatment": treatment,
                "hides": not reduce,
                "bias": float(b.bias(**kw, se=se, dof=d)),
                "adjusted": float(b.adjusted_estimate(**kw, estimate=estimate, se=se, dof=d,
                                                      reduce=reduce)),
                "error": float(b.adjusted_se(**kw, se=se, dof=d)),
                "partialR2": float(s.partial_r2(t_statistic=estimate / se, dof=d)),
            })
print(json.dumps({"robustness": robustness, "scenarios": scenarios}, indent=1))
