#!/usr/bin/env python3
"""Reads what parallax export wrote back with pandas, and Extra-P's input by a parser of its own.

check_export.py csv DIRECTORY TABLE.h5 FILE.h5...  every value of every table, bit for bit
check_export.py jsonl FILE.jsonl FILE.h5...  the same
check_export.py extra-p TABLE.json FILE.jsonl...  as Extra-P's docs/file-formats.md has it
check_export.py loader DIRECTORY FILE.h5...  the installed loader's DataFrames, against h5py
Prints every difference; exit code 1 if there are some."""
import json
import math
import os
import sys
import tempfile

import h5py
import numpy
import pandas

TABLES = {"runs": "runs", "samples": "samples", "workers": "workers", "spans": "spans", "points": "points",
          "facts": "provenance/facts", "nodes": "provenance/nodes"}
faults = []


def fault(what):
    faults.append(what)
    if len(faults) <= 20:
        print(what)


def same(left, right):
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    return left == right and type(left) is type(right)


def stored(paths, table):
    """All rows of a table of results files, in the order of the files, as dictionaries."""
    rows = []
    for path in sorted(paths):
        with h5py.File(path) as file:
            data = file[TABLES[table]]
            for row in data[()]:
                rows.append({name: row[name].decode() if isinstance(row[name], bytes)
                             else row[name].item() for name in data.dtype.names})
    return rows


def compare(table, got, wanted):
    if len(got) != len(wanted):
        fault(f"{table}: {len(got)} rows, not {len(wanted)}")
    for i, (have, want) in enumerate(zip(got, wanted)):
        for name, value in want.items():
            if name not in have or not same(have[name], value):
                fault(f"{table} {i}: {name} is {have.get(name)!r}, not {value!r}")


def read_csv(directory, table, columns):
    types = {"text": str, "integer": "int64", "real": "float64"}
    kinds = {row.column: types[row.type] for row in columns[columns.table == table].itertuples()}
    if table == "runs":
        kinds["seed"] = "uint64"
    frame = pandas.read_csv(f"{directory}/{table}.csv", dtype=kinds, keep_default_na=False,
                            na_values={name: [""] for name, kind in kinds.items() if kind != str},
                            float_precision="round_trip")
    if sorted(kinds) != sorted(frame.columns):
        fault(f"{table}: columns.csv and the file differ: {set(kinds) ^ set(frame.columns)}")
    return frame


def check_columns(columns, path):
    """Do columns.csv and the attributes of a results file say the same of every column?"""
    with h5py.File(path) as file:
        for table, place in TABLES.items():
            own = columns[columns.table == table].set_index("column")
            data = file[place]
            for attribute, column in [("units", "units"), ("long_name", "meaning")]:
                for name, text in zip(data.dtype.names, data.attrs[attribute]):
                    if own[column][name] != text.decode():
                        fault(f"{table}: {name}: {attribute} is {text.decode()!r}")


