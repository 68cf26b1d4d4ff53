"""What the tests of pictures share: files with metadata, and what our programs make of them."""
import glob
import io
import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib

import decoding
from decoding import Image, expect, jpeg, main, np, photograph

try:
    from PIL import ImageCms, ImageOps, features
except ImportError:
    print("SKIPPED: this Pillow has no ImageCms")
    sys.exit(77)


def exif(orientation):
    tags = Image.Exif()
    tags[0x112] = orientation
    tags[0x10f] = "Maker"
    return tags.tobytes()


def png(picture, **options):
    stream = io.BytesIO()
    picture.save(stream, "PNG", **options)
    return stream.getvalue()


def tiff(picture, **options):
    """Pillow writes no EXIF of others into TIFF, but tags of the first directory."""
    tags = Image.Exif()
    tags.load(options.pop("exif", exif(1)))
    stream = io.BytesIO()
    picture.save(stream, "TIFF", tiffinfo={274: tags.get(0x112, 1), 271: tags.get(0x10f, "")},
                 **options)
    return stream.getvalue()


def webp(picture, **options):
    stream = io.BytesIO()
    picture.save(stream, "WEBP", lossless=True, exact=True, **options)
    return stream.getvalue()


WRITERS = {"jpg": jpeg, "png": png}

FORMATS = {"jpg": "jpeg", "png": "png", "tif": "tiff", "webp": "webp"}


def add_formats():
    """Those that are optional."""
    said = subprocess.run([decoding.PROGRAM, "--help"], capture_output=True, text=True, timeout=250)
    if "|tiff" in said.stdout:
        WRITERS["tif"] = tiff
    if "|webp" in said.stdout and features.check("webp"):
        WRITERS["webp"] = webp


def upright(data, mode="RGB"):
    turned = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    return np.asarray(turned.convert(mode)).astype(int)


def written(files, *options):
    """Runs the program, which writes each output in its input's format or that of --format; the
    outputs as Pillow opens them, by name, and what was said."""
    with tempfile.TemporaryDirectory() as place:
        for name, data in files.items():
            with open(f"{place}/{name}", "wb") as file:
                file.write(data)
        done = subprocess.run([decoding.PROGRAM, "--results", "none", "--json", "--output",
                               place + "/out", *options] + [f"{place}/{name}" for name in files],
                              capture_output=True, text=True, timeout=250)
        expect(done.returncode == 0, f"exit code {done.returncode}: {done.stderr}")
        made = {}
        for path in glob.glob(place + "/out/*"):
            with open(path, "rb") as file:
                stem = os.path.splitext(os.path.basename(path))[0]
                made[stem] = Image.open(io.BytesIO(file.read()))
    return made, done.stderr, json.loads(done.stdout or "{}")


def with_chunks(data, *chunks):
    """Before the first data of a PNG."""
    at = data.index(b"IDAT") - 4
    made = b"".join(struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
                    for t, d in chunks)
    return data[:at] + made + data[at:]


def has_colours():
    said = subprocess.run([decoding.PROGRAM, "--icc", "srgb", "--results", "none", "--describe"],
                          capture_output=True, text=True, timeout=250)
    made = subprocess.run([decoding.PROGRAM, "--icc", "srgb", "--results", "none", "--synthetic",
                           "1", "--iterations", "1", "-q"], capture_output=True, text=True, timeout=250)
    return said.returncode == 0 and "lcms2" not in made.stderr


def inks(width, height):
    return Image.merge("CMYK", [*photograph(width, height).split(),
                                photograph(width, height, 4).split()[0].point(lambda v: v // 3)])


def tests(functions):
    """All tests of a file, run as a program: its exit code."""
    decoding.PROGRAM = os.path.abspath(sys.argv[1])
    add_formats()
    return main(functions)
