#!/usr/bin/env python3
"""Makes the archives that faults_inputs.sh needs.

faults_tar.py kinds DIR TARGET    ustar.tar, gnu.tar, pax.tar, packed.tar.gz, packed.tar.xz in TARGET,
                                  each with the images of DIR, in the order of their names
faults_tar.py hostile FILE        members that lead outside, links, devices, a sparse file, one image
faults_tar.py twice FILE          one name twice
faults_tar.py many FILE N         N members of one small image
faults_tar.py damage FILE NUMBER  a header of a member, counted from 0, gets another byte
faults_tar.py cut FILE SIZE       only its first bytes"""
import io
import os
import sys
import tarfile


def pixmap(value=7):
    return b"P6\n4 4\n255\n" + bytes([value]) * 48


def add(archive, name, data, **fields):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for field, value in fields.items():
        setattr(member, field, value)
    archive.addfile(member, io.BytesIO(data))


def kinds(directory, target):
    os.makedirs(target)
    for name, mode, form in (("ustar.tar", "w", tarfile.USTAR_FORMAT),
                             ("gnu.tar", "w", tarfile.GNU_FORMAT),
                             ("pax.tar", "w", tarfile.PAX_FORMAT),
                             ("packed.tar.gz", "w:gz", tarfile.GNU_FORMAT),
                             ("packed.tar.xz", "w:xz", tarfile.PAX_FORMAT)):
        with tarfile.open(os.path.join(target, name), mode, format=form) as archive:
            for root, directories, files in sorted(os.walk(directory)):
                for file in sorted(files):
                    path = os.path.join(root, file)
                    archive.add(path, os.path.relpath(path, directory))


def hostile(path):
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for name in ("../up.ppm", "a/../../b.ppm", "/tmp/abs.ppm"):
            add(archive, name, pixmap())
        add(archive, "soft.ppm", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd")
        add(archive, "hard.ppm", b"", type=tarfile.LNKTYPE, linkname="good.ppm")
        add(archive, "null.ppm", b"", type=tarfile.CHRTYPE)
        add(archive, "fifo.ppm", b"", type=tarfile.FIFOTYPE)
        add(archive, "holes.ppm", pixmap(), pax_headers={"GNU.sparse.major": "1"})
        add(archive, "note.json", b"{}")
        add(archive, "._good.ppm", b"a Macintosh was here")
        add(archive, "./dir/new\nline-\xe9.ppm", pixmap(8))
        add(archive, "x" * 120 + "/" + "y" * 180 + ".ppm", pixmap(9))


def twice(path):
    with tarfile.open(path, "w") as archive:
        for value in (1, 2, 3):
            add(archive, "a.ppm", pixmap(value))


def many(path, count):
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as archive:
        for i in range(int(count)):
            add(archive, f"{i // 1000:03}/{i:06}.ppm", pixmap(i % 256))


def damage(path, number):
    with tarfile.open(path) as archive:
        at = archive.getmembers()[int(number)].offset
    with open(path, "r+b") as file:
        file.seek(at + 100)
        file.write(b"\xff")


def cut(path, size):
    os.truncate(path, int(size))


VERBS = {"kinds": kinds, "hostile": hostile, "twice": twice, "many": many, "damage": damage,
         "cut": cut}

if __name__ == "__main__":
    VERBS[sys.argv[1]](*sys.argv[2:])
