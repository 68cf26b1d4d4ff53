"""What is measured: one image, every kernel that another library has as well, usual sizes."""
from dataclasses import dataclass

SOURCE = (4928, 3279)
TARGETS = [(320, 213), (852, 567), (2048, 1362), (5478, 3645)]
FILTERS = ["lanczos3", "bicubic", "bilinear", "box", "nearest"]
COLOURS = {1: "grey", 3: "RGB", 4: "RGBA"}
# denoise has no peer: OpenCV's works in another colour space, with other weights.
OTHERS = [("blur", "sigma=2"), ("blur", "sigma=10"), ("sobel", ""), ("median", "radius=1"),
          ("median", "radius=2"), ("median", "radius=10"), ("histogram", ""), ("equalize", ""),
          ("transpose", "turn=right")]


@dataclass(frozen=True)
class Case:
    """One kernel with its options (name=value, separated by blanks) on one source."""
    kernel: str
    options: str
    channels: int
    target: tuple = None  # width and height, where the kernel has a target size

    @property
    def row(self):
        """The row of the tables that the case stands in."""
        words = [self.kernel]
        if self.target:
            words.append(self.value("filter"))
        else:
            words += self.options.replace("=", " ").split()
        return " ".join(words + [COLOURS[self.channels]])

    @property
    def column(self):
        return "{}×{}".format(*self.target) if self.target else ""

    @property
    def name(self):
        return f"{self.row} {self.column}".strip()

    def value(self, option):
        return dict(word.split("=") for word in self.options.split())[option]


def resize_case(name, target, channels):
    options = "size={}x{} fit=fill filter={}".format(*target, name)
    return Case("resize", options, channels, target)


def all_cases():
    """All cases, in the order of the tables."""
    rows = [(name, 3) for name in FILTERS] + [("lanczos3", 1), ("lanczos3", 4)]
    cases = [resize_case(name, target, channels) for name, channels in rows for target in TARGETS]
    return cases + [Case(kernel, options, 3) for kernel, options in OTHERS]
