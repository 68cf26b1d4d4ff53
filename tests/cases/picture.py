#!/usr/bin/env python3
"""What a picture is, against Pillow: which way up, what its colours mean, what is said of it.

usage: picture.py RESIZE_PROGRAM     exit code 0: all well, 1: some not, 77: no Pillow or numpy"""
import glob
import io
import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib

import decoding
from decoding import Image, decode, expect, jpeg, main, np, photograph, pillow, run, same
from profiles import ADOBE, PROFILES, matrix_profile

try:
    from PIL import ImageCms, ImageOps, features
except ImportError:
    print("SKIPPED: this Pillow has no ImageCms")
    sys.exit(77)


def exif(orientation):
    tags = Image.Exif()
    tags[0x112] = orientation
    tags[0x10f] = "Maker"
    return tags.tobytes()


def png(picture, **options):
    stream = io.BytesIO()
    picture.save(stream, "PNG", **options)
    return stream.getvalue()


def tiff(picture, **options):
    """Pillow writes no EXIF of others into TIFF, but tags of the first directory."""
    tags = Image.Exif()
    tags.load(options.pop("exif", exif(1)))
    stream = io.BytesIO()
    picture.save(stream, "TIFF", tiffinfo={274: tags.get(0x112, 1), 271: tags.get(0x10f, "")},
                 **options)
    return stream.getvalue()


def webp(picture, **options):
    stream = io.BytesIO()
    picture.save(stream, "WEBP", lossless=True, exact=True, **options)
    return stream.getvalue()


WRITERS = {"jpg": jpeg, "png": png}
FORMATS = {"jpg": "jpeg", "png": "png", "tif": "tiff", "webp": "webp"}


def add_formats():
    """Those that are optional."""
    said = subprocess.run([decoding.PROGRAM, "--help"], capture_output=True, text=True, timeout=250)
    if "|tiff" in said.stdout:
        WRITERS["tif"] = tiff
    if "|webp" in said.stdout and features.check("webp"):
        WRITERS["webp"] = webp


def upright(data, mode="RGB"):
    turned = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    return np.asarray(turned.convert(mode)).astype(int)


def written(files, *options):
    """Runs the program, which writes each output in its input's format or that of --format; the
    outputs as Pillow opens them, by name, and what was said."""
    with tempfile.TemporaryDirectory() as place:
        for name, data in files.items():
            with open(f"{place}/{name}", "wb") as file:
                file.write(data)
        done = subprocess.run([decoding.PROGRAM, "--results", "none", "--json", "--output",
                               place + "/out", *options] + [f"{place}/{name}" for name in files],
                              capture_output=True, text=True, timeout=250)
        expect(done.returncode == 0, f"exit code {done.returncode}: {done.stderr}")
        made = {}
        for path in glob.glob(place + "/out/*"):
            with open(path, "rb") as file:
                stem = os.path.splitext(os.path.basename(path))[0]
                made[stem] = Image.open(io.BytesIO(file.read()))
    return made, done.stderr, json.loads(done.stdout or "{}")


def F9_all_orientations_of_all_formats():
    files, expected, stored = {}, {}, {}
    for kind, write in WRITERS.items():
        for value in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 65535):
            for mode in ("RGB", "L"):
                name = f"{mode}-{value}-{kind}.{kind}"
                files[name] = write(photograph(61, 43).convert(mode), exif=exif(value))
                # Pillow turns a TIFF once when it loads it, and once more
                truth = (jpeg if kind == "jpg" else png)(photograph(61, 43).convert(mode),
                                                         exif=exif(value))
                seen = "RGB" if kind == "webp" else mode # which is never grey
                expected[name] = upright(truth, seen)
                stored[name] = pillow(truth, seen)
    same(files, expected)
    same(files, stored, "--orient", "keep")
    same(files, stored, "--orient", "ignore")


def F9_the_box_belongs_to_the_turned_picture():
    files = {f"{kind}{value}.{kind}": write(photograph(160, 120), exif=exif(value))
             for kind, write in WRITERS.items() for value in (1, 6)}
    for options, sizes in {("--size", "60x60"): ((60, 45), (45, 60)),
                           ("--size", "50x20", "--fit", "cover"): ((50, 20), (50, 20)),
                           ("--size", "80x30"): ((40, 30), (23, 30)),
                           ("--size", "60x60", "--orient", "keep"): ((60, 45), (60, 45)),
                           ("--size", "60x60", "--orient", "ignore"): ((60, 45), (60, 45))}.items():
        pictures, _ = run(files, *options)
        for name, picture in pictures.items():
            size = sizes["6" in name]
            expect(picture.shape[1::-1] == size, f"{name} {options}: {picture.shape}, not {size}")


