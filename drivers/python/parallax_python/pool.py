"""Processes: `multiprocessing`, a pipe to each child, images pickled or in `shared_memory`.

The parent hands out units and takes results; children compute. A child that has its image sends
the result, and gets the next unit. One that dies ends the run.
"""
import contextlib
import ctypes
import multiprocessing
import selectors
import signal
from multiprocessing import resource_tracker

from parallax_python import http_protocol, library, models, run, shared


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, run.STOP_CHILD)


@contextlib.contextmanager
def held_back():
    """While children are made, signals wait."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def child_arguments(arguments, lib):
    """The same work, shared by so many; nothing is said or recorded."""
    return [arguments[0], f"--ranks={lib.workers()}", "--results=none", "--verify=none", "--quiet",
            *arguments[1:]]


def give(lib, unit, source, memory):
    """What a child needs of the next unit: its image, in shared memory or from the parent, unless
    it is a file; where its result goes, unless that goes to the parent."""
    view, target = None, None
    if source:
        shape, pixels = source
        view = library.View(memory.address(pixels) if memory else address_of(pixels), *shape)
    if memory:
        target = memory.address(memory.place_of(unit))
    lib.give(view and ctypes.byref(view), target)


def address_of(pixels):
    """Of bytes that somebody keeps."""
    return ctypes.cast(pixels, ctypes.c_void_p).value


def compute(lib, unit, source, memory, data=None, waited=False):
    """A unit in a child, of what the parent has downloaded or else reads itself: (unit, hash, shape,
    pixels or their place), or (unit, (stage, code, message))."""
    give(lib, unit, source, memory)
    seen, made = library.View(), library.View()
    if lib.unit_begin(0, unit) < 0:
        return unit, (b"read", *http_protocol.Stopped().args)
    rows = lib.unit_load(0, data, len(data)) if data is not None else run.load(
        lib, 0, unit, waited)
    if rows < 0:
        texts = [ctypes.c_char_p() for _ in range(3)]
        lib.failure(*map(ctypes.byref, texts))
        return unit, tuple(text.value for text in texts)
    run.do_rows(lib, 0, rows)
    lib.unit_views(0, ctypes.byref(seen), ctypes.byref(made))
    lib.unit_end(0)
    lib.enter(0, library.COMM)
    pixels = memory.place_of(unit) if memory else ctypes.string_at(made.pixels, made.bytes)
    return unit, lib.unit_hash(), made.shape(), pixels


def begin(lib):
    """An iteration begins, in a child: its clock starts when it gets its first unit."""
    lib.prepare()
    lib.worker_begin(0)


def report(lib):
    """What a child did in an iteration so far."""
    lib.worker_end(0)
    text = ctypes.create_string_buffer(lib.report_size())
    lib.report_make(text)
    return text.raw


def open_child(name, words):
    """A child's own run. The parent says when to stop, which is heard when there is one to stop:
    signals have been held back since before the child began."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(run.STOP_CHILD, lambda *_: library.held.stop())
    code = run.open_run(models.MODELS[name], words, child=True)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    return code


def serve(name, arguments, connection, others, memory):
    """What a child does all its life."""
    for other in others:
        other.close()  # of its siblings: inherited, and open as long as anybody has it
    lib = library.released
    code = open_child(name, arguments)
    if code != library.GO:
        raise SystemExit(code)
    started = False
    try:
        while True:
            connection.poll(None)
            if started:
                lib.enter(0, library.COMM)
            message = connection.recv()
            if message == "begin":
                begin(lib)
                connection.send("begun")
                started = False
            elif message == "end":
                connection.send(report(lib))
            elif message == "leave":
                break
            else:
                if not started:
                    lib.clock_start()
                    lib.enter(0, library.COMM)
                    started = True
                connection.send(compute(lib, *message, memory))
                lib.enter(0, library.WAIT)
    except (EOFError, ConnectionError):
        pass  # the parent is gone
    lib.close()


