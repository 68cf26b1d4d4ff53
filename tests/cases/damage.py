#!/usr/bin/env python3
"""Damaged, hostile and unknown files: what costs no pixel passes, with the same pixels; what does
fails; what is made to waste time is refused at once. Damaged PNG files are in damage_png.py.

usage: damage.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import io
import random
import resource
import struct
import sys

import decoding
from decoding import decode, expect, fail, jpeg, main, np, photograph, pillow, same, segments


def scan(data):
    """The first scan's header: where it begins, where its data do."""
    at, _, length = list(segments(data))[-1]
    return at, at + length


def pieces(data):
    """A progressive file's segments: marker and bytes, a scan's with its data."""
    made, at = [], 2
    while data[at + 1] != 0xD9:
        end = at + 2 + struct.unpack(">H", data[at + 2:at + 4])[0]
        while data[at + 1] == 0xDA and (data[end] != 0xFF or data[end + 1] == 0):
            end += 1
        made.append((data[at + 1], data[at:end]))
        at = end
    return made


def joined(parts):
    return b"\xff\xd8" + b"".join(part for _, part in parts) + b"\xff\xd9"


def F4_harmless_oddities_cost_nothing():
    whole = jpeg(photograph(160, 120), quality=90)
    at, data = scan(whole)
    end = whole.rfind(b"\xff\xd9")
    files = {"phone.jpg": whole[:data - 3] + b"\0\0\0" + whole[data:],
             "parameters.jpg": whole[:data - 3] + b"\x05\x09\x12" + whole[data:],
             "jfif7.jpg": whole.replace(b"JFIF\0\1", b"JFIF\0\7", 1),
             "before-scan.jpg": whole[:at] + b"\0\1\2" + whole[at:],
             "before-tables.jpg": whole[:20] + b"junk" + whole[20:]}
    for number, junk in enumerate((b"\0\0", bytes(18), b"\x12\x34\x56\x78" * 40, b"\xff" * 9)):
        files[f"before-end{number}.jpg"] = whole[:end] + junk + whole[end:]
    same(files, {name: pillow(whole) for name in files})


def F4_scans_in_another_order():
    whole = jpeg(photograph(160, 120), quality=90, progressive=True)
    parts = pieces(whole)
    head = [i for i, (kind, _) in enumerate(parts) if kind == 0xDA]
    first = [parts[head[0] - 1], parts[head[0]]]           # tables and all means
    second = parts[head[0] + 1:head[1] + 1]                # tables and details of one component
    rest = parts[head[1] + 1:]
    files = {"means-later.jpg": joined(parts[:head[0] - 1] + second + first + rest),
             "means-twice.jpg": joined(parts[:head[0] + 1] + first + second + rest),
             "junk.jpg": joined(parts[:head[0] + 1] + [(0, b"\0\0\0\0")] + second + rest)}
    same(files, {name: pillow(whole) for name in files})
    codes = {"no-means.jpg": joined(parts[:head[0] - 1] + second + rest),
             "no-refined.jpg": joined(parts[:head[1]] + parts[head[-1]:])}
    fail(codes, {"no-means.jpg": "corrupt", "no-refined.jpg": "corrupt"})


def F4_damage_that_costs_pixels_fails_unless_allowed():
    whole = jpeg(photograph(320, 240), quality=90)
    _, data = scan(whole)
    middle = (data + len(whole)) // 2
    files = {"ones.jpg": whole[:middle] + b"\xff\0" * 100 + whole[middle + 200:],
             "fe.jpg": whole[:middle] + b"\xfe" * 200 + whole[middle + 200:],
             "hole.jpg": whole[:middle] + whole[middle + 300:],
             "twice.jpg": whole[:middle] + whole[middle - 300:]}
    numbers = random.Random(5)
    for number in range(20):
        noise = bytes(numbers.randrange(255) for _ in range(60))
        files[f"noise{number}.jpg"] = whole[:middle] + noise + whole[middle + 60:]
    pictures, failed = decode(files)
    found = sum(said.startswith(("corrupt", "truncated")) for said in failed.values())
    expect(found >= 18 and "ones.jpg" in failed and "fe.jpg" in failed,
           f"only {found} of {len(files)} damaged files are found: {sorted(pictures)} are not")
    pictures, failed = decode(files, "--allow-damaged")
    expect(len(pictures) == len(files), f"--allow-damaged: {failed}")
    for name in ("ones.jpg", "fe.jpg"):
        expect(np.array_equal(pictures.get(name), pillow(files[name])),
               f"{name}: not what viewers show")


def F6_nothing_behind_the_last_row_harms():
    files, expected = {}, {}
    for kind, options in (("plain", {}), ("progressive", {"progressive": True})):
        whole = jpeg(photograph(160, 120), quality=90, **options)
        data = whole[:whole.rfind(b"\xff\xd9")]
        tails = {"noeoi": b"\0\0" + b"SEFT" * 50, "nothing": b"", "half": b"\xff",
                 "table": b"\xff\xc4\0\5\x77\1\2", "soi": b"\xff\xd8", "frame": whole[2:],
                 "length": b"\xff\xe1\0\1", "unknown": b"\xff\x02\xff\xbf",
                 "two": b"\xff\xd9" + whole, "zeros": bytes(5000)}
        for name, tail in tails.items():
            files[f"{kind}-{name}.jpg"] = data + tail
            expected[f"{kind}-{name}.jpg"] = pillow(whole)
    same(files, expected)