def F3_F9_decoding_at_a_scale_is_turned_as_well():
    """Also where what is decoded goes beyond an edge that comes to be the first one."""
    files = {f"{width}x{height}-{value}.jpg": jpeg(photograph(width, height), quality=95,
                                                   subsampling=0, exif=exif(value))
             for width, height in ((1000, 680), (1001, 681), (1004, 683), (1002, 680))
             for value in range(1, 9)}
    small, _ = run(files, "--size", "100x100")
    full, _ = run(files, "--size", "100x100", "--shrink-on-load", "off")
    for name in files:
        error = np.mean((small[name] - full[name]) ** 2) + 1e-9
        expect(small[name].shape == full[name].shape and 10 * np.log10(255 ** 2 / error) > 45,
               f"{name}: {small[name].shape} {10 * np.log10(255 ** 2 / error):.1f} dB")


def inks(width, height):
    return Image.merge("CMYK", [*photograph(width, height).split(),
                                photograph(width, height, 4).split()[0].point(lambda v: v // 3)])


def F9_all_models_turn():
    build = os.path.dirname(decoding.PROGRAM)
    with tempfile.TemporaryDirectory() as place:
        for value in range(1, 9):
            with open(f"{place}/{value}.jpg", "wb") as file:
                file.write(jpeg(photograph(120 + value, 90), exif=exif(value)))
            with open(f"{place}/inks{value}.jpg", "wb") as file:
                file.write(jpeg(inks(120 + value, 90), exif=exif(value),
                                icc_profile=PROFILES["inks"]))
        for kernel in ("resize", "sobel", "transpose"):
            for split in ([], ["--split"]):
                sums = {}
                for model, words in (("serial", []), ("omp", ["--threads", "2"]),
                                     ("fork", ["--ranks", "2"]), ("gil", ["--threads", "2"])):
                    program = f"{build}/{kernel}_{model}"
                    if not os.path.exists(program):
                        continue
                    done = subprocess.run([program, "--results", "none", "--json", "--iterations",
                                           "1", "--warmup", "0", "--verify", "all", *words, *split,
                                           place], capture_output=True, text=True, timeout=250)
                    said = json.loads(done.stdout or "{}")
                    sums[model] = said.get("checksum")
                    expect(done.returncode == 0 and said.get("failed") == 0,
                           f"{kernel}_{model} {split}: {done.returncode} {done.stderr}")
                expect(len(set(sums.values())) == 1, f"{kernel} {split}: {sums}")


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


def check_sizes_are_what_was_asked_for():
    files = {"p.png": png(photograph(160, 120))}
    for options, size in {("--size", "80x"): (80, 60), ("--size", "x30"): (40, 30),
                          ("--size", "25%"): (40, 30), ("--size", "0.5%"): (1, 1),
                          ("--size", "250%"): (400, 300), ("--size", "80x", "--fit", "pad"): (80, 60),
                          ("--size", "50x50", "--fit", "outside"): (67, 50),
                          ("--size", "50x50", "--fit", "inside"): (50, 38),
                          ("--size", "50x50", "--fit", "pad"): (50, 50)}.items():
        pictures, _ = run(files, *options)
        expect(pictures["p.png"].shape[1::-1] == size, f"{options}: {pictures['p.png'].shape}")


def check_pads_and_crops_are_where_gravity_says():
    whole = photograph(160, 120)
    files, box = {"p.png": png(whole)}, (91, 50)
    colour = (10, 200, 30)
    for gravity, centring in {"centre": (0.5, 0.5), "north": (0.5, 0), "east": (1, 0.5),
                              "southwest": (0, 1), "northwest": (0, 0)}.items():
        for fit, pillow_fit in (("pad", ImageOps.pad), ("cover", ImageOps.fit)):
            made, _ = run(files, "--size", "91x50", "--fit", fit, "--gravity", gravity,
                          "--background", "0ac81e", "--filter", "bilinear")
            more = {"color": colour} if fit == "pad" else {}
            expected = pillow_fit(whole, box, method=Image.Resampling.BILINEAR, centering=centring,
                                  **more)
            most = np.abs(made["p.png"] - np.asarray(expected).astype(int)).max()
            expect(most <= 2, f"{fit} {gravity}: other pixels, by up to {most}")


def check_transparency_shows_the_background():
    picture = photograph(160, 120).convert("RGBA")
    picture.putalpha(photograph(160, 120, 4).split()[0])
    files = {"p.png": png(picture)}
    for words, colour in (((), (255, 255, 255)), (("--background", "black"), (0, 0, 0)),
                          (("--background", "f80"), (255, 136, 0))):
        made, _, _ = written(files, "--size", "9999x9999", "--no-enlarge", "--filter", "nearest",
                             "--format", "jpeg", "--quality", "95", *words)
        behind = Image.new("RGBA", picture.size, colour + (255,))
        expected = np.asarray(Image.alpha_composite(behind, picture).convert("RGB")).astype(int)
        error = np.mean((np.asarray(made["p"]).astype(int) - expected) ** 2)
        expect(10 * np.log10(255 ** 2 / error) > 38, f"{words}: {error}")


WIDE = PROFILES["Adobe RGB"]


def lab(array):
    """CIE L*a*b* of sRGB, for distances."""
    v = array / 255
    v = np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)
    xyz = v @ np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722],
                        [0.0193, 0.1192, 0.9505]]).T / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]),
                     200 * (f[..., 1] - f[..., 2])], -1)


