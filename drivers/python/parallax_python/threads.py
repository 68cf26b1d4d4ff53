"""Threads: `threading`, a counter, a barrier."""
import itertools
import threading

from parallax_python import library, run


class Workers:
    """Threads that wait for the next iteration, then each take the next unit when they are free."""

    def __init__(self, model, _arguments):
        self.lib = library.released if model.lock == "kernels" else library.held
        count = self.lib.workers()
        self.error = None
        self.units = None  # those that nobody has begun; None: there are no more iterations
        self.meet = threading.Barrier(count + 1)
        self.threads = [threading.Thread(target=self.work, args=(worker,), daemon=True)
                        for worker in range(count)]
        for thread in self.threads:
            thread.start()

    def do_unit(self, worker, unit):
        """False: no more units are to be begun."""
        return run.do_unit(self.lib, worker, unit)

    def work(self, worker):
        """What a thread does all its life."""
        try:
            while True:
                self.meet.wait()
                if self.units is None:
                    return
                self.lib.worker_begin(worker)
                self.meet.wait()
                self.meet.wait()
                for unit in self.units:  # next() of one iterator: the lock makes it atomic
                    if not self.do_unit(worker, unit):
                        break
                self.meet.wait()
                self.lib.worker_end(worker)
                self.meet.wait()
        except threading.BrokenBarrierError:
            pass
        except BaseException as error:  # pylint: disable=broad-except
            self.error = error
            self.meet.abort()

    def iterate(self):
        """One iteration, by the main thread, which only waits."""
        self.units = itertools.islice(itertools.count(), self.lib.units())
        try:
            self.meet.wait()
            self.meet.wait()
            self.lib.clock_start()
            self.meet.wait()
            self.meet.wait()
            self.lib.clock_stop()
            self.meet.wait()
        except threading.BrokenBarrierError:
            raise self.error from None

    def leave(self):
        """Ends the threads."""
        self.units = None
        self.meet.wait()
        for thread in self.threads:
            thread.join()

    def kill(self):
        """The same, where they do not wait for the next iteration."""
        self.lib.stop()
        self.meet.abort()
        for thread in self.threads:
            thread.join()

    def free(self):
        """There is nothing that outlives them."""
