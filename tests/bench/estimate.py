"""Medians and their confidence intervals, without an assumption on the distribution of times."""
import math

import numpy


def interval_ranks(count):
    """Which of `count` sorted values (from 0) enclose the median with at least 95 %; None: too few.

    The number of values below the median is binomial with p = 1/2."""
    below = 0.0
    for rank in range(count):
        below += math.comb(count, rank) / 2**count
        if below > 0.025:
            return (rank - 1, count - rank) if rank > 0 else None
    return None


def median(values):
    """The median and both ends of its 95 % interval, which are NaN below 6 values."""
    if len(values) == 0:
        return math.nan, math.nan, math.nan
    ordered = numpy.sort(numpy.asarray(values, dtype=float))
    ranks = interval_ranks(len(ordered))
    ends = (ordered[ranks[0]], ordered[ranks[1]]) if ranks else (math.nan, math.nan)
    return float(numpy.median(ordered)), float(ends[0]), float(ends[1])


def ratio(theirs, ours):
    """The median of theirs / ours over the rounds that both have, and its 95 % interval.

    `theirs` and `ours` map a round to seconds. Paired by round, because what slows the machine for
    a while slows both."""
    rounds = sorted(theirs.keys() & ours.keys())
    return median([theirs[number] / ours[number] for number in rounds])


def psnr(result, reference):
    """Peak signal to noise ratio of 8-bit images in dB; infinite where they are equal.

    Colours of images with alpha count as much as they cover, as in the result of a composition."""
    if result.shape != reference.shape:
        return math.nan
    total = 0.0
    for begin in range(0, len(result), 256):  # in strips: doubles of a whole image are large
        ours, other = (weigh(image[begin:begin + 256]) for image in (reference, result))
        total += float(numpy.square(ours - other).sum(dtype=float))
    return math.inf if total == 0 else 10 * math.log10(255**2 * result.size / total)


def decibels(value):
    return "equal" if math.isinf(value) else f"{value:.1f} dB"


def weigh(rows):
    if rows.shape[2] % 2:
        return rows.astype(numpy.int32)
    alpha = rows[..., -1:].astype(numpy.float32) / 255
    return numpy.concatenate([rows[..., :-1] * alpha, rows[..., -1:]], axis=2)
