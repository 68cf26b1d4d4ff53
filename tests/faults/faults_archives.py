#!/usr/bin/env python3
"""What shards hold, by Python's own readers.

usage: faults_archives.py compare|within SHARDS FILES
compare: the shards hold all files below FILES, and nothing else; within: some of them, whole.
"""
import os
import sys
import tarfile


def members_of_tar(path, found):
    with tarfile.open(path, errors="surrogateescape") as archive:
        for member in archive:
            name = os.fsencode(member.name)
            if name in found:
                sys.exit(f"{name!r} is there twice")
            found[name] = archive.extractfile(member).read()


def members(directory):
    found = {}
    for name in sorted(os.listdir(directory)):
        if name.endswith(".tar"):
            members_of_tar(os.path.join(directory, name), found)
    return found


def files(directory):
    found = {}
    for parent, below, names in os.walk(os.fsencode(directory)):
        below[:] = [name for name in below if name != b".parallax"]  # the journal
        for name in names:
            path = os.path.join(parent, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, os.fsencode(directory))] = file.read()
    return found


def main():
    verb, shards, directory = sys.argv[1:]
    stored, wanted = members(shards), files(directory)
    if not stored:
        sys.exit("there are no members")
    for name, data in stored.items():
        if wanted.get(name) != data:
            sys.exit(f"{name!r} is {'another one' if name in wanted else 'not among the files'}")
    if verb == "compare" and len(stored) != len(wanted):
        sys.exit(f"{len(stored)} members, {len(wanted)} files: {set(wanted) - set(stored)}")


main()
