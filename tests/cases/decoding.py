#!/usr/bin/env python3
"""Decoding against Pillow: each function is one kind of file that was once decoded wrongly.

usage: decoding.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import functools
import io
import json
import os
import struct
import subprocess
import sys
import tempfile

try:
    import numpy as np
    from PIL import Image
except ImportError:
    print("SKIPPED: no Pillow or no numpy")
    sys.exit(77)

PROGRAM = os.path.abspath(sys.argv[1])
problems = 0


def expect(condition, what):
    global problems
    if not condition:
        problems += 1
        print("    " + what)


@functools.lru_cache(None)
def waves(width, height, seed):
    """Of all lengths and directions, with a spectrum like a photograph's."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    picture = np.zeros((height, width, 3))
    for wave in range(42):
        length, angle = 10 ** random.uniform(-2.5, -0.3), random.uniform(0, 2 * np.pi)
        phase = (x * np.cos(angle) + y * np.sin(angle)) * length + random.uniform(0, 6)
        picture[:, :, wave % 3] += np.sin(phase) * np.sqrt(0.02 / length)
    picture -= picture.min()
    return (picture / picture.max() * 255).round().astype(np.uint8)


def photograph(width, height, seed=3):
    return Image.fromarray(waves(1024, 1024, seed)[:height, :width])


def jpeg(picture, **options):
    stream = io.BytesIO()
    picture.save(stream, "JPEG", **options)
    return stream.getvalue()


def run(files, *options):
    """Runs the program over files (a dict of name and bytes). Pictures by name, and the log's code
    and message by name for those that failed."""
    with tempfile.TemporaryDirectory() as place:
        for name, data in files.items():
            with open(f"{place}/{name}", "wb") as file:
                file.write(data)
        done = subprocess.run([PROGRAM, "--results", "none", "--format", "png", "--output",
                               place + "/out", "--errors", place + "/log", *options]
                              + [f"{place}/{name}" for name in files],
                              capture_output=True, text=True, errors="replace", timeout=250)
        if done.returncode not in (0, 3, 65):
            expect(False, f"exit code {done.returncode}: {done.stderr}")
            return {}, {}
        made = {name: f"{place}/out/{os.path.splitext(name)[0]}.png" for name in files}
        pictures = {name: np.asarray(Image.open(path)).astype(int)
                    for name, path in made.items() if os.path.exists(path)}
        with open(place + "/log", encoding="utf-8") as file:
            failed = {os.path.basename(line["path"]): line["code"] + ": " + line["message"]
                      for line in map(json.loads, file)}
    expect(len(pictures) + len(failed) == len(files), "neither made nor failed")
    return pictures, failed


def decode(files, *options):
    """The same with the pixels as they were decoded."""
    return run(files, "--size", "9999x9999", "--no-enlarge", "--filter", "nearest", *options)


def pillow(data, mode="RGB"):
    return np.asarray(Image.open(io.BytesIO(data)).convert(mode)).astype(int)


def same(files, expected, *options):
    """All files decode to the pictures of the same names."""
    pictures, failed = decode(files, *options)
    for name in files:
        if name not in pictures:
            expect(False, f"{name}: {failed.get(name)}")
        elif pictures[name].shape != expected[name].shape:
            expect(False, f"{name}: {pictures[name].shape}, not {expected[name].shape}")
        else:
            most = np.abs(pictures[name] - expected[name]).max()
            expect(most == 0, f"{name}: other pixels, by up to {most}")


def fail(files, codes, *options):
    """All files fail with the codes of the same names."""
    pictures, failed = decode(files, *options)
    for name in files:
        said = "no failure" if name in pictures else failed.get(name)
        expect(said.startswith(codes[name]), f"{name}: {said}")


def segments(data):
    """Positions, markers and lengths of a JPEG's segments up to the first scan's."""
    at = 2
    while True:
        length = struct.unpack(">H", data[at + 2:at + 4])[0] + 2
        yield at, data[at + 1], length
        if data[at + 1] == 0xDA:
            return
        at += length


def without(data, marker):
    for at, kind, length in reversed(list(segments(data))):
        if kind == marker:
            data = data[:at] + data[at + length:]
    return data


def adobe(transform):
    return b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0" + bytes([transform])


JFIF = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"


def with_ids(data, ids):
    """Other names for the components, in the frame and the scans."""
    data = bytearray(data)
    for at, kind, _ in list(segments(data)):
        if 0xC0 <= kind <= 0xC2:
            old = [data[at + 10 + 3 * i] for i in range(data[at + 9])]
            for i, number in enumerate(ids):
                data[at + 10 + 3 * i] = number
        if kind == 0xDA:
            for i in range(data[at + 4]):
                data[at + 5 + 2 * i] = ids[old.index(data[at + 5 + 2 * i])]
    return bytes(data)


def F1_white_paper_is_white():
    data = without(jpeg(Image.new("CMYK", (64, 64), (0, 0, 0, 0)), quality=95), 0xEE)
    same({"white.jpg": data}, {"white.jpg": np.full((64, 64, 3), 255)})


