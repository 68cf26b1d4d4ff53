#!/usr/bin/env python3
"""What verification needs of memory: not more for more images.

usage: memory.py RESIZE_PROGRAM     exit code 0: all well, 1: some not"""
import os
import resource
import subprocess
import sys

PROGRAM = os.path.abspath(sys.argv[1])
problems = 0


def peak(*options):
    """KiB that a run had at most."""
    command = [PROGRAM, *options, "--iterations", "1", "--warmup", "0", "--results",
               "none", "--quiet"]
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0: # a process of its own, whose children are those of this run alone
        code = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        os.write(writer, str(used if code == 0 else -code).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    used = int(os.read(reader, 100))
    os.close(reader)
    return used


def compare(what, number, *options):
    """Verification may not cost a byte for each of `number`."""
    global problems
    without, with_it = peak(*options, "--verify", "none"), peak(*options, "--verify", "sample")
    bytes_each = (with_it - without) * 1024 / number
    good = without > 0 and with_it > 0 and bytes_each < 1
    print(f"    {what}: {without} KiB without, {with_it} KiB with it: {bytes_each:.2f} bytes each")
    if not good:
        problems += 1
        print("    that is not less than 1, or a run failed")


def H20_verification_keeps_no_table_of_all_items():
    compare("images", 400000, "--synthetic", "400000", "--source-size", "1x1", "--size", "1x1")


for name, test in sorted(globals().items()):
    if name.startswith("H"):
        print(name)
        test()
sys.exit(1 if problems else 0)
