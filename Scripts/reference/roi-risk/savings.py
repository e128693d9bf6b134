"""Savings bands by OpenEEmeter's own function, for Tests/Reference/roi-risk/savings.json.

The function is taken out of eemeter 2.10.11's source by name, so that its dependencies are not needed:
pip download --no-deps --no-binary :all: eemeter==2.10.11 && tar xf eemeter-2.10.11.tar.gz
python3 Scripts/reference/roi-risk/savings.py eemeter-2.10.11/eemeter/derivatives.py \
  > Tests/Reference/roi-risk/savings.json
"""

import ast
import json
import sys

tree = ast.parse(open(sys.argv[1]).read())
body = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "_compute_fsu_error"]
space = {}
exec(compile(ast.Module(body, []), "derivatives.py", "exec"), space)
cases = []
for interval in ("daily", "billing_monthly"):
    for after, before, rho, t in [(365, 365, 0.45, 1.65), (90, 200, -0.2, 1.96), (12, 12, 0.0, 1.3),
                                  (24, 36, 0.9, 1.65), (1, 5, 0.1, 2.0)]:
        n = before * (1 - rho) / (1 + rho)
        band = space["_compute_fsu_error"](t, interval, after, 12000.0, 4.2, 33.0, before, n)
        cases.append({"interval": interval, "after": after, "before": before, "rho": rho, "t": t,
                      "effective": n, "band": band})
print(json.dumps({"cases": cases}, indent=1))
