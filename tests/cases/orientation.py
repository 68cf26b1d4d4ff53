#!/usr/bin/env python3
"""Which way up a picture is, against Pillow.

usage: orientation.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import json
import os
import subprocess
import sys
import tempfile

import decoding
from decoding import expect, jpeg, np, photograph, pillow, run, same
from pictures import WRITERS, exif, inks, png, tests, upright
from profiles import PROFILES


def F9_all_orientations_of_all_formats():
    files, expected, stored = {}, {}, {}
    for kind, write in WRITERS.items():
        for value in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 65535):
            for mode in ("RGB", "L"):
                name = f"{mode}-{value}-{kind}.{kind}"
                files[name] = write(photograph(61, 43).convert(mode), exif=exif(value))
                # Pillow turns a TIFF once when it loads it, and once more
                truth = (jpeg if kind == "jpg" else png)(photograph(61, 43).convert(mode),
                                                         exif=exif(value))
                seen = "RGB" if kind == "webp" else mode # which is never grey
                expected[name] = upright(truth, seen)
                stored[name] = pillow(truth, seen)
    same(files, expected)
    same(files, stored, "--orient", "keep")
    same(files, stored, "--orient", "ignore")


def F9_the_box_belongs_to_the_turned_picture():
    files = {f"{kind}{value}.{kind}": write(photograph(160, 120), exif=exif(value))
             for kind, write in WRITERS.items() for value in (1, 6)}
    for options, sizes in {("--size", "60x60"): ((60, 45), (45, 60)),
                           ("--size", "50x20", "--fit", "cover"): ((50, 20), (50, 20)),
                           ("--size", "80x30"): ((40, 30), (23, 30)),
                           ("--size", "60x60", "--orient", "keep"): ((60, 45), (60, 45)),
                           ("--size", "60x60", "--orient", "ignore"): ((60, 45), (60, 45))}.items():
        pictures, _ = run(files, *options)
        for name, picture in pictures.items():
            size = sizes["6" in name]
            expect(picture.shape[1::-1] == size, f"{name} {options}: {picture.shape}, not {size}")


def F3_F9_decoding_at_a_scale_is_turned_as_well():
    """Also where what is decoded goes beyond an edge that comes to be the first one."""
    files = {f"{width}x{height}-{value}.jpg": jpeg(photograph(width, height), quality=95,
                                                   subsampling=0, exif=exif(value))
             for width, height in ((1000, 680), (1001, 681), (1004, 683), (1002, 680))
             for value in range(1, 9)}
    small, _ = run(files, "--size", "100x100")
    full, _ = run(files, "--size", "100x100", "--shrink-on-load", "off")
    for name in files:
        error = np.mean((small[name] - full[name]) ** 2) + 1e-9
        expect(small[name].shape == full[name].shape and 10 * np.log10(255 ** 2 / error) > 45,
               f"{name}: {small[name].shape} {10 * np.log10(255 ** 2 / error):.1f} dB")


def F9_all_models_turn():
    build = os.path.dirname(decoding.PROGRAM)
    with tempfile.TemporaryDirectory() as place:
        for value in range(1, 9):
            with open(f"{place}/{value}.jpg", "wb") as file:
                file.write(jpeg(photograph(120 + value, 90), exif=exif(value)))
            with open(f"{place}/inks{value}.jpg", "wb") as file:
                file.write(jpeg(inks(120 + value, 90), exif=exif(value),
                                icc_profile=PROFILES["inks"]))
        for kernel in ("resize", "sobel", "transpose"):
            for split in ([], ["--split"]):
                sums = {}
                for model, words in (("serial", []), ("omp", ["--threads", "2"]),
                                     ("fork", ["--ranks", "2"]), ("gil", ["--threads", "2"])):
                    program = f"{build}/{kernel}_{model}"
                    if not os.path.exists(program):
                        continue
                    done = subprocess.run([program, "--results", "none", "--json", "--iterations",
                                           "1", "--warmup", "0", "--verify", "all", *words, *split,
                                           place], capture_output=True, text=True, timeout=250)
                    said = json.loads(done.stdout or "{}")
                    sums[model] = said.get("checksum")
                    expect(done.returncode == 0 and said.get("failed") == 0,
                           f"{kernel}_{model} {split}: {done.returncode} {done.stderr}")
                expect(len(set(sums.values())) == 1, f"{kernel} {split}: {sums}")


if __name__ == "__main__":
    sys.exit(tests(globals()))
