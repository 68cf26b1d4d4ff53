#!/usr/bin/env python3
"""What is said of a picture, EXIF and XMP, goes along and stays true.

usage: metadata.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import glob
import io
import struct
import subprocess
import sys
import tempfile
import zlib

import decoding
from decoding import Image, expect, photograph
from pictures import FORMATS, WRITERS, exif, tests, with_chunks, written


def F9_the_tag_goes_with_the_pixels():
    for kind, write in WRITERS.items():
        files = {f"p.{kind}": write(photograph(160, 120), exif=exif(6))}
        for options, tag, maker in ((("--keep", "exif"), 1, "Maker"), (("--keep", "all"), 1, "Maker"),
                                    ((), None, None), (("--keep", "none"), None, None),
                                    (("--orient", "keep"), 6, None),
                                    (("--orient", "keep", "--keep", "exif"), 6, "Maker"),
                                    (("--orient", "ignore", "--keep", "exif"), 1, "Maker")):
            for target in WRITERS:
                made, _, _ = written(files, "--size", "60x60", "--format", FORMATS[target],
                                     *options)
                tags = made["p"].getexif()
                expect((tags.get(0x112), tags.get(0x10f)) == (tag, maker),
                       f"{kind} to {target} {options}: {dict(tags)}")
                turned = made["p"].size == (45, 60)
                expect(turned == ("--orient" not in options), f"{options}: {made['p'].size}")


def xmp(orientation):
    return (f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-"
            f"rdf-syntax-ns#'><rdf:Description rdf:about='' tiff:Orientation='{orientation}' "
            f"hdrgm:Version='1.0'><exif:PixelXDimension>9999</exif:PixelXDimension><xmp:Thumbnails>"
            f"<rdf:Alt><rdf:li>old</rdf:li></rdf:Alt></xmp:Thumbnails><dc:title>Ä title</dc:title>"
            f"</rdf:Description></rdf:RDF></x:xmpmeta>").encode()


def with_xmp(kind, data, text):
    """A file with XMP, as each format has it."""
    if kind == "jpg":
        segment = b"http://ns.adobe.com/xap/1.0/\0" + text
        return data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:]
    if kind == "png":
        return with_chunks(data, (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text))
    if kind == "png-packed":
        return with_chunks(data, (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(text)))
    stream = io.BytesIO()
    whole = Image.open(io.BytesIO(data))
    tags = whole.getexif().tobytes()
    if kind == "webp":
        whole.save(stream, "WEBP", lossless=True, exif=tags, xmp=text)
    else: # which Pillow turns when it loads it
        turned = {6: Image.Transpose.ROTATE_90}[whole.getexif()[0x112]]
        whole.transpose(turned).save(stream, "TIFF", tiffinfo={274: 6, 700: text})
    return stream.getvalue()


def xmp_of(target, data):
    """What is there between two words that only XMP has; None: nothing."""
    begin, end = data.find(b"<x:xmpmeta"), data.find(b"</x:xmpmeta>")
    where = {"jpg": b"http://ns.adobe.com/xap/1.0/\0", "png": b"XML:com.adobe.xmp\0\0\0\0\0",
             "webp": b"XMP " + struct.pack("<I", end + 12 - begin), "tif": b""}[target]
    if begin < 0 or not data[:begin].endswith(where):
        return None
    return data[begin:end + 12].decode()


def F11_what_is_said_in_XMP_goes_along():
    for kind in [*WRITERS, "png-packed"]:
        ending = kind[:3] if kind != "webp" else kind
        whole = WRITERS[ending](photograph(160, 120), exif=exif(6))
        files = {f"p.{ending}": with_xmp(kind, whole, xmp(6))}
        for target in WRITERS:
            for words, says in (("all", "1"), ("icc", None), ("exif", None)):
                with tempfile.TemporaryDirectory() as place:
                    with open(f"{place}/p.{ending}", "wb") as file:
                        file.write(files[f"p.{ending}"])
                    done = subprocess.run([decoding.PROGRAM, "--results", "none", "--output",
                                           place + "/out", "--size", "60x60", "--format",
                                           FORMATS[target], "--keep", words, f"{place}/p.{ending}"],
                                          capture_output=True, text=True, timeout=60)
                    with open(glob.glob(place + "/out/p.*")[0], "rb") as file:
                        found = xmp_of(target, file.read())
                expected = xmp(1).decode().replace("9999", "45").replace(" hdrgm:Version='1.0'", "")
                expected = expected[:expected.index("<xmp:")] + expected[expected.index("<dc:"):]
                expect(found == (expected if says else None), f"{kind} to {target}, {words}: {found}")
                told = "a gain map for HDR" in done.stderr
                expect(done.returncode == 0 and told == (words == "all"), f"{kind}: {done.stderr}")


if __name__ == "__main__":
    sys.exit(tests(globals()))
