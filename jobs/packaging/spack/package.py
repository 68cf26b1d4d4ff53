# A recipe for Spack: copy it to packages/parallax/package.py of a repository of yours
# (`spack repo create`). Its syntax was checked; it was not built with Spack.
from spack.package import *


class Parallax(CMakePackage):
    """Image kernels under threads, processes and both: measured, compared, and used to resize and
    filter collections of images."""

    homepage = "file:share/doc/parallax"  # where it is published sets its own
    url = "file:///path/to/parallax-0.2.0.tar.gz"

    license("BSD-3-Clause")

    # The hash is that of the tarball that `cmake --build DIR --target package_source` made:
    # spack checksum file:///path/to/parallax-0.2.0.tar.gz
    version("0.2.0")

    variant("mpi", default=True, description="Programs of models with MPI ranks")
    variant("openmp", default=True, description="Programs of models with OpenMP threads")
    variant("analysis", default=True, description="The parallax program (GSL, which is GPL)")
    variant("curl", default=True, description="URLs as inputs")
    variant("archive", default=True, description="Compressed archives as inputs")
    variant("formats", default=True, description="TIFF and WebP, conversion of colours")
    variant("python", default=True, description="Models in Python")

    depends_on("c", type="build")
    depends_on("cmake@3.20:", type="build")
    depends_on("pkgconfig", type="build")
    depends_on("hdf5@1.10:~mpi")
    depends_on("xxhash")
    depends_on("libjpeg-turbo")
    depends_on("libpng")
    depends_on("zlib-api")
    depends_on("jansson")
    depends_on("mpi@3.1:", when="+mpi")
    depends_on("gsl", when="+analysis")
    depends_on("gnuplot+cairo", type="run", when="+analysis")
    depends_on("curl@7.85:", when="+curl")
    depends_on("libmicrohttpd@0.9.71:", when="+curl")  # claims --run serves its downloads itself
    depends_on("libarchive", when="+archive")
    depends_on("libtiff@4.5:", when="+formats")
    depends_on("libwebp", when="+formats")
    depends_on("lcms", when="+formats")
    depends_on("python@3.9:", type="run", when="+python")

    def cmake_args(self):
        chosen = [
            self.define_from_variant("PARALLAX_MPI", "mpi"),
            self.define_from_variant("PARALLAX_OPENMP", "openmp"),
            self.define_from_variant("PARALLAX_ANALYSIS", "analysis"),
            self.define_from_variant("PARALLAX_CURL", "curl"),
            self.define_from_variant("PARALLAX_ARCHIVE", "archive"),
            self.define_from_variant("PARALLAX_PYTHON_MODELS", "python"),
            self.define("PARALLAX_TESTS", False),
        ]
        for part in ("TIFF", "WEBP", "LCMS"):
            chosen.append(self.define_from_variant(f"PARALLAX_{part}", "formats"))
        return chosen

    @run_after("install")
    @on_package_attributes(run_tests=True)
    def check_kernels(self):
        Executable(self.prefix.bin.check_kernel)("--quick")
