#!/usr/bin/env python3
"""What part of a picture is seen, how large, and before what, against Pillow.

usage: geometry.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import sys

from decoding import Image, expect, np, photograph, run
from pictures import ImageOps, png, tests, written


def check_sizes_are_what_was_asked_for():
    files = {"p.png": png(photograph(160, 120))}
    for options, size in {("--size", "80x"): (80, 60), ("--size", "x30"): (40, 30),
                          ("--size", "25%"): (40, 30), ("--size", "0.5%"): (1, 1),
                          ("--size", "250%"): (400, 300), ("--size", "80x", "--fit", "pad"): (80, 60),
                          ("--size", "50x50", "--fit", "outside"): (67, 50),
                          ("--size", "50x50", "--fit", "inside"): (50, 38),
                          ("--size", "50x50", "--fit", "pad"): (50, 50)}.items():
        pictures, _ = run(files, *options)
        expect(pictures["p.png"].shape[1::-1] == size, f"{options}: {pictures['p.png'].shape}")


def check_pads_and_crops_are_where_gravity_says():
    whole = photograph(160, 120)
    files, box = {"p.png": png(whole)}, (91, 50)
    colour = (10, 200, 30)
    for gravity, centring in {"centre": (0.5, 0.5), "north": (0.5, 0), "east": (1, 0.5),
                              "southwest": (0, 1), "northwest": (0, 0)}.items():
        for fit, pillow_fit in (("pad", ImageOps.pad), ("cover", ImageOps.fit)):
            made, _ = run(files, "--size", "91x50", "--fit", fit, "--gravity", gravity,
                          "--background", "0ac81e", "--filter", "bilinear")
            more = {"color": colour} if fit == "pad" else {}
            expected = pillow_fit(whole, box, method=Image.Resampling.BILINEAR, centering=centring,
                                  **more)
            most = np.abs(made["p.png"] - np.asarray(expected).astype(int)).max()
            expect(most <= 2, f"{fit} {gravity}: other pixels, by up to {most}")


def check_transparency_shows_the_background():
    picture = photograph(160, 120).convert("RGBA")
    picture.putalpha(photograph(160, 120, 4).split()[0])
    files = {"p.png": png(picture)}
    for words, colour in (((), (255, 255, 255)), (("--background", "black"), (0, 0, 0)),
                          (("--background", "f80"), (255, 136, 0))):
        made, _, _ = written(files, "--size", "9999x9999", "--no-enlarge", "--filter", "nearest",
                             "--format", "jpeg", "--quality", "95", *words)
        behind = Image.new("RGBA", picture.size, colour + (255,))
        expected = np.asarray(Image.alpha_composite(behind, picture).convert("RGB")).astype(int)
        error = np.mean((np.asarray(made["p"]).astype(int) - expected) ** 2)
        expect(10 * np.log10(255 ** 2 / error) > 38, f"{words}: {error}")


if __name__ == "__main__":
    sys.exit(tests(globals()))
