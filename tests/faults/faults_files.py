#!/usr/bin/env python3
"""Makes the files that the fault tests need, and looks at what the programs made of them.

faults_files.py make DIR                   good and bad images
faults_files.py hostile DIR                images with names that trip up careless programs
faults_files.py photos DIR N               N JPEG files that take a while to resize
faults_files.py size FILE WxH              decodes completely and has this size
faults_files.py decode FILE...             all decode completely
faults_files.py errors LOG PATH STAGE CODE RANKS   exactly one line of the log is about PATH
faults_files.py lines LOG N                the log has N lines, all of them valid
faults_files.py object FILE [NAME=JSON...] one JSON object with these members
faults_files.py runs FILE NAME=JSON...     the only run in a results file has these values
faults_files.py sample FILE NAME=JSON...   so has its first sample
faults_files.py units FILE N...            its workers did so many units each in the first iteration
faults_files.py cpu                        a CPU that this process may use

Exit code 1 and a sentence if it is not so."""
import io
import json
import os
import random
import struct
import sys
import zlib


def image(width, height, seed=1):
    """A smooth image with some noise: not flat, and not too large as JPEG."""
    from PIL import Image

    noise = Image.frombytes("RGB", (8, 8), random.Random(seed).randbytes(192))
    return noise.resize((width, height), Image.BICUBIC)


def encoded(picture, kind):
    stream = io.BytesIO()
    picture.save(stream, kind)
    return stream.getvalue()


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb():
    """60000 x 60000 pixels in less than half a megabyte."""
    packer = zlib.compressobj(9)
    row = bytes(7501)
    data = b"".join(packer.compress(row * 1000) for _ in range(60)) + packer.flush()
    head = struct.pack(">IIBBBBB", 60000, 60000, 1, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", data)
            + png_chunk(b"IEND", b""))


def make(directory):
    jpeg, png = encoded(image(240, 160), "JPEG"), encoded(image(200, 150, 2), "PNG")
    broken = bytearray(png)
    broken[png.index(b"IDAT") + 40] ^= 1
    files = {
        "good.jpg": jpeg,
        "good.png": png,
        "truncated.jpg": jpeg[:len(jpeg) * 2 // 3],
        "header.jpg": jpeg[:jpeg.index(b"\xff\xda")],
        "header.png": png[:33],
        "empty.jpg": b"",
        "page.jpg": b"<!DOCTYPE html><html><body>404 Not Found</body></html>\n",
        "really-png.jpg": png,
        "crc.png": bytes(broken),
        "bomb.png": bomb(),
        "row.png": encoded(image(4000, 1, 3), "PNG"),
        "column.png": encoded(image(1, 4000, 4), "PNG"),
        "pixel.jpg": encoded(image(1, 1, 5), "JPEG"),
    }
    os.makedirs(directory)
    for name, data in files.items():
        with open(os.path.join(directory, name), "wb") as file:
            file.write(data)


def hostile(directory):
    """Prints the paths, each with a NUL byte behind it."""
    names = [b"two\nlines.png", b"-rf.png", b"--output.png", b"[a-z]*.png", b"caf\xe9.png",
             b"quote\"'$(id)`.png", b"back\\slash.png", b"\x1b[31mred.png", b" .png",
             b"n" * 251 + b".png"]
    directory = os.fsencode(directory)
    os.makedirs(directory)
    for i, name in enumerate(names):
        path = os.path.join(directory, name)
        with open(path, "wb") as file:
            file.write(encoded(image(60, 40, i), "PNG"))
        sys.stdout.buffer.write(path + b"\0")


def photos(directory, count):
    os.makedirs(directory)
    for i in range(int(count)):
        image(1000 + i, 800, i).save(os.path.join(directory, f"{i:03}.jpg"))


def opened(path):
    from PIL import Image

    with Image.open(path) as picture:
        picture.load()
        return picture.size


def size(path, wanted):
    got = "%dx%d" % opened(path)
    assert got == wanted, f"{path} is {got}, not {wanted}"


def decode(*paths):
    assert paths, "no files"
    for path in paths:
        opened(path)


def log_lines(log):
    with open(log, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    for line in lines:
        kinds = {"path": str, "rank": int, "stage": str, "code": str, "message": str}
        for name, kind in kinds.items():
            assert isinstance(line.get(name), kind), f"{log}: no {name} in {line}"
        assert line["message"], f"{log}: no words in {line}"
    return lines


def errors(log, path, stage, code, ranks):
    found = [line for line in log_lines(log) if line["path"] == path]
    assert len(found) == 1, f"{len(found)} lines about {path}"
    got = found[0]["stage"], found[0]["code"]
    assert got == (stage, code), f"{path}: {got}, not {(stage, code)}"
    assert 0 <= found[0]["rank"] < int(ranks), f"{path}: rank {found[0]['rank']}"


def lines(log, count):
    got = len(log_lines(log))
    assert got == int(count), f"{log} has {got} lines, not {count}"


def compare(have, wanted):
    for text in wanted:
        name, _, value = text.partition("=")
        assert name in have, f"no {name}"
        assert have[name] == json.loads(value), f"{name} is {have[name]!r}, not {value}"


def object_of(path, *wanted):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert text.count("\n") == 1 and text.endswith("}\n"), f"not one line: {text!r}"
    compare(json.loads(text), wanted)


def row_of(table, number):
    row = {}
    for name in table.dtype.names:
        value = table[number][name]
        value = value.item() if hasattr(value, "item") else value
        row[name] = value.decode() if isinstance(value, bytes) else value
    return row


def runs(path, *wanted):
    import h5py

    with h5py.File(path, "r") as file:
        table = file["runs"][()]
        assert len(table) == 1, f"{len(table)} runs"
        row = row_of(table, 0)
        status = file.attrs["status"]
        row["file_status"] = status.decode() if isinstance(status, bytes) else status
    compare(row, wanted)


def sample(path, *wanted):
    import h5py

    with h5py.File(path, "r") as file:
        compare(row_of(file["samples"][()], 0), wanted)


def units(path, *wanted):
    import h5py

    with h5py.File(path, "r") as file:
        table = file["workers"][()]
    got = [str(n) for n in table["units"][table["iteration"] == table["iteration"][0]]]
    assert got == list(wanted), f"workers did {got} units"


def cpu():
    print(min(os.sched_getaffinity(0)))


VERBS = {"make": make, "hostile": hostile, "photos": photos, "size": size, "decode": decode,
         "errors": errors, "lines": lines, "object": object_of, "runs": runs, "sample": sample,
         "units": units, "cpu": cpu}

if __name__ == "__main__":
    try:
        VERBS[sys.argv[1]](*sys.argv[2:])
    except (AssertionError, OSError, ValueError, SyntaxError) as error:
        sys.exit(f"faults_files.py {sys.argv[1]}: {error}")
