"""HTTP/1.1 as far as a download needs it, whoever moves the bytes: a connection is an object with
the coroutines open, send, receive and close, which may wait or block. What is done about a failure,
and the words for it, are the library's, so that they are those of the C programs."""
import base64
import ctypes
import random
import time
import urllib.parse
import zlib

from parallax_python import library

# Ends of a try, as libcurl numbers them.
PRIVATE, UNSUPPORTED, MALFORMED, NO_ADDRESS, NO_CONNECTION, NO_HTTP = -1, 1, 3, 6, 7, 8
SHORT, STATUS, TIME_UP, NO_TLS, REDIRECTS, NOTHING = 18, 22, 28, 35, 47, 52
SEND, BROKEN, BAD_CERTIFICATE, BAD_ENCODING, TOO_LARGE = 55, 56, 60, 61, 63
NOBODY, FOUND, ASKED = range(3)  # how far a try came

SLOW = 1000         # bytes a second, less of which is a stall
HOPS = 5            # redirects that are followed
HEAD = 1 << 16      # bytes of an answer's head, at most
ENCODINGS = {"gzip": 47, "x-gzip": 47, "deflate": 47}  # window bits: by the stream's own head


class End(Exception):
    """How a try ended."""

    def __init__(self, code, status=0, reached=ASKED, retry_after=0):
        super().__init__(code)
        self.code, self.status, self.reached = code, status, reached
        self.retry_after = retry_after


class Failed(Exception):
    """The item does not come: (code, sentence)."""


class Stopped(Failed):
    """… because the run is to stop."""

    def __init__(self):
        super().__init__(b"EINTR", b"stopped by a signal")


class Pace:
    """The time that a try may take: in all, and while nearly nothing comes."""

    def __init__(self, asked):
        self.stall = asked.stall
        self.end = time.monotonic() + asked.timeout
        self.mark, self.bytes = time.monotonic(), 0

    def take(self, count):
        """So many bytes have come."""
        self.bytes += count
        if self.bytes >= SLOW * self.stall:
            self.mark, self.bytes = time.monotonic(), 0

    def left(self):
        """Seconds that may be waited for more."""
        left = min(self.end, self.mark + self.stall) - time.monotonic()
        if left <= 0:
            raise End(TIME_UP)
        return left


