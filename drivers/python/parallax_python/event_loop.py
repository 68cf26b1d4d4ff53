"""`asyncio`: one thread, whose event loop keeps many downloads moving, and resizes what arrives.

Files and images in memory are taken as well: reading them, the loop waits like anybody else; a
delay of the source (--source-delay) is that of a network, and goes by while it does other work.
"""
import asyncio
import time

from parallax_python import http_client, http_protocol, library, run

LOOK = 0.1  # seconds after which it is looked whether the run is to stop


async def take_turns(lib, clients, take_units):
    """As many coroutines as there are clients, until all units are done or the run stops."""
    units = iter(range(lib.units()))
    await asyncio.sleep(0)  # a look at which connections the servers have closed
    tasks = pending = [asyncio.ensure_future(take_units(client, units)) for client in clients]
    try:
        while pending:
            done, pending = await asyncio.wait(pending, timeout=LOOK,
                                               return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
            for client in clients if lib.stopped() else ():
                client.stop()
    finally:
        for task in pending:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def wait(lib):
    """As --source-delay says, but not when the run is to stop."""
    until = time.monotonic() + lib.delay()
    while (left := until - time.monotonic()) > 0 and not lib.stopped():
        await asyncio.sleep(min(left, LOOK))


def end_loop(loop, clients):
    """Ends the connections, too."""
    for client in clients:
        loop.run_until_complete(client.close())
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


class Workers:
    """The main thread. While nothing has arrived, it reads."""

    def __init__(self, _model, _arguments):
        self.lib = library.held
        self.loop = asyncio.new_event_loop()
        self.clients = [http_client.Client(self.lib) for _ in range(self.lib.in_flight())]

    def resize(self, unit, data):
        """What has arrived. The harness has one unit in hand at a time."""
        if self.lib.unit_begin(0, unit) == 0:
            rows = self.lib.unit_load(0, data, len(data))
            if rows >= 0:
                run.do_rows(self.lib, 0, rows)
                self.lib.unit_end(0)
        self.lib.enter(0, library.READ)

    async def take(self, unit):
        """A unit that is no download. False: no more are to be begun."""
        if self.lib.delay() > 0:
            await wait(self.lib)
        went_on = run.do_unit(self.lib, 0, unit, waited=True)
        self.lib.enter(0, library.READ)
        return went_on

    async def take_units(self, client, units):
        """One of those that are in flight, after the other."""
        for unit in units:
            if self.lib.stopped():
                break
            if not client.takes(unit):
                if not await self.take(unit):
                    break
                self.lib.enter(0, library.READ)
                continue
            try:
                data = await client.get(unit)
            except http_protocol.Failed as failed:
                if self.lib.unit_begin(0, unit) == 0:
                    self.lib.unit_fail(0, *failed.args)
            else:
                self.resize(unit, data)

    def iterate(self):
        """One iteration."""
        self.lib.worker_begin(0)
        self.lib.clock_start()
        self.lib.enter(0, library.READ)
        self.loop.run_until_complete(take_turns(self.lib, self.clients,
                                                self.take_units))
        self.lib.enter(0, library.WAIT)  # its own end was the last of reading
        self.lib.clock_stop()
        self.lib.worker_end(0)

    def leave(self):
        """Ends the loop."""
        end_loop(self.loop, self.clients)

    def kill(self):
        """The same."""
        self.leave()

    def free(self):
        """There is nothing that outlives it."""
