"""The tables in Markdown, from the rows of a results file."""
import math

import estimate

OURS = "Parallax"
SAME_WORK = 40  # dB: below it another filter or another edge is at work, not another rounding
BUSY = 0.1  # of the CPU time: so much more wall time is worth a warning
METHOD = f"""All programs run in one process on one CPU, in turn, in an order that is shuffled in
each round. Times are CPU times of the process: those of a library's own threads are in them, those
of other users of the machine are not. Calls below 10 ms are repeated, warm. free() keeps memory in
the process, so no call pays for fresh pages. A ratio is the median of the ratios of all rounds,
which is not exactly the ratio of the medians; intervals are by order statistics. A result with less
than {SAME_WORK} dB to ours is other work and never the best peer."""


class Result:
    """One program in one case: its times, and how they compare with ours."""

    def __init__(self, check, times):
        self.program, self.variant = check["program"], check["variant"]
        self.psnr = check["psnr_db"]
        self.times = times  # round: seconds
        self.median, self.low, self.high = estimate.median(list(times.values()))
        self.name = f"{self.program} {self.variant}".strip()
        self.same = self.psnr >= SAME_WORK

    def ratio(self, ours):
        return estimate.ratio(self.times, ours.times)


class CaseResults:
    """All programs in one case; `ours` is the variant that the programs choose on this CPU."""

    def __init__(self, case, results):
        self.case, self.results = case, results
        self.ours = [result for result in results if result.program == OURS][-1]
        peers = [result for result in results if result.program != OURS and result.same]
        self.best = min(peers, key=lambda result: result.median, default=None)


def collect(data):
    """CaseResults for each case that was measured."""
    times = {}
    for row in data["samples"]:
        key = row["case"], row["program"], row["variant"]
        times.setdefault(key, {})[row["round"]] = row["cpu_s"]
    found = []
    for case in data["cases"]:
        results = [Result(check, times[case["case"], check["program"], check["variant"]])
                   for check in data["checks"] if check["case"] == case["case"] and
                   (case["case"], check["program"], check["variant"]) in times]
        if any(result.program == OURS for result in results):
            found.append(CaseResults(case, results))
    return found


def milliseconds(seconds):
    value = seconds * 1e3
    digits = 3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:.{digits}f}"


def interval(low, high, text):
    return "" if math.isnan(low) else f" [{text(low)}, {text(high)}]"


def factor(value):
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def cell(found):
    """Ours, the best peer and how many times as long it takes."""
    if not found:
        return ""
    if not found.best:
        return f"{milliseconds(found.ours.median)} (no peer)"
    ratio = factor(found.best.ratio(found.ours)[0])
    return (f"{milliseconds(found.ours.median)} · {found.best.program} "
            f"{milliseconds(found.best.median)} · **{ratio}×**")


def line(*cells):
    return "| " + " | ".join(cells) + " |"


def short_table(found, sized):
    """Rows by kernel; columns by the target's size, or one column for kernels without."""
    rows, columns = {}, {}
    for each in found:
        if bool(each.case["column"]) == sized:
            rows.setdefault(each.case["row"], {})[each.case["column"]] = each
            columns[each.case["column"]] = None
    if not rows:
        return []
    width = len(columns) + 1
    heads = [f"→ {column}" if column else "ms · best peer, ms · ratio" for column in columns]
    return [line("", *heads), "|" + "---|" * width] + [
        line(row, *[cell(cells.get(column)) for column in columns])
        for row, cells in rows.items()] + [""]


def full_table(found):
    yield line("case", "program", "ms [95 % CI]", "ratio to ours [95 % CI]", "PSNR to ours",
               "rounds")
    yield "|" + "---|" * 6
    for each in found:
        for result in each.results:
            ratio, low, high = result.ratio(each.ours)
            ours = result is each.ours
            alike = estimate.decibels(result.psnr)
            if not result.same:
                alike += ", **other work**"
            yield line(
                each.case["name"], result.name,
                milliseconds(result.median) + interval(result.low, result.high, milliseconds),
                "1" if ours else factor(ratio) + interval(low, high, factor),
                "ours" if ours else alike, str(len(result.times)))


def waiting(data):
    """By how much wall time exceeds CPU time, as the median over samples: others were at work."""
    return estimate.median([row["wall_s"] / row["cpu_s"] for row in data["samples"]
                            if row["cpu_s"] > 0])[0] - 1


def markdown(data):
    """The whole document."""
    found = collect(data)
    if not found:
        return "# Parallax and other libraries\n\nNothing was measured.\n"
    facts = {row["name"]: row["value"] for row in data["facts"]}
    source = data["cases"][0]
    lines = ["# Parallax and other libraries", "",
             f"{facts['cpu']}, one thread, {facts['date']}, revision {facts['revision']}.", "",
             f"From {source['width']}×{source['height']} pixels of 8 bits, in memory. Each cell:"
             " Parallax in ms · the fastest peer that does the same work and its ms · how many"
             " times as long it takes. Medians; above 1× Parallax is faster.", ""]
    if waiting(data) > BUSY:
        lines += [f"**The machine was busy**: wall times exceed CPU times by"
                  f" {100 * waiting(data):.0f} % in the median. Repeat this when it is quiet.", ""]
    lines += short_table(found, True) + short_table(found, False)
    lines += ["## What is compared", ""]
    programs = {}
    for row in data["programs"]:
        programs.setdefault((row["program"], row["version"], row["how"]), []).append(row["variant"])
    for (program, version, how), variants in programs.items():
        kinds = f" ({', '.join(variants)})" if any(variants) else ""
        lines.append(f"- {program} {version}{kinds}: {how}.")
    lines += ["", METHOD, "", "## All programs", ""]
    lines += full_table(found)
    lines += ["", "## Where this comes from", ""]
    lines += [f"- {row['name']}: {row['value']}" for row in data["facts"]]
    return "\n".join(lines) + "\n"