def F6_a_file_that_ends_before_its_last_scan_is_truncated():
    whole = jpeg(photograph(160, 120), quality=90, progressive=True)
    parts = pieces(whole)
    last = max(i for i, (kind, _) in enumerate(parts) if kind == 0xDA)
    files = {"cut.jpg": joined(parts[:last])[:-2], "cut-tables.jpg": joined(parts[:last - 2])[:-2]}
    fail(files, {name: "truncated" for name in files})
    pictures, failed = decode(files, "--allow-truncated")
    expect(len(pictures) == 2, f"--allow-truncated: {failed}")


def segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def bomb(side, scans):
    """A grey progressive JPEG whose scans say nothing about nearly all blocks."""
    blocks = ((side + 7) // 8) ** 2
    made = (b"\xff\xd8" + segment(0xDB, b"\0" + b"\1" * 64)
            + segment(0xC2, struct.pack(">BHHB", 8, side, side, 1) + b"\1\x11\0")
            + segment(0xC4, b"\0" + bytes([1] + [0] * 15) + b"\0")
            + segment(0xC4, b"\x10" + bytes([1, 1] + [0] * 14) + b"\xe0\0"))
    made += segment(0xDA, b"\1\1\0\0\0\0") + bytes(blocks // 8 + 1)
    for number in range(scans - 1):
        coefficient, low = 1 + number // 11, 10 - number % 11
        bits, left = "", blocks
        while left >= 16384:                               # a run of blocks without coefficients
            run = min(left, 32767)
            bits += "0" + format(run - 16384, "014b")
            left -= run
        bits += "10" * left + "1" * 7
        data = int(bits[:len(bits) // 8 * 8], 2).to_bytes(len(bits) // 8, "big")
        high = low + 1 if low < 10 else 0
        made += segment(0xDA, b"\1\1\0" + bytes([coefficient, coefficient, high << 4 | low]))
        made += data.replace(b"\xff", b"\xff\0")
    return made + b"\xff\xd9"


def refused_at_once(data):
    def computed():
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    before = computed()
    fail({"bomb.jpg": data}, {"bomb.jpg": "too-large"})
    expect(computed() - before < 30, f"computed for {computed() - before:.1f} s") # else: minutes


def G5_scans_times_blocks_are_bounded():
    refused_at_once(bomb(16384, 499))
    refused_at_once(bomb(8192, 499))
    refused_at_once(bomb(64, 600))
    files = {"hundred.jpg": bomb(2048, 100), "many.jpg": bomb(512, 490), "ten.jpg": bomb(4096, 12)}
    pictures, failed = decode(files)
    expect(len(pictures) == 3, f"honest files are refused: {failed}")


def F31_numbers_that_are_too_large():
    heads = {"p6.ppm": b"P6\n99999999999 10\n255\n", "p5.pgm": b"P5 1 184467440737095516160 255\n",
             "maximum.pgm": b"P5 1 1 99999999999\n",
             "p7.pam": b"P7\nWIDTH 99999999999\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nENDHDR\n"}
    _, failed = decode(heads)
    for name, said in failed.items():
        expect("a number is too large" in said and "-1" not in said, f"{name}: {said}")
    same({"zeros.pgm": b"P5 000000000002 0000000000001 0000000000255\nab"},
         {"zeros.pgm": np.array([[97, 98]])})


def F37_unknown_formats_are_named():
    def saved(kind):
        stream = io.BytesIO()
        photograph(32, 32).save(stream, kind)
        return stream.getvalue()

    def boxes(brand, *others):
        data = b"ftyp" + brand + bytes(4) + b"".join(others)
        return struct.pack(">I", len(data) + 4) + data + bytes(100)
    files = {"GIF": saved("GIF"), "BMP": saved("BMP"),
             "a raw": b"II*\0\x10\0\0\0CR\2\0" + bytes(60), "HEIF": boxes(b"heic", b"mif1"),
             "AVIF": boxes(b"avif"), "AVIF ": boxes(b"mif1", b"miaf", b"avif"),
             "HEIF ": boxes(b"mif1", b"heic"), "MP4": boxes(b"isom", b"mp41"), "PDF": b"%PDF-1.7\n",
             "SVG": b'<svg xmlns="x"/>', "SVG ": b'<?xml version="1.0"?>\n<svg/>',
             "HTML": b"<!DOCTYPE html>\n<html>", "HTML ": b"\n<HTML><body>404", "SQLite":
             b"SQLite format 3\0" + bytes(80), "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(20),
             "JPEG XL": b"\xff\x0a" + bytes(20), "Photoshop": b"8BPS\0\1" + bytes(20),
             "PostScript": b"%!PS-Adobe-3.0\n", "XPM": b"/* XPM */\nstatic char", "WAVE":
             b"RIFF\x24\0\0\0WAVEfmt ", "DS_Store": b"\0\0\0\1Bud1" + bytes(20), "ZIP": b"PK\3\4" + bytes(20), "a text": b"hello\n",
             "zero bytes": bytes(300)}
    names = {f"{number}.jpg": name for number, name in enumerate(files)}
    pictures, failed = decode(dict(zip(names, files.values())))
    for name, said in failed.items():
        expect(said.startswith("unknown-format") and names[name].strip() in said
               and ("not supported" in said or "zero" in said), f"{names[name]}: {said}")
    expect(not pictures, f"decoded: {sorted(pictures)}")


if __name__ == "__main__":
    decoding.PROGRAM = decoding.os.path.abspath(sys.argv[1])
    sys.exit(main(globals()))