class Workers:
    """The parent's side."""

    def __init__(self, model, arguments):
        self.lib = library.released
        self.memory = shared.Memory(self.lib) if model.transfer == "shared" else None
        self.connections, self.processes = [], []
        try:
            self.selector = selectors.DefaultSelector()
            if model.start == "spawn":
                resource_tracker.ensure_running()  # which lets signals through again as it starts
            with held_back():
                self._make_children(model, child_arguments(arguments, self.lib))
        except BaseException:
            run.kill_children()
            self.free()
            raise
        self.everybody = range(len(self.processes))

    def _make_children(self, model, words):
        context = multiprocessing.get_context(model.start)
        for rank in range(self.lib.workers()):
            mine, theirs = context.Pipe()
            others = [*self.connections, mine] if model.start == "fork" else []
            process = context.Process(target=serve, daemon=True, name=f"rank {rank}",
                                      args=(model.name, words, theirs, others, self.memory))
            process.start()
            self.lib.bind(rank, process.pid)
            theirs.close()
            self.connections.append(mine)
            self.processes.append(process)
            self.selector.register(mine, selectors.EVENT_READ, rank)
            self.selector.register(process.sentinel, selectors.EVENT_READ, rank)

    def send(self, rank, message):
        """To one child."""
        try:
            self.connections[rank].send(message)
        except ConnectionError:
            raise run.WorkerDied.of(rank, self.processes[rank]) from None

    def receive(self):
        """The next message of any of them: rank, message. The others may send meanwhile."""
        for key, _ in self.selector.select():
            try:
                if key.fileobj is self.connections[key.data]:
                    yield key.data, key.fileobj.recv()
                else:
                    raise EOFError
            except (EOFError, ConnectionError):
                raise run.WorkerDied.of(key.data, self.processes[key.data]) from None

    def ask(self, message):
        """Tells all of them, and returns the answers in the order of ranks."""
        answers = {}
        for rank in self.everybody:
            self.send(rank, message)
        while len(answers) < len(self.everybody):
            answers.update(self.receive())
        return [answers[rank] for rank in self.everybody]

    def hand_out(self, rank, units):
        """1: the child has got a unit."""
        for unit in units:
            if self.lib.stopped():
                return 0
            self.send(rank, (unit, source_of(self.lib, unit, self.memory)))
            return 1
        return 0

    def iterate(self):
        """One iteration."""
        units = iter(range(self.lib.units()))
        self.ask("begin")
        self.lib.clock_start()
        busy = sum(self.hand_out(rank, units) for rank in self.everybody)
        while busy:
            for rank, result in self.receive():
                take_result(self.lib, rank, result, self.memory)
                busy += self.hand_out(rank, units) - 1
        self.lib.clock_stop()
        for rank, text in enumerate(self.ask("end")):
            self.lib.report_take(rank, text)

    def leave(self):
        """Ends the children."""
        for rank in self.everybody:
            self.send(rank, "leave")
        for process in self.processes:
            process.join()
        self.selector.close()

    def kill(self):
        """The same, whatever they do."""
        for process in self.processes:
            process.kill()
            process.join()
        self.selector.close()

    def free(self):
        """Results have been verified: their memory goes."""
        if self.memory:
            self.memory.free()


def source_of(lib, unit, memory):
    """What a child needs of an image in memory: a shape and pixels, or where these are."""
    if memory:
        return memory.source(unit)
    view = library.View()
    if lib.source_view(unit, ctypes.byref(view)):
        return None  # a file, which the child reads
    return view.shape(), ctypes.string_at(view.pixels, view.bytes)


def take_result(lib, rank, result, memory):
    """Keeps what compute() returned, in the parent."""
    if len(result) == 2:
        lib.take_failure(rank, result[0], *result[1])
        return
    unit, checksum, shape, pixels = result
    view = library.View(memory.address(pixels) if memory else address_of(pixels), *shape)
    if lib.take(rank, unit, ctypes.byref(view), checksum, not memory):
        raise MemoryError("out of memory for the results")
