"""`concurrent.futures`: its two executors, a task an image."""
import concurrent.futures
import contextlib
import itertools
import multiprocessing
import multiprocessing.connection
import os
import threading
import time
from concurrent.futures.process import BrokenProcessPool

from parallax_python import library, pool, run


class _Executor:
    """What the two have in common: no more tasks are submitted than keep all workers busy."""

    def __init__(self):
        self.lib = library.released
        self.iteration = 0

    def iterate(self):
        """One iteration."""
        self.iteration += 1
        self.lib.clock_start()
        self.do_units()
        self.lib.clock_stop()

    def do_units(self):
        """All of them."""
        units = iter(() if self.lib.stopped() else range(self.lib.units()))
        pending = {self.submit(unit) for unit in itertools.islice(units, 2 * self.lib.workers())}
        while pending:
            done, pending = concurrent.futures.wait(
                pending, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                self.take(future.result())
            if not self.lib.stopped():
                pending |= {self.submit(unit) for unit in itertools.islice(units, len(done))}

    def leave(self):
        """Ends the workers."""
        self.executor.shutdown()

    def free(self):
        """There is nothing that outlives them."""


class Threads(_Executor):
    """A ThreadPoolExecutor. Its threads are numbered as they come."""

    def __init__(self):
        super().__init__()
        self.numbers = itertools.count()
        self.self = threading.local()
        self.executor = concurrent.futures.ThreadPoolExecutor(self.lib.workers(),
                                                              initializer=self.begin)

    def begin(self):
        """A thread's first words."""
        self.self.number = next(self.numbers)
        self.self.iteration = 0

    def do_unit(self, unit):
        """A task."""
        if self.self.iteration != self.iteration:
            self.self.iteration = self.iteration
            self.lib.worker_begin(self.self.number)
        run.do_unit(self.lib, self.self.number, unit)
        self.lib.worker_end(self.self.number)

    def submit(self, unit):
        """The future of a unit."""
        return self.executor.submit(self.do_unit, unit)

    def take(self, result):
        """It stays where it was made."""

    def kill(self):
        """As soon as the units in hand are done."""
        self.lib.stop()
        self.executor.shutdown(cancel_futures=True)


_child = {"iteration": 0, "units": 0}


def _begin_child(name, words):
    if pool.open_child(name, words) != library.GO:
        raise RuntimeError("a child could not prepare its work")


def _do(iteration, unit, source, data, waited):
    lib = library.released
    if _child["iteration"] != iteration:
        _child.update(iteration=iteration, units=0)
        pool.begin(lib)
        lib.clock_start()
    lib.enter(0, library.COMM)
    result = pool.compute(lib, unit, source, None, data, waited)
    lib.enter(0, library.WAIT)
    _child["units"] += 1
    return os.getpid(), result, _child["units"], pool.report(lib)


class Pool(_Executor):
    """A ProcessPoolExecutor. Its children are ranks in the order in which they were made."""

    def __init__(self, model, arguments):
        super().__init__()
        words = pool.child_arguments(arguments, self.lib)
        with pool.held_back():
            self.executor = concurrent.futures.ProcessPoolExecutor(
                self.lib.workers(), multiprocessing.get_context(model.start), _begin_child,
                (model.name, words))
            first = self.executor.submit(os.getpid)  # which starts all of them
        # Those that have died since, too, of which active_children() knows no more.
        made = self.executor._processes  # pylint: disable=protected-access
        self.children = sorted(made.values(), key=lambda child: child.pid)
        self.ranks = {child.pid: rank for rank, child in enumerate(self.children)}
        self.died, self.leaving = [], False
        threading.Thread(target=self._watch, daemon=True, args=(
            self.executor._result_queue._writer,)).start()  # pylint: disable=protected-access
        for child, rank in self.ranks.items():
            self.lib.bind(rank, child)
        self.reports = {}
        try:
            first.result()
        except BrokenProcessPool:
            died = self.dead()
            Pool.kill(self)  # who derives from it has nothing more to end yet
            raise died from None

    def _watch(self, writer):
        """Waits until a child ends. From one that was killed while it sent a result, the executor
        would wait for the rest of it for ever: all others, and we, could still write it."""
        made = {child.sentinel: child for child in self.children}
        ended = [made[sentinel] for sentinel in multiprocessing.connection.wait(made)]
        if self.leaving:
            return
        self.died = ended
        for child in self.children:
            if child not in ended:
                child.kill()
        writer.close()

    def submit(self, unit, data=None, waited=False):
        """The future of a unit, whose bytes are here, or are the child's business, as is the delay of
        their source unless it has gone by."""
        return self.executor.submit(_do, self.iteration, unit,
                                    pool.source_of(self.lib, unit, None), data, waited)

    def take(self, result):
        """A result, and what its child had done by then: results come in any order."""
        child, made, units, report = result
        rank = self.ranks[child]
        pool.take_result(self.lib, rank, made, None)
        self.reports[rank] = max(self.reports.get(rank, (0, b"")), (units, report))

    def dead(self):
        """Who died. The executor sends SIGTERM to the others, who leave that to the parent."""
        for _ in range(100):
            for child in self.died:
                if child.exitcode:  # the others are told to leave, with 0
                    return run.WorkerDied.of(self.ranks[child.pid], child)
            time.sleep(0.01)
        return run.WorkerDied("a process was lost")

    def iterate(self):
        """One iteration."""
        self.reports = {}
        try:
            super().iterate()
        except BrokenProcessPool:
            raise self.dead() from None
        for rank, (_, report) in self.reports.items():
            self.lib.report_take(rank, report)

    def leave(self):
        """Ends the children."""
        self.leaving = True
        super().leave()

    def kill(self):
        """Whatever they do."""
        self.leaving = True
        for child in self.children:
            child.kill()
        # A thread of the executor's may be writing to them, and would wait for ever: before Python
        # 3.12 nobody but us closes the other end (CPython's issue 94777).
        queue = getattr(self.executor, "_call_queue", None)
        if queue:
            with contextlib.suppress(OSError):  # the executor's thread may be closing it just now
                queue._reader.close()  # pylint: disable=protected-access
        self.executor.shutdown(cancel_futures=True)


def Workers(model, arguments):  # pylint: disable=invalid-name
    """The model's executor."""
    return Pool(model, arguments) if model.processes else Threads()
