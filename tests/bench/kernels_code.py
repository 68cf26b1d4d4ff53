"""Which functions of two builds of the kernels have the same machine code.

kernels_code.py BASE CHANGE, two archives. Compared are the instructions of each function of each file
and instruction set, with branches by the number of the instruction that they lead to, other
functions by name, and constants by their bytes. Padding and addresses do not count: where functions
come to lie is the linker's choice. What has the same code needs no timing, nor has what reads the
same fields at other offsets of a structure that has grown ("OFFSETS")."""
import collections
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile

TARGET = re.compile(r"\b([0-9a-f]+) (<[^>]*>)")
PADDING = re.compile(r"(data16 |cs )*(nop|xchg\s+%ax,%ax)")
RELOCATION = re.compile(r"\t[0-9a-f]+: (R_\w+)\t([^\s+-]+)([+-]0x[0-9a-f]+)?$")
WIDTHS = {"b": 1, "w": 2, "d": 4, "s": 4, "q": 8, "i": 32, "f": 32}  # of what a broadcast reads
VARIANTS = ("avx2", "avx512", "neon")


def tool(*command, folder=None):
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout


def constants_of(path):
    """The bytes of each section of read-only data, and the symbols in them: section and offset."""
    data, section = collections.defaultdict(bytearray), ""
    for line in tool("objdump", "-s", path).splitlines():
        if line.startswith("Contents of section "):
            section = line.split()[3].rstrip(":")
        elif section.startswith(".rodata") and line.startswith(" "):
            words = line[1:].split("  ")[0].partition(" ")[2]
            data[section] += bytes.fromhex(words.replace(" ", ""))
    places = {}
    for line in tool("objdump", "-t", path).splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[-3].startswith(".rodata"):
            places[fields[-1]] = (fields[-3], int(fields[0], 16))
    return data, places


def meaning(instruction, match, data, places):
    """What a relocation refers to: the bytes of a constant, or a name and an offset."""
    kind, name, offset = match[1], match[2], int(match[3] or "0", 16)
    if "PC32" in kind or "PLT32" in kind:
        offset += 4
    section, start = places.get(name, (name, 0))
    if not section.startswith(".rodata"):
        return f" {name}{offset:+d}"
    pool, element = re.search(r"cst(\d+)$", section), re.match(r"vp?broadcast(\w)", instruction)
    width = WIDTHS[element[1]] if element else int(pool[1]) if pool else 64
    begin = start + offset
    return " " + hashlib.sha256(data[section][begin:begin + width]).hexdigest()


def functions_of(path):
    """Of each function of an object its instructions."""
    data, places = constants_of(path)
    found, name = collections.defaultdict(list), None
    for line in tool("objdump", "-drw", "--no-show-raw-insn", path).splitlines():
        heading = re.match(r"[0-9a-f]+ <(.+)>:$", line)
        if heading:
            name = heading[1]
        elif name and re.match(r"\s+[0-9a-f]+:\t", line):
            place, text = line.strip().split(":\t", 1)
            text = re.sub(r"\s+# [0-9a-f]+ <[^>]*>", "", text)
            relocated = RELOCATION.search(text)
            if relocated:  # the linker fills in the number that is there
                text = TARGET.sub("", text[:relocated.start()]) + meaning(
                    text, relocated, data, places)
            found[name].append((int(place, 16), text.rstrip()))
    return {name: numbered(lines) for name, lines in found.items()}


def numbered(lines):
    """Instructions without padding, branches by the number of the instruction that is their aim."""
    number, count = {}, 0
    for place, text in lines:
        number[place] = count
        count += not PADDING.match(text)
    return [TARGET.sub(lambda m: f"#{number.get(int(m[1], 16), m[2])}", text)
            for _, text in lines if not PADDING.match(text)]


def shape(code):
    """Instructions without the offsets of what they read and write."""
    return [re.sub(r"-?0x[0-9a-f]+\(|\(", "(", instruction) for instruction in code]


def archive(path):
    """All functions by (file, instruction set, name)."""
    path, found, seen = pathlib.Path(path).resolve(), {}, collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for member in tool("ar", "t", path).split():
            seen[member] += 1  # files that are compiled more than once have the same name
            tool("ar", "xN", str(seen[member]), path, member, folder=folder)
            functions = functions_of(pathlib.Path(folder) / member)
            variants = [v for v in VARIANTS if any(n.endswith("_" + v) for n in functions)]
            variant = variants[0] if len(variants) == 1 else "c"
            for name, code in functions.items():
                found[member.removesuffix(".o").removesuffix(".c"), variant, name] = code
    return found


def main():
    base, change = archive(sys.argv[1]), archive(sys.argv[2])
    verdicts = collections.defaultdict(lambda: collections.defaultdict(list))
    for key in sorted(base.keys() | change.keys()):
        file, variant, name = key
        if key in base and key in change:
            verdict = ("same" if base[key] == change[key] else
                       "OFFSETS" if shape(base[key]) == shape(change[key]) else "DIFFERS")
        else:
            verdict = "new" if key in change else "gone"
        verdicts[file, variant][verdict].append(name)
    for (file, variant), found in verdicts.items():
        listed = (f"{verdict}: {' '.join(names)}" for verdict, names in found.items())
        print(f"{file:24} {variant:7} {'; '.join(listed)}")


if __name__ == "__main__":
    main()
