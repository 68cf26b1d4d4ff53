#!/usr/bin/env python3
"""Damaged PNG files: what costs no pixel passes, with the same pixels; what does fails.

usage: damage_png.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import struct
import sys
import zlib

import decoding
from decoding import Image, decode, expect, fail, main, np, photograph, pillow, same


def chunk(kind, data, flip=0):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data) ^ flip))


def png(picture, before=b"", between=b"", after=b"", flips=(), palette=False, end=None,
        edit=lambda data: data):
    """With wrong checksums for the chunks that `flips` names; `edit` changes the packed rows."""
    array = np.asarray(picture)
    height, width = array.shape[:2]
    flip = {kind: kind in flips for kind in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")}
    data = edit(zlib.compress(b"".join(b"\0" + row.tobytes() for row in array)))
    colours = b""
    if palette:
        colours = (chunk(b"PLTE", bytes(range(48)), flip[b"PLTE"])
                   + chunk(b"tRNS", b"\0\x80\xff", flip[b"tRNS"]))
    head = struct.pack(">IIBBBBB", width, height, 8, 3 if palette else 2, 0, 0, 0)
    end = chunk(b"IEND", b"", flip[b"IEND"]) if end is None else end
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head, flip[b"IHDR"]) + before + colours
            + between + chunk(b"IDAT", data, flip[b"IDAT"]) + after + end)


def F7_chunks_without_pixels_do_no_harm():
    photo = photograph(160, 120)
    texts = {"tEXt": b"Comment\0hello", "zTXt": b"Comment\0\0" + zlib.compress(b"hello"),
             "iTXt": b"Comment\0\0\0\0\0hello", "tIME": b"\7\xe8\1\1\0\0\0", "gAMA": b"\0\0\xb1\x8f",
             "pHYs": bytes(9), "iCCP": b"x\0\0" + zlib.compress(b"x" * 200), "eXIf": b"II*\0",
             "sRGB": b"\0", "cHRM": bytes(32), "bKGD": bytes(6), "myOw": b"?", "acTL": bytes(8)}
    files = {}
    for name, data in texts.items():
        bad = chunk(name.encode(), data, 1)
        files[name + "-before.png"] = png(photo, before=bad)
        files[name + "-after.png"] = png(photo, after=bad)
        files[name + "-empty.png"] = png(photo, before=chunk(name.encode(), b""))
    files["many.png"] = png(photo, before=chunk(b"tEXt", b"a\0b") * 5000)
    files["iend.png"] = png(photo, flips=[b"IEND"])
    files["no-iend.png"] = png(photo, end=b"")
    files["half-iend.png"] = png(photo, end=b"\0\0\0\0IE")
    files["junk.png"] = png(photo, end=b"\1\2\3\4junk that is no chunk")
    files["long.png"] = png(photo, after=b"\x7f\xff\xff\xfftEXtshort")
    files["bomb.png"] = png(photo, before=chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(1 << 27))))
    same(files, {name: np.asarray(photo).astype(int) for name in files})


def F6_what_is_behind_the_last_row_of_a_png_does_no_harm():
    photo = photograph(160, 120)
    last = zlib.compress(b"".join(b"\0" + row.tobytes() for row in np.asarray(photo)))[-4:]
    files = {f"missing{count}.png": png(photo, edit=lambda data, n=count: data[:-n])
             for count in (1, 2, 4)}
    files["missing-all.png"] = png(photo, edit=lambda data: data[:-4], end=b"")
    files["sum-apart.png"] = png(photo, after=chunk(b"IDAT", last), edit=lambda data: data[:-4])
    files["sum-flipped.png"] = png(photo, after=chunk(b"IDAT", last, 1), edit=lambda data: data[:-4])
    files["idat.png"] = png(photo, after=chunk(b"IDAT", b"junk"))
    files["bad-idat.png"] = png(photo, after=chunk(b"IDAT", b"junk", 1))
    files["long-idat.png"] = png(photo, after=chunk(b"IDAT", bytes(9000), 1) * 3)
    files["cut-idat.png"] = png(photo, after=chunk(b"IDAT", bytes(900))[:200], end=b"")
    files["more.png"] = png(photo, edit=lambda data: data + b"more than the rows need")
    same(files, {name: np.asarray(photo).astype(int) for name in files})


def F7_a_wrong_sum_over_all_rows_fails_unless_allowed():
    photo = photograph(160, 120)
    flip = {"sum.png": png(photo, edit=lambda data: data[:-1] + bytes([data[-1] ^ 1]))}
    fail(flip, {"sum.png": "corrupt"})
    same(flip, {"sum.png": np.asarray(photo).astype(int)}, "--allow-damaged")


def F7_chunks_with_pixels_fail_unless_allowed():
    photo = photograph(160, 120)
    grey = Image.fromarray(np.asarray(photo)[:, :, 0] % 16)
    files = {"IHDR.png": png(photo, flips=[b"IHDR"]), "IDAT.png": png(photo, flips=[b"IDAT"]),
             "PLTE.png": png(grey, flips=[b"PLTE"], palette=True),
             "tRNS.png": png(grey, flips=[b"tRNS"], palette=True)}
    fail(files, {name: "corrupt" for name in files})
    same(files, {name: np.asarray(photo).astype(int) if name[0] == "I"
                 else pillow(png(grey, palette=True), "RGBA") for name in files},
         "--allow-damaged")
    same({"good.png": png(grey, palette=True)},
         {"good.png": pillow(png(grey, palette=True), "RGBA")})


def F7_missing_rows_fail_unless_allowed():
    photo = photograph(160, 120)
    whole = png(photo)
    broken = bytearray(whole)
    broken[len(whole) // 2] ^= 255
    files = {"cut.png": whole[:len(whole) // 2], "broken.png": bytes(broken)}
    fail(files, {"cut.png": "truncated", "broken.png": "corrupt"})
    pictures, failed = decode(files, "--allow-damaged")
    expect(len(pictures) == 2, f"--allow-damaged: {failed}")
    rows = np.asarray(photo).astype(int)
    for name, picture in pictures.items():
        expect(np.array_equal(picture[:40], rows[:40]), f"{name}: the rows before are others")


if __name__ == "__main__":
    decoding.PROGRAM = decoding.os.path.abspath(sys.argv[1])
    sys.exit(main(globals()))
