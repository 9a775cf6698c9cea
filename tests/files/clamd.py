"""A little clamd: it speaks INSTREAM over TCP or a Unix socket, and knows one virus."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.factories.files import PDF

# Written in two parts, so that no antivirus takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
INFECTED = PDF + EICAR


class _Clamd(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(len(b"zINSTREAM\0")) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        self.server.seen.append(content)  # type: ignore[attr-defined]
        self.wfile.write(self.server.answer or self._verdict(content))  # type: ignore[attr-defined]

    @staticmethod
    def _verdict(content: bytes) -> bytes:
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


@contextmanager
def clamd(at: Path | None = None, *, port: int = 0, answer: bytes = b"") -> Iterator[tuple[str, list[bytes]]]:
    """A clamd that runs meanwhile: its address as ``CLAMD`` says it, and the contents it was given."""
    server = socketserver.ThreadingUnixStreamServer(str(at), _Clamd) if at else _Tcp(("127.0.0.1", port), _Clamd)
    server.seen, server.answer = [], answer  # type: ignore[union-attr]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield str(at) if at else f"127.0.0.1:{server.server_address[1]}", server.seen  # type: ignore[union-attr]
    finally:
        server.shutdown()
        server.server_close()
