#!/usr/bin/env python3
"""Resizes images under the model of Python's that this file's name says: resize_python-threads."""
import os
import sys

# Where modules and library are, whatever the link is called that started this.
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

from parallax_python import run  # noqa: E402

if __name__ == "__main__":
    sys.exit(run.main(os.path.basename(sys.argv[0]), sys.argv))
