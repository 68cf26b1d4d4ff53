#!/usr/bin/env python3
"""Formats against numpy and Pillow: each function is one format, read and written. Formats that the
program was built without are skipped.

usage: formats.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import sys

import decoding
from decoding import Image, expect, fail, main, np, photograph, pillow, same
from files import built, expect_damage_told, flipped, rounded, saved, summary, written
from tiffs import tiff


def numbers(array):
    """In ASCII, at most 70 characters a line, as the format's description asks for."""
    lines, line = [], ""
    for value in array.ravel():
        if len(line) + len(str(value)) > 68:
            lines.append(line)
            line = ""
        line += f"{value} "
    return "\n".join([*lines, line, ""]).encode()


def F13_pnm_of_all_kinds():
    random = np.random.default_rng(1)
    files, expected = {}, {}
    for width, height in ((1, 1), (7, 3), (8, 8), (9, 2), (67, 43)):
        size = f"{width} {height}\n".encode()
        bits = random.integers(0, 2, (height, width))
        name = f"{width}x{height}"
        files[f"p1-{name}.pbm"] = b"P1\n# bits\n" + size + numbers(bits)
        files[f"p1-dense-{name}.pbm"] = (b"P1 " + size
                                         + b"\n".join(bytes(48 + row) for row in bits.astype("u1")))
        files[f"p4-{name}.pbm"] = b"P4\n" + size + np.packbits(bits, axis=1).tobytes()
        for kind in ("p1", "p1-dense", "p4"):
            expected[f"{kind}-{name}.pbm"] = 255 * (1 - bits)
        for maximum in (1, 3, 100, 255, 256, 1000, 65535):
            for depth, plain, raw in ((1, b"P2", b"P5"), (3, b"P3", b"P6")):
                shape = (height, width, depth) if depth > 1 else (height, width)
                values = random.integers(0, maximum + 1, shape)
                head = size + b"# most\n%d\n" % maximum
                stored = values.astype(">u2" if maximum > 255 else "u1").tobytes()
                for how, data in ((plain, numbers(values)), (raw, stored)):
                    key = f"{how.decode()}-{maximum}-{name}.pnm"
                    files[key] = how + b"\n" + head + data
                    expected[key] = rounded(values, maximum)
    same(files, expected)


