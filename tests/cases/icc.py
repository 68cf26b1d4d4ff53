#!/usr/bin/env python3
"""What a picture's colours mean, against Pillow.

usage: icc.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import io
import struct
import sys

from decoding import Image, decode, expect, jpeg, np, photograph, pillow, same
from pictures import (FORMATS, ImageCms, ImageOps, WRITERS, exif, has_colours, inks, png, tests,
                      tiff, webp, with_chunks, written)
from profiles import ADOBE, PROFILES, matrix_profile

WIDE = PROFILES["Adobe RGB"]


def lab(array):
    """CIE L*a*b* of sRGB, for distances."""
    v = array / 255
    v = np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
    xyz = v @ np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722],
                        [0.0193, 0.1192, 0.9505]]).T / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]),
                     200 * (f[..., 1] - f[..., 2])], -1)


def distance(a, b):
    return np.sqrt(((lab(a) - lab(b)) ** 2).sum(-1))


def to_srgb(data, profile):
    """As Pillow converts it."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture = ImageCms.profileToProfile(
        picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"),
        renderingIntent=1, flags=ImageCms.FLAGS["BLACKPOINTCOMPENSATION"])
    return np.asarray(picture).astype(int)


def F11_profiles_are_kept_or_dropped():
    large = WIDE[:128] + WIDE[128:] + np.random.default_rng(1).bytes(200000)
    large = struct.pack(">I", len(large)) + large[4:]
    for profile in (WIDE, large):
        files = {f"{kind}.{kind}": write(photograph(80, 60), icc_profile=profile)
                 for kind, write in WRITERS.items()}
        for options, kept in (((), True), (("--keep", "all"), True), (("--keep", "none"), False),
                              (("--keep", "exif"), False), (("--icc", "strip"), False)):
            for target in WRITERS:
                made, words, said = written(files, "--size", "40x40", "--format", FORMATS[target],
                                            *options)
                for name, picture in made.items():
                    expect(picture.info.get("icc_profile") == (profile if kept else None),
                           f"{name} to {target} {options}")
                expect(said.get("metadata_ignored") == 0, words)
    _, words, said = written(files, "--size", "40x40", "--format", "pnm")
    expect(said.get("metadata_ignored") == len(files) and f"{len(files)} images have metadata" in words, words)


def F11_colours_become_srgb():
    if not has_colours():
        return
    files = {f"{kind}.{kind}": write(photograph(160, 120), icc_profile=WIDE, **options)
             for kind, write, options in (("jpg", jpeg, {"quality": 95, "subsampling": 0}),
                                          ("png", png, {}), ("tif", tiff, {}), ("webp", webp, {}))
             if kind in WRITERS}
    pictures, _ = decode(files, "--icc", "srgb")
    for name, data in files.items():
        expected = to_srgb(data, WIDE)
        apart = distance(pictures[name], expected)
        before = distance(pillow(data), expected)
        print(f"    {name}: dE {apart.mean():.3f} on average, {apart.max():.2f} at most; "
              f"unconverted {before.mean():.2f}, {before.max():.1f}")
        expect(apart.mean() < 0.3 and apart.max() < 1.5 and before.max() > 8, f"{name}: colours")
    made, _, _ = written(files, "--size", "40x40", "--icc", "srgb")
    for name, picture in made.items():
        expect("icc_profile" not in picture.info, f"{name}: has a profile that is not true")


