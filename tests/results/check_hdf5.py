#!/usr/bin/env python3
"""Compares the tables that a verb of parallax writes by --hdf5 with what it says by --json.

check_hdf5.py table|fit|crossover|metg FILE.h5 FILE.json; exit code 1 if they differ."""
import json
import math
import sys

import h5py

faults = []


def fault(what):
    faults.append(what)
    if len(faults) <= 20:
        print(what)


def read(path, schema):
    """{table: [row as a dictionary]}, after a look at what all such files have in common."""
    tables = {}
    with open(path, "rb") as raw:
        if not raw.read(512).startswith(b"Parallax results file\nLength and XXH3"):
            fault("no seal")
    with h5py.File(path) as file:
        if file.attrs["derived_schema"].decode() != schema:
            fault(f"schema {file.attrs['derived_schema']}")
        for name, data in file.items():
            units = dict(zip(data.dtype.names, data.attrs["units"].astype(str)))
            if len(units) != len(data.attrs["units"]) or len(data.attrs["long_name"]) != len(units):
                fault(f"{name}: units or long names do not name every column")
            for column, unit in units.items():
                if column.endswith("_s") and unit not in ("s", "1/s", "pixel/s", "byte/s") or \
                        (data.dtype[column].kind == "S") != (unit == ""):
                    fault(f"{name}: {column} has the unit {unit!r}")
            tables[name] = [{column: row[column].decode() if isinstance(row[column], bytes)
                             else row[column].item() for column in units} for row in data[()]]
    return tables


def equal(what, got, wanted):
    if isinstance(got, float) and math.isnan(got):
        got = None
    if got != wanted:
        fault(f"{what}: {got!r}, not {wanted!r}")


def interval(what, row, name, wanted, unit=""):
    for end, member in [("", "value"), ("_low", "low"), ("_high", "high")]:
        equal(f"{what} {name}{end}", row[name + end + unit], wanted[member])


def count(what, rows, wanted):
    if len(rows) != wanted or wanted == 0:
        fault(f"{what}: {len(rows)} rows, not {wanted}")


def check_table(tables, said):
    count("cells", tables["cells"], len(said["cells"]))
    count("studies", tables["studies"], len(said["studies"]))
    count("runs", tables["runs"], sum(len(c["runs"]) + len(c["excluded"]) for c in said["cells"]))
    for i, (row, cell) in enumerate(zip(tables["cells"], said["cells"])):
        for name, value in {**cell, **cell["fields"]}.items():
            if name in ("runs", "excluded", "fields"):
                continue
            if value is None and name not in row:
                continue
            default = {int: -1, str: ""}.get(type(row[name]))
            equal(f"cell {i}: {name}", row[name], default if value is None else value)
        used = [r["run"] for r in tables["runs"] if r["cell"] == i and r["used"]]
        excluded = [{"run": r["run"], "reason": r["reason"]} for r in tables["runs"]
                    if r["cell"] == i and not r["used"]]
        equal(f"cell {i}: runs", used, cell["runs"])
        equal(f"cell {i}: excluded", excluded, cell["excluded"])


def check_fit(tables, said):
    equal("studies", [row["title"] for row in tables["studies"]], said["studies"])
    count("curves", tables["curves"], len(said["curves"]))
    for row, curve in zip(tables["curves"], said["curves"]):
        for name in ["study_index", "curve", "largest_workers", "cells_left_out", "blocks"]:
            equal(name, row[name], curve[name])
        interval(row["curve"], row, "karp_flatt_growth", curve["karp_flatt_growth"])

        def of(table):
            return [r for r in tables[table] if (r["study_index"], r["curve"]) ==
                    (curve["study_index"], curve["curve"])]
        equal("times", [r["time_s"] for r in of("points")],
              [time for point in curve["points"] for time in point["times_s"]])
        count("laws", of("laws"), len(curve["laws"]))
        for r, law in zip(of("laws"), curve["laws"]):
            equal("law", (r["law"], r["state"]), (law["law"], law["state"]))
            values = {p["parameter"]: p for p in of("parameters") if p["law"] == law["law"]}
            equal("parameters", list(values), list(law.get("parameters", {})))
            for name, value in law.get("parameters", {}).items():
                interval(law["law"], values[name], "value", value)
            if "time_1_s" in law:
                interval(law["law"], r, "time_1", law["time_1_s"], "_s")
                equal("F", r["lack_F"], law["lack_of_fit"]["F"])
                equal("residuals", [s["log_residual"] for s in of("residuals")
                                    if s["law"] == law["law"]], law["log_residuals"])
            if "predicted_time_s" in law:
                interval(law["law"], r, "predicted_time", law["predicted_time_s"], "_s")
        equal("normal form", [(r["c0_s"], r["c1_s"], r["exponent"]) for r in of("normal_forms")],
              [(m["c0"], m["c1"], m["exponent"]) for m in curve["normal_form"]["models"]])
    if not tables["parameters"] or not tables["normal_forms"]:
        fault("nothing was fitted")


def check_crossover(tables, said):
    count("comparisons", tables["comparisons"], len(said["comparisons"]))
    for i, (row, item) in enumerate(zip(tables["comparisons"], said["comparisons"])):
        for name in ["title", "left", "right", "unit", "workers", "sizes_of_one_only"]:
            equal(name, row[name], item[name])
        for started, name in enumerate(["working", "with_start_up"]):
            part = item.get(name, {"answer": "", "sizes": [], "crossovers": []})
            equal(name, row[name], part["answer"])
            for table, list_, value in [("sizes", "sizes", "ratio"), ("crossovers",) * 2 + ("x",)]:
                rows = [r for r in tables[table]
                        if (r["comparison"], r["with_start_up"]) == (i, started)]
                equal(table, len(rows), len(part[list_]))
                for r, wanted in zip(rows, part[list_]):
                    interval(table, r, value, wanted.get(value, wanted))
    if not tables["crossovers"]:
        fault("no crossover in it")


def check_metg(tables, said):
    count("series", tables["series"], len(said["series"]))
    for i, (row, item) in enumerate(zip(tables["series"], said["series"])):
        for name in ["title", "name", "workers"]:
            equal(name, row[name], item[name])
        for started, name in enumerate(["working", "with_start_up"]):
            rows = [r for r in tables["metg"] if (r["series"], r["with_start_up"]) == (i, started)]
            equal(name, len(rows), int(name in item))
            for r in rows:
                equal("answer", r["answer"], item[name]["answer"])
                interval(name, r, "x", item[name]["x"])
                interval(name, r, "seconds", item[name]["seconds"])
                sizes = [s for s in tables["sizes"]
                         if (s["series"], s["with_start_up"]) == (i, started)]
                equal("sizes", [s["x"] for s in sizes], [s["x"] for s in item[name]["sizes"]])
                for s, wanted in zip(sizes, item[name]["sizes"]):
                    interval("size", s, "efficiency", wanted["efficiency"])


if __name__ == "__main__":
    with open(sys.argv[3], encoding="utf-8") as text:
        what = json.load(text)
    read_tables = read(sys.argv[2], f"parallax-{sys.argv[1]}-1")
    if what["schema"] != f"parallax-{sys.argv[1]}-1":
        fault(f"schema {what['schema']}")
    if not read_tables["files"] or not all(row["readable"] for row in read_tables["files"]):
        fault("/files does not name the files that were read")
    {"table": check_table, "fit": check_fit, "crossover": check_crossover,
     "metg": check_metg}[sys.argv[1]](read_tables, what)
    print(f"check_hdf5 {sys.argv[1]}: {len(faults)} differences")
    sys.exit(1 if faults else 0)
