"""What the programs share: modules written in C, aligned memory, the source images."""
import ctypes
import os

import numpy

from cases import SOURCE

ALIGNMENT = 64  # bytes: a cache line, and the widest vector


def load(directory, name):
    """The C module libbench_NAME.so of a build; OSError where it or what it needs is missing."""
    return ctypes.CDLL(os.path.join(directory, f"libbench_{name}.so"))


def declare(module, name, result, *arguments):
    """The function `name` of a module with its types."""
    function = getattr(module, name)
    function.restype, function.argtypes = result, arguments
    return function


def aligned(*shape):
    """Zeroed bytes from an aligned address on, and 64 more behind that may be read."""
    size = int(numpy.prod(shape))
    memory = numpy.zeros(size + 2 * ALIGNMENT, numpy.uint8)
    begin = -memory.ctypes.data % ALIGNMENT
    return memory[begin:begin + size].reshape(shape)


def pointer(array):
    return ctypes.c_void_p(array.ctypes.data)


def rounded(count):
    return -(-count // ALIGNMENT) * ALIGNMENT


class Sources:
    """The source image with so many channels, in the layouts that programs want; each made once."""

    def __init__(self, paint):
        """paint(array) fills an array of height, width and channels."""
        self.paint = paint
        self.made = {}

    def interleaved(self, channels):
        """Height, width, channels; rows without gaps."""
        if channels not in self.made:
            width, height = SOURCE
            image = aligned(height, width, channels)
            self.paint(image)
            self.made[channels] = image
        return self.made[channels]

    def planes(self, channels):
        """Channels, height, width; rows padded to a multiple of 64 bytes."""
        key = "planes", channels
        if key not in self.made:
            image = self.interleaved(channels)
            height, width = image.shape[:2]
            planes = aligned(channels, height, rounded(width))
            planes[:, :, :width] = image.transpose(2, 0, 1)
            self.made[key] = planes
        return self.made[key]


class Work:
    """One program's way to do one case: call() is timed, pixels() does it once more and hands the
    result back as an array of height, width and channels."""

    def __init__(self, call, pixels):
        self.call, self.pixels = call, pixels


def chart(counts):
    """The chart that our histogram draws, from counts of each value of each channel."""
    counts = numpy.asarray(counts, dtype=numpy.int64).reshape(-1, 256)
    height = 128
    lines = numpy.arange(height - 1, -1, -1)[:, None, None] * counts.max(axis=1)
    return numpy.where(counts.T * height > lines, 255, 0).astype(numpy.uint8)
