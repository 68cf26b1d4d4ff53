#!/usr/bin/env python3
"""Images that are decoded and computed strip by strip: the pixels and failures of whole images, in
less memory. A split decodes its images whole, so it is what strips are compared with.

usage: strips.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import json
import os
import subprocess
import sys
import tempfile

import decoding
from decoding import PROGRAM, Image, expect, np
from files import built
from PIL import PngImagePlugin
from tiffs import tiff

MIRROR = 2  # of EXIF's orientations, the one whose rows stay where they are


def run(*options):
    """Exit code, outputs, the first failure's code, and the KiB that it had at most."""
    with tempfile.TemporaryDirectory() as where:
        command = [PROGRAM, *options, "--format", "pnm", "--output", f"{where}/o", "--errors",
                   f"{where}/errors", "--results", "none", "--quiet"]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        outputs, code = {}, None
        for folder, _, names in os.walk(f"{where}/o"):
            for name in names:
                if not name.startswith(".") and ".parallax" not in folder:
                    with open(os.path.join(folder, name), "rb") as file:
                        outputs[name] = file.read()
        if os.path.exists(f"{where}/errors"):
            with open(f"{where}/errors", encoding="utf-8") as file:
                lines = file.read().splitlines()
                code = json.loads(lines[0])["code"] if lines else None
        return os.waitstatus_to_exitcode(status), outputs, code, usage.ru_maxrss


def paint(width, height):
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    layers = [np.sin(x * a + y * b) * 90 + 128 for a, b in ((.02, .01), (.11, .3), (.7, .05))]
    return Image.fromarray(np.dstack(layers).astype(np.uint8))


def save_all(image):
    """The files, of all formats whose rows are had one after the other, and some where not."""
    mirrored, wide = Image.Exif(), PngImagePlugin.PngInfo()
    mirrored[0x112] = MIRROR
    wide.add(b"gAMA", (100000).to_bytes(4, "big"))
    image.save("plain.jpg", quality=90)
    image.save("progressive.jpg", quality=90, progressive=True)
    image.save("all.png", compress_level=1)
    image.save("all.ppm")
    image.convert("CMYK").save("ink.jpg", quality=90)
    image.convert("L").save("grey.png", compress_level=1)
    image.save("mirrored.jpg", quality=90, exif=mirrored)
    image.save("wide.png", compress_level=1, pnginfo=wide, exif=mirrored)
    names = ["plain.jpg", "progressive.jpg", "all.png", "all.ppm", "ink.jpg", "grey.png",
             "mirrored.jpg", "wide.png"]
    ways = {"strips": {"rows": 37, "deflate": True}, "one": {}, "tiles": {"tile": (96, 64)},
            "planes": {"planes": True, "rows": 100}}
    for way, options in ways.items() if built({"check_tiff": None}) else ():
        names.append(f"{way}.tif")
        with open(names[-1], "wb") as file:
            file.write(tiff(np.asarray(image), 8, 2, **options))
    return names


def strips_have_the_pixels_of_the_whole(files):
    for options in (["--size", "100x80"], ["--size", "700x500", "--filter", "bicubic"],
                    ["--size", "300x90", "--fit", "cover"], ["--size", "40x900", "--fit", "fill"],
                    ["--size", "2400x1700", "--filter", "bilinear"],
                    ["--size", "90x60", "--filter", "nearest"]):
        options += ["--shrink-on-load", "off", *files]
        code, strips, _, _ = run(*options, "--verify", "all")
        expect(code == 0 and len(strips) == len(files), f"{options}: it ends with {code}")
        code, whole, _, _ = run(*options, "--split")
        expect(code == 0 and strips == whole, f"{options}: not the pixels of the whole")


def strips_become_srgb(files):
    options = ["--size", "100x80", *files]
    _, plain, _, _ = run(*options)
    code, strips, _, _ = run(*options, "--icc", "srgb", "--verify", "all")
    if code == 64:
        print("    SKIPPED: no lcms2")
        return
    expect(code == 0 and strips["wide.pnm"] != plain["wide.pnm"],
           f"it ends with {code}, or nothing was converted")
    code, whole, _, _ = run(*options, "--icc", "srgb", "--split")
    expect(code == 0 and strips == whole, "not the pixels of the whole")


def damage_is_found_behind_the_last_row_that_is_needed(_):
    with open("plain.jpg", "rb") as file:
        data = file.read()
    with open("cut.jpg", "wb") as file:
        file.write(data[:-len(data) // 50])
    options = ["--size", "400x60", "--fit", "cover", "--shrink-on-load", "off", "cut.jpg"]
    code, outputs, reason, _ = run(*options)
    expect((code, outputs, reason) == (65, {}, "truncated"), f"{code}, {reason}, {len(outputs)}")
    code, strips, _, _ = run(*options, "--allow-truncated", "--verify", "all")
    _, whole, _, _ = run(*options, "--allow-truncated", "--split")
    expect(code == 0 and strips == whole, "the grey rest is another one")


def memory_is_for_a_strip():
    make = """from PIL import Image
image = Image.new('RGB', (9000, 9000))
image.save('large.jpg')
image.save('check_tiff.tif', compression='tiff_lzw')
"""
    subprocess.run([sys.executable, "-c", make], check=True)
    for name in built({"large.jpg": None, "check_tiff.tif": None}):
        code, _, _, used = run("--size", "200x200", "--shrink-on-load", "off", name)
        expect(code == 0 and used < 80000, f"{name}: it ends with {code}, and had {used} KiB")


with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    print(memory_is_for_a_strip.__name__)
    memory_is_for_a_strip()  # first: what this process has counts for its children
    made = save_all(paint(1501, 1103))
    for test in (strips_have_the_pixels_of_the_whole, strips_become_srgb,
                 damage_is_found_behind_the_last_row_that_is_needed):
        print(test.__name__)
        test(made)
    os.chdir("/")
sys.exit(1 if decoding.problems else 0)