def F13_damage_in_plain_files():
    head, text = b"P3\n160 120\n255\n", numbers(np.asarray(photograph(160, 120)))
    files = {"cut.ppm": head + text[:len(text) // 2],
             "word.ppm": head + text.replace(b" 1", b" x", 1),
             "large.ppm": head + text.replace(b" 1", b" 256 1", 1),
             "bomb.ppm": b"P3 16000 16000 255\n1 2"}
    fail(files, {"cut.ppm": "truncated", "word.ppm": "corrupt", "large.ppm": "corrupt",
                 "bomb.ppm": "truncated"})


def kinds_of_tiff():
    """Files and what they are, by name: all depths, kinds of colour and ways to store them."""
    random = np.random.default_rng(2)
    height, width = 37, 53
    for bits in (1, 2, 4, 6, 8, 12, 16):
        most = 2 ** bits - 1
        grey = random.integers(0, most + 1, (height, width, 1))
        rgba = random.integers(0, most + 1, (height, width, 4))
        rgb, map16 = rgba[:, :, :3], random.integers(0, 65536, (3, most + 1))
        alpha = rgba[:, :, 3:].astype(float)
        unmultiplied = np.floor(np.minimum(255, 255 * rgb / np.maximum(alpha, 1) + 0.5))
        opaque = np.where(alpha > 0, unmultiplied, 0).astype(int)
        white = 255 - rounded(grey, most)
        yield f"grey{bits}", (grey, bits, 1), {}, rounded(grey, most)
        yield f"white{bits}", (grey, bits, 0), {}, white
        yield f"rgb{bits}", (rgb, bits, 2), {}, rounded(rgb, most)
        yield f"rgba{bits}", (rgba, bits, 2), {"extra": [2]}, rounded(rgba, most)
        yield f"rgbx{bits}", (rgba, bits, 2), {"extra": [0]}, rounded(rgb, most)
        yield (f"rgbxa{bits}", (np.dstack([rgb, grey, alpha.astype(int)]), bits, 2),
               {"extra": [0, 2]}, rounded(rgba, most))
        yield (f"multiplied{bits}", (rgba, bits, 2), {"extra": [1]},
               np.dstack([opaque, rounded(rgba[:, :, 3:], most)]))
        light = 255 - rounded(rgba, most)
        yield (f"inks{bits}", (rgba, bits, 5), {},
               (light[:, :, :3] * light[:, :, 3:] + 127) // 255)
        yield (f"greyalpha{bits}", (rgba[:, :, 2:], bits, 1), {"extra": [2]},
               rounded(rgba[:, :, 2:], most))
        if bits <= 8:
            yield (f"palette{bits}", (grey, bits, 3), {"map16": map16},
                   rounded(map16[:, grey[:, :, 0]].transpose(1, 2, 0), 65535))
            yield (f"old{bits}", (grey, bits, 3), {"map16": map16 >> 8},
                   (map16 >> 8)[:, grey[:, :, 0]].transpose(1, 2, 0))


def check_tiff_of_all_kinds():
    ways = {"one": {}, "strips": {"rows": 5}, "tiles": {"tile": (16, 32)}, "planes": {"planes": True},
            "planes-tiles": {"planes": True, "tile": (48, 16), "deflate": True},
            "planes-strips": {"planes": True, "rows": 10}, "deflate": {"deflate": True, "rows": 9},
            "big": {"big": True, "rows": 4}, "motorola": {"order": ">"},
            "motorola-big": {"order": ">", "big": True, "deflate": True, "tile": (16, 16)}}
    for way, options in ways.items():
        files, expected = {}, {}
        for name, data, more, picture in kinds_of_tiff():
            files[f"{name}-{way}.tif"] = tiff(*data, **more, **options)
            expected[f"{name}-{way}.tif"] = picture[:, :, 0] if picture.shape[2] == 1 else picture
        same(files, expected)


def check_tiff_as_pillow_writes_it():
    photo = photograph(161, 123)
    files, expected = {}, {}
    for how in ("raw", "packbits", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate"):
        for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"):
            picture = photo.convert(mode) if mode != "I;16" else Image.fromarray(
                np.arange(161 * 123, dtype=np.uint16).reshape(123, 161) * 3)
            name = f"{how}-{mode.replace(';', '')}.tif"
            files[name] = saved(picture, "TIFF", compression=how)
            expected[name] = {"I;16": rounded(np.asarray(picture), 65535)}.get(mode)
            if expected[name] is None:
                shown = {"1": "L", "P": "RGB", "CMYK": "RGB"}.get(mode, mode)
                expected[name] = np.asarray(picture.convert(shown)).astype(int)
    for how in ("group3", "group4", "tiff_ccitt"):
        files[how + ".tif"] = saved(photo.convert("1"), "TIFF", compression=how)
        expected[how + ".tif"] = np.asarray(photo.convert("1").convert("L")).astype(int)
    same(files, expected)
    jpegs = {"rgb.tif": saved(photo, "TIFF", compression="jpeg", quality=90),
             "grey.tif": saved(photo.convert("L"), "TIFF", compression="jpeg", quality=90)}
    same(jpegs, {"rgb.tif": pillow(jpegs["rgb.tif"]), "grey.tif": pillow(jpegs["grey.tif"], "L")})


def check_tiff_pages():
    first, second = photograph(40, 30), photograph(20, 10, 4)
    files = {"pages.tif": saved(first, "TIFF", save_all=True, append_images=[second, second])}
    same(files, {"pages.tif": np.asarray(first).astype(int)})
    for name, data, count in (("pages.tif", files["pages.tif"], 1),
                              ("one.tif", saved(first, "TIFF"), 0)):
        said = summary(name, data)
        expect(said["more_pages"] == count, f"{name}: {said['more_pages']} have more pages")
    fail({"dng.tif": tiff(np.asarray(first), 8, 2, tags={50706: (1, [1, 4, 0, 0])}),
          "sub.tif": tiff(np.asarray(first), 8, 2, tags={254: (4, [1]), 330: (4, [8])})},
         {"dng.tif": "unsupported", "sub.tif": "unsupported"})


def check_tiff_damage():
    photo = np.asarray(photograph(90, 70))
    kinds = {"deflate": tiff(photo, 8, 2, deflate=True, rows=16, first=True),
             "planes": tiff(photo, 8, 2, planes=True, deflate=True, tile=(32, 32)),
             "lzw": saved(photograph(90, 70), "TIFF", compression="tiff_lzw"),
             "fax": saved(photograph(90, 70).convert("1"), "TIFF", compression="group4"),
             "jpeg": saved(photograph(90, 70), "TIFF", compression="jpeg")}
    for kind, data in kinds.items():
        damaged = {f"{kind}{at}.tif": part for at, part in flipped(data, 64)}
        pictures, failed = expect_damage_told(damaged)
        if kind == "deflate":  # whose checksum libtiff does not look at behind bytes too many
            expect(len(failed) > len(damaged) * 0.7, f"{kind}: {len(failed)} fail")
            some, _ = expect_damage_told(damaged, "--allow-damaged")
            expect(len(some) > len(damaged) * 0.9, f"{kind}: {len(some)} of {len(damaged)}")


def check_tiff_that_ends_early():
    photo = np.asarray(photograph(90, 70))
    ways = {"strips": {"rows": 16}, "one": {}, "deflate": {"deflate": True},
            "tiles": {"tile": (16, 16)}, "planes": {"planes": True, "rows": 7}}
    for way, options in ways.items():
        data = tiff(photo, 8, 2, first=True, **options)
        files = {f"{way}{size}.tif": data[:size] for size in range(9, len(data) - 8, 64)}
        fail(files, dict.fromkeys(files, "truncated"))
        pictures, failed = expect_damage_told(files, "--allow-truncated")
        expect(len(pictures) > 0.8 * len(files), f"{way}: only {len(pictures)} of {len(files)}")
        for name, picture in pictures.items():
            same_rows = (picture == photo).all(axis=(1, 2)) | (picture == 128).any(axis=(1, 2))
            expect(picture.shape == photo.shape and same_rows.mean() > 0.95,
                   f"{name}: {np.flatnonzero(~same_rows)} are others")


def check_tiff_bombs():
    grey = np.zeros((16, 16, 1), int)
    bomb = {"sides.tif": tiff(grey, 8, 1, tags={256: (4, [60000]), 257: (4, [60000])}),
            "tile.tif": tiff(grey, 8, 1, tile=(16, 16), tags={322: (4, [1 << 20]), 323: (4, [1 << 20])}),
            "wide.tif": tiff(grey, 8, 1, tags={256: (4, [0xFFFFFFFF])}),
            "none.tif": tiff(grey, 8, 1, tags={257: (4, [0])}),
            "samples.tif": tiff(grey, 8, 1, tags={277: (3, [65535])}),
            "float.tif": tiff(grey, 8, 1, tags={339: (3, [3])}),
            "deep.tif": tiff(grey, 8, 1, tags={258: (3, [64])}),
            "loop.tif": tiff(grey, 8, 1, tags={254: (4, [1])})[:-4] + b"\x08\0\0\0"}
    fail(bomb, {"sides.tif": "too-large", "tile.tif": "too-large", "wide.tif": "too-large",
                "none.tif": "corrupt", "samples.tif": "truncated", "float.tif": "unsupported",
                "deep.tif": "unsupported", "loop.tif": "no failure"})


def check_pnm_written():
    photo = photograph(67, 45)
    rgba = photo.convert("RGBA")
    rgba.putalpha(photograph(67, 45, 4).convert("L"))
    white = Image.new("RGB", photo.size, "white")
    white.paste(photo, (0, 0), rgba)  # rounds as the program does, but for the last bit
    grey = photo.convert("L")
    for name, picture, shown in (("x.ppm", photo, photo), ("x.ppm", grey, grey.convert("RGB")),
                                 ("x.pgm", photo, grey), ("x.pgm", grey, grey),
                                 ("x.ppm", rgba, white), ("x.pnm", photo, photo),
                                 ("x.PNM", grey, grey), ("x.pbm", grey, grey.point(
                                     lambda value: 255 * (value > 127)).convert("1", dither=0))):
        made = written(picture, None, name=name)
        wrong = np.abs(np.asarray(made).astype(int) - np.asarray(shown).astype(int)).max()
        expect(made.mode == shown.mode and wrong <= (picture is rgba),
               f"{picture.mode} as {name}: {made.mode}, by up to {wrong}")


def check_tiff_written():
    photo = photograph(161, 123)
    rgba = photo.convert("RGBA")
    rgba.putalpha(photograph(161, 123, 4).convert("L"))
    for picture in (photo, rgba, photo.convert("L"), rgba.convert("LA")):
        made = written(picture, "tiff")
        expect(made.mode == picture.mode and np.array_equal(np.asarray(made), np.asarray(picture)),
               f"{picture.mode}: {made.mode}")


if __name__ == "__main__":
    decoding.PROGRAM = decoding.os.path.abspath(sys.argv[1])
    sys.exit(main(built(globals())))
