#!/usr/bin/env python3
"""What a file costs besides the codec: tiny PPM files through whole processes, by the difference
between a run of all and one of half of them. The least is `bound --copy`: open, fstat, read, close,
open, write, close, rename. fetch, which moves bytes as they are, has no codec either."""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from arguments import Parser

OLD = 1577880000  # seconds since 1970: files that nobody is writing
FEW = 400  # files of runs that are slowed down by strace or valgrind


def parse(arguments):
    parser = Parser(prog="tiny.py", description=__doc__)
    parser.add_argument("programs", nargs="+", metavar="PROGRAM", help="bound, resize_*, fetch_*")
    parser.add_argument("--files", type=int, default=20000, help="PPM files of 4 x 4 (20000)")
    parser.add_argument("--per-directory", type=int, default=1000, help="of them (1000)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each program (5)")
    parser.add_argument("--sync", action="append", choices=["none", "batch", "file"],
                        help="may be given again (none)")
    parser.add_argument("--place", default=None, metavar="DIR",
                        help="where a directory for files is made and removed ($TMPDIR)")
    parser.add_argument("--threads", help="of programs that have them")
    options = parser.parse_args(arguments)
    options.sync = options.sync or ["none"]
    if options.files < 2 or min(options.per_directory, options.rounds) < 1:
        parser.error("--files must be at least 2, --per-directory and --rounds at least 1")
    return options


def make_tree(tree, files, per_directory):
    for i in range(files):
        directory = os.path.join(tree, f"{i // per_directory:05d}")
        if i % per_directory == 0:
            os.makedirs(directory)
        name = os.path.join(directory, f"{i:07d}.ppm")
        with open(name, "wb") as file:
            file.write(b"P6 4 4 255\n" + i.to_bytes(4, "big") * 12)
        os.utime(name, (OLD, OLD))
    return tree


def names_below(tree):
    return [os.path.join(path, name) for path, _, names in os.walk(tree) for name in names]


def command_of(program, sync, output, tree, options):
    """The command, with `output` made or absent, as the program wants it."""
    shutil.rmtree(output, ignore_errors=True)
    name = os.path.basename(program)
    if name.startswith("bound"):
        os.mkdir(output)
        return [program, "--copy", "--sync", sync, output, *names_below(tree)]
    command = [program, "--sync", sync, "--output", output, "--results", "none", "--quiet"]
    command += ["--progress", "none", "--files-per-directory", "0"]
    command += ["--size", "2x2"] if name.startswith("resize") else []
    command += ["--threads", options.threads] if options.threads else []
    return [*command, tree]


def run(command):
    """Seconds, and of CPU time, which systems know better than its parts; the most memory in bytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"tiny: {command[0]}: {said.decode()}")
    wall = time.perf_counter() - start
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def count_calls(command):
    with tempfile.NamedTemporaryFile("r") as counts:
        run(["strace", "-f", "-c", "-o", counts.name, *command])
        lines = [line.split() for line in counts if line.split()[-1:] == ["total"]]
    return int(lines[0][3 if len(lines[0]) > 4 else 2])


def count_instructions(command):
    with tempfile.NamedTemporaryFile() as counts:
        run(["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={counts.name}", *command])
        totals = [line for line in open(counts.name, encoding="utf-8") if line.startswith("totals")]
    return int(totals[0].split()[1])


def slope(count, program, sync, place, options):
    """What a file adds to a count."""
    if not shutil.which("strace" if count is count_calls else "valgrind"):
        return float("nan")
    output = os.path.join(place, "out")
    half, all_ = (count(command_of(program, sync, output, os.path.join(place, name), options))
                  for name in ("few-half", "few"))
    return (all_ - half) / (FEW - FEW // 2)


def rounds(place, options):
    """{(program, sync): [differences of (wall, CPU, memory)]}, in turn."""
    taken = {(program, sync): [] for program in options.programs for sync in options.sync}
    output = os.path.join(place, "out")
    for _ in range(options.rounds):
        for (program, sync), rows in taken.items():
            half, all_ = (run(command_of(program, sync, output, os.path.join(place, name), options))
                          for name in ("half", "all"))
            rows.append([b - a for a, b in zip(half, all_)])
    shutil.rmtree(output, ignore_errors=True)
    return taken


def measure(place, options):
    for name, files in (("all", options.files), ("half", options.files // 2), ("few", FEW),
                        ("few-half", FEW // 2)):
        make_tree(os.path.join(place, name), files, options.per_directory)
    added = options.files - options.files // 2
    print("of a file:               wall us    CPU us   bytes   calls   instructions")
    for (program, sync), rows in rounds(place, options).items():
        wall, cpu, memory = (statistics.median(column) for column in zip(*rows))
        calls = slope(count_calls, program, sync, place, options)
        instructions = slope(count_instructions, program, sync, place, options)
        print(f"{os.path.basename(program):16} {sync:6} {wall / added * 1e6:9.1f} "
              f"{cpu / added * 1e6:9.1f} {memory / added:7.0f} "
              f"{calls:7.2f} {instructions:14.0f}", flush=True)


def main():
    options = parse(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="parallax-tiny-", dir=options.place) as place:
        measure(place, options)


if __name__ == "__main__":
    main()
