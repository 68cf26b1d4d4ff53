"""The results file: compound tables with units and meanings, as in the project's other results."""
import os

import h5py
import numpy

VERSION = 1
TEXT = "text"
# Table: title, and for each field its type, unit and meaning.
TABLES = {
    "cases": ("What was measured", {
        "case": ("i4", "1", "number of the case"),
        "name": (TEXT, "", "the case in words"),
        "row": (TEXT, "", "row of the tables that it stands in"),
        "column": (TEXT, "", "column of the tables: the size of the target"),
        "kernel": (TEXT, "", "kernel of Parallax"),
        "options": (TEXT, "", "options of the kernel, name=value"),
        "width": ("i4", "pixel", "width of the source"),
        "height": ("i4", "pixel", "height of the source"),
        "channels": ("i4", "1", "channels of the source")}),
    "programs": ("Who was measured", {
        "program": (TEXT, "", "name"),
        "variant": (TEXT, "", "instructions used, for Parallax"),
        "version": (TEXT, "", "version"),
        "how": (TEXT, "", "what a call does")}),
    "checks": ("How alike the results are", {
        "case": ("i4", "1", "number of the case"),
        "program": (TEXT, "", "name"),
        "variant": (TEXT, "", "instructions used, for Parallax"),
        "calls": ("i4", "1", "calls in a sample"),
        "psnr_db": ("f8", "dB", "peak signal to noise ratio to our result; infinite: equal")}),
    "samples": ("One row a sample", {
        "case": ("i4", "1", "number of the case"),
        "program": (TEXT, "", "name"),
        "variant": (TEXT, "", "instructions used, for Parallax"),
        "round": ("i4", "1", "number of the round"),
        "position": ("i4", "1", "place in the order of this round"),
        "calls": ("i4", "1", "calls in this sample"),
        "cpu_s": ("f8", "s", "CPU time of the process, per call"),
        "wall_s": ("f8", "s", "wall time, per call")}),
    "facts": ("Where the results come from", {
        "name": (TEXT, "", "name"),
        "value": (TEXT, "", "value")}),
}


def table_of(rows, fields):
    """Rows, which are dictionaries, as an array of compounds; text is as wide as the longest."""
    types = []
    for name, (kind, _, _) in fields.items():
        if kind == TEXT:
            longest = max([1] + [len(str(row[name]).encode()) for row in rows])
            kind = h5py.string_dtype("utf-8", longest)
        types.append((name, kind))
    table = numpy.zeros(len(rows), dtype=types)
    for index, row in enumerate(rows):
        for name, (kind, _, _) in fields.items():
            table[index][name] = str(row[name]).encode() if kind == TEXT else row[name]
    return table


def write(path, data, attributes):
    """Writes all tables; under `path` only when it is complete."""
    text = h5py.string_dtype()
    temporary = f"{path}.tmp"
    with h5py.File(temporary, "w") as file:
        file.attrs["title"] = "Parallax and other libraries, measured side by side"
        file.attrs["bench_version"] = VERSION
        for name, value in attributes.items():
            file.attrs[name] = value
        for name, (title, fields) in TABLES.items():
            table = table_of(data[name], fields)
            dataset = file.create_dataset(name, data=table, chunks=(max(len(table), 1),),
                                          maxshape=(None,), fletcher32=True)
            dataset.attrs["title"] = title
            dataset.attrs.create("units", [each[1] for each in fields.values()], dtype=text)
            dataset.attrs.create("long_name", [each[2] for each in fields.values()], dtype=text)
    os.replace(temporary, path)


def read(path):
    """All tables as lists of dictionaries; OSError or KeyError: not such a file."""
    with h5py.File(path, "r") as file:
        version = file.attrs.get("bench_version")
        if version is None:
            raise OSError("it is no results file of this benchmark")
        if version > VERSION:
            raise OSError(f"it is of version {version}; this program reads {VERSION}")
        return {name: [{field: plain(row[field]) for field in fields} for row in file[name][()]]
                for name, (_, fields) in TABLES.items()}


def plain(value):
    return value.decode() if isinstance(value, bytes) else value.item()