def F1_colours_are_what_viewers_show():
    rgb = photograph(61, 47)
    inks = Image.merge("CMYK", [*rgb.split(), photograph(61, 47, 4).split()[0]])
    kinds = {"RGB": jpeg(rgb, quality=95, subsampling=0), "CMYK": jpeg(inks, quality=95),
             "grey": jpeg(rgb.convert("L"), quality=95), "420": jpeg(rgb, quality=80)}
    markers = {"none": b"", "JFIF": JFIF, "JFIF-Adobe0": JFIF + adobe(0),
               "Adobe1-JFIF": adobe(1) + JFIF}
    markers.update({f"Adobe{i}": adobe(i) for i in (0, 1, 2, 3)})
    names = {1: ["\1", "R"], 3: ["\1\2\3", "RGB", "\0\1\2", "YCc", "rgb", "BGR"],
             4: ["\1\2\3\4", "CMYK", "\0\1\2\3", "RGBA"]}
    files, expected = {}, {}
    for kind, data in kinds.items():
        bare = without(without(data, 0xE0), 0xEE)
        for marker, segment in markers.items():
            for number, ids in enumerate(names[{"CMYK": 4, "grey": 1}.get(kind, 3)]):
                name = f"{kind}-{marker}-ids{number}.jpg"
                files[name] = with_ids(bare[:2] + segment + bare[2:], ids.encode("latin-1"))
                expected[name] = pillow(files[name], "L" if kind == "grey" else "RGB")
    same(files, expected)


def F1_channels_of_pam_mean_what_it_says():
    def pam(kind, depth):
        return (f"P7\nWIDTH 2\nHEIGHT 1\nDEPTH {depth}\nMAXVAL 255\nTUPLTYPE {kind}\nENDHDR\n"
                .encode() + bytes(range(2 * depth)))
    same({"alpha.pam": pam("RGB_ALPHA", 4), "mine.pam": pam("of_mine", 3)},
         {"alpha.pam": np.arange(8).reshape(1, 2, 4), "mine.pam": np.arange(6).reshape(1, 2, 3)})
    fail({"inks.pam": pam("CMYK", 4), "four.pam": pam("RGB", 4)},
         {"inks.pam": "unsupported", "four.pam": "corrupt"})


def noise_ratios(files, *options):
    """Between scaled and whole decoding, in dB."""
    on, off = (run(files, "--shrink-on-load", how, *options)[0] for how in ("on", "off"))
    errors = [np.mean((on[name] - off[name]) ** 2.0) for name in files]
    return [10 * np.log10(255 ** 2 / error) if error else 99.0 for error in errors]


def F3_scaled_decoding_keeps_its_place():
    cases = {"both": (512, 512, 1, 1, "64x64", "fill"), "width": (512, 512, 1, 0, "64x64", "fill"),
             "height": (512, 512, 0, 1, "64x64", "fill"), "half": (304, 200, 1, 1, "70x50", "fill"),
             "eighth": (1000, 1000, 1, 1, "60x60", "fill"),
             "contain": (1016, 680, 1, 1, "64x64", "contain"),
             "cover-high": (512, 808, 1, 1, "64x64", "cover"),
             "cover-wide": (904, 512, 1, 1, "64x64", "cover")}
    for name, (width, height, x, y, target, fit) in cases.items():
        files = {f"{rest}-{sampling}.jpg": jpeg(photograph(width + x * rest, height + y * rest),
                                                quality=95, subsampling=sampling)
                 for sampling in (0, 2) for rest in range(8)}
        ratios = noise_ratios(files, "--size", target, "--fit", fit)
        for found in (ratios[:8], ratios[8:]):
            expect(max(found) - min(found) < 1 and min(found) > 48,
                   f"{name}: {[round(ratio, 1) for ratio in found]} dB")


def F3_every_filter_keeps_its_place():
    files = {f"{rest}.jpg": jpeg(photograph(1000 + rest, 680 + rest), quality=95)
             for rest in (0, 1, 2, 5)}
    for name in ("box", "bilinear", "hamming", "bicubic", "mitchell", "lanczos3"):
        found = noise_ratios(files, "--size", "97x66", "--fit", "fill", "--filter", name)
        expect(max(found) - min(found) < 1.5 and min(found) > 48,
               f"{name}: {[round(ratio, 1) for ratio in found]} dB")


def F3_a_frame_has_two_equal_sides():
    picture = Image.new("RGB", (257, 257), "red")
    picture.paste(Image.new("RGB", (255, 255), "white"), (1, 1))
    files = {"frame.jpg": jpeg(picture, quality=95, subsampling=0)}
    made = run(files, "--size", "30x30", "--filter", "bicubic")[0]["frame.jpg"][:, :, 1]
    ends = made[15, 0], made[15, -1], made[0, 15], made[-1, 15]
    expect(max(ends) - min(ends) <= 8 and min(ends) > 225, f"frame: {ends}")


def F3_a_dot_stays_where_it_is():
    picture = np.zeros((513, 513, 3), np.uint8)
    picture[240:272, 448:480] = 255
    files = {"dot.jpg": jpeg(Image.fromarray(picture), quality=95, subsampling=0)}
    light = run(files, "--size", "64x64")[0]["dot.jpg"][:, :, 1].sum(0)
    centre = (light * (np.arange(64) + 0.5)).sum() / light.sum()
    expect(abs(centre - 464 / 513 * 64) < 0.05, f"dot at {centre:.2f}")


def main(functions):
    for name, function in list(functions.items()):
        if name.startswith("check_") or (name[0] in "FG" and name[1:2].isdigit()):
            before = problems
            print(f"{name} ...", flush=True)
            function()
            if problems == before:
                print("    ok")
    print(f"{problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(globals()))
