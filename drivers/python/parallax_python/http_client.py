"""HTTP/1.1 over asyncio's streams: as much of it as a download needs."""
import asyncio
import urllib.parse

LARGEST = 1 << 28   # bytes of a body
SECONDS = 60        # of a whole transfer


class HttpError(Exception):
    """(code, sentence)"""


class Client:
    """One connection at a time, which is used again as long as the server lets it."""

    def __init__(self):
        self.peer, self.streams = None, None

    async def _send(self, parts, target):
        peer = parts.scheme == "https", parts.hostname, parts.port or (
            443 if parts.scheme == "https" else 80)
        if self.peer != peer:
            self.close()
            self.streams = await asyncio.open_connection(peer[1], peer[2], ssl=peer[0] or None)
            self.peer = peer
        self.streams[1].write(f"GET {target} HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\n"
                              "User-Agent: parallax\r\n\r\n".encode())
        await self.streams[1].drain()

    async def _head(self):
        head = (await self.streams[0].readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = (line.partition(":") for line in head[1:] if line)
        return int(head[0].split()[1]), {name.lower(): value.strip() for name, _, value in fields}

    async def _chunks(self):
        body = bytearray()
        while size := int((await self.streams[0].readline()).split(b";")[0], 16):
            body += (await self._exactly(size + 2, len(body)))[:-2]
        while await self.streams[0].readline() != b"\r\n":
            pass
        return bytes(body)

    async def _exactly(self, size, before=0):
        if size + before > LARGEST:
            raise HttpError("too-large", f"more than {LARGEST} bytes")
        return await self.streams[0].readexactly(size)

    async def _body(self, fields):
        if fields.get("transfer-encoding", "").lower() == "chunked":
            return await self._chunks()
        if "content-length" in fields:
            return await self._exactly(int(fields["content-length"]))
        body = await self.streams[0].read(LARGEST)
        self.close()
        return body

    async def _transfer(self, url):
        parts = urllib.parse.urlsplit(url)
        await self._send(parts, parts._replace(scheme="", netloc="", fragment="").geturl() or "/")
        status, fields = await self._head()
        body = await self._body(fields)
        if fields.get("connection", "").lower() == "close":
            self.close()
        if status != 200:
            raise HttpError("http", f"the server answered {status}")
        return body

    async def get(self, url):
        """The body, or HttpError. A connection that was kept and has gone is made anew."""
        for again in (self.peer is not None, False):
            try:
                return await asyncio.wait_for(self._transfer(url), SECONDS)
            except asyncio.TimeoutError:
                self.close()
                raise HttpError("timeout", f"no end after {SECONDS} seconds") from None
            except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
                self.close()
                if not again:
                    raise HttpError("connection", str(error)) from None

    def close(self):
        """Ends the connection."""
        if self.streams:
            self.streams[1].close()
        self.peer, self.streams = None, None