def distance(a, b):
    return np.sqrt(((lab(a) - lab(b)) ** 2).sum(-1))


def to_srgb(data, profile):
    """As Pillow converts it."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture = ImageCms.profileToProfile(
        picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"),
        renderingIntent=1, flags=ImageCms.FLAGS["BLACKPOINTCOMPENSATION"])
    return np.asarray(picture).astype(int)


def has_colours():
    said = subprocess.run([decoding.PROGRAM, "--icc", "srgb", "--results", "none", "--describe"],
                          capture_output=True, text=True, timeout=250)
    made = subprocess.run([decoding.PROGRAM, "--icc", "srgb", "--results", "none", "--synthetic",
                           "1", "--iterations", "1", "-q"], capture_output=True, text=True, timeout=250)
    return said.returncode == 0 and "lcms2" not in made.stderr


def F11_profiles_are_kept_or_dropped():
    large = WIDE[:128] + WIDE[128:] + np.random.default_rng(1).bytes(200000)
    large = struct.pack(">I", len(large)) + large[4:]
    for profile in (WIDE, large):
        files = {f"{kind}.{kind}": write(photograph(80, 60), icc_profile=profile)
                 for kind, write in WRITERS.items()}
        for options, kept in (((), True), (("--keep", "all"), True), (("--keep", "none"), False),
                              (("--keep", "exif"), False), (("--icc", "strip"), False)):
            for target in WRITERS:
                made, words, said = written(files, "--size", "40x40", "--format", FORMATS[target],
                                            *options)
                for name, picture in made.items():
                    expect(picture.info.get("icc_profile") == (profile if kept else None),
                           f"{name} to {target} {options}")
                expect(said.get("metadata_ignored") == 0, words)
    _, words, said = written(files, "--size", "40x40", "--format", "pnm")
    expect(said.get("metadata_ignored") == len(files) and f"{len(files)} images have metadata" in words, words)


def F11_colours_become_srgb():
    if not has_colours():
        return
    files = {f"{kind}.{kind}": write(photograph(160, 120), icc_profile=WIDE, **options)
             for kind, write, options in (("jpg", jpeg, {"quality": 95, "subsampling": 0}),
                                          ("png", png, {}), ("tif", tiff, {}), ("webp", webp, {}))
             if kind in WRITERS}
    pictures, _ = decode(files, "--icc", "srgb")
    for name, data in files.items():
        expected = to_srgb(data, WIDE)
        apart = distance(pictures[name], expected)
        before = distance(pillow(data), expected)
        print(f"    {name}: dE {apart.mean():.3f} on average, {apart.max():.2f} at most; "
              f"unconverted {before.mean():.2f}, {before.max():.1f}")
        expect(apart.mean() < 0.3 and apart.max() < 1.5 and before.max() > 8, f"{name}: colours")
    made, _, _ = written(files, "--size", "40x40", "--icc", "srgb")
    for name, picture in made.items():
        expect("icc_profile" not in picture.info, f"{name}: has a profile that is not true")


def F11_four_inks_are_converted_whatever_is_asked():
    """But `strip`: they become RGB in any case, and their profile says which."""
    if not has_colours():
        return
    for value in (1, 6):
        files = {f"{kind}.{kind}": write(inks(160, 120), exif=exif(value),
                                         icc_profile=PROFILES["inks"])
                 for kind, write in WRITERS.items() if kind in ("jpg", "tif")}
        for name, data in files.items():
            whole = Image.open(io.BytesIO(data))
            tiff = name == "tif.tif"
            whole = whole if tiff else ImageOps.exif_transpose(whole)
            whole.load()
            by_profile = np.asarray(ImageCms.profileToProfile(
                whole, ImageCms.ImageCmsProfile(io.BytesIO(PROFILES["inks"])),
                ImageCms.createProfile("sRGB"), renderingIntent=1, outputMode="RGB",
                flags=ImageCms.FLAGS["BLACKPOINTCOMPENSATION"])).astype(int)
            for options in ((), ("--icc", "srgb"), ("--keep", "none")):
                made, _ = decode({name: data}, *options)
                expect(distance(made[name], by_profile).max() < 1.5,
                       f"{name} {value} {options}: dE {distance(made[name], by_profile).max()}")
            made, _ = decode({name: data}, "--icc", "strip")
            plain = np.asarray(whole.convert("RGB")).astype(int)
            expect(np.abs(made[name] - plain).max() <= 1 and distance(plain, by_profile).max() > 8,
                   f"{name} {value}: not the plain formula")
        made, words, said = written(files, "--size", "40x40", "--format", "png", "--keep", "all")
        for name, result in made.items():
            expect("icc_profile" not in result.info, f"{name}: has a profile that is not true")
        expect(said.get("metadata_ignored") == 0, words)


def F11_transparency_is_not_converted():
    if not has_colours():
        return
    rgba = photograph(80, 60).convert("RGBA")
    rgba.putalpha(photograph(80, 60, 4).split()[0])
    data = png(rgba, icc_profile=WIDE)
    pictures, _ = decode({"a.png": data}, "--icc", "srgb")
    expect(np.array_equal(pictures["a.png"][..., 3], np.asarray(rgba)[..., 3]), "alpha")
    expect(distance(pictures["a.png"][..., :3], to_srgb(png(rgba.convert("RGB")), WIDE)).max() < 1.5,
           "colours under alpha")


def with_chunks(data, *chunks):
    """Before the first data of a PNG."""
    at = data.index(b"IDAT") - 4
    made = b"".join(struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
                    for t, d in chunks)
    return data[:at] + made + data[at:]


def F11_chunks_of_gamma_and_chromaticity_count():
    if not has_colours():
        return
    adobe = struct.pack(">8I", 31270, 32900, *(int(100000 * v) for p in ADOBE for v in p))
    plain = png(photograph(80, 60))
    chunks = {"both": (WIDE, [(b"gAMA", struct.pack(">I", 45470)), (b"cHRM", adobe)]),
              "linear": (matrix_profile(1.0, ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))),
                         [(b"gAMA", struct.pack(">I", 100000))]),
              "usual": (None, [(b"gAMA", struct.pack(">I", 45455))]),
              "srgb": (None, [(b"sRGB", b"\0"), (b"gAMA", struct.pack(">I", 100000))])}
    files = {name + ".png": with_chunks(plain, *words) for name, (_, words) in chunks.items()}
    pictures, _ = decode(files, "--icc", "srgb")
    made, _, _ = written(files, "--size", "9999x9999", "--no-enlarge", "--filter", "nearest")
    for name, (profile, _) in chunks.items():
        expected = to_srgb(plain, profile) if profile else pillow(plain)
        apart = distance(pictures[name + ".png"], expected).max()
        expect(apart < 1.5, f"{name}: dE {apart}")
        kept = made[name].info.get("icc_profile")
        expect((kept is not None) == (profile is not None), f"{name}: {kept}")
        if kept:
            apart = distance(to_srgb(plain, kept), expected).max()
            expect(apart < 1.5, f"{name}: the profile that is kept is another one by {apart}")


def F11_a_profile_of_other_colours_does_no_harm():
    grey, words = photograph(80, 60).convert("L"), WIDE[:16] + b"CMYK" + WIDE[20:]
    files = {"grey.jpg": jpeg(grey, icc_profile=WIDE), "inks.jpg": jpeg(photograph(80, 60),
                                                                        icc_profile=words),
             "noise.jpg": jpeg(photograph(80, 60), icc_profile=WIDE[:128] + bytes(500))}
    modes = {"grey.jpg": "L"}
    expected = {name: pillow(data, modes.get(name, "RGB")) for name, data in files.items()}
    for options in ((), ("--icc", "srgb"))[:1 + has_colours()]:
        same(files, expected, *options)
        _, words, said = written(files, "--size", "40x40", *options)
        expect(said.get("metadata_ignored") == 3, f"{options}: {words}")


if __name__ == "__main__":
    decoding.PROGRAM = os.path.abspath(sys.argv[1])
    add_formats()
    sys.exit(main(globals()))
