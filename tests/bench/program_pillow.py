"""Pillow, from image to image."""
import PIL
import numpy
from PIL import Image

from native import Work, chart


class Pillow:
    name, variant, version = "Pillow", "", PIL.__version__
    how = ("Image.resize, Image.transpose, Image.histogram, into a new image in each call; its"
           " memory blocks are kept (set_blocks_max)")

    def __init__(self):
        Image.core.set_blocks_max(64)  # 16 MiB each
        sampling = Image.Resampling
        self.filters = {"nearest": sampling.NEAREST, "box": sampling.BOX,
                        "bilinear": sampling.BILINEAR, "bicubic": sampling.BICUBIC,
                        "lanczos3": sampling.LANCZOS}
        self.images = {}

    def image(self, channels, sources):
        if channels not in self.images:
            pixels = sources.interleaved(channels)
            self.images[channels] = Image.fromarray(pixels if channels > 1 else pixels[..., 0])
        return self.images[channels]

    def prepare(self, case, sources):
        """Work(), or None: Pillow does not do this."""
        image = self.image(case.channels, sources)
        if case.kernel == "resize":
            name = self.filters[case.value("filter")]
            return self.work(lambda: image.resize(case.target, name))
        if case.kernel == "transpose":
            return self.work(lambda: image.transpose(Image.Transpose.ROTATE_270))
        if case.kernel == "histogram":
            return Work(image.histogram, lambda: chart(image.histogram()))
        return None

    @staticmethod
    def work(call):
        def pixels():
            result = numpy.asarray(call())
            return result.reshape(result.shape[0], result.shape[1], -1)
        return Work(call, pixels)
