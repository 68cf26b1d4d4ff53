"""One run: what main() is in the C programs."""
import ctypes
import errno
import multiprocessing
import os
import platform
import signal
import sys
import time

from parallax_python import http_blocking, http_protocol, library, models

EXIT_BUG = 70
EXIT_CONFIG = 78
STOP_CHILD = signal.SIGUSR2  # what the parent tells its children


class WorkerDied(Exception):
    """A process that the run needs has ended."""

    @staticmethod
    def of(rank, process):
        """What is known of a process that has ended before its time."""
        process.join(1)  # it may have closed its pipe, and be about to end
        process.kill()
        process.join()
        code = process.exitcode
        how = (f"was ended by signal {-code} ({signal.strsignal(-code)})" if code < 0 else
               f"left before the end, code {code}")
        return WorkerDied(f"rank {rank} (process {process.pid}) {how}")


class Refused(Exception):
    """What a model cannot do here: an exit code, a sentence."""


_kept = []  # what the library keeps addresses of


def open_run(model, arguments, child=False):
    """library.GO, or the exit code of a program that has no more to do."""
    encoded = [argument.encode("utf-8", "surrogateescape") for argument in arguments]
    argv = (ctypes.c_char_p * (len(encoded) + 1))(*encoded, None)
    version = f"{platform.python_implementation()} {platform.python_version()}".encode()
    described = library.Model(
        model.name.encode(), model.summary.encode(), version, model.processes, model.threads,
        model.call_rows, model.start and model.start.encode(),
        model.transfer and model.transfer.encode(), model.plain,
        model.foreign and model.foreign.encode(), model.in_flight,
        model.lock and model.lock.encode(), sys.getswitchinterval())
    _kept.extend([argv, described])
    return library.held.open(ctypes.byref(described), child, len(encoded), argv)


def _read_file(lib, worker, path):
    try:
        with open(path, "rb", buffering=0) as file:
            return file.readall()
    except OSError as error:
        lib.unit_fail(worker, errno.errorcode.get(error.errno, "EIO").encode(),
                      f"cannot open it: {error.strerror}".encode())
        return None


def _download(lib, worker, unit, asked):
    try:
        return http_blocking.download(lib, worker, unit, asked)
    except http_protocol.Failed as failed:
        lib.unit_fail(worker, *failed.args)
        return None


def read(lib, worker, unit):
    """A unit's file, or what a server has; None: it cannot be read, and the unit is over. Python
    gives up its lock while it waits."""
    asked = library.Download()
    if lib.download(unit, ctypes.byref(asked)):
        return _download(lib, worker, unit, asked)
    return _read_file(lib, worker, lib.path(unit))


def wait(lib, worker):
    """As --source-delay says, but not when the run is to stop. Others have the lock meanwhile."""
    lib.enter(worker, library.READ)
    until = time.monotonic() + lib.delay()
    while (left := until - time.monotonic()) > 0 and not lib.stopped():
        time.sleep(min(left, 0.1))


def load(lib, worker, unit, waited=False):
    """Reads what is in a file. The rows to compute; less than 0: the unit failed, and is over."""
    if lib.delay() > 0 and not waited:
        wait(lib, worker)
    data = read(lib, worker, unit) if lib.path(unit) else None
    if data is None and lib.path(unit):
        return -1
    return lib.unit_load(worker, data, len(data or b""))


def do_rows(lib, worker, rows):
    """The kernel, in bands: between two calls Python runs, and may give its lock to others."""
    band = lib.call_rows() or rows
    for begin in range(0, rows, band):
        lib.unit_rows(worker, begin, min(begin + band, rows))


def do_unit(lib, worker, unit, waited=False):
    """All of a unit, which may have been waited for. False: no more units are to be begun."""
    if lib.unit_begin(worker, unit) < 0:
        return False
    rows = load(lib, worker, unit, waited)
    if rows >= 0:
        do_rows(lib, worker, rows)
        lib.unit_end(worker)
    return True


def _catch_signals():
    """The first lets every worker finish the image in hand; another one ends the process."""
    def stop(number, _frame):
        library.held.stop()
        for child in multiprocessing.active_children():
            os.kill(child.pid, STOP_CHILD)
        signal.signal(number, signal.SIG_DFL)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1):
        signal.signal(number, stop)


def kill_children():
    """Whatever they do: they leave signals to their parent."""
    for child in multiprocessing.active_children():
        child.kill()
        child.join()


def _start(model, arguments):
    try:
        return model.workers(model, arguments)
    except OSError as error:
        if not model.processes:
            raise
        raise Refused(EXIT_CONFIG, f"{library.held.workers()} processes cannot be made: "
                      f"{error.strerror}; fewer --ranks may do") from None


def _measure(model, arguments):
    workers = None
    try:
        workers = _start(model, arguments)
        while True:
            library.held.prepare()
            workers.iterate()
            if not library.held.conclude():
                break
        workers.leave()
        code = library.held.close()
        workers.free()
        return code
    except BaseException:
        if workers:
            workers.kill()
        else:
            kill_children()  # those that were made before it went wrong
        library.held.abandon()
        if workers:
            workers.free()
        raise


def main(program, arguments):
    """The exit code of the program that is called so."""
    name = program.partition("_")[2]
    model = models.MODELS.get(name)
    if not model:
        print(f"{program}: start it by the name of one of its links: resize_" +
              ", resize_".join(models.MODELS), file=sys.stderr)
        return 64
    if model.missing():
        print(f"{program}: {model.missing()}", file=sys.stderr)
        return EXIT_CONFIG
    code = open_run(model, arguments)
    if code != library.GO:
        return code
    _catch_signals()
    try:
        return _measure(model, arguments)
    except WorkerDied as died:
        print(f"{program}: the job ends: {died}", file=sys.stderr)
        return EXIT_BUG
    except Refused as refused:
        code, sentence = refused.args
        print(f"{program}: {sentence}", file=sys.stderr)
        return code
