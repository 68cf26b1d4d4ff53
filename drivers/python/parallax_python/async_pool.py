"""An event loop with processes behind it: `asyncio` downloads, a ProcessPoolExecutor decodes and
resizes. What a child is given it need not read; files and images in memory it takes by itself."""
import asyncio

from parallax_python import event_loop, futures, http_client, http_protocol


class Workers(futures.Pool):
    """The parent's side: one thread, which moves downloads, bytes and results."""

    def __init__(self, model, arguments):
        super().__init__(model, arguments)
        self.loop = asyncio.new_event_loop()
        self.clients = [http_client.Client(self.lib) for _ in range(self.lib.in_flight())]

    async def take_units(self, client, units):
        """One of those that are in flight, after the other."""
        for unit in units:
            data = None
            if self.lib.stopped():
                break
            try:
                if client.takes(unit):
                    data = await client.get(unit)
                elif self.lib.delay() > 0:
                    await event_loop.wait(self.lib)
                    if self.lib.stopped():
                        break
            except http_protocol.Failed as failed:
                self.lib.take_failure(0, unit, b"read", *failed.args)
                continue
            self.take(await asyncio.wrap_future(self.submit(unit, data, waited=True)))

    def do_units(self):
        """All of them."""
        self.loop.run_until_complete(event_loop.take_turns(self.lib, self.clients,
                                                           self.take_units))

    def leave(self):
        """Ends the children and the loop."""
        super().leave()
        event_loop.end_loop(self.loop, self.clients)

    def kill(self):
        """Whatever they do."""
        super().kill()
        event_loop.end_loop(self.loop, self.clients)