class _Peer:
    """What is asked for, and of whom."""

    def __init__(self, url):
        try:
            parts = urllib.parse.urlsplit(url)
            self.tls, self.host = parts.scheme == "https", parts.hostname
            self.port = parts.port or (443 if self.tls else 80)
        except ValueError:
            raise End(MALFORMED) from None
        if parts.scheme not in ("http", "https"):
            raise End(UNSUPPORTED)
        path = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        self.path = urllib.parse.quote(path, safe="!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~",
                                       errors="surrogateescape")
        self.secret, _, self.name = parts.netloc.rpartition("@")
        if not self.host or min(url) <= " " or "\x7f" in url or not self.name.isascii():
            raise End(MALFORMED)
        self.place = self.tls, self.host, self.port

    def request(self):
        """The words to send."""
        secret = urllib.parse.unquote_to_bytes(
            self.secret.encode("utf-8", "surrogateescape"))
        known = b"Authorization: Basic " + base64.b64encode(secret) + b"\r\n" if secret else b""
        return (f"GET {self.path} HTTP/1.1\r\nHost: {self.name}\r\nUser-Agent: parallax\r\n"
                "Accept: */*\r\nAccept-Encoding: identity\r\n").encode() + known + b"\r\n"


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class _Answer:
    """What comes over a connection, in parts as they are needed."""

    def __init__(self, connection, pace, most):
        self.connection, self.pace, self.most = connection, pace, most
        self.rest, self.body, self.unpack = b"", bytearray(), None

    async def more(self, end):
        """Adds to what is there; where nothing more comes, the try ends so."""
        data = await self.connection.receive(self.pace)
        if not data:
            raise End(end)
        self.pace.take(len(data))
        self.rest += data

    async def line(self, end):
        """The next line, without its end."""
        while b"\n" not in self.rest:
            if len(self.rest) > HEAD:
                raise End(NO_HTTP)
            await self.more(end)
        line, _, self.rest = self.rest.partition(b"\n")
        return line.rstrip(b"\r")

    async def head(self):
        """Status, and fields by their names in lower case."""
        status = 100
        while status // 100 == 1:  # there is another one to come
            words = (await self.line(NOTHING)).split()
            if len(words) < 2 or not words[0].startswith(b"HTTP/1."):
                raise End(NO_HTTP)
            if len(words[1]) != 3 or not words[1].isdigit():
                raise End(UNSUPPORTED)  # as libcurl, to which it is an answer of HTTP/0.9
            status, fields, size = int(words[1]), {}, 0
            while line := await self.line(BROKEN):
                size += len(line)
                if size > HEAD:
                    raise End(NO_HTTP)
                name, _, value = line.decode("latin-1").partition(":")
                fields[name.lower()] = value.strip()
        return status, fields

    def keep(self, data):
        """A part of the body, unpacked; never more than an item may have."""
        try:
            while data and len(self.body) <= self.most:
                room = self.most - len(self.body) + 1
                part = self.unpack.decompress(data, room) if self.unpack else data[:room]
                data = self.unpack.unconsumed_tail if self.unpack else b""
                self.body += part
        except zlib.error:
            raise End(BAD_ENCODING) from None
        if len(self.body) > self.most:
            raise End(TOO_LARGE)

    async def exactly(self, size):
        """So many bytes of the body."""
        while size > 0:
            if not self.rest:
                await self.more(SHORT)
            data, self.rest = self.rest[:size], self.rest[size:]
            size -= len(data)
            self.keep(data)

    async def chunks(self):
        """A body of parts, each with its size."""
        size = 1
        while size:
            try:
                size = int((await self.line(SHORT)).split(b";")[0], 16)
            except ValueError:
                raise End(BROKEN) from None
            await self.exactly(size)
            while await self.line(SHORT) and not size:
                pass  # fields behind the last one

    async def to_end(self):
        """A body that ends with the connection."""
        while data := self.rest or await self.connection.receive(self.pace):
            self.pace.take(len(data))
            self.rest = b""
            self.keep(data)
        await self.connection.close()

    async def whole(self, fields):
        """The body."""
        encoding = fields.get("content-encoding", "identity").lower()
        if encoding in ENCODINGS:
            self.unpack = zlib.decompressobj(ENCODINGS[encoding])
        elif encoding not in ("identity", "none", ""):
            raise End(BAD_ENCODING)
        length = _number(fields.get("content-length", ""))
        if fields.get("transfer-encoding", "").lower() == "chunked":
            await self.chunks()
        elif length is None:
            await self.to_end()
        elif length > self.most:
            raise End(TOO_LARGE)
        else:
            await self.exactly(length)
        if self.unpack and not self.unpack.eof:
            raise End(BAD_ENCODING)
        return bytes(self.body)

    async def little(self, fields):
        """Words beside another status, read so that the connection stays; None: too many."""
        length = _number(fields.get("content-length", ""))
        if length is None or length > min(HEAD, self.most):
            return None
        await self.exactly(length)
        return bytes(self.body)


async def _try_once(connection, url, asked):
    pace = Pace(asked)
    home = None
    for _ in range(HOPS + 1):
        peer = _Peer(url)
        if home and peer.host != home:
            peer.secret = ""
        home = home or peer.host
        await connection.open(peer, pace)
        await connection.send(peer.request(), pace)
        answer = _Answer(connection, pace, asked.max_bytes)
        status, fields = await answer.head()
        target = fields.get("location") if status in (301, 302, 303, 307, 308) else None
        body = await (answer.whole(fields) if status == 200 else answer.little(fields))
        if body is None or fields.get("connection", "").lower() == "close":
            await connection.close()
        if not target:
            if status != 200:
                raise End(STATUS, status, ASKED, _number(fields.get("retry-after", "")) or 0)
            return body
        try:
            url = urllib.parse.urljoin(url, target)
        except ValueError:
            raise End(MALFORMED) from None
    raise End(REDIRECTS)


_quiet = {}  # until when a host wants to be left alone


def _judge(lib, end, tries):
    ended = library.End(end.code, end.status, end.reached, tries, end.retry_after, random.random())
    verdict = library.Verdict()
    lib.judge(ctypes.byref(ended), ctypes.byref(verdict))
    return verdict


async def download(lib, connection, unit):
    """The bytes of a unit that is a URL; raises Failed."""
    asked = library.Download()
    lib.download(unit, ctypes.byref(asked))
    url = asked.url.decode("utf-8", "surrogateescape")
    host = url.split("/")[2].rpartition("@")[2]
    tries = 0
    while True:
        tries += 1
        await connection.wait(_quiet.get(host, 0) - time.monotonic())
        try:
            return await _try_once(connection, url, asked)
        except End as end:
            await connection.close()
            verdict = _judge(lib, end, tries)
        if verdict.wait < 0:
            raise Failed(verdict.code, verdict.message)
        if verdict.code == b"busy":
            _quiet[host] = max(_quiet.get(host, 0), time.monotonic() + verdict.wait)
        await connection.wait(verdict.wait)
