#!/usr/bin/env python3
"""Makes Ziggurat.swift and ExponentialZiggurat.swift in Sources/Distributions/Random: 256 layers of equal
area under the normal and the exponential density.

The edges follow from the base edge r by x[i] = inverse(v / x[i+1] + f(x[i+1])), computed with mpmath at 60
digits. That of the normal layers is Doornik's (2005), whose last area closes to 1e-15; that of the
exponential layers is solved for.

Run: python3 ziggurat.py   (mpmath 1.3 or later)
"""
import os

from mpmath import erfc, exp, findroot, log, mp, mpf, pi, sqrt

mp.dps = 60
FOLDER = os.path.join(os.path.dirname(__file__), "../../../Sources/Distributions/Random")


def layers(r, area, density, inverse):
    edges = [mpf(0)] * 256
    edges[255] = r
    for i in range(254, 0, -1):
        edges[i] = inverse(area / edges[i + 1] + density(edges[i + 1]))
    edges[0] = area / density(r)
    return edges, [mpf(1)] + [density(x) for x in edges[1:]]


def gap(edges, area, density):
    """How far the first layer is from ending at the top of the density."""
    return area / edges[1] + density(edges[1]) - 1


def literals(values):
    texts = [repr(float(v)) for v in values]
    lines, line = [], "   "
    for text in texts:
        if len(line) + len(text) + 2 > 100:
            lines.append(line)
            line = "   "
        line += " " + text + ","
    return "\n".join(lines + [line])


def write(name, head, r, edges, heights):
    with open(os.path.join(FOLDER, name + ".swift"), "w") as file:
        file.write(f"""{head}
enum {name} {{
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


# ---- normal ----


def normal(x):
    return exp(-x * x / 2)


r = mpf("3.6541528853610087963519472518")
area = r * normal(r) + sqrt(pi / 2) * erfc(r / sqrt(2))
edges, heights = layers(r, area, normal, lambda y: sqrt(-2 * log(y)))
assert abs(gap(edges, area, normal)) < 1e-15
write("Ziggurat", """/// The layers of equal area under exp(-x^2 / 2) from which normal numbers are drawn.
///
/// Made by `Scripts/reference/random/ziggurat.py`; every number is correctly rounded.
///
/// **Reference:** Marsaglia and Tsang (2000), doi:10.18637/jss.v005.i08; Doornik (2005), *An Improved
/// Ziggurat Method to Generate Normal Random Samples*.""", r, edges, heights)

# ---- exponential ----


def exponential(x):
    return exp(-x)


def exponential_layers(r):
    return layers(r, (r + 1) * exp(-r), exponential, lambda y: -log(y))[0]


r = findroot(
    lambda r: gap(exponential_layers(r), (r + 1) * exp(-r), exponential),
    (mpf("7.69711747013"), mpf("7.69711747014")))
edges, heights = layers(r, (r + 1) * exp(-r), exponential, lambda y: -log(y))
assert abs(gap(edges, (r + 1) * exp(-r), exponential)) < 1e-40
write("ExponentialZiggurat", """/// The layers of equal area under exp(-x) from which exponential numbers are drawn.
///
/// Made by `Scripts/reference/random/ziggurat.py`; every number is correctly rounded.
///
/// **Reference:** Marsaglia and Tsang (2000), doi:10.18637/jss.v005.i08.""", r, edges, heights)
