#!/usr/bin/env python3
"""Photographs in, thumbnails out: whole processes of ours, the codec's bound, sharp and Pillow, in
turn. See tests/bench/run.sh."""
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import photos_peers
from arguments import Parser

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "..", "..")


def parse(arguments):
    parser = Parser(prog="photos.py", description="Times programs that shrink JPEG photographs.")
    parser.add_argument("photos", nargs="+", help="JPEG files, or directories of them")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each program (7)")
    parser.add_argument("--workers", default="1,2", help="numbers of workers (1,2)")
    parser.add_argument("--size", default="256x256", metavar="WxH", help="of the results (256x256)")
    parser.add_argument("--full", action="store_true", help="decode all pixels")
    parser.add_argument("--sync", action="append", choices=["none", "batch", "file"],
                        help="how files are synced, of who can choose; may be given again (none)")
    parser.add_argument("--output", action="append", metavar="DIR",
                        help="results go below DIR and are removed; may be given again ($TMPDIR)")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT",
                        help="only programs whose names contain TEXT; may be given again")
    parser.add_argument("--build", default=os.path.join(TOP, "build", "bench"), metavar="DIR",
                        help="where bound is (build/bench)")
    parser.add_argument("--programs", default=os.path.join(TOP, "build", "photos"), metavar="DIR",
                        help="where our programs are (build/photos)")
    parser.add_argument("--sharp", metavar="DIR",
                        help="where npm installed sharp; with --install-sharp it is installed")
    parser.add_argument("--install-sharp", action="store_true",
                        help="let npm install sharp into the directory of --sharp first")
    parser.add_argument("--seed", type=int, default=1, help="of the order of programs (1)")
    options = parser.parse_args(arguments)
    options.workers = [int(text) for text in options.workers.split(",")]
    options.output = options.output or [tempfile.gettempdir()]
    options.sync = options.sync or ["none"]
    if options.install_sharp and not options.sharp:
        parser.error("--install-sharp needs --sharp DIR, a directory outside the tree")
    if options.rounds < 1 or min(options.workers) < 1:
        parser.error("--rounds and --workers must be at least 1")
    return options


def find_files(places):
    files = []
    for place in places:
        if os.path.isdir(place):
            names = sorted(os.listdir(place))
            files += [os.path.join(place, name) for name in names
                      if name.lower().endswith((".jpg", ".jpeg"))]
        else:
            files.append(place)
    return files


def run_once(program, files, options, where, workers, sync):
    """Wall and CPU seconds of one whole process and its children, its peak memory in MB, and what
    it says of its own time (or None)."""
    place = tempfile.mkdtemp(prefix="parallax-photos-", dir=where)
    target = os.path.join(place, "thumbnails")
    os.mkdir(target)
    try:
        command = program.command(files, target, options, workers, sync)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False,
                              cwd=place)  # results files go there
        wall = time.perf_counter() - begin
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise RuntimeError(f"{program.name} ends with {done.returncode}: {done.stderr[-300:]}")
        made = len(find_files([target]))  # beside them ours keeps a journal
        if made != len(files):
            raise RuntimeError(f"{program.name} made {made} files of {len(files)}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return {"wall": wall, "cpu": cpu, "faults": after.ru_minflt - before.ru_minflt,
                "own": program.own_seconds(done.stdout)}
    finally:
        shutil.rmtree(place)


def measure(programs, files, options, where, workers, sync):
    """Samples of each program, by name: all of them in turn, in another order in each round."""
    samples = {program.name: [] for program in programs}
    order = list(programs)
    shuffle = random.Random(f"{options.seed} {where} {workers} {sync}").shuffle
    for turn in range(options.rounds + 1):
        shuffle(order)
        for program in order:
            sample = run_once(program, files, options, where, workers, sync)
            if turn:  # the first round fills caches
                samples[program.name].append(sample)
    return samples


def median(rows, what):
    values = [row[what] for row in rows if row[what] is not None]
    return statistics.median(values) if values else None


def ratio(reference, value):
    return f"{reference / value:.3f}" if reference and value else ""


def show(samples, files, title):
    """A table: speeds, and each as a share of the bound's in the same rounds."""
    bound = samples[photos_peers.BOUND]
    print(f"\n{title}\n")
    print("| program | images/s | of bound | by its own clock | by CPU time | page faults |")
    print("|---|---|---|---|---|---|")
    for name, rows in samples.items():
        wall, cpu, own = (median(rows, what) for what in ("wall", "cpu", "own"))
        print(f"| {name} | {len(files) / wall:.1f} | {ratio(median(bound, 'wall'), wall)} | "
              f"{ratio(median(bound, 'own'), own)} | {ratio(median(bound, 'cpu'), cpu)} | "
              f"{median(rows, 'faults'):.0f} |", flush=True)


def main(arguments):
    options = parse(arguments)
    if options.install_sharp and not photos_peers.install_sharp(options.sharp):
        return 78
    files = [os.path.abspath(path) for path in find_files(options.photos)]
    if not files:
        print("photos: no JPEG files there", file=sys.stderr)
        return 66
    programs = [program for program in photos_peers.find(options)
                if program.name == photos_peers.BOUND or not options.only
                or any(text in program.name for text in options.only)]
    if not programs or programs[0].name != photos_peers.BOUND:
        print(f"photos: no bound in {options.build}; run tests/bench/run.sh", file=sys.stderr)
        return 78
    for where in options.output:
        for sync in options.sync:
            for workers in options.workers:
                title = (f"{len(files)} photographs to {options.size}, workers: {workers}, sync: "
                         f"{sync}, in {where}, medians of {options.rounds} rounds"
                         + (", all pixels decoded" if options.full else ""))
                show(measure(programs, files, options, where, workers, sync), files, title)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
