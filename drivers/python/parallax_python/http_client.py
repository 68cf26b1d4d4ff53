"""Connections of an event loop: asyncio's streams. While one waits, the others go on."""
import asyncio
import ctypes
import socket
import ssl

from parallax_python import http_blocking, library
from parallax_python import http_protocol as protocol


async def _within(pace, waiting, reached=protocol.ASKED):
    """What `waiting` returns. By timeout() where there is one (Python 3.11): wait_for() makes a
    task each time, which costs an event loop as much as the rest of a small download."""
    left = pace.left()
    try:
        if not hasattr(asyncio, "timeout"):
            return await asyncio.wait_for(waiting, left)
        async with asyncio.timeout(left):
            return await waiting
    except asyncio.TimeoutError:
        raise protocol.End(protocol.TIME_UP, reached=reached) from None


class Client:
    """One connection at a time, used again as long as the server keeps it."""

    def __init__(self, lib):
        self.lib = lib
        self.asked = library.Download()
        self.place, self.reader, self.writer = None, None, None
        self.moving = None  # the download in hand

    def takes(self, unit):
        """Whether it is a URL."""
        return self.lib.download(unit, ctypes.byref(self.asked))

    async def get(self, unit):
        """The bytes of a unit that is one; raises protocol.Failed."""
        self.moving = asyncio.ensure_future(protocol.download(self.lib, self, unit))
        try:
            return await self.moving
        except asyncio.CancelledError:
            await self.close()
            if not self.lib.stopped():
                raise  # somebody else's failure ends the loop
            raise protocol.Stopped from None
        finally:
            self.moving = None

    def stop(self):
        """Leaves the download in hand."""
        if self.moving:
            self.moving.cancel()

    async def _connect(self, peer, pace):
        forbidden = False
        tls = http_blocking.tls_context(self.asked.insecure) if peer.tls else None
        try:
            found = await _within(pace, asyncio.get_running_loop().getaddrinfo(
                peer.host, peer.port, type=socket.SOCK_STREAM), protocol.NOBODY)
        except (OSError, UnicodeError):
            raise protocol.End(protocol.NO_ADDRESS) from None
        for *_, address in found:
            if not self.asked.allow_private and self.lib.address_is_private(address[0].encode()):
                forbidden = True
                continue
            try:
                return await _within(pace, asyncio.open_connection(
                    address[0], peer.port, ssl=tls, server_hostname=tls and peer.host),
                    protocol.FOUND)
            except ssl.SSLCertVerificationError:
                raise protocol.End(protocol.BAD_CERTIFICATE) from None
            except ssl.SSLError:
                raise protocol.End(protocol.NO_TLS) from None
            except OSError:
                pass  # the next one
        raise protocol.End(protocol.PRIVATE if forbidden else protocol.NO_CONNECTION)

    async def open(self, peer, pace):
        """The one that is there, or a new one."""
        if self.place == peer.place and not self.reader.at_eof():
            return
        await self.close()
        self.reader, self.writer = await self._connect(peer, pace)
        self.place = peer.place

    async def send(self, data, pace):
        """All of it."""
        try:
            self.writer.write(data)
            if self.writer.transport.get_write_buffer_size() > 0:  # mostly it is gone at once
                await _within(pace, self.writer.drain())
        except OSError:
            raise protocol.End(protocol.SEND) from None

    async def receive(self, pace):
        """What has come; nothing: there is no more."""
        try:
            return await _within(pace, self.reader.read(1 << 16))
        except OSError:
            raise protocol.End(protocol.BROKEN) from None

    async def wait(self, seconds):
        """Before another try."""
        if seconds > 0:
            await asyncio.sleep(seconds)

    async def close(self):
        """Ends it."""
        if self.writer:
            self.writer.close()
        self.place, self.reader, self.writer = None, None, None
