"""Results files as runs and cells, for check_table.py: which run counts, and where it belongs."""
import math
import os

import h5py
import numpy

STAGES = ["plan", "read", "decode", "kernel", "hash", "encode", "write", "comm", "wait"]
STUDY = ["kernel", "study", "mode", "params", "variant", "source", "sink", "cache", "channels",
         "width", "simulated", "hash_timed", "delay_s", "kernel_version", "codec_version"]
STUDY_STRONG = ["height", "images", "pixels", "work_key"]
STUDY_WEAK = ["pixels_per_worker"]
CURVE = ["model", "schedule", "chunk", "sharing", "granularity", "in_flight", "bands",
         "call_rows", "independent", "read_ahead", "pool"]
PLACEMENT = ["deal_asked", "distribute", "process_start"]
CELL = ["deal", "transfer", "ranks", "threads", "nodes", "start", "height", "images", "pixels", "work_key"]


def rows(table):
    """The rows of a compound table as dictionaries, strings decoded."""
    def plain(value):
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        return value.item() if hasattr(value, "item") else value
    return [{name: plain(row[name]) for name in table.dtype.names} for row in table[()]]


def find_files(operands):
    for operand in operands:
        if os.path.isfile(operand):
            yield operand
        for folder, folders, names in os.walk(operand):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                if name.endswith(".h5") and not name.startswith("."):
                    yield os.path.join(folder, name)


# What a field says in a file that does not have it.
ABSENT = {"call_rows": 0, "codec_version": "", "delay_s": 0.0, "independent": 0,
          "kernel_version": "", "model_apart": 0, "pool": "", "process_start": "",
          "ranks_announced": -1, "read_ahead": 0}


def complete(run):
    """Adds what follows, in a file of schema 1, from other fields."""
    for name, value in ABSENT.items():
        run.setdefault(name, value)
    if "invalid_code" in run:
        return
    run["deal_asked"] = "counter" if run["deal"] == "served" else run["deal"]
    kinds = {"serial": (0, 0), "omp": (0, 1), "mpi": (1, 0), "hybrid": (1, 1)}
    run["model_processes"], run["model_threads"] = kinds.get(run["model"], (-1, -1))
    reason = run["invalid_reason"]
    words = {"images": "failed", "two": "disagreed", "the": "stopped", "wrong": "binding",
             "oversubscribed:": "oversubscribed"}
    run["invalid_code"] = "" if run["valid"] else words.get(reason.partition(" ")[0], "other")


def read_runs(operands):
    runs = {}
    for path in sorted(set(find_files(operands))):
        with h5py.File(path, "r") as file:
            samples, workers = rows(file["samples"]), rows(file["workers"])
            nodes, facts = rows(file["provenance/nodes"]), rows(file["provenance/facts"])
            for run in rows(file["runs"]):
                complete(run)
                mine = run["run"]
                run["samples"] = [row for row in samples if row["run"] == mine]
                run["worker_rows"] = [row for row in workers if row["run"] == mine]
                models = dict.fromkeys(row["cpu_model"] for row in nodes if row["run"] == mine)
                run["cpu"] = " + ".join(models)
                run["facts"] = {row["name"]: row["value"] for row in facts if row["run"] == mine}
                runs.setdefault(mine, run)
    return list(runs.values())


def is_copy(run):
    """Whether its launcher announced more ranks than it found, unasked."""
    facts, announced = run["facts"], run["ranks_announced"]
    names = ["env.OMPI_COMM_WORLD_SIZE", "env.PMI_SIZE"]
    if "env.SLURM_STEP_ID" in facts and run["start"] != "mpirun":
        names.append("env.SLURM_STEP_NUM_TASKS")
    if announced < 1:
        announced = next((int(facts[name]) for name in names if name in facts), -1)
    return announced > run["ranks"] and not run["independent"]


