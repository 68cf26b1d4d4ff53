"""`asyncio`: one thread, whose event loop keeps many downloads moving, and resizes what arrives.

Files and images in memory are taken as well: reading them, the loop waits like anybody else; a
delay of the source (--source-delay) is that of a network, and goes by while it does other work.
"""
import asyncio

from parallax_python import http_client, library, run


class Workers:
    """The main thread. While nothing has arrived, it reads."""

    def __init__(self, model, _arguments):
        self.lib = library.held
        self.loop = asyncio.new_event_loop()
        self.clients = [http_client.Client() for _ in range(model.in_flight)]

    def resize(self, unit, data):
        """What has arrived."""
        rows = self.lib.unit_load(0, data, len(data))
        if rows >= 0:
            run.do_rows(self.lib, 0, rows)
            self.lib.unit_end(0)

    async def download(self, client, unit):
        """A unit. The harness has one in hand at a time: it begins when it has arrived."""
        try:
            data = await client.get(self.lib.path(unit).decode())
        except http_client.HttpError as error:
            if self.lib.unit_begin(0, unit) == 0:
                code, sentence = error.args
                self.lib.unit_fail(0, code.encode(), sentence.encode())
            return
        if self.lib.unit_begin(0, unit) == 0:
            self.resize(unit, data)
        self.lib.enter(0, library.READ)

    async def take(self, unit):
        """A unit that is no download. False: no more are to be begun."""
        if self.lib.delay() > 0:
            await asyncio.sleep(self.lib.delay())
        went_on = run.do_unit(self.lib, 0, unit, waited=True)
        self.lib.enter(0, library.READ)
        return went_on

    async def take_units(self, client, units):
        """One of those that are in flight, after the other."""
        for unit in units:
            if self.lib.stopped():
                break
            path = self.lib.path(unit)
            if path and run.is_url(path):
                await self.download(client, unit)
            elif not await self.take(unit):
                break

    async def all_units(self):
        """An iteration."""
        units = iter(range(self.lib.units()))
        await asyncio.gather(*(self.take_units(client, units) for client in self.clients))

    def iterate(self):
        """One iteration."""
        self.lib.worker_begin(0)
        self.lib.clock_start()
        self.lib.enter(0, library.READ)
        self.loop.run_until_complete(self.all_units())
        self.lib.clock_stop()
        self.lib.worker_end(0)

    def leave(self):
        """Ends the connections."""
        for client in self.clients:
            client.close()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    def kill(self):
        """The same."""
        self.leave()

    def free(self):
        """There is nothing that outlives it."""
