#!/usr/bin/env python3
"""When workers did their units, as results files say it: every unit once, one at a time, within T.

check_spans.py FILE...: prints how many files and spans there were; exit code 1 after a fault."""
import collections
import sys

import h5py

SPANS_MOST = 64
STAGES = "plan_s read_s decode_s kernel_s hash_s encode_s write_s".split()


def check_worker(spans, worker, wall, batch):
    """Yields what is wrong with the spans of one worker, beside its row of the iteration."""
    begin, end, busy = spans["begin_s"], spans["end_s"], spans["busy_s"]
    if len(spans) > SPANS_MOST:
        yield f"{len(spans)} spans"
    if spans["units"].sum() != worker["units"]:
        yield f"{spans['units'].sum()} units in spans, it did {worker['units']}"
    if not (begin <= end).all() or not (begin[1:] >= end[:-1]).all():
        yield "spans overlap or are out of order"
    if len(spans) and (begin[0] != worker["first_unit_s"] or end[-1] > wall):
        yield f"spans from {begin[0]} to {end[-1]} s, of {worker['first_unit_s']} to {wall} s"
    if not ((busy > 0) & (busy <= end - begin + 1e-9)).all():
        yield "is busy for longer than its spans, or not at all"
    computed = sum(worker[stage] for stage in STAGES)
    if batch and not computed <= busy.sum() + 1e-9:
        yield f"computed for {computed} s, of which {busy.sum()} s in units"


def check_units(spans, run, split):
    """Yields what is wrong with the units of all workers together: their numbers are all known
    where no span holds several."""
    images, numbers = run["images"], range(run["bands"] if split else run["images"])
    wanted = len(numbers) * (images if split else 1)  # of one pass
    if spans["units"].sum() != wanted:
        yield f"{spans['units'].sum()} units, not {wanted}"
    elif (spans["units"] == 1).all():
        times = collections.Counter(spans["unit"].tolist())
        if times != collections.Counter(dict.fromkeys(numbers, images if split else 1)):
            yield f"units {dict(times)}: one is missing or there twice"


def check_file(file):
    run, samples, workers = file["runs"][0], file["samples"][()], file["workers"][()]
    spans = file["spans"][()]
    counted = samples[(samples["valid"] == 1) & (samples["warmup"] == 0)]
    last = counted["iteration"].max()
    wall = counted["wall_s"][counted["iteration"] == last][0]
    if not len(spans) or (spans["iteration"] != last).any():
        yield f"spans of iterations {set(spans['iteration'])}, not {last}"
    split = run["mode"] == b"split"
    yield from check_units(spans, run, split)
    seen = 0
    for worker in workers[workers["iteration"] == last]:
        own = spans[(spans["rank"] == worker["rank"]) & (spans["thread"] == worker["thread"])]
        seen += len(own)
        for fault in check_worker(own, worker, wall, not split):
            yield f"rank {worker['rank']}, thread {worker['thread']}: {fault}"
    if seen != len(spans):
        yield f"{len(spans) - seen} spans of nobody"


def main(paths):
    faults = spans = 0
    for path in paths:
        with h5py.File(path, "r") as file:
            spans += len(file["spans"])
            for fault in check_file(file):
                faults += 1
                print(f"{path}: {fault}")
    print(f"check_spans: {len(paths)} files, {spans} spans, {faults} faults")
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
