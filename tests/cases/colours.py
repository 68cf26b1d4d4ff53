#!/usr/bin/env python3
"""What pictures come to look like, against Pillow: orientation, colours and resampling together, as
differences that are seen (CIEDE2000) and as PSNR. Prints the table of drivers/job/PICTURES.md.

usage: colours.py RESIZE_PROGRAM [PHOTOGRAPH]...
       without photographs small ones are used: two of the system's, or made ones
exit code 0: all as near as is asked for, 1: some not, 77: no Pillow or numpy"""
import functools
import glob
import io
import os
import sys

import decoding
from decoding import Image, expect, main, np, photograph, run
import pictures
from pictures import FORMATS, ImageCms, ImageOps, WRITERS, exif, has_colours, with_chunks
from profiles import ADOBE, PROFILES

LONG, BOX = (1600, "320x320") if sys.argv[2:] else (480, "100x100")  # JPEGs are decoded at a half
PHOTOGRAPHS = sys.argv[2:] or sorted(glob.glob("/usr/share/backgrounds/*.jpg"))[:2]


def lab(array):
    """CIE L*a*b* of sRGB."""
    v = array / 255
    v = np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
    xyz = v @ np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                        [0.0193339, 0.1191920, 0.9503041]]).T / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]),
                     200 * (f[..., 1] - f[..., 2])])


def de2000(one, other):
    """CIEDE2000 of two pictures in L*a*b*; names as in Sharma, Wu and Dalal (2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 1.5 - 0.5 * np.sqrt(c7 / (c7 + 25.0 ** 7))
    a1, a2 = g * a1, g * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = np.where(c1 * c2 == 0, 0, (h2 - h1 + 180) % 360 - 180)
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    l, c, h = (l1 + l2) / 2, (c1 + c2) / 2, np.where(c1 * c2 == 0, h1 + h2, h1 + turn / 2)

    def cosine(times, shift):
        return np.cos(np.radians(times * h + shift))
    t = 1 - 0.17 * cosine(1, -30) + 0.24 * cosine(2, 0) + 0.32 * cosine(3, 6) - 0.2 * cosine(4, -63)
    sl = 1 + 0.015 * (l - 50) ** 2 / np.sqrt(20 + (l - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    rt = -2 * np.sqrt(c ** 7 / (c ** 7 + 25.0 ** 7)) * np.sin(
        np.radians(60 * np.exp(-((h % 360 - 275) / 25) ** 2)))
    return np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh)


def check_the_measure_is_the_one_that_was_published():
    """Pairs of the table in Sharma, Wu and Dalal (2005)."""
    for one, other, expected in (((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
                                 ((50, -1, 2), (50, 0, 0), 2.3669),
                                 ((50, 2.5, 0), (61, -5, 29), 22.8977),
                                 ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
                                 ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
                                 ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082)):
        pair = (np.array(v, float).reshape(3, 1) for v in (one, other))
        found = float(de2000(*pair)[0])
        expect(abs(found - expected) < 1e-4, f"{one} {other}: {found}, not {expected}")


@functools.lru_cache(None)
def photographs():
    made = []
    for path in PHOTOGRAPHS:
        with Image.open(path) as whole:
            whole = whole.convert("RGB")
        whole.thumbnail((LONG, LONG), Image.Resampling.LANCZOS)
        made.append(whole)
    return made or [photograph(LONG, 340), photograph(310, LONG, 5)]


def coded(whole, kind, profile=None, orientation=1):
    options = {"icc_profile": profile} if profile else {}
    if kind == "jpg":
        options["quality"] = 92
    if orientation > 1:
        options["exif"] = exif(orientation)
    return WRITERS[kind](whole, **options)


def as_pillow(data, size, profile):
    """Turned, converted, resized."""
    whole = Image.open(io.BytesIO(data))
    tiff = whole.format == "TIFF"
    whole.load()
    whole = whole if tiff else ImageOps.exif_transpose(whole)  # which loading has done
    if profile:
        whole = ImageCms.profileToProfile(
            whole, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"),
            renderingIntent=1, outputMode="RGB", flags=ImageCms.FLAGS["BLACKPOINTCOMPENSATION"])
    return np.asarray(whole.convert("RGB").resize(size, Image.Resampling.LANCZOS)).astype(int)


def measure(title, files, profiles, limits, *options):
    """Prints a line of the table. `limits`: of the median, of 99 %, of PSNR."""
    made, failed = run(files, "--size", BOX, *options)
    apart, squares = [], []
    for name, data in files.items():
        if name not in made:
            expect(False, f"{title}: {name}: {failed.get(name)}")
            return
        ours = made[name] if made[name].ndim == 3 else np.dstack(3 * [made[name]])
        theirs = as_pillow(data, ours.shape[1::-1], profiles.get(name))
        apart.append(de2000(lab(ours), lab(theirs)).ravel())
        squares.append(((ours - theirs) ** 2).ravel())
    apart, error = np.concatenate(apart), np.concatenate(squares).mean()
    median, most = np.median(apart), np.percentile(apart, 99)
    psnr = 10 * np.log10(255 ** 2 / max(error, 1e-9))
    print(f"| {title} | {median:.2f} | {most:.2f} | {apart.max():.2f} | {psnr:.1f} |")
    expect(median <= limits[0] and most <= limits[1] and psnr >= limits[2],
           f"{title}: further from Pillow than {limits}")


def near(kind):
    """A JPEG is decoded at a scale by a filter that is not Pillow's."""
    return (0.6, 3, 42) if kind == "jpg" else (0.1, 1.5, 50)


