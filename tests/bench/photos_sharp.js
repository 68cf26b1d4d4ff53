// Thumbnails by sharp, for photos.py: SIZE WORKERS draft|full DIRECTORY FILE... .
// $SHARP is where it is installed. Each worker is a job of one thread; nothing is cached.
const path = require("path");
const [size, workers, decoding, target, ...files] = process.argv.slice(2);
process.env.UV_THREADPOOL_SIZE = workers;
const sharp = require(process.env.SHARP);
const [width, height] = size.split("x").map(Number);

sharp.concurrency(1);
sharp.cache(false);

async function work() {
  for (let file; (file = files.pop()); ) {
    const image = sharp(file, { failOn: "warning" });
    const options = { fit: "inside", fastShrinkOnLoad: decoding === "draft" };
    await image.resize(width, height, options).jpeg({ quality: 85 })
      .toFile(path.join(target, path.basename(file)));
  }
}

Promise.all(Array.from({ length: Number(workers) }, work)).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
