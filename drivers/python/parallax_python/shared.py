"""Images in `multiprocessing.shared_memory`: all that are made, and room for every result."""
import ctypes
import os
from multiprocessing import shared_memory

from parallax_python import library, run

PLACE = "/dev/shm"  # where Linux has it


def _round(size):
    return (size + 4095) & ~4095


class Memory:
    """One block. A child has it by name: this object is pickled, or inherited."""

    def __init__(self, lib):
        self.slot = _round(lib.target_bytes())
        views, places, size = {}, [], 0
        for unit in range(lib.units()):
            view = library.View()
            if lib.source_view(unit, ctypes.byref(view)):
                break  # files, which children read
            if view.pixels not in views:
                views[view.pixels] = (size, view)
                size += _round(view.bytes)
            places.append((view.shape(), views[view.pixels][0]))
        self.sources, self.results = places, size
        size += self.slot * lib.units()
        self._check_room(size)
        self.block = shared_memory.SharedMemory(create=True, size=size)
        self.base = self._find_base()
        for place, view in views.values():
            ctypes.memmove(self.base + place, view.pixels, view.bytes)

    @staticmethod
    def _check_room(size):
        if not os.path.isdir(PLACE):
            return
        there = os.statvfs(PLACE)
        room = there.f_bavail * there.f_frsize
        if size > room:  # a write beyond it would end the process without a word
            raise run.Refused(78, f"images and results need {size} bytes of {PLACE}, which has "
                              f"{room}: give fewer or smaller images, or take a model that "
                              "pickles them")

    def _find_base(self):
        return ctypes.addressof(ctypes.c_char.from_buffer(self.block.buf))

    def __getstate__(self):
        return self.slot, self.sources, self.results, self.block

    def __setstate__(self, state):
        self.slot, self.sources, self.results, self.block = state
        self.base = self._find_base()

    def source(self, unit):
        """An image's shape and place; None: it is a file."""
        return self.sources[unit] if self.sources else None

    def place_of(self, unit):
        """Where a unit's result is."""
        return self.results + unit * self.slot

    def address(self, place):
        """What is there, in this process."""
        return self.base + place

    def free(self):
        """By who made it, at the end."""
        self.block.close()
        self.block.unlink()
