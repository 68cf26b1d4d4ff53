"""Pillow in the kernel's place: the same threads, images and filter. Its pixels are its own, so there
is no checksum. Images in memory become Pillow's own before the clock that counts, in the warm-up."""
import ctypes

from PIL import Image

from parallax_python import library, run, threads

MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


class Workers(threads.Workers):
    """Threads whose calls of Pillow give up the lock."""

    def __init__(self, model, arguments):
        name = library.held.filter().decode()
        names = {"lanczos3": "LANCZOS"}
        self.filter = getattr(Image.Resampling, names.get(name, name.upper()), None)
        if self.filter is None:
            raise run.Refused(64, f"--filter {name}: Pillow has no such filter")
        self.images = {}
        super().__init__(model, arguments)

    def image_of(self, unit, view):
        """Pillow's image of pixels: made once of those that stay."""
        image = self.images.get(view.pixels)
        if image is None:
            pixels = ctypes.string_at(view.pixels, view.stride * view.height)
            image = Image.frombytes(MODES[view.channels], (view.width, view.height), pixels, "raw",
                                    MODES[view.channels], view.stride, 1)
            if not self.lib.path(unit):
                self.images[view.pixels] = image
        return image

    def do_unit(self, worker, unit):
        lib = self.lib
        if lib.unit_begin(worker, unit) < 0:
            return False
        if run.load(lib, worker, unit) < 0:
            return True
        source, target = library.View(), library.View()
        lib.unit_views(worker, ctypes.byref(source), ctypes.byref(target))
        image = self.image_of(unit, source)
        lib.enter(worker, library.KERNEL)
        image.resize((target.width, target.height), self.filter)
        lib.enter(worker, library.WAIT)
        lib.unit_end(worker)
        return True