def F11_four_inks_are_converted_whatever_is_asked():
    """But `strip`: they become RGB in any case, and their profile says which."""
    if not has_colours():
        return
    for value in (1, 6):
        files = {f"{kind}.{kind}": write(inks(160, 120), exif=exif(value),
                                         icc_profile=PROFILES["inks"])
                 for kind, write in WRITERS.items() if kind in ("jpg", "tif")}
        for name, data in files.items():
            whole = Image.open(io.BytesIO(data))
            tiff = name == "tif.tif"
            whole = whole if tiff else ImageOps.exif_transpose(whole)
            whole.load()
            by_profile = np.asarray(ImageCms.profileToProfile(
                whole, ImageCms.ImageCmsProfile(io.BytesIO(PROFILES["inks"])),
                ImageCms.createProfile("sRGB"), renderingIntent=1, outputMode="RGB",
                flags=ImageCms.FLAGS["BLACKPOINTCOMPENSATION"])).astype(int)
            for options in ((), ("--icc", "srgb"), ("--keep", "none")):
                made, _ = decode({name: data}, *options)
                expect(distance(made[name], by_profile).max() < 1.5,
                       f"{name} {value} {options}: dE {distance(made[name], by_profile).max()}")
            made, _ = decode({name: data}, "--icc", "strip")
            plain = np.asarray(whole.convert("RGB")).astype(int)
            expect(np.abs(made[name] - plain).max() <= 1 and distance(plain, by_profile).max() > 8,
                   f"{name} {value}: not the plain formula")
        made, words, said = written(files, "--size", "40x40", "--format", "png", "--keep", "all")
        for name, result in made.items():
            expect("icc_profile" not in result.info, f"{name}: has a profile that is not true")
        expect(said.get("metadata_ignored") == 0, words)


def F11_transparency_is_not_converted():
    if not has_colours():
        return
    rgba = photograph(80, 60).convert("RGBA")
    rgba.putalpha(photograph(80, 60, 4).split()[0])
    data = png(rgba, icc_profile=WIDE)
    pictures, _ = decode({"a.png": data}, "--icc", "srgb")
    expect(np.array_equal(pictures["a.png"][..., 3], np.asarray(rgba)[..., 3]), "alpha")
    expect(distance(pictures["a.png"][..., :3], to_srgb(png(rgba.convert("RGB")), WIDE)).max() < 1.5,
           "colours under alpha")


def F11_chunks_of_gamma_and_chromaticity_count():
    if not has_colours():
        return
    adobe = struct.pack(">8I", 31270, 32900, *(int(100000 * v) for p in ADOBE for v in p))
    plain = png(photograph(80, 60))
    chunks = {"both": (WIDE, [(b"gAMA", struct.pack(">I", 45470)), (b"cHRM", adobe)]),
              "linear": (matrix_profile(1.0, ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))),
                         [(b"gAMA", struct.pack(">I", 100000))]),
              "usual": (None, [(b"gAMA", struct.pack(">I", 45455))]),
              "srgb": (None, [(b"sRGB", b"\0"), (b"gAMA", struct.pack(">I", 100000))])}
    files = {name + ".png": with_chunks(plain, *words) for name, (_, words) in chunks.items()}
    pictures, _ = decode(files, "--icc", "srgb")
    made, _, _ = written(files, "--size", "9999x9999", "--no-enlarge", "--filter", "nearest")
    for name, (profile, _) in chunks.items():
        expected = to_srgb(plain, profile) if profile else pillow(plain)
        apart = distance(pictures[name + ".png"], expected).max()
        expect(apart < 1.5, f"{name}: dE {apart}")
        kept = made[name].info.get("icc_profile")
        expect((kept is not None) == (profile is not None), f"{name}: {kept}")
        if kept:
            apart = distance(to_srgb(plain, kept), expected).max()
            expect(apart < 1.5, f"{name}: the profile that is kept is another one by {apart}")


def F11_a_profile_of_other_colours_does_no_harm():
    grey, words = photograph(80, 60).convert("L"), WIDE[:16] + b"CMYK" + WIDE[20:]
    files = {"grey.jpg": jpeg(grey, icc_profile=WIDE), "inks.jpg": jpeg(photograph(80, 60),
                                                                        icc_profile=words),
             "noise.jpg": jpeg(photograph(80, 60), icc_profile=WIDE[:128] + bytes(500))}
    modes = {"grey.jpg": "L"}
    expected = {name: pillow(data, modes.get(name, "RGB")) for name, data in files.items()}
    for options in ((), ("--icc", "srgb"))[:1 + has_colours()]:
        same(files, expected, *options)
        _, words, said = written(files, "--size", "40x40", *options)
        expect(said.get("metadata_ignored") == 3, f"{options}: {words}")


if __name__ == "__main__":
    sys.exit(tests(globals()))
