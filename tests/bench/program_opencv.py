"""OpenCV with one thread, from array to array."""
import cv2
import numpy

from cases import SOURCE
from native import Work, chart


def edges(source):
    """min(255, |gx| + |gy|): its saturating sum of two saturated absolute values is the same."""
    sides = [cv2.Sobel(source, cv2.CV_16S, dx, 1 - dx, ksize=3, borderType=cv2.BORDER_REPLICATE)
             for dx in (1, 0)]
    return cv2.add(*[cv2.convertScaleAbs(side) for side in sides])


def counts(source):
    return [cv2.calcHist([source], [channel], None, [256], [0, 256])
            for channel in range(source.shape[2])]


class OpenCV:
    name, variant, version = "OpenCV", "", cv2.__version__
    how = ("resize (INTER_AREA for box, INTER_LINEAR only to enlarge, INTER_NEAREST_EXACT),"
           " GaussianBlur, medianBlur and rotate into an array that the caller keeps; Sobel twice,"
           " convertScaleAbs twice and add; calcHist for each channel; split, equalizeHist for each"
           " channel and merge")

    def __init__(self):
        cv2.setNumThreads(1)
        cv2.ocl.setUseOpenCL(False)

    def prepare(self, case, sources):
        """Work(), or None: OpenCV does not do this."""
        source = sources.interleaved(case.channels)
        if case.kernel == "resize":
            return self.resize(case, source)
        result = numpy.empty_like(source)
        if case.kernel == "blur":
            sigma = float(case.value("sigma"))
            return self.work(lambda: cv2.GaussianBlur(source, (0, 0), sigma, dst=result,
                                                      borderType=cv2.BORDER_REPLICATE))
        if case.kernel == "median":
            side = 2 * int(case.value("radius")) + 1
            return self.work(lambda: cv2.medianBlur(source, side, dst=result))
        if case.kernel == "sobel":
            return self.work(lambda: edges(source))
        if case.kernel == "equalize":
            return self.work(lambda: cv2.merge([cv2.equalizeHist(plane)
                                                for plane in cv2.split(source)]))
        if case.kernel == "histogram":
            return Work(lambda: counts(source), lambda: chart(counts(source)))
        if case.kernel == "transpose":
            turned = numpy.empty((source.shape[1], source.shape[0], source.shape[2]), numpy.uint8)
            return self.work(lambda: cv2.rotate(source, cv2.ROTATE_90_CLOCKWISE, dst=turned))
        return None

    def resize(self, case, source):
        shrinks = case.target[0] < SOURCE[0]
        flags = {"box": cv2.INTER_AREA if shrinks else None,
                 "bilinear": None if shrinks else cv2.INTER_LINEAR,
                 "nearest": getattr(cv2, "INTER_NEAREST_EXACT", None)}
        flag = flags.get(case.value("filter"))
        if flag is None or case.channels == 4:  # not antialiased, another filter, or no alpha
            return None
        result = numpy.empty((case.target[1], case.target[0], case.channels), numpy.uint8)
        return self.work(lambda: cv2.resize(source, case.target, dst=result, interpolation=flag))

    @staticmethod
    def work(call):
        def pixels():
            result = call()
            return result.reshape(result.shape[0], result.shape[1], -1)
        return Work(call, pixels)
