#!/usr/bin/env python3
"""Makes Sources/Distributions/Random/Ziggurat.swift: 256 layers of equal area under the normal density.

The edges follow from the base edge r of Doornik (2005) by x[i] = sqrt(-2 log(v / x[i+1] + f(x[i+1]))),
computed with mpmath at 60 digits; the last area closes to 1e-15, which r decides.

Run: python3 ziggurat.py   (mpmath 1.3 or later)
"""
import os

from mpmath import erfc, exp, log, mp, mpf, pi, sqrt

mp.dps = 60
OUT = os.path.join(os.path.dirname(__file__), "../../../Sources/Distributions/Random/Ziggurat.swift")


def density(x):
    return exp(-x * x / 2)


r = mpf("3.6541528853610087963519472518")
area = r * density(r) + sqrt(pi / 2) * erfc(r / sqrt(2))
edges = [mpf(0)] * 256
edges[255] = r
for i in range(254, 0, -1):
    edges[i] = sqrt(-2 * log(area / edges[i + 1] + density(edges[i + 1])))
assert abs(area / edges[1] + density(edges[1]) - 1) < 1e-15
edges[0] = area / density(r)
heights = [mpf(1)] + [density(x) for x in edges[1:]]


def literals(values):
    texts = [repr(float(v)) for v in values]
    lines, line = [], "   "
    for text in texts:
        if len(line) + len(text) + 2 > 100:
            lines.append(line)
            line = "   "
        line += " " + text + ","
    return "\n".join(lines + [line])


with open(OUT, "w") as file:
    file.write(f"""/// The layers of equal area under exp(-x^2 / 2) from which normal numbers are drawn.
///
/// Made by `Scripts/reference/random/ziggurat.py`; every number is correctly rounded.
///
/// **Reference:** Marsaglia and Tsang (2000), doi:10.18637/jss.v005.i08; Doornik (2005), *An Improved
/// Ziggurat Method to Generate Normal Random Samples*.
enum Ziggurat {{
  /// Where the tail begins: the right edge of the lowest rectangle that lies below the density.
  static let tail = {float(r)!r}

  /// The right edge of each layer, ascending from the second; the first is the lowest layer with its
  /// tail, as wide as a rectangle of its area and height.
  static let edges: [Double] = [
{literals(edges)}
  ]

  /// The density at the right edge of each layer; 1 for the first.
  static let heights: [Double] = [
{literals(heights)}
  ]
}}
""")
