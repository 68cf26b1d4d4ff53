"""Our kernels, each variant that this CPU runs as a program of its own."""
import ctypes
from ctypes import c_char_p, c_int, c_ssize_t, c_void_p

import numpy

from native import Work, declare, load, pointer

NAME = "Parallax"


class Kernels:
    """The C module: which variants there are, and work in one of them."""

    def __init__(self, directory):
        module = load(directory, "parallax")
        self.variant = declare(module, "bench_variant", c_char_p, c_char_p, c_int)
        self.build = declare(module, "bench_build", c_char_p)
        self.keep_memory = declare(module, "bench_keep_memory", None)
        self.photograph = declare(module, "bench_photograph", None, c_void_p, c_ssize_t, c_int,
                                  c_int, c_int)
        self.make = declare(module, "bench_task_make", c_void_p, c_char_p, c_char_p, c_char_p,
                            c_void_p, c_ssize_t, c_int, c_int, c_int)
        self.run = declare(module, "bench_task_run", c_int, c_void_p)
        self.shape = declare(module, "bench_task_shape", None, c_void_p, c_void_p)
        self.copy = declare(module, "bench_task_copy", None, c_void_p, c_void_p)
        self.free = declare(module, "bench_task_free", None, c_void_p)

    def paint(self, image):
        height, width, channels = image.shape
        self.photograph(pointer(image), image.strides[0], width, height, channels)

    def variants(self, kernel):
        """Names, from slow to fast; the last is what the programs choose on this CPU."""
        names = []
        while name := self.variant(kernel.encode(), len(names)):
            names.append(name.decode())
        return names


class Task:
    """One kernel with its options on one source; its memory lives as long as this object."""

    def __init__(self, kernels, case, variant, image):
        height, width, channels = image.shape
        self.kernels, self.image = kernels, image
        self.task = kernels.make(case.kernel.encode(), variant.encode(), case.options.encode(),
                                 pointer(image), image.strides[0], width, height, channels)
        if not self.task:
            raise RuntimeError(f"{case.name}: the kernel refuses '{case.options}'")

    def __del__(self):
        self.kernels.free(self.task)

    def call(self):
        if self.kernels.run(self.task):
            raise MemoryError("a kernel found no memory")

    def pixels(self):
        self.call()
        shape = (ctypes.c_int * 3)()
        self.kernels.shape(self.task, shape)
        width, height, channels = shape
        result = numpy.empty((height, width, channels), numpy.uint8)
        self.kernels.copy(self.task, pointer(result))
        return result


class Parallax:
    """One variant."""
    name = NAME
    how = ("plans, allocates its scratch, computes all rows and frees both in each call, into"
           " memory that the caller keeps")

    def __init__(self, kernels, variant, version, everything):
        self.kernels, self.variant, self.version = kernels, variant, version
        self.everything = everything

    def prepare(self, case, sources):
        """Work(), or None: the kernel has no such variant, or it is the slow C one."""
        variants = self.kernels.variants(case.kernel)
        if self.variant not in variants:
            return None
        if self.variant == "c" and len(variants) > 1 and not self.everything:
            return None
        task = Task(self.kernels, case, self.variant, sources.interleaved(case.channels))
        return Work(task.call, task.pixels)
