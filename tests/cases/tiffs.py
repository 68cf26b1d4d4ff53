"""TIFF files of all kinds, byte by byte, for tests."""
import struct
import zlib

import numpy as np

def packed(rows, bits, order):
    """Samples of rows (2-D) as TIFF stores them: 16 bits in the file's order, others packed."""
    if bits == 16:
        return rows.astype(order + "u2").tobytes()
    if bits == 8:
        return rows.astype("u1").tobytes()
    digits = rows[:, :, None] >> np.arange(bits - 1, -1, -1) & 1
    return np.packbits(digits.reshape(len(rows), -1), axis=1).tobytes()


def pieces(array, rows, tile):
    """Strips or tiles of an array of rows, columns and samples."""
    height, width = array.shape[:2]
    for y in range(0, height, tile[0] if tile else rows):
        if not tile:
            yield array[y:y + rows]
            continue
        for x in range(0, width, tile[1]):
            piece = array[y:y + tile[0], x:x + tile[1]]
            yield np.pad(piece, ((0, tile[0] - piece.shape[0]), (0, tile[1] - piece.shape[1]),
                                 (0, 0)))


def directory_of(fields, at, order, big):
    """The values that do not fit into a directory, which begin at `at`, and the directory."""
    word, most = ("Q", 8) if big else ("I", 4)
    values, entries = b"", b""
    for number, (kind, numbers) in sorted(fields.items()):
        letter = {1: "B", 3: "H", 4: "I", 16: "Q"}[kind]
        value = struct.pack(f"{order}{len(numbers)}{letter}", *numbers)
        if len(value) > most:
            place = at + len(values)
            values += value + bytes(len(value) % 2)
            value = struct.pack(order + word, place)
        entries += struct.pack(order + "HH" + word, number, kind, len(numbers))
        entries += value.ljust(most, b"\0")
    return values, (struct.pack(order + ("Q" if big else "H"), len(fields)) + entries + bytes(most))


def tiff(array, bits, photometric, extra=(), map16=None, rows=None, tile=None, planes=False,
         deflate=False, order="<", big=False, first=False, tags=None):
    """A file of one page, of samples array[row, column, sample] of so many bits. extra: kinds of
    samples beyond colours. first: the directory comes before the pixels. tags: more of them or others,
    number: (type, values)."""
    height, width, samples = array.shape
    stored = []
    for plane in (np.split(array, samples, axis=2) if planes else [array]):
        for piece in pieces(plane, rows or height, tile):
            data = packed(piece.reshape(len(piece), -1), bits, order)
            data = zlib.compress(data) if deflate else data
            stored.append(data + bytes(len(data) % 2))
    fields = {256: (4, [width]), 257: (4, [height]), 258: (3, [bits] * samples),
              259: (3, [8 if deflate else 1]), 262: (3, [photometric]), 277: (3, [samples]),
              284: (3, [2 if planes else 1])}
    fields.update({322: (4, [tile[1]]), 323: (4, [tile[0]])} if tile else {278: (4, [rows or height])})
    if len(extra):
        fields[338] = (3, list(extra))
    if map16 is not None:
        fields[320] = (3, [int(value) for value in map16.ravel()])
    fields.update(tags or {})
    counts = [len(data) for data in stored]
    head, below = (16 if big else 8), 0
    for _ in range(2):  # the directory's length, then where pixels are
        begin = head + (below if first else 0)
        offsets = [begin + sum(counts[:i]) for i in range(len(counts))]
        fields[324 if tile else 273] = (16 if big else 4, offsets)
        fields[325 if tile else 279] = (4, counts)
        at = head if first else head + sum(counts)
        values, directory = directory_of(fields, at, order, big)
        below = len(values) + len(directory)
    start = struct.pack(order + "HHH", 43, 8, 0) if big else struct.pack(order + "H", 42)
    start += struct.pack(order + ("Q" if big else "I"), at + len(values))
    page = [values + directory, b"".join(stored)]
    return (b"II" if order == "<" else b"MM") + start + b"".join(page if first else page[::-1])
