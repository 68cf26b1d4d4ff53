"""No library: the kernel's arithmetic in pure Python, sample by sample, by its definition at the head
of kernels/resize/resize.c. The library lends images and weights, and checks the result."""
import ctypes

from parallax_python import library, run

BITS = 14  # of weights


def read_axis(lib, number):
    """[(start, weights)] of an axis, and the order of the axes."""
    start, count = (ctypes.POINTER(ctypes.c_int)() for _ in range(2))
    weight = ctypes.POINTER(ctypes.c_int16)()
    taps, order = ctypes.c_int(), ctypes.c_int()
    size = lib.unit_axis(0, number, *map(ctypes.byref, (start, count, weight, taps, order)))
    return [(start[i], weight[i * taps.value:i * taps.value + count[i]])
            for i in range(size)], order.value


def widen(row, channels):
    """Samples to fixed point; a colour weighs as much as it covers."""
    if channels % 2:
        return [64 * sample for sample in row]
    wide = []
    for i in range(0, len(row), channels):
        alpha = row[i + channels - 1]
        wide += [(row[i + c] * alpha + 2) >> 2 for c in range(channels - 1)]
        wide.append((255 * alpha + 2) >> 2)
    return wide


def across(line, axis, channels):
    """Weighted sums along a row."""
    sums = []
    for start, weights in axis:
        first = start * channels
        for c in range(first, first + channels):
            total = 0
            place = c
            for weight in weights:
                total += weight * line[place]
                place += channels
            sums.append(total)
    return sums


def down(rows, weights):
    """Weighted sums along columns."""
    sums = [0] * len(rows[0])
    for row, weight in zip(rows, weights):
        for i, sample in enumerate(row):
            sums[i] += weight * sample
    return sums


def narrow(sums):
    """Sums of the first axis back to fixed point."""
    return [(total + (1 << BITS - 1)) >> BITS for total in sums]


def clamp(value, high):
    """0..high"""
    return 0 if value < 0 else high if value > high else value


def finish(sums, channels):
    """Sums of the second axis to samples."""
    if channels % 2:
        return [clamp((total + (1 << BITS + 5)) >> BITS + 6, 255) for total in sums]
    out = []
    for i in range(0, len(sums), channels):
        *colours, alpha = narrow(sums[i:i + channels])
        alpha = clamp(alpha, 32767)
        out += [(255 * clamp(colour, alpha) + alpha // 2) // alpha if alpha else 0
                for colour in colours]
        out.append((4 * clamp(alpha, 16256) + 127) // 255)
    return out


def copy(source, x, y, channels):
    """Nearest: samples as they are."""
    for row, _ in y:
        line = source[row]
        yield [line[column * channels + c] for column, _ in x for c in range(channels)]


def resize(source, x, y, order, channels):
    """Rows of the result out of the rows of a source."""
    if order == library.COPY:
        yield from copy(source, x, y, channels)
        return
    ready = {}  # rows of the source as they are needed: wide, or along x already
    for start, weights in y:
        window = range(start, start + len(weights))
        for row in [row for row in ready if row < start]:
            del ready[row]
        for row in window:
            if row not in ready:
                wide = widen(source[row], channels)
                ready[row] = wide if order == library.Y_FIRST else narrow(
                    across(wide, x, channels))
        sums = down([ready[row] for row in window], weights)
        if order == library.Y_FIRST:
            sums = across(narrow(sums), x, channels)
        yield finish(sums, channels)


def rows_of(view):
    """The rows of an image, as bytes that can be written to."""
    memory = (ctypes.c_uint8 * (view.stride * view.height)).from_address(view.pixels)
    size = view.width * view.channels
    return [memoryview(memory).cast("B")[y * view.stride:y * view.stride + size]
            for y in range(view.height)]


class Workers:
    """The main thread."""

    def __init__(self, _model, _arguments):
        self.lib = library.held

    def compute(self):
        """The unit in hand."""
        source, target = library.View(), library.View()
        self.lib.unit_views(0, ctypes.byref(source), ctypes.byref(target))
        x, order = read_axis(self.lib, 0)
        y, _ = read_axis(self.lib, 1)
        made = resize(rows_of(source), x, y, order, source.channels)
        for place, row in zip(rows_of(target), made):
            place[:] = bytes(row)

    def iterate(self):
        """One iteration."""
        lib = self.lib
        lib.worker_begin(0)
        lib.clock_start()
        for unit in range(lib.units()):
            if lib.unit_begin(0, unit) < 0:
                break
            if run.load(lib, 0, unit) >= 0:
                lib.enter(0, library.KERNEL)
                self.compute()
                lib.unit_end(0)
        lib.clock_stop()
        lib.worker_end(0)

    def leave(self):
        """There is nobody else."""

    def kill(self):
        """There is nobody else."""

    def free(self):
        """There is nothing that outlives it."""
