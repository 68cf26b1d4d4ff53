"""libvips, from memory to memory, with one worker and no cache."""
import ctypes
from ctypes import c_char_p, c_int, c_void_p

import numpy

from native import Work, declare, load, pointer

# Its nearest takes other pixels, and it enlarges with bicubic whatever the kernel, at other places:
# below 30 dB to ours and to the other libraries.
FILTERS = ["bilinear", "bicubic", "lanczos3"]


class Vips:
    name, variant = "libvips", ""
    how = ("vips_resize with the kernel and gap 0 (its fastest) to shrink, into new memory that is"
           " freed in each call; alpha: vips_premultiply before, vips_unpremultiply behind it, 8"
           " bits between")

    def __init__(self, directory):
        module = load(directory, "vips")
        self.error = declare(module, "bench_vips_error", c_char_p)
        self.resize = declare(module, "bench_vips_resize", c_void_p, c_char_p, c_void_p, c_int,
                              c_int, c_int, c_int, c_int)
        self.release = declare(module, "bench_vips_release", None, c_void_p)
        if declare(module, "bench_vips_start", c_int)():
            raise OSError("libvips does not start: " + self.error().decode())
        self.version = declare(module, "bench_vips_version", c_char_p)().decode()

    def prepare(self, case, sources):
        """Work(), or None: libvips does not do this."""
        if case.kernel != "resize" or case.value("filter") not in FILTERS:
            return None
        image = sources.interleaved(case.channels)
        if case.target[0] > image.shape[1]:
            return None
        height, width, channels = image.shape
        arguments = (case.value("filter").encode(), pointer(image), width, height, channels,
                     *case.target)

        def resize():
            result = self.resize(*arguments)
            if not result:
                raise RuntimeError("libvips: " + self.error().decode())
            return result

        def pixels():
            result = resize()
            shape = case.target[1], case.target[0], channels
            copy = numpy.empty(shape, numpy.uint8)
            ctypes.memmove(copy.ctypes.data, result, copy.nbytes)
            self.release(result)
            return copy

        return Work(lambda: self.release(resize()), pixels)
