"""Thumbnails by Pillow, for photos.py: SIZE WORKERS draft|full DIRECTORY FILE... ."""
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from PIL import Image


def main(size, workers, decoding, target, *files):
    width, height = map(int, size.split("x"))

    def shrink(path):
        with Image.open(path) as image:
            if decoding == "full":
                scale = min(width / image.width, height / image.height)
                shape = [max(1, round(side * scale)) for side in image.size]
                result = image.resize(shape, Image.Resampling.LANCZOS)
            else:  # as people call it: in draft mode, twice as large as asked at least
                image.thumbnail((width, height), Image.Resampling.LANCZOS)
                result = image
            result.save(os.path.join(target, os.path.basename(path)), quality=85)

    with ThreadPoolExecutor(int(workers)) as pool:
        list(pool.map(shrink, files))


if __name__ == "__main__":
    main(*sys.argv[1:])
