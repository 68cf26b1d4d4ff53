"""The project's library, by ctypes. Its functions are described in drivers/python/python.h.

`held` and `released` are the same functions of the same library. Who calls by `held` keeps the
interpreter's lock until the function returns, as an extension in C does that does not give it up;
who calls by `released` lets other threads run meanwhile, as Pillow and NumPy do.
"""
import ctypes
import os

GO = -1
READ, KERNEL, COMM, WAIT = 2, 4, 8, 9  # enum stage
X_FIRST, Y_FIRST, COPY = range(3)      # which axis comes first; none does

_int, _size, _text, _address = ctypes.c_int, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_void_p


class Model(ctypes.Structure):
    """struct python_model"""
    _fields_ = [("name", _text), ("summary", _text), ("version", _text), ("processes", _int),
                ("threads", _int), ("call_rows", _int), ("start", _text), ("transfer", _text),
                ("plain", _int), ("foreign", _text), ("in_flight", _int),
                ("lock", _text), ("switch_interval", ctypes.c_double)]


class Download(ctypes.Structure):
    """struct python_download"""
    _fields_ = [("url", _text), ("timeout", ctypes.c_double), ("stall", ctypes.c_double),
                ("max_bytes", ctypes.c_int64), ("allow_private", _int), ("insecure", _int)]


class End(ctypes.Structure):
    """struct python_end"""
    _fields_ = [("code", _int), ("status", _int), ("reached", _int), ("tries", _int),
                ("retry_after", ctypes.c_double), ("draw", ctypes.c_double)]


class Verdict(ctypes.Structure):
    """struct python_verdict"""
    _fields_ = [("code", _text), ("message", ctypes.c_char * 240), ("wait", ctypes.c_double)]


class View(ctypes.Structure):
    """struct python_view"""
    _fields_ = [("pixels", _address), ("stride", ctypes.c_ssize_t), ("bytes", _size),
                ("width", _int), ("height", _int), ("channels", _int)]

    def shape(self):
        """What is to be known of the pixels where they are another process's."""
        return self.stride, self.bytes, self.width, self.height, self.channels


_view, _ints = ctypes.POINTER(View), ctypes.POINTER(_int)
_shorts = ctypes.POINTER(ctypes.c_int16)

_FUNCTIONS = {  # result, arguments
    "open": (_int, ctypes.POINTER(Model), _int, _int, ctypes.POINTER(_text)),
    "workers": (_int,), "units": (_int,), "call_rows": (_int,), "path": (_text, _int),
    "delay": (ctypes.c_double,),
    "in_flight": (_int,), "download": (_int, _int, ctypes.POINTER(Download)),
    "address_is_private": (_int, _text),
    "judge": (None, ctypes.POINTER(End), ctypes.POINTER(Verdict)),
    "prepare": (None,), "clock_start": (None,), "clock_stop": (None,), "conclude": (_int,),
    "close": (_int,), "abandon": (None,), "stop": (None,),
    "stopped": (_int,),
    "bind": (None, _int, _int),
    "worker_begin": (None, _int), "worker_end": (None, _int),
    "unit_begin": (_int, _int, _int), "unit_load": (_int, _int, _text, _size),
    "unit_rows": (None, _int, _int, _int), "unit_end": (None, _int),
    "unit_fail": (None, _int, _text, _text), "enter": (None, _int, _int),
    "unit_views": (None, _int, _view, _view),
    "unit_axis": (_int, _int, _int, ctypes.POINTER(_ints), ctypes.POINTER(_ints),
                  ctypes.POINTER(_shorts), _ints, _ints),
    "filter": (_text,), "source_view": (_int, _int, _view), "target_bytes": (_size,),
    "give": (None, _view, _address), "unit_hash": (ctypes.c_uint64,),
    "failure": (None, ctypes.POINTER(_text), ctypes.POINTER(_text), ctypes.POINTER(_text)),
    "take": (_int, _int, _int, _view, ctypes.c_uint64, _int),
    "take_failure": (None, _int, _int, _text, _text, _text),
    "report_size": (_size,), "report_make": (None, _address), "report_take": (None, _int, _address),
}


class Library:
    """The functions, without their prefix python_, by one way to call them."""

    def __init__(self, loader):
        place = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
        library = loader(os.path.join(place, "libparallax_python.so"))
        for name, (result, *arguments) in _FUNCTIONS.items():
            function = getattr(library, "python_" + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)


held = Library(ctypes.PyDLL)
released = Library(ctypes.CDLL)
