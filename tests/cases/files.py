"""Files for tests of formats, and what is asked of damaged ones."""
import io
import json
import subprocess
import tempfile

import decoding
from decoding import Image, decode, expect

ENDINGS = {"tiff": "tif", "jpeg": "jpg"}
CODES = ("corrupt", "truncated", "unsupported", "too-large", "memory", "unknown-format")


def saved(picture, kind, **options):
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def rounded(array, maximum):
    """255 v / maximum, to the nearest."""
    return (255 * array.astype(int) + maximum // 2) // maximum


def flipped(data, step):
    """The file with one byte other, at every `step`th."""
    for at in range(8, len(data), step):
        yield at, data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1:]


def expect_damage_told(files, *options):
    """None of them ends the program; those that fail say why by one of the known codes."""
    pictures, failed = decode(files, *options)
    for name, said in failed.items():
        expect(said.startswith(CODES), f"{name}: {said}")
    return pictures, failed


def written(picture, extension, *options, name=None):
    """A picture as the program writes it, decoded by Pillow. name: of the output, if not of the
    format's own kind."""
    made_name = name or "x." + ENDINGS.get(extension, extension)
    with tempfile.TemporaryDirectory() as place:
        source = f"{place}/{name or 'x.png'}"
        picture.save(source, "PNG")
        form = [] if name else ["--format", extension]
        subprocess.run([decoding.PROGRAM, "-q", "--results", "none", "--size", "9999x9999",
                        "--no-enlarge", "--filter", "nearest", *form, "--output", place + "/out",
                        *options, source], check=True, timeout=250)
        made = Image.open(f"{place}/out/{made_name}")
        made.load()
        return made


def summary(name, data):
    """What the program says of a file, as an object."""
    with tempfile.TemporaryDirectory() as place:
        with open(f"{place}/{name}", "wb") as file:
            file.write(data)
        return json.loads(subprocess.run(
            [decoding.PROGRAM, "--json", "--results", "none", "--size", "9x9", "--output",
             place + "/out", f"{place}/{name}"], check=True, capture_output=True,
            timeout=250).stdout)


def built(functions):
    """But for the checks of formats that this program does not know."""
    text = subprocess.run([decoding.PROGRAM, "--help"], capture_output=True, text=True,
                          check=True).stdout
    missing = [name for name in ("tiff", "webp") if f"|{name}" not in text]
    print("SKIPPED: " + ", ".join(missing) if missing else "all formats are built")
    return {name: function for name, function in functions.items()
            if not name.startswith(tuple("check_" + name for name in missing) or ("-",))}
