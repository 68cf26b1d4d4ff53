#!/usr/bin/env python3
"""What shards hold, by Python's own readers.

usage: faults_archives.py compare|within SHARDS FILES
compare: the shards hold all files below FILES, and nothing else; within: some of them, whole.
"""
import io
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


def members_of_hdf5(path, found):
    """Images, each with the size that its row tells; of one shard, or of all that a file leads to."""
    import h5py
    from PIL import Image
    with h5py.File(path, "r") as file:
        for group in [file] if "index" in file else file.values():
            stored = group["bytes"]
            for row in group["index"][:]:
                begin, end = int(row["offset"]), int(row["offset"]) + int(row["size"])
                data = stored[begin:end].tobytes()
                if row["name"] in found:
                    sys.exit(f"{row['name']!r} is there twice")
                if row["width"] and Image.open(io.BytesIO(data)).size != (
                        row["width"], row["height"]):
                    sys.exit(f"{row['name']!r} has another size")
                found[bytes(row["name"])] = data


def members(directory):
    found = {}
    together = os.path.join(directory, "shards.h5")
    if os.path.exists(together):
        members_of_hdf5(together, found)
    for name in sorted(os.listdir(directory)):
        if name.endswith(".tar"):
            members_of_tar(os.path.join(directory, name), found)
        elif name.startswith("shard-") and not os.path.exists(together):
            members_of_hdf5(os.path.join(directory, name), found)
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
