"""What people read fits their terminal: check_widths.py PARALLAX PROGRAM DATA DEADLOCK OVERHEAD
All verbs and a program's help and summary, in pseudo-terminals of several widths."""
import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata

parallax, program, data, deadlock, overhead = sys.argv[1:]
plain = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
wrong = 0


def say(words):
    global wrong
    print("FAILED:", words)
    wrong += 1


def in_terminal(command, columns, more={}):
    """All that the command writes to a terminal of so many columns; 0: of unknown ones."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env={**plain, **more})
    os.close(theirs)
    text = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the last has closed it
            part = b""
        if not part:
            break
        text += part
    os.close(ours)
    child.wait()
    text = text.decode().replace("\r\n", "\n")
    return text.replace("\r\x1b[K", "\n")  # each progress bar is a line


def width_of(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


def check_fits(command, columns):
    text = in_terminal(command, columns)
    if len(text) < 40:
        say(f"{command} says only {text!r}")
    for line in text.split("\n"):
        is_word = " " not in line.strip()  # a path stays whole
        if width_of(line) > (columns or 80) and not is_word:
            say(f"{columns} columns, {' '.join(command)}: {line}")


verbs = [["table"], ["fit"], ["pop"], ["roofline"], ["advise"], ["show"], ["claims"], ["check"],
         ["metg"], ["crossover", "--over", "images"], ["diff", data], ["table", "--verdict-only"]]
commands = [[parallax, *verb, data] for verb in verbs]
commands += [[parallax, verb, "--help"] for verb in ("sweep", "quickstart", "list", "status")]
commands += [[parallax, "--help"], [parallax, "table", "--help"], [program, "--help"],
             [program, "--synthetic", "2", "--source-size", "64x48", "--iterations", "2",
              "--results", "none"]]
for command in commands:
    for columns in 97, 80, 50:
        check_fits(command, columns)
check_fits([parallax, "table", data], 0)
plain["PARALLAX_MPIRUN"] = "/no/such/mpirun"  # what cannot be measured says why, at once
for probe in [deadlock, "--silence", "0.2"], [overhead, "--workers", "2", "--seconds", "0.01"]:
    for columns in 40, 60:
        check_fits([*probe, "--results", "none"], columns)

table = in_terminal([parallax, "table", data], 80)
if "no room for R, images/s, Mpixel/s, e" not in table or "--csv and --json have" not in table:
    say("80 columns: the table does not say what it leaves out")
if "no room for" in in_terminal([parallax, "table", data], 200):
    say("200 columns: something is left out")
piped = subprocess.run([parallax, "table", data], stdout=subprocess.PIPE, env=plain, text=True)
if "no room for" in piped.stdout or max(map(width_of, piped.stdout.split("\n"))) <= 80:
    say("what is no terminal does not get all")
asked = subprocess.run([parallax, "table", data], stdout=subprocess.PIPE, text=True,
                       env={**plain, "COLUMNS": "70"})
if asked.stdout != piped.stdout:
    say("COLUMNS is heeded in a pipe")
asked = in_terminal([parallax, "table", data], 200, {"COLUMNS": "70"})
if max(map(width_of, asked.split("\n"))) > 70:
    say("COLUMNS is not heeded on a terminal")
results = os.path.join(tempfile.mkdtemp(), "a place with blanks in its name and long enough to fold")
summary = in_terminal([program, "--synthetic", "2", "--source-size", "64x48", "--iterations", "2",
                       "--results", results], 50)
if f"\nresults: {results}/" not in summary:
    say(f"a path is broken: {summary}")
shutil.rmtree(os.path.dirname(results))
print(f"{len(commands)} commands, {wrong} failed")
sys.exit(wrong > 0)
