#!/usr/bin/python3
"""Recomputes the table from the results files, in h5py and numpy, and compares it with parallax's.

usage: check_table.py PARALLAX_BINARY RESULTS...
Exits with 1 if any number differs by more than 1e-9 (relative), any cell is missing or judged
otherwise. Nothing here comes from the program that is checked: grouping, medians, intervals,
Student's t and all ratios are written down once more, from their definitions.
"""
import json
import math
import subprocess
import sys
from fractions import Fraction

import numpy

from student import student_quantile
from table_cells import STAGES, apart_of, build_cells, read_runs

TOLERANCE = 1e-9


def median_interval(times):
    """Exact binomial order statistics, in rational numbers."""
    n, best = len(times), None
    for k in range(1, n // 2 + 1):
        below = Fraction(sum(math.comb(n, i) for i in range(k)), 2 ** n)
        if 1 - 2 * below >= Fraction(95, 100):
            best = k
    if best is None:
        return math.nan, math.nan
    return float(times[best - 1]), float(times[n - best])


def estimate_time(cell):
    used = cell["used"]
    if not used:
        return (math.nan,) * 3, None
    if len(used) == 1:
        low, high = median_interval(used[0]["times"])
        return (used[0]["median"], low, high), None if math.isnan(low) else "within run"
    mean = float(numpy.mean(cell["logs"]))
    count = len(cell["logs"])
    if count < 3:
        return (math.exp(mean), math.nan, math.nan), None
    error = float(numpy.std(cell["logs"], ddof=1)) / math.sqrt(count)
    half = student_quantile(count - 1) * error
    return (math.exp(mean), math.exp(mean - half), math.exp(mean + half)), "across runs"


def ratio_of(base, cell):
    """T(base) / T(cell): paired where both have the same repetitions, or one all of the other's and
    both are of jobs; else by Welch's t."""
    if base is cell:
        return 1.0, math.nan, math.nan
    less, more = sorted((cell["repetitions"], base["repetitions"]), key=len)
    common = [key for key in less if key in more and key[1] >= 0]
    if len(common) == len(less) and (len(less) == len(more) or all(key[0] for key in common)):
        pairs = [base["repetitions"][key] - cell["repetitions"][key] for key in common]
        mean, half = float(numpy.mean(pairs)), math.nan
        if len(pairs) >= 3:
            half = student_quantile(len(pairs) - 1) * float(numpy.std(pairs, ddof=1)) \
                / math.sqrt(len(pairs))
        return math.exp(mean), math.exp(mean - half), math.exp(mean + half)
    a, b = base["logs"], cell["logs"]
    difference = float(numpy.mean(a) - numpy.mean(b))
    if min(len(a), len(b)) < 3:
        return math.exp(difference), math.nan, math.nan
    va, vb = numpy.var(a, ddof=1) / len(a), numpy.var(b, ddof=1) / len(b)
    half = 0.0
    if va + vb > 0:
        degrees = (va + vb) ** 2 / (va ** 2 / (len(a) - 1) + vb ** 2 / (len(b) - 1))
        half = student_quantile(float(degrees)) * math.sqrt(va + vb)
    return math.exp(difference), math.exp(difference - half), math.exp(difference + half)


def baseline_of(cell, cells):
    if not cell["used"]:
        return None, "none"
    serial = [other for other in cells if other["study"] == cell["study"] and other["clean"]
              and other["serial"] and other["workers"] == 1]
    if serial and not cell["all"][0]["lock"]:
        return max(serial, key=lambda other: len(other["logs"])), "serial"
    curve = [other for other in cells if other["curve"] == cell["curve"] and other["used"]]
    clean = [other for other in curve if other["clean"]]
    if len(curve) < 2 or not clean:
        return None, "none"
    smallest = min(clean, key=lambda other: other["workers"])
    return smallest, "self" if smallest["workers"] == 1 else "smallest"


def ceiling_of(cell, cells):
    """The efficiency against as many workers apart."""
    apart = [other for other in cells if other["study"] == cell["study"] and other["clean"]
             and other["all"][0]["model_apart"] and other["workers"] == cell["workers"]]
    if not apart or not cell["used"]:
        return (math.nan,) * 3
    return ratio_of(apart_of(apart[0]), cell)


def expected_of(cell, cells):
    """All numbers of a cell, under the names of the JSON table."""
    expected = {}

    def put(name, values, suffix=""):
        for end, value in zip(("", "_low", "_high"), values):
            expected[name + end + suffix] = value
    nothing = (math.nan,) * 3
    time, expected["interval"] = estimate_time(cell)
    put("time", time, "_s")
    put("images_per_s", [cell["images"] / time[i] for i in (0, 2, 1)])
    put("pixels_per_s", [cell["pixels"] / time[i] for i in (0, 2, 1)])
    base, expected["baseline"] = baseline_of(cell, cells)
    ratio = ratio_of(base, cell) if base else nothing
    scale = cell["workers"] / base["workers"] if base else math.nan
    weak = cell["weak"]
    put("speedup", nothing if weak else ratio)
    put("efficiency", nothing if weak else [value / scale for value in ratio])
    put("weak_efficiency", ratio if weak else nothing)
    put("scaled_speedup", [value * scale for value in ratio] if weak else nothing)
    p = cell["workers"]
    fraction = nothing
    if base and base["workers"] == 1 and p > 1 and not weak and cell["clean"]:
        fraction = [(1 / ratio[i] - 1 / p) / (1 - 1 / p) for i in (0, 2, 1)]
    put("karp_flatt", fraction)
    put("ceiling_efficiency", ceiling_of(cell, cells))
    expected["baseline_s"] = estimate_time(base)[0][0] if base else math.nan
    for name in STAGES + ["other"]:
        values = [run["stages"][name] for run in cell["used"]]
        expected[name + "_s"] = float(numpy.mean(values)) if values else math.nan
    expected["valid"] = bool(cell["used"])
    expected["workers"] = cell["workers"]
    first = cell["all"][0]
    expected["fell_back"] = first["deal"] != first["deal_asked"]
    expected["repetitions"] = len(cell["logs"]) if cell["used"] else 0
    for flag in ("oversubscribed", "wrongly_bound", "disturbed", "threaded"):
        expected[flag] = any(run[flag] for run in cell["used"])
    return expected


def differ(name, expected, found, scale):
    if isinstance(expected, float):
        if math.isnan(expected) or found is None:
            return not (math.isnan(expected) and found is None)
        # A difference of large numbers, as the rest of the stages is, keeps their rounding.
        size = scale if name == "other_s" or name.startswith("karp_flatt") else 0
        return abs(expected - found) > TOLERANCE * max(size, abs(expected))
    return expected != found


def compare(cells, table):
    errors, numbers = [], 0
    found = {frozenset(cell["runs"] + [row["run"] for row in cell["excluded"]]): cell
             for cell in table["cells"]}
    if len(found) != len(cells):
        errors.append(f"{len(found)} cells in the table, {len(cells)} expected")
    for cell in cells:
        row = found.get(frozenset(run["run"] for run in cell["all"]))
        name = "/".join(str(cell["all"][0][key])
                        for key in ("kernel", "study", "model", "ranks", "threads"))
        if row is None:
            errors.append(f"{name}: no cell of the table holds exactly its runs")
            continue
        if set(row["runs"]) != {run["run"] for run in cell["used"]}:
            errors.append(f"{name}: other runs count")
        if not row["valid"] and not row["reason"]:
            errors.append(f"{name}: not valid, and no reason given")
        if row["valid"] and row["baseline"] == "none" and not row["reason"]:
            errors.append(f"{name}: no efficiency, and no reason given")
        for key, value in expected_of(cell, cells).items():
            numbers += 1
            scale = 1.0 if key.startswith("karp") else row["time_s"] or 0
            if key not in row or differ(key, value, row[key], scale):
                errors.append(f"{name}: {key}: expected {value!r}, found {row.get(key)!r}")
    return errors, numbers


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    output = subprocess.run([sys.argv[1], "table", "--json"] + sys.argv[2:], check=True,
                            stdout=subprocess.PIPE).stdout
    table = json.loads(output)
    runs = read_runs(sys.argv[2:])
    if table["schema"] != "parallax-table-1" or not runs:
        sys.exit("check_table: an unknown schema, or no runs at all")
    errors, numbers = compare(build_cells(runs), table)
    for error in errors:
        print(error)
    print(f"check_table: {len(runs)} runs, {numbers} values, {len(errors)} differences")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
