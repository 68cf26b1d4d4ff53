#!/usr/bin/env python3
"""Reads every documented table of a results file with h5py alone, as a user would.

check_results_file.py FILE...: exit 1 with a sentence if a table, field, type, unit or run is
missing."""
import sys

import h5py

SCHEMA = 5
TEXT, INTEGER, REAL = "S", "iu", "f"
ROOT = ["title", "uuid", "created", "creator", "license", "status", "schema_version"]
TABLES = {
    "runs": {
        TEXT: "run created kernel variant simd model schedule deal distribute sharing granularity"
              " transfer start study mode sink source label params work_key cache checksum verified"
              " stopped_by status invalid_reason deal_asked process_start job pool kernel_version"
              " codec_version compute_stages invalid_code lock",
        INTEGER: "chunk in_flight ranks threads nodes bands width height channels plans_built"
                 " warmup iterations images pixels pixels_per_worker seed simulated oversubscribed"
                 " binding_ok hash_timed valid read_ahead call_rows threads_asked ranks_announced"
                 " round slice units_checked units_total sample_seed pool_bytes result_bytes"
                 " throttled model_processes model_threads model_apart independent peak_memory_bytes",
        REAL: "launch_s median_s median_low_s median_high_s timer_cost_s steal_s others_s delay_s"
              " operations compulsory_bytes switch_interval_s helpers_s",
    },
    "samples": {
        TEXT: "run checksum",
        INTEGER: "iteration warmup valid bytes_read bytes_written units_done units_failed"
                 " lost_updates handovers",
        REAL: "wall_s handover_s",
    },
    "workers": {
        TEXT: "run node",
        INTEGER: "iteration rank thread cpu numa mask_cpus numa_local units rss_bytes pss_bytes"
                 " involuntary_switches",
        REAL: "plan_s read_s decode_s kernel_s hash_s encode_s write_s comm_s wait_s cpu_s"
              " blocked_s first_unit_s compute_cpu_share probe_chain_s probe_cache_s"
              " probe_stream_s",
    },
    "spans": {TEXT: "run", INTEGER: "iteration rank thread unit units",
              REAL: "begin_s end_s busy_s"},
    "points": {TEXT: "run variant unit", INTEGER: "", REAL: "x seconds"},
    "provenance/facts": {TEXT: "run name value", INTEGER: "", REAL: ""},
    "provenance/nodes": {
        TEXT: "run node cpu_model governor kernel os",
        INTEGER: "sockets cores smt numa_nodes cpus ranks usable_cpus memory_bytes",
        REAL: "quota_cpus load peak_operations_per_s peak_bytes_per_s",
    },
}


def check_table(dataset, columns):
    """Yields what is wrong with one table."""
    names = dataset.dtype.names or ()
    wanted = {name: kind for kind, text in columns.items() for name in text.split()}
    if set(names) != set(wanted):
        yield f"fields {sorted(set(names) ^ set(wanted))} are missing or not documented"
        return
    for name, kind in wanted.items():
        if dataset.dtype[name].kind not in kind:
            yield f"{name} is {dataset.dtype[name]}, not of kind {kind}"
    units = dict(zip(names, dataset.attrs["units"].astype(str)))
    for name in names:
        if name.endswith("_s") and units[name] != ("1/s" if "operations" in name else "byte/s"
                                                   if name.endswith("_per_s") else "s"):
            yield f"{name} has the unit {units[name]!r}, which is no time or rate"
        if (wanted[name] == TEXT) != (units[name] == ""):
            yield f"{name} has the unit {units[name]!r}"
    if len(dataset.attrs["long_name"]) != len(names) or not all(dataset.attrs["long_name"]):
        yield "long_name does not name every field"
    if not dataset.attrs["title"]:
        yield "has no title"
    if not dataset.fletcher32:
        yield "has no checksums"
    dataset[()]  # raises OSError if a checksum is wrong


def check_peaks(file):
    """The memory of the node with most, if known, is what workers say in the last iteration."""
    workers = file["workers"][()]
    for run in file["runs"][()]:
        rows = workers[workers["run"] == run["run"]]
        if run["status"] != b"complete" or not rows.size:
            continue
        rows = rows[(rows["iteration"] == rows["iteration"].max()) & (rows["thread"] == 0)]
        peak = max(rows["rss_bytes"][rows["node"] == node].sum() for node in set(rows["node"]))
        if run["peak_memory_bytes"] not in (peak, -1):  # of an older schema
            yield f"peak_memory_bytes is {run['peak_memory_bytes']}, of its workers {peak}"


def check_file(file):
    """Yields what is wrong with one open file."""
    for name in ROOT:
        if name not in file.attrs:
            yield f"no attribute {name}"
    if file.attrs.get("schema_version") != SCHEMA:
        yield f"schema version {file.attrs.get('schema_version')}, documented here is {SCHEMA}"
    for path, columns in TABLES.items():
        if path not in file:
            yield f"no table {path}"
            continue
        for problem in check_table(file[path], columns):
            yield f"{path}: {problem}"
    for problem in check_peaks(file):
        yield f"runs: {problem}"
    runs = set(file["runs"]["run"])
    if not runs:
        yield "runs: no run"
    for path in TABLES:
        if not set(file[path]["run"]) <= runs:
            yield f"{path}: rows of a run that runs does not list"


def main(paths):
    problems = 0
    for path in paths:
        try:
            with h5py.File(path, "r") as file:
                found = list(check_file(file))
        except (OSError, KeyError, ValueError) as error:
            found = [str(error)]
        for problem in found:
            print(f"{path}: {problem}", file=sys.stderr)
        problems += len(found)
    if not paths:
        print("usage: check_results_file.py FILE...", file=sys.stderr)
    return 1 if problems or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
