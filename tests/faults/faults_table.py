#!/usr/bin/env python3
"""Which test holds which fault, made of the tests' names: the rows of rows.txt, whose numbers are in
names (`check "31: …"`, `exif_14_…`) or which name their tests, and the cases of CASES.md, whose
numbers names begin with (`F24_…`).

usage: faults_table.py [--check]; prints tests/FAULTS.md, or compares it with what is there: a table
that lacks the newest tests is told of, and good enough.
exit code: 0 all is well, 1 a fault without a test or a reason, or one that is not in the table, or
a test that is in the table and not there"""
import collections
import pathlib
import re
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
TABLE = TESTS / "FAULTS.md"
HEAD = """# Faults and their tests

Made of the tests' names by `tests/faults/faults_table.py`, which also compares it with them. A test
that runs for several models, signals or values has a line of its own for each when it runs.
"""
SENTENCE = re.compile(r'check "(\d+(?:(?:, | and )\d+)*): ([^"]*)"')
SHELL = re.compile(r'check "((?:\d+_)+)([a-z][A-Za-z0-9_]*)')
NAME = re.compile(r"\b([a-zA-Z]+)_(\d+)_(\w+)")
UNIT = re.compile(r"(?:cmocka_unit_test|IN_SCRATCH|TEST)\((\w+)")
CASE = re.compile(r"\b([FGH]\d+)_([A-Za-z0-9]\w*)")


def words(name):
    """A name as words; in place of a shell's variables there are dots."""
    text = re.sub(r"\$\{[^}]*\}|\$\w+", "…", name.replace("_", " "))
    return re.sub(r" \([^)]*…[^)]*\)$", "", text).strip(" :,").replace("|", "/")


def sources():
    for path in sorted(TESTS.rglob("*")):
        if path.suffix in (".sh", ".py", ".c") and path.name not in (
                "faults_table.py", "check_cases.sh"):
            yield path, path.read_text(encoding="utf-8")


def named_tests():
    """Of rows and of cases: {number: {file: [names]}}."""
    rows, cases = collections.defaultdict(dict), collections.defaultdict(dict)
    def add(table, number, path, name):
        names = table[number].setdefault(str(path.relative_to(TESTS)), [])
        if name and name not in names:
            names.append(name)
    for path, text in sources():
        for numbers, name in SENTENCE.findall(text):
            for number in re.findall(r"\d+", numbers):
                add(rows, int(number), path, words(name))
        for numbers, name in SHELL.findall(text):
            for number in re.findall(r"\d+", numbers):
                add(rows, int(number), path, words(name))
        for test in UNIT.findall(text):
            found = NAME.fullmatch(test)
            if found and found[1] not in ("F", "G", "H"):
                add(rows, int(found[2]), path, words(f"{found[1]}: {found[3]}"))
        for number, name in CASE.findall(text):
            if number != "H5" or not name[0].isupper(): # HDF5's own
                add(cases, number, path, words(name))
    return rows, cases


def is_there(name, text):
    """A name of C or Python, or a sentence of a shell that begins with its words."""
    return re.search(rf"\b{name}", text) or name.replace("_", " ") in text


def row_table(named):
    faults, lines = [], []
    for line in (TESTS / "faults/rows.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        number, wrong, right, others = (part.strip() for part in line.split("|"))
        tests = {path: list(names) for path, names in named.get(int(number), {}).items()}
        if others.startswith("untested:"):
            lines.append(f"| {number} | {wrong} | {right} | {others} |")
            continue
        for test in others.split():
            path, name = test.split(":")
            if not is_there(name, (TESTS / path).read_text(encoding="utf-8")):
                faults.append(f"row {number}: there is no {name} in {path}")
            tests.setdefault(path, []).append(words(name))
        if not tests:
            faults.append(f"row {number} has no test, and no reason")
        lines.append(f"| {number} | {wrong} | {right} | {cell(tests)} |")
    return faults, lines


def cell(tests):
    return "; ".join(f"`{path}`: " + ", ".join(names) for path, names in sorted(tests.items()))


def case_table(named):
    """The cases of CASES.md, of which check_cases.sh sees that each has its tests."""
    lines = []
    for line in (TESTS / "cases/CASES.md").read_text(encoding="utf-8").splitlines():
        if not re.match(r"\| [FGH]\d", line):
            continue
        case, wrong = (part.strip() for part in line.split("|")[1:3])
        tests = collections.defaultdict(list)
        for number in case.split():
            for path, names in named.get(number, {}).items():
                tests[path] += names
        lines.append(f"| {case} | {wrong} | {cell(tests)} |")
    return lines


def parts(text):
    """What a table says: of each fault the names of its tests, wherever they are."""
    said = {}
    for line in text.splitlines():
        fields = [field.strip() for field in line.split("|")]
        if re.match(r"\| ([FGH]?\d)", line):
            said[fields[1]] = {name for names in re.findall(r"`[^`]+`: (.*?)(?=; `|$)", fields[-2])
                               for name in names.split(", ")}
    return said


def compare(text):
    """Yields what the table that is there has, and tests have not, or lacks of faults."""
    there, made = parts(TABLE.read_text(encoding="utf-8")), parts(text)
    for fault in made.keys() ^ there.keys():
        yield f"{fault} is not both in tests/FAULTS.md and in its lists"
    for fault in made.keys() & there.keys():
        for name in sorted(there[fault] - made[fault]):
            yield f"{fault} has no test \"{name}\" any more"


def main(arguments):
    rows, cases = named_tests()
    faults, lines = row_table(rows)
    text = "\n".join([HEAD, "| row | what goes wrong | what is right | tests |", "|---|---|---|---|",
                      *lines, "", "## Cases", "", "From `tests/cases/CASES.md`, which says more.", "",
                      "| case | what goes wrong | tests |", "|---|---|---|",
                      *case_table(cases), ""])
    if "--check" not in arguments:
        sys.stdout.write(text)
    elif TABLE.read_text(encoding="utf-8") != text:
        faults += compare(text)
        print("faults_table: tests/FAULTS.md is not the newest: faults_table.py >tests/FAULTS.md")
    for fault in faults:
        print(f"faults_table: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