def name_of(kind):
    return FORMATS[kind].upper() if kind != "webp" else "WebP"


def F9_turned_as_pillow_turns():
    for kind in WRITERS:
        files = {f"{number}-{value}.{kind}": coded(whole, kind, orientation=value)
                 for number, whole in enumerate(photographs()) for value in range(1, 9)}
        measure(f"{name_of(kind)}, orientations 1 to 8", files, {}, near(kind))
        if kind == "jpg":
            measure("the same, `--shrink-on-load off`", files, {}, near(""),
                    "--shrink-on-load", "off")


def F11_converted_as_pillow_converts():
    if not has_colours():
        return
    for name in ("sRGB", "Adobe RGB", "Display P3", "ProPhoto"):
        for kind in WRITERS:
            files = {f"{number}.{kind}": coded(whole, kind, PROFILES[name])
                     for number, whole in enumerate(photographs())}
            measure(f"{name} in {name_of(kind)}", files, dict.fromkeys(files, PROFILES[name]),
                    near(kind), "--icc", "srgb")
    for kind in [kind for kind in WRITERS if kind != "webp"]:
        files = {f"{number}.{kind}": coded(whole.convert("L"), kind, PROFILES["grey"])
                 for number, whole in enumerate(photographs())}
        measure(f"grey, gamma 1.8, in {name_of(kind)}", files,
                dict.fromkeys(files, PROFILES["grey"]), near(kind), "--icc", "srgb")


def F11_four_inks_look_as_their_profile_says():
    """By default as well: they cannot stay what they are."""
    if not has_colours():
        return
    for kind in [kind for kind in WRITERS if kind in ("jpg", "tif")]:
        files = {}
        for number, whole in enumerate(photographs()):
            black = whole.convert("L").point(lambda v: max(0, 120 - v))
            inks = Image.merge("CMYK", [*(b.point(lambda v: 255 - v) for b in whole.split()), black])
            files[f"{number}.{kind}"] = coded(inks, kind, PROFILES["inks"])
        measure(f"four inks in {name_of(kind)}", files, dict.fromkeys(files, PROFILES["inks"]),
                near(kind))
        measure("the same, without their profile (`--icc strip`)", files, {}, near(kind), "--icc",
                "strip")


def F11_png_that_names_its_colours_by_chunks():
    if not has_colours():
        return
    chunks = [(b"gAMA", (45470).to_bytes(4, "big")),
              (b"cHRM", b"".join(int(round(v * 1e5)).to_bytes(4, "big") for v in
                                 (0.3127, 0.3290, *(v for p in ADOBE for v in p))))]
    files = {f"{number}.png": with_chunks(coded(whole, "png"), *chunks)
             for number, whole in enumerate(photographs())}
    measure("Adobe RGB in PNG, by gAMA and cHRM", files,
            dict.fromkeys(files, PROFILES["Adobe RGB"]), near("png"), "--icc", "srgb")


if __name__ == "__main__":
    decoding.PROGRAM = os.path.abspath(sys.argv[1])
    pictures.add_formats()
    sys.exit(main(globals()))