def judge(run):
    """Sets times, flags and whether the run counts."""
    counted = [row for row in run["samples"] if not row["warmup"] and row["valid"]
               and math.isfinite(row["wall_s"]) and row["wall_s"] > 0]
    run["times"] = numpy.sort([row["wall_s"] for row in counted])
    run["median"] = float(numpy.median(run["times"])) if counted else math.nan
    kept = {row["iteration"] for row in counted}
    mine = [row for row in run["worker_rows"] if row["iteration"] in kept]
    run["stages"] = {name: float(numpy.mean([row[name + "_s"] for row in mine]))
                     if mine else math.nan for name in STAGES}
    rest = float(numpy.mean(run["times"])) - sum(run["stages"].values()) if counted else math.nan
    run["stages"]["other"] = max(rest, 0.0) if not math.isnan(rest) else rest
    placed = run["invalid_code"] in ("oversubscribed", "binding")
    run["oversubscribed"] = bool(run["oversubscribed"])
    run["wrongly_bound"] = run["binding_ok"] == 0 and not run["oversubscribed"]
    run["usable"] = (run["status"] == "complete" and bool(run["valid"] or placed) and bool(counted)
                     and not is_copy(run) and run["ranks"] >= 1 and run["threads"] >= 1
                     and sum(row["units_failed"] for row in run["samples"]) == 0
                     and all(row["checksum"] in ("", run["checksum"])
                             for row in run["samples"] if row["valid"]))


def is_serial(run):
    return run["model_processes"] == run["model_threads"] == 0


def compare_checksums(runs):
    works = {}
    for run in runs:
        if run["usable"] and run["work_key"] and run["checksum"]:
            works.setdefault(run["work_key"], []).append(run)
    for work in works.values():
        if len({run["checksum"] for run in work}) == 1:
            continue
        whole = [run for run in work if run["verified"] == "all"]
        fewest = min((run["ranks"] for run in whole), default=0)
        deciders = ([run for run in whole if is_serial(run)], [run for run in work if is_serial(run)],
                    [run for run in whole if run["ranks"] == fewest])
        right = next((sums for sums in ({run["checksum"] for run in some} for some in deciders)
                      if len(sums) == 1), set())
        for run in work:
            run["usable"] = run["checksum"] in right


def keys(run):
    weak = run["study"] == "weak"
    names = STUDY + (STUDY_WEAK if weak else STUDY_STRONG) + ["cpu"]
    study = tuple(run[name] for name in names)
    curve = study + tuple(run[name] for name in CURVE)
    both = run["model_processes"] == run["model_threads"] == 1
    curve += (run["threads"] if both else 0,)
    copies = run["ranks_announced"] if run["independent"] else -1
    return study, curve, tuple(run[name] for name in CELL) + (copies,)


def place_single_ranks(runs):
    """What one rank does not do, its "none" or nothing, is read as what the several ranks of its
    curve did."""
    several = {}
    for run in runs:
        if run["ranks"] > 1:
            several.setdefault(keys(run)[1], set()).add(tuple(run[name] for name in PLACEMENT))
    for run in runs:
        choices = several.get(keys(run)[1], ())
        own = [run[name] for name in PLACEMENT]
        if run["ranks"] == 1 and len(choices) == 1:
            own = [there if mine in ("", "none") else mine for mine, there in zip(own, *choices)]
        run["placement"] = tuple(own)


def build_cells(runs):
    for run in runs:
        judge(run)
    compare_checksums(runs)
    place_single_ranks(runs)
    cells = {}
    for run in runs:
        study, curve, cell = keys(run)
        curve += run["placement"]
        cell += curve
        cells.setdefault(cell, {"study": study, "curve": curve, "all": []})["all"].append(run)
    for cell in cells.values():
        first = cell["all"][0]
        usable = [run for run in cell["all"] if run["usable"]]
        clean = [run for run in usable if not run["oversubscribed"] and not run["wrongly_bound"]]
        cell["used"] = clean or usable
        cell["clean"] = bool(clean)
        cell["workers"] = first["ranks"] * first["threads"]
        cell["serial"], cell["weak"] = is_serial(first), first["study"] == "weak"
        cell["images"], cell["pixels"] = first["images"], first["pixels"]
        cell["logs"] = numpy.log([run["median"] for run in cell["used"]])
    return list(cells.values())
