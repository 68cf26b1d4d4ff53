#!/usr/bin/python3
"""Recomputes parallax's fits and compares them: check_fits.py PARALLAX RESULTS...

Exits with 1 if a parameter, an end of an interval or an F differs by more than 1e-6 (relative).
The least squares are solved here by damped Gauss-Newton steps with numerical derivatives, or by
scipy where it is installed; nothing comes from the program that is checked but the runs' times.
"""
import json
import math
import subprocess
import sys

import numpy

from student import student_quantile

try:
    from scipy.optimize import least_squares
except ImportError:
    least_squares = None

TOLERANCE = 1e-6
LAWS = {
    "Amdahl": lambda p, t: t[0] + numpy.log(t[1] + (1 - t[1]) / p),
    "USL": lambda p, t: t[0] + numpy.log((1 + t[1] * (p - 1) + t[2] * p * (p - 1)) / p),
    "Gustafson": lambda p, t: t[0] - numpy.log(1 - t[1] * (p - 1) / p),
}
NAMES = {"Amdahl": ["f"], "USL": ["sigma", "kappa"], "Gustafson": ["s"]}


def derivatives(law, p, t):
    """Central differences, in steps of the parameter's own size."""
    columns = []
    for i, value in enumerate(t):
        step = 1e-6 * max(1e-2, abs(value))
        up, down = t.copy(), t.copy()
        up[i] += step
        down[i] -= step
        columns.append((law(p, up) - law(p, down)) / (2 * step))
    return numpy.array(columns).T


def solve(law, p, y, size):
    start = numpy.array([y[0]] + [0.03] * (size - 1))
    start[2:] = 0.001
    if least_squares:
        return least_squares(lambda t: law(p, t) - y, start, x_scale="jac", xtol=1e-15,
                             ftol=1e-15, gtol=1e-15).x
    t, damping = start, 1e-3
    for _ in range(500):
        residual, x = y - law(p, t), derivatives(law, p, t)
        normal = x.T @ x
        step = numpy.linalg.solve(normal + damping * numpy.diag(numpy.diag(normal)), x.T @ residual)
        with numpy.errstate(invalid="ignore"):
            better = numpy.sum((y - law(p, t + step)) ** 2) < numpy.sum(residual ** 2)
        t, damping = (t + step, damping / 10) if better else (t, damping * 10)
        if damping > 1e20:
            break
    return t


def half_of(weights, logs, fitted, blocks, parameters):
    """The delta method: t times the error of the sum of weights[i] times the mean of logs[i]."""
    if not blocks:
        parts = [w * w * numpy.var(runs, ddof=1) / len(runs) for w, runs in zip(weights, logs)]
        below = sum(part ** 2 / (len(runs) - 1) for part, runs in zip(parts, logs))
        return student_quantile(sum(parts) ** 2 / below) * math.sqrt(sum(parts))
    runs = numpy.array(logs)
    points, repetitions = runs.shape
    rest = runs - runs.mean(axis=0) - (fitted - fitted.mean())[:, None]
    degrees = points * repetitions - repetitions - parameters
    own = numpy.sum((weights - weights.mean()) ** 2) * numpy.sum(rest ** 2) / degrees / repetitions
    level = weights.sum() ** 2 * numpy.var(runs.mean(axis=0), ddof=1) / repetitions
    below = own ** 2 / degrees + level ** 2 / (repetitions - 1)
    return student_quantile((own + level) ** 2 / below) * math.sqrt(own + level)


def lack_of(logs, residuals, blocks, size):
    counts = numpy.array([len(runs) for runs in logs])
    above = numpy.sum(counts * residuals ** 2) / (len(logs) - size)
    if not blocks:
        squares = sum(numpy.sum((runs - numpy.mean(runs)) ** 2) for runs in logs)
        return above / (squares / (counts.sum() - len(logs)))
    runs = numpy.array(logs)
    rest = runs - runs.mean(axis=0) - runs.mean(axis=1)[:, None] + runs.mean()
    return above / (numpy.sum(rest ** 2) / ((runs.shape[0] - 1) * (runs.shape[1] - 1)))


def compare(curve, fit, found):
    """Appends (what, expected, found) of one law."""
    name, law = fit["law"], LAWS[fit["law"]]
    p = numpy.array([point["workers"] for point in curve["points"]], float)
    logs = [numpy.log(point["times_s"]) for point in curve["points"]]
    y = numpy.array([numpy.mean(runs) for runs in logs])
    size = 1 + len(NAMES[name])
    t = solve(law, p, y, size)
    weights = numpy.linalg.pinv(derivatives(law, p, t))
    half = [half_of(row, logs, law(p, t), curve["blocks"], size - 1) for row in weights]
    one = fit["time_1_s"]
    found += [("T(1)", math.exp(t[0]), one["value"]),
              ("T(1) low", math.exp(t[0] - half[0]), one["low"]),
              ("F", lack_of(logs, y - law(p, t), curve["blocks"], size), fit["lack_of_fit"]["F"])]
    for i, parameter in enumerate(NAMES[name], 1):
        values = fit["parameters"][parameter]
        found += [(parameter, t[i], values["value"]), (parameter + " low", t[i] - half[i], values["low"]),
                  (parameter + " high", t[i] + half[i], values["high"])]


def main():
    output = subprocess.run([sys.argv[1], "fit", "--json"] + sys.argv[2:], check=True,
                            stdout=subprocess.PIPE).stdout
    found, fits = [], 0
    for curve in json.loads(output)["curves"]:
        for fit in curve["laws"]:
            if fit["state"] in ("done", "bad"):
                compare(curve, fit, found)
                fits += 1
    errors = [(what, expected, value) for what, expected, value in found
              if not abs(expected - value) <= TOLERANCE * abs(expected)]
    for what, expected, value in errors:
        print(f"{what}: expected {expected!r}, found {value!r}")
    print(f"check_fits: {fits} fits, {len(found)} values, {len(errors)} differences, by "
          + ("scipy" if least_squares else "Gauss-Newton steps"))
    return 1 if errors or fits == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
