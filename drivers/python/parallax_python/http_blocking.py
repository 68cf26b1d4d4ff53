"""Connections of workers that block: sockets. Python gives up its lock while one waits."""
import socket
import ssl
import time

from parallax_python import http_protocol as protocol

LOOK = 0.1  # seconds after which it is looked whether the run is to stop


def tls_context(insecure):
    """What is asked of a server's certificate."""
    context = ssl.create_default_context()
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class Connection:
    """One at a time, used again as long as the server keeps it. Its coroutines never wait: they
    block, so that whoever runs them gets a result at once."""

    def __init__(self, lib, asked):
        self.lib, self.asked = lib, asked
        self.place, self.socket = None, None

    def _blocked(self, action, pace):
        """What an action returns that may take its time."""
        while True:
            if self.lib.stopped():
                raise protocol.Stopped
            self.socket.settimeout(min(LOOK, pace.left()))
            try:
                return action()
            except TimeoutError:
                pass

    def _connect(self, peer, pace):
        """A socket to any address of it."""
        forbidden = False
        try:
            found = socket.getaddrinfo(peer.host, peer.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise protocol.End(protocol.NO_ADDRESS) from None
        for family, kind, number, _, address in found:
            if not self.asked.allow_private and self.lib.address_is_private(address[0].encode()):
                forbidden = True
                continue
            try:
                self.socket = socket.socket(family, kind, number)
                self.socket.settimeout(pace.left())
                self.socket.connect(address)
                return
            except TimeoutError:
                raise protocol.End(protocol.TIME_UP, reached=protocol.FOUND) from None
            except OSError:
                self._drop()
        raise protocol.End(protocol.PRIVATE if forbidden else protocol.NO_CONNECTION)

    def _drop(self):
        if self.socket:
            self.socket.close()
        self.place, self.socket = None, None

    def _is_open(self):
        """A server that has nothing more to say has closed it, if there is something to read."""
        self.socket.settimeout(0)
        try:
            self.socket.recv(1)
            return False
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            return False

    async def open(self, peer, pace):
        """The one that is there, or a new one."""
        if self.place == peer.place and self._is_open():
            return
        self._drop()
        self._connect(peer, pace)
        self.place = peer.place
        if not peer.tls:
            return
        try:
            self.socket = tls_context(self.asked.insecure).wrap_socket(
                self.socket, server_hostname=peer.host)
        except ssl.SSLCertVerificationError:
            raise protocol.End(protocol.BAD_CERTIFICATE) from None
        except TimeoutError:
            raise protocol.End(protocol.TIME_UP, reached=protocol.FOUND) from None
        except OSError:
            raise protocol.End(protocol.NO_TLS) from None

    async def send(self, data, pace):
        """All of it."""
        try:
            self.socket.settimeout(pace.left())
            self.socket.sendall(data)
        except OSError:
            raise protocol.End(protocol.SEND) from None

    async def receive(self, pace):
        """What has come; nothing: there is no more."""
        try:
            return self._blocked(lambda: self.socket.recv(1 << 16), pace)
        except OSError:
            raise protocol.End(protocol.BROKEN) from None

    async def wait(self, seconds):
        """Before another try."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.lib.stopped():
                raise protocol.Stopped
            time.sleep(min(LOOK, left))

    async def close(self):
        """Ends it."""
        self._drop()


_kept = {}  # of each worker


def download(lib, worker, unit, asked):
    """A unit's bytes, by the worker's own connection; raises protocol.Failed."""
    if worker not in _kept:
        _kept[worker] = Connection(lib, asked)
    try:
        protocol.download(lib, _kept[worker], unit).send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError("a coroutine waited that must not")
