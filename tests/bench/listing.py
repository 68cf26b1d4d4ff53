#!/usr/bin/env python3
"""Listing a tree of images with nothing to do, against `find TREE -size +0`: whole processes, warm,
in turn; also while the output's directories are not at rest, so that each output is looked at."""
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

from arguments import Parser

REST = 61  # seconds after which directories that do not change are taken for at rest
SIZE = ["--size", "2x2", "--results", "none"]


def parse(arguments):
    parser = Parser(prog="listing.py", description=__doc__)
    parser.add_argument("programs", nargs="+", metavar="PROGRAM")
    parser.add_argument("--files", type=int, default=200000, help="images (200000)")
    parser.add_argument("--per-directory", type=int, default=1000, help="of them (1000)")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each program (7)")
    parser.add_argument("--place", metavar="DIR",
                        help="where the trees are made, and used again if they are there "
                        "(a temporary directory, removed at the end)")
    options = parser.parse_args(arguments)
    if min(options.files, options.per_directory, options.rounds) < 1:
        parser.error("--files, --per-directory and --rounds must be at least 1")
    return options


def make_tree(tree, options):
    for i in range(options.files):
        directory = os.path.join(tree, f"{i // options.per_directory:05d}")
        if i % options.per_directory == 0:
            os.makedirs(directory)
        with open(os.path.join(directory, f"image-{i:08d}.ppm"), "wb") as file:
            file.write(b"P6 1 1 255\n" + i.to_bytes(4, "big")[1:])


def run(command):
    """Wall, user and system seconds of a process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return (wall, after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime), done.stdout


def list_again(program, output, tree, files):
    """One listing; the bench is worth nothing if there was something to do."""
    taken, said = run([program, *SIZE, "--output", output, tree])
    if f"nothing to do: {files} outputs".encode() not in said:
        sys.exit(f"listing: {program}: {said.decode()}")
    return taken


def show(name, taken, find):
    walls = [a[0] / b[0] for a, b in zip(taken, find)]
    cpus = [sum(a[1:]) / sum(b[1:]) for a, b in zip(taken, find)]
    middle = [statistics.median(column) for column in zip(*taken)]
    print(f"{name:24} {middle[0]:7.3f} s (user {middle[1]:.3f}, system {middle[2]:.3f})   "
          f"{statistics.median(walls):5.2f} x find [{min(walls):.2f}, {max(walls):.2f}], "
          f"of CPU time {statistics.median(cpus):5.2f} x [{min(cpus):.2f}, {max(cpus):.2f}]")


def rounds(options, tree, output, touch=False):
    """find and each program in turn; touch: something has just been done in each directory."""
    find, taken = [], {program: [] for program in options.programs}
    for _ in range(options.rounds):
        find.append(run(["find", tree, "-size", "+0"])[0])
        for program in options.programs:
            for name in os.listdir(output) if touch else ():
                os.utime(os.path.join(output, name))
            taken[program].append(list_again(program, output, tree, options.files))
    return find, taken


def measure(options, place):
    tree, output = os.path.join(place, "tree"), os.path.join(place, "out")
    if not os.path.isdir(tree):
        make_tree(tree, options)
    run([options.programs[0], *SIZE, "--sync", "none", "--output", output, tree])
    find_then, looked = rounds(options, tree, output, True)
    changed = time.time()
    time.sleep(max(0, changed + REST - time.time()))
    list_again(options.programs[0], output, tree, options.files)  # notes what it has seen
    find, listed = rounds(options, tree, output)
    show("find -size +0", find, find)
    for program in options.programs:
        show(os.path.basename(program), listed[program], find)
        show("  not at rest", looked[program], find_then)


def main():
    options = parse(sys.argv[1:])
    if options.place:
        os.makedirs(options.place, exist_ok=True)
        measure(options, options.place)
        return
    with tempfile.TemporaryDirectory(prefix="parallax-listing-") as place:
        measure(options, place)


if __name__ == "__main__":
    main()
