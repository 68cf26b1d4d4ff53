"""zimg, from planes to planes."""
import ctypes
from ctypes import c_char_p, c_int, c_ssize_t, c_void_p

from native import Work, aligned, declare, load, rounded

FILTERS = ["nearest", "bilinear", "bicubic", "lanczos3"]


class Planes(ctypes.Structure):
    """struct bench_planes of bench_zimg.h."""
    _fields_ = [("data", c_void_p), ("stride", c_ssize_t), ("width", c_int), ("height", c_int),
                ("channels", c_int)]

    @classmethod
    def of(cls, planes, width):
        channels, height, stride = planes.shape
        return cls(planes.ctypes.data, stride, width, height, channels)


class Zimg:
    name, variant = "zimg", ""
    how = ("builds a graph, allocates its memory, resizes and frees both in each call, into memory"
           " that the caller keeps; works on planes, and turning pixels into planes and back is not"
           " timed")

    def __init__(self, directory):
        module = load(directory, "zimg")
        self.resize = declare(module, "bench_zimg_resize", c_int, c_char_p, c_void_p, c_void_p)
        self.error = declare(module, "bench_zimg_error", c_char_p)
        self.version = declare(module, "bench_zimg_version", c_char_p)().decode()

    def prepare(self, case, sources):
        """Work(), or None: zimg does not do this."""
        if case.kernel != "resize" or case.value("filter") not in FILTERS:
            return None
        width, height = case.target
        result = aligned(case.channels, height, rounded(width))
        source = sources.planes(case.channels)
        source_width = sources.interleaved(case.channels).shape[1]
        name = case.value("filter").encode()
        planes = Planes.of(source, source_width), Planes.of(result, width)
        addresses = [ctypes.byref(each) for each in planes]

        def call():
            if self.resize(name, *addresses):
                raise RuntimeError("zimg: " + self.error().decode())

        def pixels():
            call()
            return result[:, :, :width].transpose(1, 2, 0)

        return Work(call, pixels)
