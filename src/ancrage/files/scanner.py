"""Asks clamd, where there is one (``CLAMD``), whether a content holds something harmful."""

import socket
from collections.abc import Iterator
from typing import Final

from django.conf import settings

_CHUNK: Final = 64 * 1024
_CONNECT_SECONDS: Final = 2
_ANSWER_SECONDS: Final = 20
_LONGEST_ANSWER: Final = 4096


class ScannerAway(Exception):
    """Nobody answered, or not in a way that says anything of the content."""


def has_scanner() -> bool:
    return bool(settings.ANCRAGE_CLAMD)


def threat_in(content: bytes) -> str:
    """The name of what clamd found in ``content``; empty when it found nothing.

    :raises ScannerAway: when it does not answer, or could not examine the content.
    """
    try:
        with _connected(settings.ANCRAGE_CLAMD) as clamd:
            clamd.sendall(b"zINSTREAM\0")
            for part in _parts(content):
                clamd.sendall(len(part).to_bytes(4, "big") + part)
            answer = _answer(clamd)
    except OSError as error:
        raise ScannerAway(type(error).__name__) from error
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ""
    name, found, rest = said.rpartition(" FOUND")
    if not found or rest:
        raise ScannerAway(answer or "no answer")
    return name


def _connected(address: str) -> socket.socket:
    """To « host:port », or to the socket at a path."""
    if address.startswith("/"):
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(_CONNECT_SECONDS)
        try:
            clamd.connect(address)
        except OSError:
            clamd.close()
            raise
    else:
        host, _colon, port = address.rpartition(":")
        clamd = socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_SECONDS)
    clamd.settimeout(_ANSWER_SECONDS)
    return clamd


def _parts(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]
    yield b""


def _answer(clamd: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        if not (more := clamd.recv(_LONGEST_ANSWER)):
            break
        said += more
    return said.rstrip(b"\0").decode(errors="replace").strip()
