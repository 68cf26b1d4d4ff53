"""Checks that the programs do the same work, then times them in turn."""
import gc
import math
import random
import sys
import time

import estimate
from program_parallax import NAME as OURS

SAMPLE = 0.01  # seconds that a sample takes at least: shorter calls are repeated
CALLS_MAX = 200
ROUNDS_MIN = 6  # with fewer there is no 95 % interval


def seconds_of(work, calls):
    """CPU and wall time of one call. CPU time is the whole process's, so it has a library's own
    threads in it, and what others do on this machine is not.

    Repeated calls are timed behind one that is not, so that they find the caches alike."""
    if calls > 1:
        work.call()
    wall, cpu = time.perf_counter_ns(), time.process_time_ns()
    for _ in range(calls):
        work.call()
    cpu = time.process_time_ns() - cpu
    wall = time.perf_counter_ns() - wall
    return cpu * 1e-9 / calls, wall * 1e-9 / calls


def say(text):
    print(text, file=sys.stderr, flush=True)


def is_ours(program):
    return program.name == OURS


def name_of(row):
    return f"{row['program']} {row['variant']}".strip()


def duration(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Measurement:
    """Rows for the results file, from cases and programs; ours from slow to fast."""

    def __init__(self, cases, programs, sources, options):
        self.cases, self.programs, self.sources = cases, programs, sources
        self.options = options
        self.checks, self.samples = [], []
        self.plan = []  # for each case: program, calls per sample, expected seconds per sample

    def check(self):
        """Compares every program's result with ours, and finds how often to call it in a sample.

        False: two variants of ours differ, which is a defect."""
        for number, case in enumerate(self.cases):
            able = [(program, *self.attempt(program, case)) for program in self.programs]
            able = [each for each in able if each[1]]
            ours = [result for program, _, result in able if is_ours(program)]
            entries, found = [], []
            for program, work, result in able:
                quality = estimate.psnr(result, ours[-1])
                seconds = max(seconds_of(work, 1)[1], 1e-9)
                calls = min(max(math.ceil(SAMPLE / seconds), 1), CALLS_MAX)
                entries.append((program, calls, seconds * (calls + (calls > 1))))
                found.append({"case": number, "program": program.name, "calls": calls,
                              "variant": program.variant, "psnr_db": quality})
                if is_ours(program) and not math.isinf(quality):
                    say(f"peers: {case.name}: the variants of {OURS} differ; run check_kernel")
                    return False
            self.plan.append(entries)
            self.checks += found
            say(f"checked {number + 1} of {len(self.cases)}, {case.name}: " + ", ".join(
                f"{name_of(row)} {estimate.decibels(row['psnr_db'])}" for row in found))
        return True

    def attempt(self, program, case):
        """A program's work in a case and its result; None twice where it has none, or is a peer
        that fails."""
        try:
            work = program.prepare(case, self.sources)
            return (work, work.pixels()) if work else (None, None)
        except Exception as error:  # whatever a library may raise
            if is_ours(program):
                raise
            say(f"peers: {case.name} without {program.name}, which fails: {error}")
            return None, None

    def expected(self, number):
        """Seconds that a case will take."""
        rounds, limit = self.options.rounds, self.options.limit
        return sum(min(rounds * seconds, max(limit, ROUNDS_MIN * seconds))
                   for _, _, seconds in self.plan[number])

    def run(self):
        """All rounds of all cases. Interrupted, it ends with the samples that there are."""
        left = sum(map(self.expected, range(len(self.cases))))
        say(f"measuring, about {duration(left)} minutes")
        gc.disable()
        try:
            for number, case in enumerate(self.cases):
                self.run_case(number)
                gc.collect()
                left -= self.expected(number)
                say(f"measured {number + 1} of {len(self.cases)}, {case.name}: "
                    f"{self.brief(number)}; about {duration(max(left, 0))} minutes left")
        except KeyboardInterrupt:
            say("peers: stopped; the tables have what was measured")
            return False
        finally:
            gc.enable()
        return True

    def run_case(self, number):
        """The programs in turn, in another order in each round; the seed of the order is fixed."""
        works = [program.prepare(self.cases[number], self.sources)
                 for program, _, _ in self.plan[number]]
        spent = [0.0] * len(works)
        order = list(range(len(works)))
        shuffle = random.Random(f"{self.options.seed} {number}").shuffle
        for turn in range(self.options.rounds):
            shuffle(order)
            for position, index in enumerate(order):
                program, calls, _ = self.plan[number][index]
                if spent[index] > self.options.limit and turn >= ROUNDS_MIN:
                    continue
                cpu, wall = seconds_of(works[index], calls)
                spent[index] += wall * (calls + (calls > 1))
                self.samples.append({
                    "case": number, "program": program.name, "variant": program.variant,
                    "round": turn, "position": position, "calls": calls, "cpu_s": cpu,
                    "wall_s": wall})

    def brief(self, number):
        """The medians of a case in words, the fastest first."""
        times = {}
        for row in self.samples:
            if row["case"] == number:
                times.setdefault(name_of(row), []).append(row["cpu_s"])
        medians = sorted((estimate.median(values)[0], name) for name, values in times.items())
        return ", ".join(f"{name} {seconds * 1e3:.3g} ms" for seconds, name in medians)
