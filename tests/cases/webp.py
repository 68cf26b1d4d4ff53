#!/usr/bin/env python3
"""WebP against Pillow: read and written, animations, and damage.

usage: webp.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import io
import struct
import sys

import decoding
from decoding import Image, decode, expect, fail, main, np, photograph, pillow, same
from files import built, expect_damage_told, flipped, saved, written


def with_alpha(width, height):
    picture = photograph(width, height).convert("RGBA")
    picture.putalpha(photograph(width, height, 4).convert("L"))
    return picture


def chunk(name, data):
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def riff(*chunks):
    data = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(data)) + data


def three(number):
    return struct.pack("<I", number)[:3]


def canvas(width, height, flags):
    return chunk(b"VP8X", bytes([flags, 0, 0, 0]) + three(width - 1) + three(height - 1))


def frame(picture, x, y):
    data = saved(picture, "WEBP", lossless=True, exact=True)[12:]
    where = three(x // 2) + three(y // 2) + three(picture.width - 1) + three(picture.height - 1)
    return chunk(b"ANMF", where + three(100) + b"\0" + data)


def check_webp_as_pillow_writes_it():
    files, expected = {}, {}
    for width, height in ((1, 1), (16, 16), (161, 123)):
        for mode, picture in (("RGB", photograph(width, height)), ("RGBA", with_alpha(width, height))):
            for how, options in (("lossy", {"quality": 70}), ("exact", {"lossless": True, "exact": True}),
                                 ("exif", {"exif": b"Exif\0\0II*\0" + bytes(20), "quality": 60}),
                                 ("icc", {"icc_profile": bytes(200), "lossless": True})):
                name = f"{how}-{mode}-{width}.webp"
                files[name] = saved(picture, "WEBP", **options)
                expected[name] = pillow(files[name], mode)
    same(files, expected)


def check_webp_animations_are_their_first_frame():
    first, second = photograph(40, 30), with_alpha(20, 10)
    whole = riff(canvas(40, 30, 2), chunk(b"ANIM", bytes(6)), frame(first, 0, 0), frame(second, 4, 6))
    part = riff(canvas(40, 30, 18), chunk(b"ANIM", bytes(6)), frame(second, 4, 6),
                frame(first, 0, 0))
    placed = np.zeros((30, 40, 4), int)
    placed[6:16, 4:24] = np.asarray(second)
    same({"whole.webp": whole, "part.webp": part},
         {"whole.webp": np.asarray(first).astype(int), "part.webp": placed})
    outside = riff(canvas(40, 30, 2), frame(second, 22, 6))
    fail({"outside.webp": outside, "none.webp": riff(canvas(40, 30, 2))},
         {"outside.webp": "corrupt", "none.webp": "truncated"})


def check_webp_that_ends_early():
    photo = photograph(90, 70)
    for how, options in (("lossy", {"quality": 90}), ("lossless", {"lossless": True})):
        whole = saved(photo, "WEBP", **options)
        files = {f"{how}{size}.webp": whole[:size] for size in range(13, len(whole) - 1, 64)}
        fail(files, dict.fromkeys(files, "truncated"))
        pictures, failed = expect_damage_told(files, "--allow-truncated")
        expect(len(pictures) > 0.8 * len(files), f"{how}: only {len(pictures)} of {len(files)}")
        right = pillow(whole)
        for name, picture in pictures.items():
            same_rows = (picture == right).all(axis=(1, 2)) | (picture == 128).all(axis=(1, 2))
            expect(same_rows.mean() > 0.7, f"{name}: only {same_rows.mean()} of the rows are right")
    texts = riff(canvas(90, 70, 4), saved(photo, "WEBP", quality=90)[12:], chunk(b"XMP ", bytes(900)))
    cut = {"text.webp": texts[:-500], "no-text.webp": texts[:-908]}
    same(cut, {name: pillow(texts) for name in cut})


def check_webp_damage():
    for kind, data in {"lossy": saved(with_alpha(90, 70), "WEBP", quality=80),
                       "lossless": saved(photograph(90, 70), "WEBP", lossless=True)}.items():
        damaged = {f"{kind}{at}.webp": part for at, part in flipped(data, 64)}
        expect_damage_told(damaged)
        pictures, _ = expect_damage_told(damaged, "--allow-damaged")
        expect(len(pictures) > len(damaged) * 0.8, f"{kind}: {len(pictures)} of {len(damaged)}")


def check_webp_bombs():
    lossless = chunk(b"VP8L", b"\x2f" + struct.pack("<I", 16382 | 16382 << 14) + bytes(40))
    lossy = bytearray(saved(photograph(16, 16), "WEBP", quality=50))
    lossy[26:30] = struct.pack("<HH", 16383, 16383)
    pictures, failed = decode({"lossless.webp": riff(lossless), "lossy.webp": bytes(lossy)},
                              "--max-pixels", "1000000")
    expect(not pictures and all(said.startswith("too-large") for said in failed.values()), failed)
    wide = riff(canvas(1 << 24, 1 << 24, 0), lossless)
    fail({"wide.webp": wide}, {"wide.webp": "corrupt"})


def check_webp_written():
    for name, picture in (("rgb", photograph(161, 123)), ("rgba", with_alpha(67, 45)),
                          ("grey", photograph(50, 40).convert("L")),
                          ("la", with_alpha(33, 22).convert("LA"))):
        exact = written(picture, "webp", "--lossless")
        mode = "RGBA" if "A" in picture.mode else "RGB"
        expect(np.array_equal(np.asarray(exact.convert(mode)), np.asarray(picture.convert(mode))),
               f"{name}: lossless is not")
        lossy = np.asarray(written(picture, "webp", "--quality", "90").convert(mode)).astype(float)
        wrong = (lossy - np.asarray(picture.convert(mode)))[:, :, :3] ** 2
        if mode == "RGB":
            ratio = 10 * np.log10(255 ** 2 / wrong.mean())
            expect(ratio > 30, f"{name}: {ratio:.1f} dB")
        else:
            expect(np.array_equal(lossy[:, :, 3], np.asarray(picture.convert("RGBA"))[:, :, 3]),
                   f"{name}: other alpha")


if __name__ == "__main__":
    decoding.PROGRAM = decoding.os.path.abspath(sys.argv[1])
    sys.exit(main(built(globals())))
