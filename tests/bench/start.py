#!/usr/bin/env python3
"""What it takes to start programs: each command 100 times, in turn, with warm files; the medians of
wall clock and CPU time, and of wall clock its quartiles. The loader is in it, and `true` for what a
process costs at least."""
import os
import shlex
import statistics
import subprocess
import sys
import time

from arguments import Parser


def parse(arguments):
    parser = Parser(prog="start.py", description=__doc__)
    parser.add_argument("commands", nargs="+", metavar="COMMAND", help="a command line each, quoted")
    parser.add_argument("--starts", type=int, default=100, help="of each (100)")
    options = parser.parse_args(arguments)
    if options.starts < 2:
        parser.error("--starts must be at least 2")
    return options


def start(command):
    """Wall and CPU milliseconds of one start; it must end well."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"start: {shlex.join(command)}: exit code {process.returncode}")
    return 1e3 * wall, 1e3 * (usage.ru_utime + usage.ru_stime)


def main():
    options = parse(sys.argv[1:])
    commands = [["true"]] + [shlex.split(command) for command in options.commands]
    taken = [[] for _ in commands]
    for turn in range(options.starts + 1):
        for rows, command in zip(taken, commands):
            row = start(command)
            if turn:  # the first brings files into memory
                rows.append(row)
    print("wall ms [quartiles]      CPU ms   command")
    for rows, command in zip(taken, commands):
        walls, cpus = zip(*rows)
        low, middle, high = statistics.quantiles(walls, n=4)
        print(f"{middle:7.2f} [{low:.2f}, {high:.2f}] {statistics.median(cpus):9.2f}   "
              f"{os.path.basename(command[0])} {shlex.join(command[1:])}".rstrip())


if __name__ == "__main__":
    main()