def check_csv(directory, table_path, *paths):
    columns = pandas.read_csv(f"{directory}/columns.csv", keep_default_na=False)
    check_columns(columns, paths[0])
    frames = {name: read_csv(directory, name, columns) for name in columns.table.unique()}
    for table in TABLES:
        compare(table, frames[table].to_dict("records"), stored(paths, table))
    runs = frames["runs"].set_index("run")
    if not set(frames["runs"].file) <= set(paths):
        fault(f"runs.csv: files {sorted(set(frames['runs'].file) - set(paths))}")
    if (runs.counted == 1).ne(runs.why == "").any() or (runs.usable == 1).all():
        fault("runs.csv: counted and why do not belong together, or no run is unusable")
    beside = runs[(runs.usable == 1) & (runs.counted == 0)]
    if (runs.usable < runs.counted).any() or not len(beside) or not all(
            "while others are not" in why for why in beside.why):
        fault(f"runs.csv: what does not count beside others: {set(beside.why)}")
    with h5py.File(table_path) as file:
        used = {row["run"].decode(): row["used"] for row in file["runs"][()]}
    if runs.counted.to_dict() != used:
        fault("runs.csv: counted is not what the table's cells used")
    words = set(" ".join(runs[runs.usable == 1]["flags"]).split())
    if words != {"oversubscribed", "disturbed", "wrongly_bound"}:
        fault(f"runs.csv: flags {words}")
    keys = ["kernel", "study", "mode", "model", "ranks", "threads", "nodes", "round", "slice",
            "workers", "usable", "flags", "counted", "why"]
    for table in ["samples", "workers", "spans", "stages"]:
        joined = runs.loc[frames[table].run]
        for key in keys:
            if list(joined[key]) != list(frames[table][key]):
                fault(f"{table}.csv: {key} is not the run's")
    wide = frames["workers"].set_index(["run", "iteration", "node", "rank", "thread"])
    long = frames["stages"].pivot(index=wide.index.names, columns="stage", values="seconds")
    for stage in long.columns:
        if not long[stage].reindex(wide.index).equals(wide[stage + "_s"].rename(stage)):
            fault(f"stages.csv: {stage} differs from workers.csv")
    if len(long.columns) != 9:
        fault(f"stages.csv: {len(long.columns)} stages")
    bad = frames["files"][frames["files"].readable == 0]
    if len(bad) != 1 or "cut.h5" not in bad.file.iloc[0] or not bad.why.iloc[0]:
        fault(f"files.csv: the damaged file is not told: {bad.to_dict('records')}")
    if frames["files"].runs.sum() != len(runs):
        fault("files.csv: runs do not add up")


def check_jsonl(path, *paths):
    frame = pandas.read_json(path, lines=True, dtype=False, convert_dates=False,
                             precise_float=True)
    bad = frame[frame.run.isna()]
    if len(bad) != 1 or "cut.h5" not in bad.file.iloc[0] or not bad.why.iloc[0]:
        fault("the damaged file is not told")
    lines = [json.loads(line) for line in open(path, encoding="utf-8")]
    lines = [line for line in lines if line["run"] is not None]
    frame = frame[~frame.run.isna()]
    for name in ["median_s", "launch_s"]:
        if list(frame[name].fillna(-1)) != [-1.0 if line[name] is None else line[name]
                                            for line in lines]:
            fault(f"{name} as pandas reads it")
    if list(frame.counted) != [line["why"] == "" for line in lines]:
        fault("counted and why do not belong together")

    def plain(row, example):
        """null where a real number is NaN; 1 where it is 1.0"""
        return {name: (math.nan if value is None else float(value))
                if isinstance(example.get(name), float) else value for name, value in row.items()}
    wanted = stored(paths, "runs")
    compare("runs", [plain(line, want) for line, want in zip(lines, wanted)], wanted)
    for table in ["samples", "workers", "spans", "points", "nodes"]:
        wanted = stored(paths, table)
        got = [dict(row, run=line["run"]) for line in lines for row in line["tables"][table]]
        compare(table, [plain(line, want) for line, want in zip(got, wanted)], wanted)
    facts = [{"run": line["run"], "name": name, "value": value}
             for line in lines for name, value in line["facts"].items()]
    compare("facts", facts, stored(paths, "facts"))


def read_extrap(path):
    """{(callpath, metric): {point: values}}, by the documented structure of the JSON lines."""
    measured, parameters = {}, None
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        item = json.loads(line)
        if not isinstance(item["params"], dict) or not item["params"]:
            raise ValueError(f"{path}:{number}: no parameters")
        if parameters not in (None, list(item["params"])):
            raise ValueError(f"{path}:{number}: other parameters")
        parameters = list(item["params"])
        values = item["value"] if isinstance(item["value"], list) else [item["value"]]
        if not values or any(isinstance(v, bool) or not isinstance(v, (int, float))
                             for v in [*values, *item["params"].values()]):
            raise ValueError(f"{path}:{number}: not a number")
        points = measured.setdefault((item.get("callpath", "<root>"),
                                      item.get("metric", "<default>")), {})
        points.setdefault(tuple(item["params"].values()), []).extend(values)
    return parameters, measured


