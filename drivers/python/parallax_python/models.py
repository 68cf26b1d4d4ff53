"""The models: one line each. Their modules are loaded when they are needed."""
import dataclasses
import importlib
import importlib.util


@dataclasses.dataclass(frozen=True)
class Model:
    """What a model is. Fields that the library knows too: see struct python_model."""
    name: str
    summary: str
    module: str  # its class Workers does the work: iterate, leave, kill, free
    processes: bool = False
    threads: bool = False
    call_rows: int = 0
    start: str = None
    transfer: str = None
    plain: bool = False
    foreign: str = None
    in_flight: int = 0
    lock: str = None    # what threads do with the interpreter's: "bands", "calls": it is held in
                        # each; "kernels": it is given up in them
    needs: str = None   # a module that may not be installed

    def workers(self, *arguments):
        """Starts them, for a run that has been opened."""
        return importlib.import_module("parallax_python." + self.module).Workers(*arguments)

    def missing(self):
        """Why it does not run here; None: it does."""
        if self.needs and not importlib.util.find_spec(self.needs):
            return f"Python's {self.needs} is not installed here"
        return None


MODELS = {model.name: model for model in (
    Model("python-loop", "pure Python: the kernel's arithmetic, one sample after the other", "loop",
          plain=True),
    Model("python-threads", "threads of Python, which call the kernel with the lock held", "threads",
          threads=True, lock="bands", call_rows=16),
    Model("python-threads-whole", "the same, but each call computes a whole image", "threads",
          threads=True, lock="calls"),
    Model("python-threads-released", "threads of Python, whose calls give up the lock", "threads",
          threads=True, lock="kernels"),
    Model("python-pool-fork", "processes by fork, images pickled through pipes", "pool",
          processes=True, start="fork", transfer="pipe"),
    Model("python-pool-spawn", "processes started anew, images pickled through pipes", "pool",
          processes=True, start="spawn", transfer="pipe"),
    Model("python-shared-fork", "processes by fork, images in shared memory", "pool",
          processes=True, start="fork", transfer="shared"),
    Model("python-shared-spawn", "processes started anew, images in shared memory", "pool",
          processes=True, start="spawn", transfer="shared"),
    Model("python-futures-threads", "a ThreadPoolExecutor, whose calls give up the lock", "futures",
          threads=True, lock="kernels"),
    Model("python-futures-pool", "a ProcessPoolExecutor, images pickled", "futures",
          processes=True, start="fork", transfer="pipe"),
    Model("python-asyncio", "one thread with an event loop, many downloads at once", "event_loop",
          in_flight=32),
    Model("python-asyncio-pool", "an event loop that downloads, processes that compute",
          "async_pool", processes=True, start="fork", transfer="pipe", in_flight=32),
    Model("python-pillow", "threads of Python, which let Pillow resize", "pillow",
          threads=True, lock="kernels", foreign="pillow", needs="PIL"),
)}
