"""All programs that are there, and which are missing. A new peer is a module and a line here."""
import importlib
import sys

from program_parallax import Kernels, Parallax

# Module, class, whether it is called through a C module of the build, Debian's package.
PEERS = [("program_zimg", "Zimg", True, "libzimg-dev"),
         ("program_vips", "Vips", True, "libvips-dev"),
         ("program_pillow", "Pillow", False, "python3-pil"),
         ("program_opencv", "OpenCV", False, "python3-opencv")]


def open_ours(directory, cases, version, everything):
    """Our kernels, and a program for each variant that any of the cases has."""
    kernels = Kernels(directory)
    kernels.keep_memory()
    names = {}
    for case in cases:
        names |= dict.fromkeys(kernels.variants(case.kernel))
    return kernels, [Parallax(kernels, name, version, everything) for name in names]


def open_peers(directory):
    """The peers that are there, and the names of those that are not, which it says."""
    found, missing = [], []
    for module, name, built, package in PEERS:
        try:
            program = getattr(importlib.import_module(module), name)
            found.append(program(directory) if built else program())
        except (ImportError, OSError, AttributeError) as error:
            missing.append(module.removeprefix("program_"))
            again = " and run tests/bench/run.sh again" if built else ""
            print(f"peers: without {missing[-1]} ({error}); to have it, install {package}{again}",
                  file=sys.stderr)
    return found, missing