def check_extrap(table, *paths):
    clean = {}
    table = json.load(open(table, encoding="utf-8"))
    for cell in table["cells"]:
        if cell["valid"] and not any(cell[name] for name in [
                "oversubscribed", "wrongly_bound", "disturbed", "threaded"]):
            curve = clean.setdefault((cell["study_index"], cell["curve"]), {})
            curve[(cell["workers"],)] = (cell["repetitions"], cell["time_s"])
    wanted = [curve for curve in clean.values() if len(curve) > 1]
    for path in paths:
        parameters, measured = read_extrap(path)
        sets = {tuple(points) for points in measured.values()}
        if parameters != ["p"] or len(sets) != 1:
            fault(f"{path}: parameters {parameters}, {len(sets)} sets of points")
        for callpath, metric in measured:
            if metric != "time" or len(callpath.split("->")) > 2:
                fault(f"{path}: {callpath}, {metric}")
        total = measured[min(measured, key=lambda key: len(key[0]))]
        found = {point: (len(values), numpy.exp(numpy.log(values).mean()))
                 for point, values in total.items()}
        match = [curve for curve in wanted if set(curve) == set(found) and all(
            curve[p][0] == found[p][0] and math.isclose(curve[p][1], found[p][1], rel_tol=1e-12)
            for p in found)]
        if not match:
            fault(f"{path}: these are the times of no curve")
        else:
            wanted.remove(match[0])
        parts = [points for key, points in measured.items() if "->" in key[0]]
        if not any(key[0].endswith("->kernel") for key in measured):
            fault(f"{path}: no time in the kernel")
        for point, values in total.items():
            if sum(numpy.mean(part[point]) for part in parts) > 1.2 * max(values):
                fault(f"{path}: p = {point}: the stages are longer than the whole")
    if wanted:
        fault(f"{len(wanted)} curves were not written")


def check_names(load):
    """Units and texts that are not ASCII, and names with dots in them."""
    with tempfile.TemporaryDirectory() as place:
        path = os.path.join(place, "strange.name.h5")
        kind = numpy.dtype([("run.id", h5py.string_dtype("utf-8", 16)), ("t.high", "f8")])
        with h5py.File(path, "w") as file:
            data = file.create_dataset("group.one/table.two", 1, kind)
            data[0] = ("5 µm".encode(), 2.5)
            for what, words in [("units", ["", "µs"]), ("long_name", ["où", "durée"])]:
                data.attrs.create(what, [word.encode() for word in words],
                                  dtype=h5py.string_dtype("utf-8", 16))
        tables = load(path)
        frame = tables.get("table.two")
        if list(tables) != ["table.two"] or list(frame.columns) != ["run.id", "t.high"]:
            fault(f"names with dots: {list(tables)}")
        elif frame["run.id"][0] != "5 µm" or frame["t.high"][0] != 2.5:
            fault(f"texts that are not ASCII: {frame.to_dict('records')}")
        elif frame.attrs != {"units": {"run.id": "", "t.high": "µs"},
                             "long_name": {"run.id": "où", "t.high": "durée"}}:
            fault(f"units that are not ASCII: {frame.attrs}")


def check_loader(directory, *paths):
    sys.path.insert(0, directory)
    import parallax
    check_names(parallax.load)
    for path in paths:
        tables = parallax.load(path)
        with h5py.File(path) as file:
            places = TABLES if "samples" in file else {name: name for name in file}
            if sorted(tables) != sorted(places):
                fault(f"{path}: tables {sorted(tables)}")
            for name, place in places.items():
                data, frame = file[place], tables[name]
                wanted = [{column: row[column].decode() if isinstance(row[column], bytes)
                           else row[column].item() for column in data.dtype.names}
                          for row in data[()]]
                compare(name, frame.to_dict("records"), wanted)
                for what in ("units", "long_name"):
                    if list(frame.attrs[what].items()) != list(zip(
                            data.dtype.names, data.attrs[what].astype(str))):
                        fault(f"{path}: {name}: {what}")
    if not len(tables["cells"]) or not len(parallax.load(paths[0])["workers"]):
        fault("nothing was loaded")


if __name__ == "__main__":
    {"csv": check_csv, "jsonl": check_jsonl, "extra-p": check_extrap,
     "loader": check_loader}[sys.argv[1]](*sys.argv[2:])
    print(f"check_export {sys.argv[1]}: {len(faults)} differences")
    sys.exit(1 if faults else 0)
