"""The programs that photos.py runs: bound first, ours, and the peers that are there."""
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BOUND = "bound"


class Bound:
    name = BOUND

    def __init__(self, path):
        self.path = path

    def command(self, files, target, options, workers, sync):
        return [self.path, "--size", options.size, "--workers", str(workers), "--sync", sync,
                *(["--full"] if options.full else []), target, *files]

    @staticmethod
    def own_seconds(text):
        return float(text)


class Ours:
    """One of our programs, as people call it or without what only measures."""

    def __init__(self, name, directory, extra, help_text):
        self.name, self.extra = name, extra
        self.path = os.path.join(directory, "resize_omp")
        self.syncs = "--sync" in help_text

    def command(self, files, target, options, workers, sync):
        return [self.path, "--threads", str(workers), "--size", options.size, "--output", target,
                *self.extra, *(["--shrink-on-load", "off"] if options.full else []),
                *(["--sync", sync] if self.syncs else []), *files]

    @staticmethod
    def own_seconds(text):
        found = re.search(r"time: ([0-9.]+) s", text)
        return float(found.group(1)) if found else None


class Peer:
    """A script of ours that calls a library; it has no clock of its own."""

    def __init__(self, name, interpreter, script, environment=()):
        self.name, self.start = name, [*environment, interpreter, script]

    def command(self, files, target, options, workers, sync):
        del sync  # it has no such choice
        return [*self.start, options.size, str(workers), "full" if options.full else "draft",
                target, *files]

    @staticmethod
    def own_seconds(text):
        del text


def install_sharp(directory):
    """Whether npm could install sharp there; says why not."""
    if not shutil.which("npm"):
        print("photos: npm is missing: install it (Debian: npm), or go without sharp",
              file=sys.stderr)
        return False
    os.makedirs(directory, exist_ok=True)
    command = ["npm", "install", "--prefix", directory, "--no-audit", "--no-fund", "sharp"]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0:
        return True
    print(f"photos: npm could not install sharp into {directory}", file=sys.stderr)
    return False


def find_python():
    """The Python that has Pillow: Debian's first."""
    for candidate in ("/usr/bin/python3", sys.executable):
        probe = [candidate, "-c", "import PIL"]
        if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
            return candidate
    return None


def find(options):
    """All programs that are there, bound first; names those that are not."""
    found = []
    bound = os.path.join(os.path.abspath(options.build), "tests", "bench", "bound")
    if os.path.exists(bound):
        found.append(Bound(bound))
    try:
        programs = os.path.abspath(options.programs)
        says = subprocess.run([os.path.join(programs, "resize_omp"), "--help"],
                              capture_output=True, text=True, check=True).stdout
        found.append(Ours("ours, by default", programs, [], says))
        found.append(Ours("ours, unverified, unrecorded", programs,
                          ["--results", "none", "--verify", "none"], says))
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"photos: without our programs: {error}", file=sys.stderr)
    sharp = os.path.join(options.sharp or "", "node_modules", "sharp")
    if options.sharp and os.path.isdir(sharp) and shutil.which("node"):
        found.append(Peer("sharp", "node", os.path.join(HERE, "photos_sharp.js"),
                          ["env", f"SHARP={os.path.abspath(sharp)}"]))
    else:
        print("photos: without sharp: give --sharp DIR --install-sharp (needs node and npm)",
              file=sys.stderr)
    python = find_python()
    if python:
        found.append(Peer("Pillow", python, os.path.join(HERE, "photos_pillow.py")))
    else:
        print("photos: without Pillow (Debian: python3-pil)", file=sys.stderr)
    return found
