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
         "call_rows", "independent", "read_ahead", "pool", "lock", "switch_interval_s"]
PLACEMENT = ["deal_asked", "distribute", "transfer", "process_start"]
CELL = ["deal", "ranks", "threads", "nodes", "start", "height", "images", "pixels", "work_key"]


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
          "ranks_announced": -1, "read_ahead": 0, "lock": "", "switch_interval_s": 0.0}


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


def machine_of(run):
    """What tells cells apart: the machine as the launch could use it, and the build."""
    whole = not math.isnan(run.get("others_s", math.nan)) # else it may be what a worker is bound to
    machine = dict.fromkeys((row["cpu_model"], row["cores"], row["numa_nodes"],
                             row["usable_cpus"] if whole else -1) for row in run["nodes_rows"])
    kernel = dict.fromkeys(row["kernel"] for row in run["nodes_rows"])
    facts = [run["facts"].get(name) for name in ("compiler", "compiler.flags",
                                                 "parallax.revision")]
    return tuple(machine), tuple(kernel), tuple(facts)


def median_known(values):
    known = [value for value in values if not math.isnan(value)]
    return float(numpy.median(known)) if known else math.nan


def judge_quality(run, counted):
    """The share of a CPU that the worst worker had, and the share of T that workers were blocked, in
    the median iteration; and what follows, also where a quarter of them had no more of a CPU."""
    shares, blocked = [], []
    for sample in counted:
        mine = [row for row in run["worker_rows"] if row["iteration"] == sample["iteration"]]
        known = [row["compute_cpu_share"] for row in mine
                 if not math.isnan(row.get("compute_cpu_share", math.nan))]
        shares.append(min(known) if known else math.nan)
        blocked.append(float(numpy.mean([row.get("blocked_s", math.nan) for row in mine]))
                       / sample["wall_s"] if mine else math.nan)
    run["share"], waits = median_known(shares), median_known(blocked) >= 0.5
    wall = sum(row["wall_s"] for row in run["samples"])
    crowded = any(0 < row["cores"] < row["ranks"] * run["threads"] for row in run["nodes_rows"])
    run["oversubscribed"] = bool(run["oversubscribed"]) and not waits
    run["threaded"] = crowded and not run["oversubscribed"] and not waits
    taken = (run.get("throttled", -1) > 0
             or run.get("steal_s", math.nan) > 0.02 + 0.03 * wall * run["ranks"] * run["threads"])
    cpus = sum(row["cpus"] for row in run["nodes_rows"])
    used = run.get("others_s", math.nan) - 0.02
    if used > 0.2 * wall * cpus:
        others = True
    elif crowded and waits:
        others = used > 0.1 * wall * cpus
    else:
        known = sorted(share for share in shares if not math.isnan(share))
        computing = 1 - median_known(blocked) if median_known(blocked) > 0 else 1
        helpers = run.get("helpers_s", math.nan)
        least = 0.03 + (helpers / wall if helpers > 0 and wall > 0 else 0)
        others = ((1 - run["share"]) * computing > least
                  or bool(known) and (1 - known[(len(known) - 1) // 4]) * computing > least)
    run["disturbed"] = not run["oversubscribed"] and (taken or others)


def repetition_of(run, seen):
    """What the slices of one repetition have in common; a launch of no sweep is one by itself."""
    if run.get("round", -1) < 0 or not 0 <= run.get("slice", -1) <= run["round"]:
        return ("", -1, run["run"])
    place = (run["job"], run["round"], run["slice"])
    seen[place] = seen.get(place, -1) + 1
    return (run["job"], run["round"] - run["slice"], seen[place])


def set_repetitions(cell):
    """The logarithm of each repetition's time, in the order of its key."""
    seen, logs = {}, {}
    for run in sorted(cell["used"], key=lambda run: (run["created"], run["run"])):
        logs.setdefault(repetition_of(run, seen), []).append(math.log(run["median"]))
    cell["repetitions"] = {key: float(numpy.mean(logs[key])) for key in sorted(logs)}
    cell["logs"] = numpy.array(list(cell["repetitions"].values()))


def time_apart(run):
    """The median over iterations of the mean time that its workers were at work."""
    means = []
    for sample in run["samples"]:
        mine = [row for row in run["worker_rows"] if row["iteration"] == sample["iteration"]]
        if mine and sample["valid"] and not sample["warmup"]:
            means.append(numpy.mean([sum(row[f"{name}_s"] for name in STAGES[:7]) for row in mine]))
    return float(numpy.median(means)) if means else math.nan


def apart_of(cell):
    """A cell apart as ratios take it: its workers' own times."""
    seen, logs = {}, {}
    for run in sorted(cell["used"], key=lambda run: (run["created"], run["run"])):
        logs.setdefault(repetition_of(run, seen), []).append(math.log(time_apart(run)))
    repetitions = {key: float(numpy.mean(logs[key])) for key in sorted(logs)}
    return {"repetitions": repetitions, "logs": numpy.array(list(repetitions.values()))}


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
                run["nodes_rows"] = [row for row in nodes if row["run"] == mine]
                run["machine"] = machine_of(run)
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
    run["wrongly_bound"] = run["binding_ok"] == 0 and not run["oversubscribed"]
    judge_quality(run, counted)
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
    names = STUDY + (STUDY_WEAK if weak else STUDY_STRONG) + ["machine"]
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
        clean = [run for run in usable
                 if not any(run[flag] for flag in ("oversubscribed", "wrongly_bound", "disturbed",
                                                   "threaded"))]
        cell["used"] = clean or usable
        cell["clean"] = bool(clean)
        cell["workers"] = first["ranks"] * first["threads"]
        cell["serial"], cell["weak"] = is_serial(first), first["study"] == "weak"
        cell["images"], cell["pixels"] = first["images"], first["pixels"]
        set_repetitions(cell)
    return list(cells.values())
