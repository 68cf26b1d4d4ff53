"""Colour profiles for the tests: those of well-known colours, made here, and one of four inks."""
import struct

import numpy as np

D50 = np.array([0.9642, 1, 0.8249])


def fixed(values):
    return b"".join(struct.pack(">i", int(round(v * 65536))) for v in values)


def profile(kind, colours, connection, tags):
    """Its bytes; `tags`: pairs of a name and data."""
    tags = [(b"desc", b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(79)),
            (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", b"XYZ \0\0\0\0" + fixed(D50))] + tags
    at, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, data in tags:
        data += bytes(-len(data) % 4)
        table += tag + struct.pack(">II", at + len(body), len(data))
        body += data
    head = struct.pack(">I4sI4s4s4s", at + len(body), b"", 0x02100000, kind, colours, connection)
    head += struct.pack(">6H4s4s", 2020, 1, 1, 0, 0, 0, b"acsp", b"") + bytes(24)
    return head + fixed(D50) + bytes(48) + table + body


def curve(gamma):
    """Of a number, or of sRGB."""
    if gamma != "sRGB":
        return b"curv\0\0\0\0" + struct.pack(">IH", 1, int(round(gamma * 256))) + b"\0\0"
    v = np.linspace(0, 1, 1024)
    v = np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
    return b"curv\0\0\0\0" + struct.pack(">I1024H", 1024, *(v * 65535).round().astype(int))


def matrix_profile(gamma, primaries, white=(0.3127, 0.3290)):
    """Of RGB with these primaries (xy of red, green, blue)."""
    def xyz(x, y):
        return np.array([x / y, 1, (1 - x - y) / y])
    white = xyz(*white)
    columns = np.array([xyz(*p) for p in primaries]).T
    columns = columns * np.linalg.solve(columns, white)
    bradford = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367],
                         [0.0389, -0.0685, 1.0296]])
    adapt = np.linalg.inv(bradford) @ np.diag(bradford @ D50 / (bradford @ white)) @ bradford
    columns = adapt @ columns
    tags = [(n, b"XYZ \0\0\0\0" + fixed(columns[:, i])) for i, n in
            enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))]
    return profile(b"mntr", b"RGB ", b"XYZ ",
                   tags + [(n, curve(gamma)) for n in (b"rTRC", b"gTRC", b"bTRC")])


def grey_profile(gamma):
    return profile(b"mntr", b"GRAY", b"XYZ ", [(b"kTRC", curve(gamma))])


def ink_profile(points=9):
    """Of inks that are less than pure: what is printed looks duller and warmer than the plain
    formula says."""
    axis = np.linspace(0, 1, points)
    inks = np.stack(np.meshgrid(axis, axis, axis, axis, indexing="ij"), -1)
    through = np.array([[0.10, 0.55, 0.80], [0.75, 0.12, 0.35], [0.95, 0.85, 0.10],
                        [0.10, 0.09, 0.08]])       # red, green and blue light, of each ink
    light = np.prod(1 - inks[..., None] * (1 - through), -2) * [1, 0.98, 0.92]
    xyz = light @ np.array([[0.4360, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606],
                            [0.0139, 0.0971, 0.7139]]).T / D50
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    lab = np.stack([(116 * f[..., 1] - 16) * 2.55, 500 * (f[..., 0] - f[..., 1]) + 128,
                    200 * (f[..., 1] - f[..., 2]) + 128], -1)
    table = lab.round().clip(0, 255).astype(np.uint8).tobytes()
    lut = b"mft1\0\0\0\0" + bytes([4, 3, points, 0]) + fixed(np.eye(3).ravel())
    lut += 4 * bytes(range(256)) + table + 3 * bytes(range(256))
    return profile(b"prtr", b"CMYK", b"Lab ", [(b"A2B0", lut)])


ADOBE = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
PROFILES = {"sRGB": matrix_profile("sRGB", ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))),
            "Adobe RGB": matrix_profile(2.19921875, ADOBE),
            "Display P3": matrix_profile("sRGB", ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))),
            "ProPhoto": matrix_profile(1.8, ((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)),
                                       (0.3457, 0.3585)),
            "grey": grey_profile(1.8), "inks": ink_profile()}
