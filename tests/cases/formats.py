#!/usr/bin/env python3
"""Formats against numpy and Pillow: each function is one format, read and written.

usage: formats.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import sys

import decoding
from decoding import fail, main, np, photograph, same


def numbers(array):
    """In ASCII, at most 70 characters a line, as the format's description asks for."""
    lines, line = [], ""
    for value in array.ravel():
        if len(line) + len(str(value)) > 68:
            lines.append(line)
            line = ""
        line += f"{value} "
    return "\n".join([*lines, line, ""]).encode()


def rounded(array, maximum):
    """255 v / maximum, to the nearest."""
    return (255 * array.astype(int) + maximum // 2) // maximum


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


if __name__ == "__main__":
    decoding.PROGRAM = decoding.os.path.abspath(sys.argv[1])
    sys.exit(main(globals()))
