#!/usr/bin/env python3
"""Our kernels against other libraries, side by side in one process. See tests/bench/run.sh."""
import datetime
import os
import platform
import subprocess
import sys

from arguments import Parser

# Before any library looks: one thread each.
CPUS = sorted(os.sched_getaffinity(0))
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", VIPS_CONCURRENCY="1")

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def parse(arguments):
    parser = Parser(
        prog="peers.py", description="Times our kernels and other libraries on the same work.")
    parser.add_argument("--rounds", type=int, help="samples of each program and case (21)")
    parser.add_argument("--quick", action="store_true", help="3 rounds, so no intervals")
    parser.add_argument("--all", action="store_true", help="also our plain C variants")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT",
                        help="only cases whose names contain TEXT; may be given again")
    parser.add_argument("--limit", type=float, default=20, metavar="SECONDS",
                        help="a program that has used more in a case ends it after 6 rounds (20)")
    parser.add_argument("--cpu", type=int, default=CPUS[-1], help="to run on (the last usable)")
    parser.add_argument("--seed", type=int, default=1, help="of the order of programs (1)")
    parser.add_argument("--build", default=os.path.join(TOP, "build", "bench"), metavar="DIR",
                        help="where run.sh built the modules (build/bench)")
    parser.add_argument("--output", metavar="PREFIX",
                        help="results go to PREFIX.h5 and PREFIX.md (peers-DATE in the build)")
    parser.add_argument("--table", metavar="FILE.h5",
                        help="measure nothing: print the Markdown of a results file")
    options = parser.parse_args(arguments)
    options.rounds = options.rounds or (3 if options.quick else 21)
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    if options.cpu not in CPUS:
        parser.error(f"--cpu {options.cpu}: this process may only use {CPUS}")
    return options


def first_line(path, prefix=""):
    """The first line of a file that begins with `prefix`, without it; or unknown."""
    try:
        with open(path, encoding="utf-8") as file:
            for text in file:
                if text.startswith(prefix):
                    return text[len(prefix):].strip(' \t\n:="')
    except OSError:
        pass
    return "unknown"


def revision():
    git = ["git", "-C", TOP, "describe", "--always", "--dirty", "--exclude", "*"]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def gather_facts(options):
    """Where the results come from."""
    governor = f"/sys/devices/system/cpu/cpu{options.cpu}/cpufreq/scaling_governor"
    facts = {
        "machine": platform.node(),
        "cpu": first_line("/proc/cpuinfo", "model name"),
        "cpus": f"{os.cpu_count()}, pinned to number {options.cpu}",
        "governor": first_line(governor),
        "system": f"{first_line('/etc/os-release', 'PRETTY_NAME')}, {platform.platform()}",
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "revision": revision(),
        "load at the start": "{:.2f}".format(os.getloadavg()[0]),
        "rounds": options.rounds,
        "seed": options.seed,
        "limit": f"{options.limit:g} s",
        "Python": platform.python_version(),
    }
    return facts


def measure(options):
    """Measures, writes both files, says where they are. Returns the exit code."""
    from cases import SOURCE, all_cases
    from measure import Measurement
    from native import Sources
    from programs import open_ours, open_peers
    import results
    import tables
    cases = [case for case in all_cases()
             if not options.only or any(text in case.name for text in options.only)]
    if not cases:
        print(f"peers: no case's name contains {' or '.join(options.only)}", file=sys.stderr)
        return 64
    facts = gather_facts(options)
    modules = os.path.join(options.build, "tests", "bench")
    try:
        kernels, programs = open_ours(modules, cases, facts["revision"], options.all)
    except OSError as error:
        print(f"peers: our kernels are not built ({error}); run tests/bench/run.sh",
              file=sys.stderr)
        return 78
    peers, missing = open_peers(modules)
    programs += peers
    facts["missing"] = ", ".join(missing) or "none"
    facts["kernels built with"] = kernels.build().decode()
    measurement = Measurement(cases, programs, Sources(kernels.paint), options)
    if not measurement.check():
        return 70
    complete = measurement.run()
    facts["load at the end"] = "{:.2f}".format(os.getloadavg()[0])
    data = {
        "cases": [{"case": number, "name": case.name, "row": case.row, "column": case.column,
                   "kernel": case.kernel, "options": case.options, "width": SOURCE[0],
                   "height": SOURCE[1], "channels": case.channels}
                  for number, case in enumerate(cases)],
        "programs": [vars_of(program) for program in programs],
        "checks": measurement.checks,
        "samples": measurement.samples,
        "facts": [{"name": name, "value": value} for name, value in facts.items()],
    }
    stamp = facts["date"].replace("-", "").replace(":", "")
    prefix = options.output or os.path.join(options.build, f"peers-{stamp}")
    results.write(f"{prefix}.h5", data, {"created": facts["date"],
                                         "status": "complete" if complete else "stopped"})
    with open(f"{prefix}.md", "w", encoding="utf-8") as file:
        file.write(tables.markdown(data))
    print(f"{prefix}.h5\n{prefix}.md")
    return 0 if complete else 75


def vars_of(program):
    return {"program": program.name, "variant": program.variant, "version": program.version,
            "how": program.how}


def main(arguments):
    options = parse(arguments)
    if options.table:
        import results
        import tables
        try:
            sys.stdout.write(tables.markdown(results.read(options.table)))
        except (OSError, KeyError) as error:
            print(f"peers: '{options.table}' cannot be read: {error}", file=sys.stderr)
            return 65
        return 0
    os.sched_setaffinity(0, {options.cpu})
    try:
        return measure(options)
    except KeyboardInterrupt:
        print("peers: stopped before the first time was taken", file=sys.stderr)
        return 75


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
